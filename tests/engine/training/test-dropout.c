/* SPDX-License-Identifier: MIT */
#include "dropout.h"

#include "pipeline.h"
#include "test-file.h"

#include <math.h>
#include <string.h>

#define N_PIXELS  12
#define N_CLASSES 3
#define BATCH     6

static void
test_share_and_scale (void)
{
  const BpDropout dropout = { .rate = 0.3f, .seed = 5 };
  guint n_dropped = 0;

  for (guint32 sample = 0; sample < 500; sample++)
    {
      float activations[100];
      float slopes[100];

      for (guint i = 0; i < 100; i++)
        {
          activations[i] = 2.0f;
          slopes[i] = 0.5f;
        }
      bp_dropout_apply (&dropout, 1, sample, 0, 0, 100, activations, slopes);
      for (guint i = 0; i < 100; i++)
        {
          n_dropped += activations[i] == 0.0f;
          if (activations[i] != 0.0f)
            g_assert_cmpfloat_with_epsilon (activations[i], 2.0f / 0.7f, 1e-6f);
          g_assert_cmpfloat_with_epsilon (slopes[i], 0.25f * activations[i], 1e-6f);
        }
    }
  /* Five standard deviations of a binomial count. */
  g_assert_cmpfloat (fabs (n_dropped - 15000.0), <, 5.0 * sqrt (50000.0 * 0.3 * 0.7));
}

/* The choice is the same for every division into blocks, and differs for other epochs, samples and
 * layers. */
static void
test_depends_on_place_alone (void)
{
  const BpDropout dropout = { .rate = 0.5f, .seed = 5 };
  float whole[200];
  float parts[200];
  float other[200];

  for (guint i = 0; i < 200; i++)
    whole[i] = parts[i] = other[i] = 1.0f;
  bp_dropout_apply (&dropout, 3, 77, 1, 0, 200, whole, NULL);
  bp_dropout_apply (&dropout, 3, 77, 1, 128, 72, parts + 128, NULL);
  bp_dropout_apply (&dropout, 3, 77, 1, 0, 48, parts, NULL);
  bp_dropout_apply (&dropout, 3, 77, 1, 48, 32, parts + 48, NULL);
  bp_dropout_apply (&dropout, 3, 77, 1, 80, 48, parts + 80, NULL);
  g_assert_cmpmem (whole, sizeof whole, parts, sizeof parts);

  bp_dropout_apply (&dropout, 4, 77, 1, 0, 200, other, NULL);
  g_assert_cmpint (memcmp (whole, other, sizeof whole), !=, 0);
}

/* Makes one training step. Returns the loss before it. */
static double
make_step (BpNetwork *network, const guint8 *images, const guint8 *labels, float learning_rate)
{
  const BpPipelineConfig config = {
    .batch_size = BATCH,
    .n_threads = 1,
    .dropout = { .rate = 0.4f, .seed = 2 },
  };
  const guint32 order[BATCH] = { 3, 1, 0, 5, 4, 2 };
  g_auto (BpOptimizer) optimizer = { 0 };
  g_autoptr (BpPipeline) pipeline =
      bp_pipeline_new (&config, network, &optimizer, (BpSamples){ images, labels, BATCH }, NULL);
  guint n_correct;

  bp_pipeline_begin_epoch (pipeline, 1);
  return bp_pipeline_step (pipeline, order, BATCH, learning_rate, &n_correct);
}

/* A step follows the gradient of the loss with the same dropped units. */
static void
test_gradient (gconstpointer user_data)
{
  const BpActivation activation = GPOINTER_TO_UINT (user_data);
  const guint sizes[] = { N_PIXELS, 70, 9, N_CLASSES };
  const float rate = 0.125f;
  const float h = 1e-3f;
  g_autoptr (BpNetwork) before = bp_network_new (sizes, G_N_ELEMENTS (sizes), NULL);
  g_autoptr (BpNetwork) after = NULL;
  guint8 images[BATCH * N_PIXELS];
  guint8 labels[BATCH];
  double largest = 0.0;
  BpRandom random;

  bp_random_init (&random, 4, 0);
  before->activation = activation;
  bp_network_initialise (before, &random);
  for (guint i = 0; i < BATCH * N_PIXELS; i++)
    images[i] = bp_random_below (&random, 256);
  for (guint i = 0; i < BATCH; i++)
    labels[i] = bp_random_below (&random, N_CLASSES);

  after = bp_network_copy (before, NULL);
  make_step (after, images, labels, rate);
  for (gsize i = 0; i < before->n_parameters; i += 3)
    {
      g_autoptr (BpNetwork) above = bp_network_copy (before, NULL);
      g_autoptr (BpNetwork) below = bp_network_copy (before, NULL);
      double followed = (double) (before->parameters[i] - after->parameters[i]) / (double) rate;
      double difference;

      above->parameters[i] += h;
      below->parameters[i] -= h;
      difference =
          (make_step (above, images, labels, 1e-20f) - make_step (below, images, labels, 1e-20f)) /
          (2.0 * (double) h);
      /* The parameters of the padding are 0 and stay 0. */
      if (before->parameters[i] == 0.0f && followed == 0.0)
        continue;
      if (fabs (followed - difference) > 2e-3)
        g_error ("parameter %" G_GSIZE_FORMAT ": the step followed %.6f, the central difference is "
                 "%.6f",
                 i, followed, difference);
      largest = MAX (largest, fabs (followed));
    }
  g_assert_cmpfloat (largest, >, 0.05);
}

BP_TEST_FILE (dropout)
{
  g_test_add_func ("/dropout/share-and-scale", test_share_and_scale);
  g_test_add_func ("/dropout/depends-on-place-alone", test_depends_on_place_alone);
  for (BpActivation activation = 0; activation < BP_N_ACTIVATIONS; activation++)
    {
      g_autofree char *path =
          g_strdup_printf ("/dropout/gradient/%s", bp_activation_get_name (activation));

      g_test_add_data_func (path, GUINT_TO_POINTER (activation), test_gradient);
    }
}
