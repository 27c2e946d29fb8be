/* SPDX-License-Identifier: MIT */
#include "pipeline.h"

#include "kernels.h"
#include "test-file.h"
#include "test-stride.h"

#include <math.h>
#include <string.h>

#define N_PIXELS  61
#define N_SAMPLES 150
#define N_CLASSES 7
#define N_EPOCHS  3

/* A task, and the weights after training. */
typedef struct
{
  BpNetwork *network;
  BpOptimizer optimizer;
  double loss; /* of the last step */
} Run;

static guint8 images[N_SAMPLES * N_PIXELS];
static guint8 labels[N_SAMPLES];

static void
make_samples (void)
{
  BpRandom random;

  bp_random_init (&random, 8, 0);
  for (guint i = 0; i < N_SAMPLES; i++)
    {
      labels[i] = bp_random_below (&random, N_CLASSES);
      for (guint j = 0; j < N_PIXELS; j++)
        images[i * N_PIXELS + j] = bp_random_below (&random, j % N_CLASSES == labels[i] ? 256 : 40);
    }
}

/* Three epochs; the samples' order changes, and the last batch of each is smaller. */
static void
run_init (Run *run,
          const BpPipelineConfig *config,
          const guint *sizes,
          guint n_sizes,
          float momentum)
{
  g_autoptr (BpPipeline) pipeline = NULL;
  const float learning_rate = 0.05f * (1.0f - momentum);
  guint32 order[N_SAMPLES];
  BpRandom random;

  bp_random_init (&random, 9, 0);
  run->network = bp_network_new (sizes, n_sizes, NULL);
  bp_network_initialise (run->network, &random);
  bp_optimizer_init (&run->optimizer,
                     &(BpOptimizerConfig){ .kind = momentum > 0.5f ? BP_OPTIMIZER_NESTEROV
                                                                   : BP_OPTIMIZER_SGD,
                                           .momentum = momentum },
                     run->network->n_parameters, NULL, NULL);
  pipeline = bp_pipeline_new (config, run->network, &run->optimizer,
                              (BpSamples){ images, labels, N_SAMPLES }, NULL);

  for (guint epoch = 0; epoch < N_EPOCHS; epoch++)
    {
      for (guint i = 0; i < N_SAMPLES; i++)
        order[i] = (i * 7 + epoch) % N_SAMPLES;
      for (guint i = 0; i < N_SAMPLES; i += config->batch_size)
        {
          guint n_correct;

          run->loss =
              bp_pipeline_step (pipeline, order + i, N_SAMPLES - i, learning_rate, &n_correct);
          g_assert_cmpuint (n_correct, <=, config->batch_size);
        }
    }
}

static void
run_clear (Run *run)
{
  bp_network_unref (run->network);
  bp_optimizer_clear (&run->optimizer);
}

static const guint shapes[][5] = {
  { N_PIXELS, N_CLASSES },
  { N_PIXELS, 20, N_CLASSES },
  { N_PIXELS, 150, N_CLASSES },
  { N_PIXELS, 130, 70, N_CLASSES },
  { N_PIXELS, 33, 90, 17, N_CLASSES },
};
static const guint batch_sizes[] = { 3, 10, 32, 128 };
static const float momenta[] = { 0.0f, 0.4f, 0.9f };

static guint
count_sizes (const guint *sizes)
{
  guint n_sizes = 0;

  while (n_sizes < 5 && sizes[n_sizes] > 0)
    n_sizes++;

  return n_sizes;
}

/* The weights are the same, byte for byte, for any number of threads. */
static void
test_threads (gconstpointer data)
{
  gboolean is_unfused = GPOINTER_TO_INT (data);

  for (guint i = 0; i < G_N_ELEMENTS (shapes) * G_N_ELEMENTS (batch_sizes);
       i += bp_test_get_stride ())
    {
      const guint *sizes = shapes[i / G_N_ELEMENTS (batch_sizes)];
      float momentum = momenta[i % 3];
      guint n_sizes = count_sizes (sizes);
      BpPipelineConfig config = {
        .batch_size = batch_sizes[i % G_N_ELEMENTS (batch_sizes)],
        .n_threads = 1,
        .is_unfused = is_unfused,
        .is_always_shared = TRUE,
      };
      Run expected;

      run_init (&expected, &config, sizes, n_sizes, momentum);
      for (config.n_threads = 2; config.n_threads <= 4; config.n_threads++)
        {
          Run run;

          run_init (&run, &config, sizes, n_sizes, momentum);
          g_assert_cmpmem (run.network->parameters, run.network->n_parameters * sizeof (float),
                           expected.network->parameters,
                           expected.network->n_parameters * sizeof (float));
          g_assert_cmpfloat (run.loss, ==, expected.loss);
          run_clear (&run);
        }
      run_clear (&expected);
    }
}

/* The fused update, and the gradient with the optimizer's loops, give the same weights except for
 * the last bits. */
static void
test_fused_against_unfused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    for (guint j = 0; j < G_N_ELEMENTS (batch_sizes); j++)
      for (guint k = 0; k < G_N_ELEMENTS (momenta); k++)
        {
          guint n_sizes = count_sizes (shapes[i]);
          BpPipelineConfig config = { .batch_size = batch_sizes[j], .n_threads = 1 };
          Run fused;
          Run unfused;

          run_init (&fused, &config, shapes[i], n_sizes, momenta[k]);
          config.is_unfused = TRUE;
          run_init (&unfused, &config, shapes[i], n_sizes, momenta[k]);

          g_assert_cmpfloat (fused.loss, <, 2.5);
          g_assert_cmpfloat_with_epsilon (fused.loss, unfused.loss, 1e-5);
          for (gsize w = 0; w < fused.network->n_parameters; w++)
            g_assert_cmpfloat_with_epsilon (fused.network->parameters[w],
                                            unfused.network->parameters[w], 1e-5f);
          run_clear (&fused);
          run_clear (&unfused);
        }
}

/* Where the loss is not finite, no weight changes, with or without shared steps. The hidden layer
 * is one that threads divide. */
static void
test_not_finite (gconstpointer data)
{
  const guint sizes[] = { N_PIXELS, 70, N_CLASSES };
  const BpPipelineConfig config = {
    .batch_size = 16,
    .n_threads = GPOINTER_TO_UINT (data),
    .is_always_shared = TRUE,
  };
  g_autoptr (BpNetwork) network = bp_network_new (sizes, 3, NULL);
  g_auto (BpOptimizer) optimizer = { 0 };
  g_autoptr (BpPipeline) pipeline = NULL;
  g_autofree float *before = NULL;
  guint32 order[32];
  guint n_correct;

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    order[i] = i;
  network->layers[1].biases[2] = NAN;
  before = g_memdup2 (network->parameters, network->n_parameters * sizeof (float));
  pipeline = bp_pipeline_new (&config, network, &optimizer,
                              (BpSamples){ images, labels, N_SAMPLES }, NULL);

  g_assert_false (isfinite (bp_pipeline_step (pipeline, order, 32, 0.1f, &n_correct)));
  g_assert_cmpmem (network->parameters, network->n_parameters * sizeof (float), before,
                   network->n_parameters * sizeof (float));

  /* Training continues normally. */
  network->layers[1].biases[2] = 0.0f;
  g_assert_true (isfinite (bp_pipeline_step (pipeline, order, 32, 0.1f, &n_correct)));
  g_assert_true (isfinite (bp_pipeline_step (pipeline, order + 16, 16, 0.1f, &n_correct)));
}

BP_TEST_FILE (pipeline)
{
  make_samples ();

  g_test_add_data_func ("/pipeline/threads/fused", GINT_TO_POINTER (FALSE), test_threads);
  g_test_add_data_func ("/pipeline/threads/unfused", GINT_TO_POINTER (TRUE), test_threads);
  g_test_add_data_func ("/pipeline/not-finite/1", GUINT_TO_POINTER (1), test_not_finite);
  g_test_add_data_func ("/pipeline/not-finite/3", GUINT_TO_POINTER (3), test_not_finite);
  if (BP_TEST_IS_FOR_THREADS)
    return;
  g_test_add_func ("/pipeline/fused-against-unfused", test_fused_against_unfused);
}
