/* SPDX-License-Identifier: MIT */
/*
 * Measures how well each layer learns: the gradient of a few images, the newest update, and the
 * units that no image moves.
 *
 * The norms of the gradients tell whether they vanish or explode from layer to layer (Glorot and
 * Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010,
 * section 4.2). A unit whose slope is 0 for all images passes no error back and never learns again.
 *
 * Thread rule: one thread at a time uses a meter.
 */
#include "layer-health.h"

#include "backprop.h"

#include <math.h>

/* Images that are measured, and their limits where the network is large: the product of images and
 * parameters is at most this, which takes a tenth of a second. */
#define MOST_IMAGES   256
#define FEWEST_IMAGES 16
#define MOST_PRODUCT  400000000

/* Larger networks are not measured, so that a run can be stopped at once. */
#define MOST_PARAMETERS 16000000

/* A unit is saturated where its slope is below this share of the largest slope. */
#define SATURATED 0.05f

/* The largest slope of a sigmoid. */
#define SIGMOID_SLOPE 0.25f

struct _BpHealthMeter
{
  /* owned */
  BpNetwork *block; /* the network before an update, then the gradient */
  BpWorkspace *workspace;

  /* borrowed */
  BpSamples samples;

  guint n_images;
  guint32 indices[MOST_IMAGES];
  guint8 labels[MOST_IMAGES];
  gboolean has_before; /* block is the network before the newest update */
};

static guint
choose_n_images (const BpNetwork *network, const BpTrainingSample *sample)
{
  gsize n_images = CLAMP (MOST_PRODUCT / network->n_parameters, FEWEST_IMAGES, MOST_IMAGES);

  return (guint) MIN (n_images, sample->count);
}

/* Chooses images that are spread evenly over the sample. */
static void
choose_images (BpHealthMeter *meter, const BpTrainingSample *sample)
{
  for (guint i = 0; i < meter->n_images; i++)
    {
      guint32 index = (guint32) (i * sample->count / meter->n_images);

      meter->indices[i] = sample->indices != NULL ? sample->indices[index] : index;
      meter->labels[i] = meter->samples.labels[meter->indices[i]];
    }
}

/* The slope up to which a unit counts as dead. The slope of leaky ReLU is never 0. */
static float
get_least_slope (BpActivation activation)
{
  switch (activation)
    {
    case BP_ACTIVATION_RELU:
    case BP_ACTIVATION_LEAKY_RELU:
      return 0.0f;
    case BP_ACTIVATION_SIGMOID:
      return SATURATED * SIGMOID_SLOPE;
    default:
      return SATURATED;
    }
}

/* Whether an image of the workspace moves the unit. */
static gboolean
is_alive (const BpNetwork *network, const BpWorkspace *workspace, guint layer, guint unit)
{
  /* Where the activation has no slopes, its value is over 0 where its slope is. */
  const float *slopes = bp_network_has_slopes (network) ? workspace->slopes[layer]
                                                        : workspace->activations[layer + 1];
  float least = get_least_slope (network->activation);
  gsize stride = workspace->strides[layer + 1];

  for (guint i = 0; i < workspace->batch; i++)
    if (fabsf (slopes[i * stride + unit]) > least)
      return TRUE;
  return FALSE;
}

static double
find_dead_share (const BpNetwork *network, const BpWorkspace *workspace, guint layer)
{
  guint n_units = network->layers[layer].n_outputs;
  guint n_dead = 0;

  for (guint j = 0; j < n_units; j++)
    if (!is_alive (network, workspace, layer, j))
      n_dead++;
  return (double) n_dead / n_units;
}

/* The norm of a layer's part of the difference of two blocks that are laid out as the parameters
 * are. @subtracted: (nullable) */
static double
find_norm (const BpNetwork *network, guint layer, const float *block, const float *subtracted)
{
  const BpLayer *self = &network->layers[layer];
  gsize begin = (gsize) (self->weights - network->parameters);
  gsize end = begin + (gsize) self->n_columns * (self->n_inputs + 1);
  double sum = 0.0;

  for (gsize i = begin; i < end; i++)
    {
      double value = (double) block[i] - (subtracted != NULL ? (double) subtracted[i] : 0.0);

      sum += value * value;
    }
  return sqrt (sum);
}

static void
measure_updates (BpLayerFigures *ratios, const BpNetwork *network, const BpNetwork *before)
{
  ratios->n_values = network->n_layers;
  for (guint l = 0; l < network->n_layers; l++)
    {
      double norm = find_norm (network, l, network->parameters, NULL);
      double update = find_norm (network, l, network->parameters, before->parameters);

      ratios->values[l] = norm > 0.0 ? update / norm : 0.0;
    }
}

/**
 * bp_health_meter_new:
 * @network: a network of the shape that is measured
 * @samples: the training samples, which outlive the meter
 * @sample: at least one of them, of which up to 256 are measured, without augmentation and dropout
 *
 * Returns: (transfer full) (nullable): a meter; %NULL where there is no memory for it, or @network
 *   has over 16 million parameters
 */
BpHealthMeter *
bp_health_meter_new (const BpNetwork *network, BpSamples samples, const BpTrainingSample *sample)
{
  g_autoptr (BpHealthMeter) meter = NULL;

  if (network->n_parameters > MOST_PARAMETERS)
    return NULL;
  meter = g_new0 (BpHealthMeter, 1);
  meter->samples = samples;
  meter->n_images = choose_n_images (network, sample);
  choose_images (meter, sample);
  meter->workspace = bp_workspace_new (network, meter->n_images, NULL);
  /* A copy has memory of the right size and alignment, with padding of 0. */
  meter->block = bp_network_copy (network, NULL);
  if (meter->workspace == NULL || meter->block == NULL)
    return NULL;
  return g_steal_pointer (&meter);
}

/**
 * bp_health_meter_free:
 * @meter: (transfer full): the meter
 */
void
bp_health_meter_free (BpHealthMeter *meter)
{
  g_clear_pointer (&meter->block, bp_network_unref);
  g_clear_pointer (&meter->workspace, bp_workspace_free);
  g_free (meter);
}

/**
 * bp_health_meter_begin_update:
 * @meter: the meter
 * @network: the network, right before an update
 *
 * Keeps the parameters, so that bp_health_meter_measure() finds the size of the update.
 */
void
bp_health_meter_begin_update (BpHealthMeter *meter, const BpNetwork *network)
{
  bp_network_assign (meter->block, network);
  meter->has_before = TRUE;
}

/**
 * bp_health_meter_measure:
 * @meter: the meter
 * @network: the network, right after an update
 * @health: (out caller-allocates): the figures; the update is unknown unless
 *   bp_health_meter_begin_update() was called since the last call
 */
void
bp_health_meter_measure (BpHealthMeter *meter, const BpNetwork *network, BpLayerHealth *health)
{
  float *gradient = meter->block->parameters;

  *health = (BpLayerHealth){ 0 };
  if (meter->has_before)
    measure_updates (&health->update_ratios, network, meter->block);
  meter->has_before = FALSE;

  bp_workspace_gather (meter->workspace, network, meter->samples.images, meter->indices,
                       meter->n_images);
  bp_forward_propagation (network, meter->workspace);
  bp_cross_entropy (network, meter->workspace, meter->labels, NULL);
  bp_backpropagation (network, meter->workspace, meter->labels, gradient);

  health->gradient_norms.n_values = network->n_layers;
  for (guint l = 0; l < network->n_layers; l++)
    health->gradient_norms.values[l] = find_norm (network, l, gradient, NULL);
  health->dead_shares.n_values = network->n_layers - 1;
  for (guint l = 0; l + 1 < network->n_layers; l++)
    health->dead_shares.values[l] = find_dead_share (network, meter->workspace, l);
}
