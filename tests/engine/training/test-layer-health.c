/* SPDX-License-Identifier: MIT */
#include "layer-health.h"

#include "random.h"
#include "test-file.h"
#include "toy-data.h"
#include "trainer.h"

#include <math.h>

#define N_HIDDEN 20
#define N_TRAIN  100

/* More than there are inputs or classes in the toy data. */
#define MOST_UNITS 64

typedef struct
{
  BpDataset *dataset;
  BpSamples samples;
  BpTrainingSample sample; /* all of them */
  BpNetwork *network;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  BpActivation activation = (BpActivation) GPOINTER_TO_UINT (data);
  guint sizes[3];
  BpRandom random;

  fixture->dataset = bp_toy_dataset_new (N_TRAIN, 0, 0, 3);
  fixture->samples = bp_dataset_get_samples (fixture->dataset, BP_SPLIT_TRAIN);
  fixture->sample = (BpTrainingSample){ .count = N_TRAIN };
  sizes[0] = bp_dataset_get_n_pixels (fixture->dataset);
  sizes[1] = N_HIDDEN;
  sizes[2] = bp_dataset_get_n_classes (fixture->dataset);
  g_assert_cmpuint (sizes[0], <=, MOST_UNITS);
  fixture->network = bp_network_new (sizes, G_N_ELEMENTS (sizes), NULL);
  fixture->network->activation = activation;
  bp_random_init (&random, 7, 0);
  bp_network_initialise (fixture->network, &random);
  /* Every unit is moved by an image. */
  for (guint j = 0; j < N_HIDDEN; j++)
    fixture->network->layers[0].biases[j] = 0.5f;
}

static void
tear_down (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  bp_dataset_unref (fixture->dataset);
  bp_network_unref (fixture->network);
}

/* The gradients of the parameters of both layers, the last row being that of the biases. */
typedef struct
{
  double hidden[MOST_UNITS + 1][N_HIDDEN];
  double output[N_HIDDEN + 1][MOST_UNITS];
} Gradient;

static double
get_weight (const BpNetwork *network, guint layer, guint input, guint output)
{
  return (double) *bp_layer_get_weight (&network->layers[layer], input, output);
}

/* Adds the gradient of one image, of tanh or ReLU, in double precision. */
static void
add_gradient (const Fixture *fixture, guint index, Gradient *gradient)
{
  const BpNetwork *network = fixture->network;
  guint n_inputs = bp_network_get_n_inputs (network);
  guint n_outputs = bp_network_get_n_outputs (network);
  const guint8 *image = fixture->samples.images + (gsize) index * n_inputs;
  gboolean is_tanh = network->activation == BP_ACTIVATION_TANH;
  double values[N_HIDDEN];
  double slopes[N_HIDDEN];
  double exponentials[MOST_UNITS];
  double sum = 0.0;

  for (guint j = 0; j < N_HIDDEN; j++)
    {
      double z = (double) network->layers[0].biases[j];

      for (guint i = 0; i < n_inputs; i++)
        z += image[i] / 255.0 * get_weight (network, 0, i, j);
      values[j] = is_tanh ? tanh (z) : MAX (z, 0.0);
      slopes[j] = is_tanh ? 1.0 - values[j] * values[j] : (z > 0.0 ? 1.0 : 0.0);
    }
  for (guint k = 0; k < n_outputs; k++)
    {
      double z = (double) network->layers[1].biases[k];

      for (guint j = 0; j < N_HIDDEN; j++)
        z += values[j] * get_weight (network, 1, j, k);
      exponentials[k] = exp (z);
      sum += exponentials[k];
    }
  for (guint k = 0; k < n_outputs; k++)
    {
      double delta =
          (exponentials[k] / sum - (fixture->samples.labels[index] == k ? 1.0 : 0.0)) / N_TRAIN;

      for (guint j = 0; j < N_HIDDEN; j++)
        {
          double below = delta * get_weight (network, 1, j, k) * slopes[j];

          gradient->output[j][k] += delta * values[j];
          for (guint i = 0; i < n_inputs; i++)
            gradient->hidden[i][j] += below * image[i] / 255.0;
          gradient->hidden[MOST_UNITS][j] += below;
        }
      gradient->output[N_HIDDEN][k] += delta;
    }
}

static double
find_norm (const double *numbers, gsize n)
{
  double sum = 0.0;

  for (gsize i = 0; i < n; i++)
    sum += numbers[i] * numbers[i];
  return sqrt (sum);
}

static void
assert_close (double value, double expected, const char *what)
{
  if (fabs (value - expected) > 1e-4 * expected)
    g_error ("%s is %.9f, not %.9f", what, value, expected);
}

static void
measure (const Fixture *fixture, BpLayerHealth *health)
{
  g_autoptr (BpHealthMeter) meter =
      bp_health_meter_new (fixture->network, fixture->samples, &fixture->sample);

  bp_health_meter_measure (meter, fixture->network, health);
}

static void
test_gradient (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree Gradient *gradient = g_new0 (Gradient, 1);
  BpLayerHealth health;

  measure (fixture, &health);
  for (guint i = 0; i < N_TRAIN; i++)
    add_gradient (fixture, i, gradient);
  g_assert_cmpuint (health.gradient_norms.n_values, ==, 2);
  assert_close (health.gradient_norms.values[0],
                find_norm (&gradient->hidden[0][0], sizeof gradient->hidden / sizeof (double)),
                "the norm of the hidden layer");
  assert_close (health.gradient_norms.values[1],
                find_norm (&gradient->output[0][0], sizeof gradient->output / sizeof (double)),
                "the norm of the output layer");
  g_assert_cmpuint (health.update_ratios.n_values, ==, 0);
}

/* An update of one bias. */
static void
test_update (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpHealthMeter) meter =
      bp_health_meter_new (fixture->network, fixture->samples, &fixture->sample);
  guint n_outputs = bp_network_get_n_outputs (fixture->network);
  double sum = 0.0;
  BpLayerHealth health;

  bp_health_meter_begin_update (meter, fixture->network);
  fixture->network->layers[1].biases[1] += 0.25f;
  for (guint k = 0; k < n_outputs; k++)
    {
      double bias = (double) fixture->network->layers[1].biases[k];

      sum += bias * bias;
      for (guint j = 0; j < N_HIDDEN; j++)
        sum += pow (get_weight (fixture->network, 1, j, k), 2.0);
    }
  bp_health_meter_measure (meter, fixture->network, &health);
  g_assert_cmpuint (health.update_ratios.n_values, ==, 2);
  g_assert_cmpfloat (health.update_ratios.values[0], ==, 0.0);
  assert_close (health.update_ratios.values[1], 0.25 / sqrt (sum), "the ratio");

  bp_health_meter_measure (meter, fixture->network, &health);
  g_assert_cmpuint (health.update_ratios.n_values, ==, 0);
}

/* Units that are far below 0, or far above it, for every image. */
static void
test_dead_units (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  BpActivation activation = fixture->network->activation;
  gboolean is_saturated_above =
      activation == BP_ACTIVATION_TANH || activation == BP_ACTIVATION_SIGMOID;
  double expected = activation == BP_ACTIVATION_LEAKY_RELU ? 0.0 : 3.0;
  BpLayerHealth health;

  measure (fixture, &health);
  g_assert_cmpuint (health.dead_shares.n_values, ==, 1);
  g_assert_cmpfloat (health.dead_shares.values[0], ==, 0.0);

  for (guint j = 4; j < 7; j++)
    fixture->network->layers[0].biases[j] = -50.0f;
  fixture->network->layers[0].biases[9] = 50.0f;
  measure (fixture, &health);
  expected += is_saturated_above ? 1.0 : 0.0;
  g_assert_cmpfloat (health.dead_shares.values[0], ==, expected / N_HIDDEN);
}

static double
measure_norm (const Fixture *fixture, const BpTrainingSample *sample)
{
  g_autoptr (BpHealthMeter) meter =
      bp_health_meter_new (fixture->network, fixture->samples, sample);
  BpLayerHealth health;

  bp_health_meter_measure (meter, fixture->network, &health);
  return health.gradient_norms.values[0];
}

/* Of a run with fewer images, only those count. */
static void
test_limited (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  guint32 indices[] = { 0 };
  const BpTrainingSample chosen = { .indices = indices, .count = 1 };
  const BpTrainingSample first = { .count = 1 };
  double norm = measure_norm (fixture, &chosen);

  g_assert_cmpfloat (norm, ==, measure_norm (fixture, &first));
  indices[0] = 7;
  g_assert_cmpfloat (norm, !=, measure_norm (fixture, &chosen));
}

/* A trainer measures its last update: that of plain gradient descent with one step an epoch is the
 * learning rate times the gradient before it. */
static void
test_trainer (void)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (N_TRAIN, 20, 0, 3);
  BpSamples samples = bp_dataset_get_samples (dataset, BP_SPLIT_TRAIN);
  const BpTrainingSample all = { .count = N_TRAIN };
  g_autoptr (BpTrainer) trainer = NULL;
  g_autoptr (BpHealthMeter) meter = NULL;
  BpTrainingConfig config;
  BpLayerHealth before;
  BpEpoch epoch;

  bp_training_config_init (&config);
  config.hidden[0] = N_HIDDEN;
  config.n_hidden = 1;
  config.batch_size = N_TRAIN;
  config.learning_rate = 0.01f;
  config.n_threads = 1;
  trainer = bp_trainer_new (&config, dataset, NULL, NULL);
  meter = bp_health_meter_new (bp_trainer_get_network (trainer), samples, &all);
  bp_health_meter_measure (meter, bp_trainer_get_network (trainer), &before);

  g_assert_true (bp_trainer_train (trainer, NULL, &epoch, NULL));
  for (guint l = 0; l < 2; l++)
    {
      const BpLayer *layer = &bp_trainer_get_network (trainer)->layers[l];
      gsize length = (gsize) layer->n_columns * (layer->n_inputs + 1);
      double sum = 0.0;

      for (gsize i = 0; i < length; i++)
        sum += pow ((double) layer->weights[i], 2.0);
      if (fabs (epoch.health.update_ratios.values[l] -
                0.01 * before.gradient_norms.values[l] / sqrt (sum)) > 1e-6)
        g_error ("layer %u: the ratio is %.9f, not %.9f", l, epoch.health.update_ratios.values[l],
                 0.01 * before.gradient_norms.values[l] / sqrt (sum));
    }
  g_assert_cmpuint (epoch.health.dead_shares.n_values, ==, 1);
}

BP_TEST_FILE (layer_health)
{
  static const struct
  {
    const char *path;
    BpActivation activation;
    void (*function) (Fixture *, gconstpointer);
  } tests[] = {
    { "/layer-health/gradient/relu", BP_ACTIVATION_RELU, test_gradient },
    { "/layer-health/gradient/tanh", BP_ACTIVATION_TANH, test_gradient },
    { "/layer-health/update", BP_ACTIVATION_RELU, test_update },
    { "/layer-health/limited", BP_ACTIVATION_RELU, test_limited },
    { "/layer-health/dead-units/relu", BP_ACTIVATION_RELU, test_dead_units },
    { "/layer-health/dead-units/leaky-relu", BP_ACTIVATION_LEAKY_RELU, test_dead_units },
    { "/layer-health/dead-units/tanh", BP_ACTIVATION_TANH, test_dead_units },
    { "/layer-health/dead-units/sigmoid", BP_ACTIVATION_SIGMOID, test_dead_units },
    { "/layer-health/dead-units/gelu", BP_ACTIVATION_GELU, test_dead_units },
  };

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, GUINT_TO_POINTER (tests[i].activation), set_up,
                tests[i].function, tear_down);
  g_test_add_func ("/layer-health/trainer", test_trainer);
}
