/* SPDX-License-Identifier: MIT */
#include "answer.h"

#include "test-file.h"

#include <math.h>

static const guint sizes[] = { 2, 4 };
static const guint8 image[] = { 0, 0 };

/* A network that answers @probabilities to everything. */
static BpNetwork *
make_network (const float *probabilities)
{
  BpNetwork *network = bp_network_new (sizes, G_N_ELEMENTS (sizes), NULL);

  memset (network->parameters, 0, network->n_parameters * sizeof (float));
  for (guint i = 0; i < 4; i++)
    network->layers[0].biases[i] = logf (probabilities[i]);
  return network;
}

static BpAnswer
ask (const BpNetwork *network, BpDetector *detector)
{
  g_autoptr (BpWorkspace) workspace = bp_workspace_new (network, 1, NULL);
  float probabilities[4];

  return bp_answer (network, workspace, detector, image, probabilities);
}

/* A detector whose network is sure of everything or of nothing. */
static BpDetector *
make_detector (gboolean finds_digits)
{
  g_autoptr (BpNetwork) network = make_network ((const float[]){ 0.7F, 0.1F, 0.1F, 0.1F });

  network->sure_threshold = finds_digits ? 0.0F : 10.0F;
  return bp_detector_new (network, NULL);
}

static void
test_alone (void)
{
  static const struct
  {
    float probabilities[4];
    float threshold;
    guint best;
    guint second;
    BpCertainty certainty;
  } cases[] = {
    { { 0.1F, 0.2F, 0.6F, 0.1F }, 0.0F, 2, 1, BP_CERTAINTY_SURE },
    { { 0.1F, 0.2F, 0.6F, 0.1F }, 5.0F, 2, 1, BP_CERTAINTY_AMBIGUOUS },
    { { 0.45F, 0.02F, 0.03F, 0.5F }, 5.0F, 3, 0, BP_CERTAINTY_AMBIGUOUS },
    { { 0.49F, 0.01F, 0.02F, 0.48F }, 0.0F, 0, 3, BP_CERTAINTY_AMBIGUOUS },
    { { 0.92F, 0.02F, 0.03F, 0.03F }, 5.0F, 0, 2, BP_CERTAINTY_UNFAMILIAR },
    { { 0.26F, 0.24F, 0.255F, 0.245F }, 5.0F, 0, 2, BP_CERTAINTY_UNFAMILIAR },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BpNetwork) network = make_network (cases[i].probabilities);
      BpAnswer answer;

      network->sure_threshold = cases[i].threshold;
      answer = ask (network, NULL);
      g_test_message ("case %u", i);
      g_assert_cmpuint (answer.best, ==, cases[i].best);
      g_assert_cmpuint (answer.second, ==, cases[i].second);
      g_assert_cmpuint (answer.certainty, ==, cases[i].certainty);
    }
}

/* The detector decides in place of the threshold, unless the network finds non-digits itself. A
 * guess stays a guess. */
static void
test_detector (void)
{
  g_autoptr (BpDetector) yes = make_detector (TRUE);
  g_autoptr (BpDetector) no = make_detector (FALSE);
  g_autoptr (BpNetwork) clear = make_network ((const float[]){ 0.1F, 0.8F, 0.05F, 0.05F });
  g_autoptr (BpNetwork) torn = make_network ((const float[]){ 0.1F, 0.45F, 0.4F, 0.05F });

  g_assert_true (bp_detector_finds_digit (yes, image));
  g_assert_false (bp_detector_finds_digit (no, image));
  g_assert_cmpuint (ask (clear, no).certainty, ==, BP_CERTAINTY_UNFAMILIAR);
  g_assert_cmpuint (ask (torn, no).certainty, ==, BP_CERTAINTY_UNFAMILIAR);
  g_assert_cmpuint (ask (torn, yes).certainty, ==, BP_CERTAINTY_AMBIGUOUS);
  clear->sure_threshold = 10.0F;
  g_assert_cmpuint (ask (clear, yes).certainty, ==, BP_CERTAINTY_SURE);
  clear->non_digits_found = 0.95F;
  g_assert_cmpuint (ask (clear, yes).certainty, !=, BP_CERTAINTY_SURE);
  clear->sure_threshold = 0.0F;
  g_assert_cmpuint (ask (clear, no).certainty, ==, BP_CERTAINTY_SURE);
}

BP_TEST_FILE (answer)
{
  g_test_add_func ("/answer/alone", test_alone);
  g_test_add_func ("/answer/detector", test_detector);
}
