/* SPDX-License-Identifier: MIT */
#include "classify.h"

#include "reference-network.h"
#include "test-file.h"

#include <math.h>

/* The evidence is the largest log probability less their mean; an uncalibrated network is sure of
 * every answer. */
static void
test_evidence (void)
{
  const float third[] = { 1.0f / 3.0f, 1.0f / 3.0f, 1.0f / 3.0f };
  const float even[] = { 0.25f, 0.25f, 0.25f, 0.25f };
  const float clear[] = { 1.0f, 0.0f, 0.0f, 0.0f };
  const float three[] = { 0.5f, 0.25f, 0.25f };
  const guint sizes[] = { 2, 3 };
  g_autoptr (BpNetwork) network = bp_network_new (sizes, G_N_ELEMENTS (sizes), NULL);

  g_assert_cmpfloat_with_epsilon (bp_measure_evidence (even, 4), 0.0, 1e-6);
  g_assert_cmpfloat_with_epsilon (bp_measure_evidence (three, 3), log (2.0) * 2.0 / 3.0, 1e-6);
  g_assert_cmpfloat (bp_measure_evidence (clear, 4), >, 50.0);
  g_assert_true (isfinite (bp_measure_evidence (clear, 4)));

  g_assert_true (bp_network_is_sure (network, third));
  network->sure_threshold = 0.45f;
  g_assert_true (bp_network_is_sure (network, three));
  network->sure_threshold = 0.47f;
  g_assert_false (bp_network_is_sure (network, three));
}

/* The temperature divides the logits: the answer stays, and is less certain. */
static void
test_temperature (void)
{
  const guint sizes[] = { 2, 3 };
  const guint8 image[] = { 255, 102 };
  g_autoptr (BpNetwork) network = bp_network_new (sizes, G_N_ELEMENTS (sizes), NULL);
  g_autoptr (BpWorkspace) workspace = bp_workspace_new (network, 1, NULL);
  BpRandom random;
  double logits[3];
  float probabilities[3];

  bp_random_init (&random, 1, 0);
  bp_network_initialise (network, &random);
  bp_reference_logits (network, (const double[]){ 1.0, 0.4 }, logits);
  for (double temperature = 0.5; temperature < 3.0; temperature *= 2.0)
    {
      double sum = 0.0;

      network->temperature = (float) temperature;
      bp_classify (network, workspace, image, probabilities);
      for (guint i = 0; i < 3; i++)
        sum += exp (logits[i] / temperature);
      for (guint i = 0; i < 3; i++)
        g_assert_cmpfloat_with_epsilon ((double) probabilities[i],
                                        exp (logits[i] / temperature) / sum, 1e-6);
    }
}

BP_TEST_FILE (classify)
{
  g_test_add_func ("/classify/temperature", test_temperature);
  g_test_add_func ("/classify/evidence", test_evidence);
}
