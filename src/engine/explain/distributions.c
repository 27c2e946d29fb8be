/* SPDX-License-Identifier: MIT */
/*
 * Counts the weights, activations and gradients of each layer. Values that are exactly 0 are set
 * apart: a unit that is silent for an image, and the gradient of the weights from a pixel that has
 * no ink in any image. They would make one bin far higher than all others.
 *
 * Thread rule: callable from any thread; the network and the samples are only read.
 */
#include "distributions.h"

#include "backprop.h"
#include "error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* The bins reach no farther from the mean, in standard deviations: a few outliers would leave all
 * other values in one bin. */
#define REACH 4.0

/* The width of the bins of values that are all the same, as a share of the value. */
#define LEAST_SHARE 1e-3

struct _BpDistributions
{
  guint n_layers;
  BpDistribution *distributions; /* (n_layers, BP_DISTRIBUTION_N_KINDS) */
};

/* The sums of some values. */
typedef struct
{
  guint64 n;
  double least;
  double most;
  double mean;
  double deviation;
} Moments;

/* Of the finite values, or of those of them that are not 0. In two passes, for the precision. */
static void
find_moments (const float *values, gsize n, gboolean has_zeros, Moments *moments)
{
  double sum = 0.0;

  *moments = (Moments){ .least = G_MAXDOUBLE, .most = -G_MAXDOUBLE };
  for (gsize i = 0; i < n; i++)
    if (isfinite (values[i]) && (has_zeros || values[i] != 0.0f))
      {
        moments->n++;
        moments->mean += (double) values[i];
        moments->least = MIN (moments->least, (double) values[i]);
        moments->most = MAX (moments->most, (double) values[i]);
      }
  if (moments->n == 0)
    return;
  moments->mean /= (double) moments->n;
  for (gsize i = 0; i < n; i++)
    if (isfinite (values[i]) && (has_zeros || values[i] != 0.0f))
      sum += ((double) values[i] - moments->mean) * ((double) values[i] - moments->mean);
  moments->deviation = sqrt (sum / (double) moments->n);
}

static void
choose_range (BpDistribution *distribution, const Moments *moments)
{
  double half;

  distribution->begin = MAX (moments->least, moments->mean - REACH * moments->deviation);
  distribution->end = MIN (moments->most, moments->mean + REACH * moments->deviation);
  half = MAX (LEAST_SHARE * fabs (moments->mean), (double) G_MINFLOAT);
  if (!(distribution->end - distribution->begin > half))
    {
      distribution->begin = moments->mean - half;
      distribution->end = moments->mean + half;
    }
}

static void
count (BpDistribution *distribution, const float *values, gsize n)
{
  double width;
  Moments all;
  Moments others;

  find_moments (values, n, TRUE, &all);
  find_moments (values, n, FALSE, &others);
  distribution->n_values = n;
  distribution->mean = all.mean;
  distribution->deviation = all.deviation;
  distribution->end = 1.0;
  if (others.n > 0)
    choose_range (distribution, &others);
  width = (distribution->end - distribution->begin) / BP_DISTRIBUTION_N_BINS;
  for (gsize i = 0; i < n; i++)
    {
      double place = ((double) values[i] - distribution->begin) / width;

      if (values[i] == 0.0f)
        distribution->n_zeros++;
      else if (place >= 0.0 && place <= BP_DISTRIBUTION_N_BINS)
        distribution->counts[MIN ((guint) place, BP_DISTRIBUTION_N_BINS - 1)]++;
      else
        distribution->n_outside++;
    }
}

/* The weights of a layer, or what lies in @parameters in their place, one after the other. */
static gsize
gather_weights (const BpNetwork *network, guint l, float *parameters, float *values)
{
  BpLayer layer = network->layers[l];
  gsize n = 0;

  layer.weights = parameters + (network->layers[l].weights - network->parameters);
  for (guint i = 0; i < layer.n_inputs; i++)
    for (guint j = 0; j < layer.n_outputs; j++)
      values[n++] = *bp_layer_get_weight (&layer, i, j);
  return n;
}

static gsize
gather_activations (const BpWorkspace *workspace, guint l, guint n_units, float *values)
{
  for (guint row = 0; row < workspace->batch; row++)
    memcpy (values + (gsize) row * n_units,
            workspace->activations[l + 1] + row * workspace->strides[l + 1],
            n_units * sizeof *values);
  return (gsize) workspace->batch * n_units;
}

static void
count_layer (BpDistributions *self,
             const BpNetwork *network,
             const BpWorkspace *workspace,
             guint l,
             float *gradient,
             float *values)
{
  BpDistribution *of_layer = self->distributions + (gsize) l * BP_DISTRIBUTION_N_KINDS;

  count (&of_layer[BP_DISTRIBUTION_WEIGHTS], values,
         gather_weights (network, l, network->parameters, values));
  count (&of_layer[BP_DISTRIBUTION_ACTIVATIONS], values,
         gather_activations (workspace, l, network->layers[l].n_outputs, values));
  count (&of_layer[BP_DISTRIBUTION_GRADIENTS], values,
         gather_weights (network, l, gradient, values));
}

/* Images that are spread evenly over the samples. */
static void
propagate (const BpNetwork *network,
           BpWorkspace *workspace,
           BpSamples samples,
           guint n_images,
           float *gradient)
{
  guint32 indices[BP_DISTRIBUTIONS_MOST_IMAGES];
  guint8 labels[BP_DISTRIBUTIONS_MOST_IMAGES];

  for (guint i = 0; i < n_images; i++)
    {
      indices[i] = (guint32) (i * samples.count / n_images);
      labels[i] = samples.labels[indices[i]];
    }
  bp_workspace_gather (workspace, network, samples.images, indices, n_images);
  bp_forward_propagation (network, workspace);
  bp_cross_entropy (network, workspace, labels, NULL);
  bp_backpropagation (network, workspace, labels, gradient);
}

/* The most values of a layer. */
static gsize
count_values (const BpNetwork *network, guint n_images)
{
  gsize most = 0;

  for (guint l = 0; l < network->n_layers; l++)
    most = MAX (most,
                (gsize) network->layers[l].n_outputs * MAX (network->layers[l].n_inputs, n_images));
  return most;
}

/**
 * bp_distributions_new:
 * @network: the network
 * @samples: images of n_inputs pixels, at least one; %BP_DISTRIBUTIONS_MOST_IMAGES at most that are
 *   spread over them are propagated
 * @progress: (nullable): cancels between two layers
 * @error: return location for %BP_ERROR_CANCELLED or %BP_ERROR_NO_MEMORY
 *
 * Returns: (transfer full): the distributions, or %NULL with @error set
 */
BpDistributions *
bp_distributions_new (const BpNetwork *network,
                      BpSamples samples,
                      BpProgress *progress,
                      GError **error)
{
  guint n_images = (guint) MIN (samples.count, BP_DISTRIBUTIONS_MOST_IMAGES);
  g_autofree float *gradient = g_try_new0 (float, network->n_parameters);
  g_autofree float *values = g_try_new (float, count_values (network, n_images));
  g_autoptr (BpWorkspace) workspace = NULL;
  g_autoptr (BpDistributions) self = NULL;

  if (gradient == NULL || values == NULL)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                           _ ("There is no memory for the distributions of the weights"));
      return NULL;
    }
  workspace = bp_workspace_new (network, n_images, error);
  if (workspace == NULL || !bp_progress_check (progress, error))
    return NULL;
  propagate (network, workspace, samples, n_images, gradient);
  self = g_new0 (BpDistributions, 1);
  self->n_layers = network->n_layers;
  self->distributions =
      g_new0 (BpDistribution, (gsize) network->n_layers * BP_DISTRIBUTION_N_KINDS);
  for (guint l = 0; l < network->n_layers; l++)
    {
      if (!bp_progress_check (progress, error))
        return NULL;
      count_layer (self, network, workspace, l, gradient, values);
    }
  return g_steal_pointer (&self);
}

/**
 * bp_distributions_free:
 * @distributions: (transfer full): distributions
 */
void
bp_distributions_free (BpDistributions *distributions)
{
  g_free (distributions->distributions);
  g_free (distributions);
}

/**
 * bp_distributions_get:
 * @distributions: the distributions of a network
 * @layer: from 0 to n_layers - 1
 * @kind: what is counted
 *
 * Returns: (transfer none): the distribution
 */
const BpDistribution *
bp_distributions_get (const BpDistributions *distributions, guint layer, BpDistributionKind kind)
{
  g_return_val_if_fail (layer < distributions->n_layers, NULL);

  return &distributions->distributions[(gsize) layer * BP_DISTRIBUTION_N_KINDS + kind];
}
