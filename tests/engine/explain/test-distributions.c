/* SPDX-License-Identifier: MIT */
#include "distributions.h"

#include "error.h"
#include "reference-network.h"
#include "test-file.h"
#include "toy-data.h"

#include <math.h>
#include <string.h>

#define N_IMAGES 40
#define STEP     1e-3f

typedef struct
{
  BpDataset *dataset;
  BpNetwork *network;
  BpSamples samples;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  BpRandom random;
  guint sizes[4];

  fixture->dataset = bp_toy_dataset_new (20, N_IMAGES, 0, 3);
  fixture->samples = bp_dataset_get_samples (fixture->dataset, BP_SPLIT_HELD_OUT);
  sizes[0] = bp_dataset_get_n_pixels (fixture->dataset);
  sizes[1] = 7;
  sizes[2] = 5;
  sizes[3] = bp_dataset_get_n_classes (fixture->dataset);
  bp_random_init (&random, 7, 0);
  fixture->network =
      bp_reference_network_new (sizes, G_N_ELEMENTS (sizes), BP_ACTIVATION_RELU, &random);
}

static void
tear_down (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  bp_network_unref (fixture->network);
  bp_dataset_unref (fixture->dataset);
}

static BpDistributions *
compute (const Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  BpDistributions *distributions =
      bp_distributions_new (fixture->network, fixture->samples, NULL, &error);

  g_assert_no_error (error);
  return distributions;
}

/* Sorted into the bins by hand: all but values near the edge of two bins are in the same ones. */
static void
assert_counts (const BpDistribution *distribution, const GArray *values, double tolerance)
{
  double width = (distribution->end - distribution->begin) / BP_DISTRIBUTION_N_BINS;
  guint64 n_counted = distribution->n_zeros + distribution->n_outside;
  gsize counts[BP_DISTRIBUTION_N_BINS] = { 0 };
  gsize n_near_edge = 0;
  gsize n_wrong = 0;
  gsize n_zeros = 0;
  double mean = 0.0;
  double squares = 0.0;

  for (guint i = 0; i < values->len; i++)
    {
      double value = g_array_index (values, double, i);
      double place = (value - distribution->begin) / width;

      mean += value / values->len;
      n_zeros += value == 0.0;
      n_near_edge += fabs (place - round (place)) * width < tolerance;
      if (value != 0.0 && place >= 0.0 && place <= BP_DISTRIBUTION_N_BINS)
        counts[MIN ((guint) place, BP_DISTRIBUTION_N_BINS - 1)]++;
    }
  for (guint i = 0; i < values->len; i++)
    squares += pow (g_array_index (values, double, i) - mean, 2.0) / values->len;
  for (guint i = 0; i < BP_DISTRIBUTION_N_BINS; i++)
    {
      n_counted += distribution->counts[i];
      n_wrong += (gsize) ABS ((gssize) counts[i] - (gssize) distribution->counts[i]);
    }
  g_assert_cmpuint (distribution->n_values, ==, values->len);
  g_assert_cmpuint (n_counted, ==, values->len);
  g_assert_cmpuint (distribution->n_zeros, ==, n_zeros);
  g_assert_cmpuint (n_wrong, <=, 2 * n_near_edge);
  g_assert_cmpuint (n_near_edge, <, values->len / 4);
  g_assert_cmpfloat_with_epsilon (distribution->mean, mean, tolerance);
  g_assert_cmpfloat_with_epsilon (distribution->deviation, sqrt (squares), tolerance);
}

static void
test_weights (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpDistributions) distributions = compute (fixture);

  for (guint l = 0; l < fixture->network->n_layers; l++)
    {
      const BpLayer *layer = &fixture->network->layers[l];
      g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));

      for (guint i = 0; i < layer->n_inputs; i++)
        for (guint j = 0; j < layer->n_outputs; j++)
          {
            double weight = (double) *bp_layer_get_weight (layer, i, j);

            g_array_append_val (values, weight);
          }
      assert_counts (bp_distributions_get (distributions, l, BP_DISTRIBUTION_WEIGHTS), values,
                     1e-7);
    }
}

/* The activations of the first layer, and the sums of the last one, in double precision. */
static void
test_activations (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpDistributions) distributions = compute (fixture);
  const BpLayer *layer = &fixture->network->layers[0];
  guint n_classes = bp_network_get_n_outputs (fixture->network);
  g_autoptr (GArray) first = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) last = g_array_new (FALSE, FALSE, sizeof (double));
  g_autofree double *inputs = g_new (double, layer->n_inputs);
  g_autofree double *logits = g_new (double, n_classes);

  for (guint n = 0; n < N_IMAGES; n++)
    {
      for (guint i = 0; i < layer->n_inputs; i++)
        inputs[i] = fixture->samples.images[n * layer->n_inputs + i] / 255.0;
      for (guint j = 0; j < layer->n_outputs; j++)
        {
          double z = (double) layer->biases[j];

          for (guint i = 0; i < layer->n_inputs; i++)
            z += inputs[i] * (double) *bp_layer_get_weight (layer, i, j);
          z = MAX (z, 0.0);
          g_array_append_val (first, z);
        }
      bp_reference_logits (fixture->network, inputs, logits);
      g_array_append_vals (last, logits, n_classes);
    }
  assert_counts (bp_distributions_get (distributions, 0, BP_DISTRIBUTION_ACTIVATIONS), first, 1e-4);
  assert_counts (bp_distributions_get (distributions, 2, BP_DISTRIBUTION_ACTIVATIONS), last, 1e-4);
  g_assert_cmpuint (bp_distributions_get (distributions, 0, BP_DISTRIBUTION_ACTIVATIONS)->n_zeros,
                    >, 10);
}

static double
compute_loss (const Fixture *fixture)
{
  guint n_inputs = bp_network_get_n_inputs (fixture->network);
  guint n_classes = bp_network_get_n_outputs (fixture->network);
  g_autofree double *inputs = g_new (double, n_inputs);
  g_autofree double *logits = g_new (double, n_classes);
  double loss = 0.0;

  for (guint n = 0; n < N_IMAGES; n++)
    {
      double sum = 0.0;

      for (guint i = 0; i < n_inputs; i++)
        inputs[i] = fixture->samples.images[n * n_inputs + i] / 255.0;
      bp_reference_logits (fixture->network, inputs, logits);
      for (guint j = 0; j < n_classes; j++)
        sum += exp (logits[j]);
      loss += (log (sum) - logits[fixture->samples.labels[n]]) / N_IMAGES;
    }
  return loss;
}

/* The gradients of the last layer, as differences of losses in double precision. */
static void
test_gradients (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpDistributions) distributions = compute (fixture);
  const BpDistribution *distribution =
      bp_distributions_get (distributions, 2, BP_DISTRIBUTION_GRADIENTS);
  const BpLayer *layer = &fixture->network->layers[2];
  double mean = 0.0;
  double squares = 0.0;
  double n = layer->n_inputs * layer->n_outputs;

  for (guint i = 0; i < layer->n_inputs; i++)
    for (guint j = 0; j < layer->n_outputs; j++)
      {
        float *weight = bp_layer_get_weight (layer, i, j);
        float before = *weight;
        double difference;

        *weight = before + STEP;
        difference = compute_loss (fixture);
        *weight = before - STEP;
        difference -= compute_loss (fixture);
        difference /= (double) (before + STEP) - (double) (before - STEP);
        *weight = before;
        mean += difference / n;
        squares += difference * difference / n;
      }
  g_assert_cmpuint (distribution->n_values, ==, (guint) n);
  g_assert_cmpfloat_with_epsilon (distribution->mean, mean, 1e-5);
  g_assert_cmpfloat_with_epsilon (distribution->deviation, sqrt (squares - mean * mean), 1e-5);
}

/* Outliers do not widen the bins, equal values have bins, and a layer of zeros has none filled. */
static void
test_ranges (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  BpLayer *layer = &fixture->network->layers[0];
  const BpDistribution *weights;
  g_autoptr (BpDistributions) with_outlier = NULL;
  g_autoptr (BpDistributions) equal = NULL;
  g_autoptr (BpDistributions) zero = NULL;

  *bp_layer_get_weight (layer, 3, 2) = 1000.0f;
  with_outlier = compute (fixture);
  weights = bp_distributions_get (with_outlier, 0, BP_DISTRIBUTION_WEIGHTS);
  g_assert_cmpuint (weights->n_outside, ==, 1);
  g_assert_cmpfloat (weights->end, <, 300.0);

  for (guint i = 0; i < layer->n_inputs; i++)
    for (guint j = 0; j < layer->n_outputs; j++)
      *bp_layer_get_weight (layer, i, j) = -0.25f;
  equal = compute (fixture);
  weights = bp_distributions_get (equal, 0, BP_DISTRIBUTION_WEIGHTS);
  g_assert_cmpfloat (weights->begin, <, -0.25);
  g_assert_cmpfloat (weights->end, >, -0.25);
  g_assert_cmpuint (weights->n_outside, ==, 0);

  for (guint i = 0; i < layer->n_inputs; i++)
    for (guint j = 0; j < layer->n_outputs; j++)
      *bp_layer_get_weight (layer, i, j) = 0.0f;
  zero = compute (fixture);
  weights = bp_distributions_get (zero, 0, BP_DISTRIBUTION_WEIGHTS);
  g_assert_cmpuint (weights->n_zeros, ==, weights->n_values);
  g_assert_cmpfloat (weights->begin, <, weights->end);
}

/* Values that are not finite are outside of all bins. */
static void
test_not_finite (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const BpDistribution *weights;
  g_autoptr (BpDistributions) distributions = NULL;

  *bp_layer_get_weight (&fixture->network->layers[0], 0, 0) = (float) NAN;
  *bp_layer_get_weight (&fixture->network->layers[0], 1, 0) = (float) INFINITY;
  distributions = compute (fixture);
  weights = bp_distributions_get (distributions, 0, BP_DISTRIBUTION_WEIGHTS);
  g_assert_cmpuint (weights->n_outside, >=, 2);
  g_assert_true (isfinite (weights->begin) && isfinite (weights->end) && isfinite (weights->mean));
}

static void
test_cancelled (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  BpProgress progress = { 0 };
  g_autoptr (GError) error = NULL;

  bp_progress_cancel (&progress);
  g_assert_null (bp_distributions_new (fixture->network, fixture->samples, &progress, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_CANCELLED);
}

/* Of many images, some are taken from everywhere: here the first ones are all black. */
static void
test_many_images (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  gsize count = (gsize) 2 * BP_DISTRIBUTIONS_MOST_IMAGES;
  gsize n_pixels = bp_dataset_get_n_pixels (fixture->dataset);
  g_autofree guint8 *images = g_new0 (guint8, count * n_pixels);
  g_autofree guint8 *labels = g_new0 (guint8, count);
  g_autoptr (BpDistributions) distributions = NULL;
  const BpDistribution *activations;

  memset (images + count / 2 * n_pixels, 255, count / 2 * n_pixels);
  fixture->samples = (BpSamples){ .images = images, .labels = labels, .count = count };
  distributions = compute (fixture);
  activations = bp_distributions_get (distributions, 0, BP_DISTRIBUTION_ACTIVATIONS);
  g_assert_cmpuint (activations->n_values, ==,
                    BP_DISTRIBUTIONS_MOST_IMAGES * fixture->network->layers[0].n_outputs);
  for (guint j = 0; j < fixture->network->layers[0].n_outputs; j++)
    fixture->network->layers[0].biases[j] = 0.0f;
  g_clear_pointer (&distributions, bp_distributions_free);
  distributions = compute (fixture);
  activations = bp_distributions_get (distributions, 0, BP_DISTRIBUTION_ACTIVATIONS);
  g_assert_cmpfloat (activations->deviation, >, 0.0);
}

#define ADD(path, test) g_test_add ("/distributions/" path, Fixture, NULL, set_up, test, tear_down)

BP_TEST_FILE (distributions)
{
  ADD ("weights", test_weights);
  ADD ("activations", test_activations);
  ADD ("gradients", test_gradients);
  ADD ("ranges", test_ranges);
  ADD ("not-finite", test_not_finite);
  ADD ("cancelled", test_cancelled);
  ADD ("many-images", test_many_images);
}
