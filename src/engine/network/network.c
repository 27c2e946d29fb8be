/* SPDX-License-Identifier: MIT */
/*
 * The network's parameters: one aligned block, in which each layer's weights (in, out) are followed
 * by its biases, so that an optimiser is one loop over everything and a copy is one memcpy.
 *
 * Thread rule: a network that is shared is only read. The count of references is atomic.
 */
#include "network.h"

#include "error.h"
#include "memory-block.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdatomic.h>
#include <string.h>

/* Maps bytes to the range from 0 to 1. */
#define DEFAULT_INPUT_SCALE (1.0f / 255.0f)

/* The inputs of a block that is transposed at once. Its part of a panel, 8 kB, stays in the cache,
 * whereas each float of a whole row is in another cache line of the panel. */
#define BLOCK 32

static gboolean
check_sizes (const guint *sizes, guint n_sizes, GError **error)
{
  if (n_sizes < 2 || n_sizes > BP_NETWORK_MAX_LAYERS + 1)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
                   _ ("A network has 1 to %d layers of weights, not %d"), BP_NETWORK_MAX_LAYERS,
                   (int) n_sizes - 1);
      return FALSE;
    }
  for (guint i = 0; i < n_sizes; i++)
    if (sizes[i] < 1 || sizes[i] > BP_NETWORK_MAX_UNITS)
      {
        g_set_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
                     _ ("A layer has 1 to %d units, not %u"), BP_NETWORK_MAX_UNITS, sizes[i]);
        return FALSE;
      }

  return TRUE;
}

/**
 * bp_network_new:
 * @sizes: (n_sizes) units from the inputs to the outputs, as in 784, 128, 10; each from 1 to
 *   %BP_NETWORK_MAX_UNITS
 * @n_sizes: from 2 to %BP_NETWORK_MAX_LAYERS + 1
 * @error: return location for %BP_ERROR_INVALID_VALUE or %BP_ERROR_NO_MEMORY
 *
 * Makes a network whose parameters are all 0, with ReLU: see bp_network_initialise().
 *
 * Returns: (transfer full): the network, or %NULL with @error set
 */
BpNetwork *
bp_network_new (const guint *sizes, guint n_sizes, GError **error)
{
  BpNetwork *network;
  float *next;

  if (!check_sizes (sizes, n_sizes, error))
    return NULL;

  network = g_new0 (BpNetwork, 1);
  network->ref_count = 1;
  network->n_layers = n_sizes - 1;
  network->input_scale = DEFAULT_INPUT_SCALE;
  network->temperature = 1.0f;
  for (guint l = 0; l < network->n_layers; l++)
    {
      BpLayer *layer = &network->layers[l];

      layer->n_inputs = sizes[l];
      layer->n_outputs = sizes[l + 1];
      layer->n_columns = bp_round_up_to_lanes (layer->n_outputs);
      network->n_parameters += ((gsize) layer->n_inputs + 1) * layer->n_columns;
    }

  network->parameters = bp_memory_block_new0 (network->n_parameters);
  if (network->parameters == NULL)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                   _ ("There is no memory for a network of %zu weights: choose "
                      "smaller layers"),
                   network->n_parameters);
      bp_network_unref (network);
      return NULL;
    }

  next = network->parameters;
  for (guint l = 0; l < network->n_layers; l++)
    {
      BpLayer *layer = &network->layers[l];

      layer->weights = next;
      layer->biases = next + (gsize) layer->n_inputs * layer->n_columns;
      next = layer->biases + layer->n_columns;
    }

  return network;
}

/**
 * bp_network_copy:
 * @network: the network to copy
 * @error: return location for %BP_ERROR_NO_MEMORY
 *
 * Returns: (transfer full): a complete copy as by bp_network_assign(), or %NULL with @error set
 */
BpNetwork *
bp_network_copy (const BpNetwork *network, GError **error)
{
  guint sizes[BP_NETWORK_MAX_LAYERS + 1];
  BpNetwork *copy;

  sizes[0] = bp_network_get_n_inputs (network);
  for (guint l = 0; l < network->n_layers; l++)
    sizes[l + 1] = network->layers[l].n_outputs;

  copy = bp_network_new (sizes, network->n_layers + 1, error);
  if (copy == NULL)
    return NULL;

  bp_network_assign (copy, network);
  return copy;
}

/**
 * bp_network_ref:
 * @network: a network
 *
 * Returns: (transfer full): @network with one reference more
 */
BpNetwork *
bp_network_ref (BpNetwork *network)
{
  atomic_fetch_add_explicit (&network->ref_count, 1, memory_order_relaxed);
  return network;
}

/**
 * bp_network_unref:
 * @network: (transfer full): a network
 *
 * Drops one reference; the last one frees the network.
 */
void
bp_network_unref (BpNetwork *network)
{
  if (atomic_fetch_sub_explicit (&network->ref_count, 1, memory_order_acq_rel) > 1)
    return;

  bp_memory_block_free (network->parameters);
  g_free (network);
}

/**
 * bp_network_initialise:
 * @network: the network to initialise
 * @random: source of the random numbers
 *
 * Draws each weight from a normal distribution of mean 0 and the variance that keeps the size of
 * signals from layer to layer under the network's activation: see
 * bp_activation_get_weight_variance(). Biases become 0.
 */
void
bp_network_initialise (BpNetwork *network, BpRandom *random)
{
  bp_network_try_initialise (network, random, NULL, NULL);
}

/**
 * bp_network_try_initialise:
 * @network: the network to initialise
 * @random: source of the random numbers
 * @progress: (nullable): cancels
 * @error: return location for %BP_ERROR_CANCELLED, after which the parameters are of no use
 *
 * Does what bp_network_initialise() does, which takes a second for the largest networks.
 *
 * Returns: whether all parameters were drawn
 */
gboolean
bp_network_try_initialise (BpNetwork *network,
                           BpRandom *random,
                           BpProgress *progress,
                           GError **error)
{
  for (guint l = 0; l < network->n_layers; l++)
    {
      const BpLayer *layer = &network->layers[l];
      double deviation =
          sqrt (bp_activation_get_weight_variance (network->activation, layer->n_inputs,
                                                   layer->n_outputs));

      for (guint i = 0; i < layer->n_inputs; i++)
        {
          if (!bp_progress_check (progress, error))
            return FALSE;
          for (guint j = 0; j < layer->n_outputs; j++)
            *bp_layer_get_weight (layer, i, j) = (float) (deviation * bp_random_normal (random));
        }
      memset (layer->biases, 0, layer->n_columns * sizeof (float));
    }
  return TRUE;
}

/**
 * bp_network_assign:
 * @destination: a network of the same shape as @source, in use by the caller alone
 * @source: the network to copy
 *
 * Copies the whole network: weights and biases, activation, input transform, temperature and
 * threshold. Every copy of a network is made here.
 */
void
bp_network_assign (BpNetwork *destination, const BpNetwork *source)
{
  g_return_if_fail (destination->n_parameters == source->n_parameters);

  memcpy (destination->parameters, source->parameters, source->n_parameters * sizeof (float));
  destination->activation = source->activation;
  destination->input_scale = source->input_scale;
  destination->input_offset = source->input_offset;
  destination->temperature = source->temperature;
  destination->sure_threshold = source->sure_threshold;
  destination->non_digits_found = source->non_digits_found;
}

/**
 * bp_network_mean:
 * @networks: (array length=n_networks): networks of the same shape
 * @n_networks: at least 1
 * @error: return location for %BP_ERROR_NO_MEMORY
 *
 * Takes the mean of each weight and bias. Of networks that were trained on from the same one, the
 * mean is often better than each of them (Wortsman et al., "Model soups", 2022). Everything else is
 * that of the first network; a calibration of its own is up to the caller.
 *
 * Returns: (transfer full): the mean, or %NULL with @error set
 */
BpNetwork *
bp_network_mean (BpNetwork *const *networks, guint n_networks, GError **error)
{
  BpNetwork *mean = bp_network_copy (networks[0], error);

  for (gsize i = 0; mean != NULL && i < mean->n_parameters; i++)
    {
      double sum = 0.0;

      for (guint j = 0; j < n_networks; j++)
        sum += (double) networks[j]->parameters[i];
      mean->parameters[i] = (float) (sum / n_networks);
    }
  return mean;
}

/**
 * bp_network_has_shape_of:
 * @network: a network
 * @other: another
 *
 * Returns: whether both have the same layers and the same activation, so that a #BpWorkspace of one
 *   serves the other
 */
gboolean
bp_network_has_shape_of (const BpNetwork *network, const BpNetwork *other)
{
  if (network->n_layers != other->n_layers || network->activation != other->activation)
    return FALSE;
  for (guint l = 0; l < network->n_layers; l++)
    if (network->layers[l].n_inputs != other->layers[l].n_inputs ||
        network->layers[l].n_outputs != other->layers[l].n_outputs)
      return FALSE;

  return TRUE;
}

/**
 * bp_network_has_slopes:
 * @network: a network
 *
 * Returns: whether the derivatives of the hidden units are stored beside their values; those of
 *   ReLU follow from the values
 */
gboolean
bp_network_has_slopes (const BpNetwork *network)
{
  return bp_kernels_get ()->activations[network->activation]->activate_block != NULL;
}

/**
 * bp_network_is_finite:
 * @network: a network
 *
 * Returns: whether all parameters are finite
 */
gboolean
bp_network_is_finite (const BpNetwork *network)
{
  for (gsize i = 0; i < network->n_parameters; i++)
    if (!isfinite (network->parameters[i]))
      return FALSE;

  return TRUE;
}

/**
 * bp_network_get_n_inputs:
 * @network: a network
 *
 * Returns: the number of inputs: 784 for images of 28 x 28
 */
guint
bp_network_get_n_inputs (const BpNetwork *network)
{
  return network->layers[0].n_inputs;
}

/**
 * bp_network_get_n_outputs:
 * @network: a network
 *
 * Returns: the number of classes
 */
guint
bp_network_get_n_outputs (const BpNetwork *network)
{
  return network->layers[network->n_layers - 1].n_outputs;
}

/**
 * bp_network_count_weights:
 * @network: a network
 *
 * Returns: the number of weights and biases, without padding
 */
gsize
bp_network_count_weights (const BpNetwork *network)
{
  gsize count = 0;

  for (guint l = 0; l < network->n_layers; l++)
    count += ((gsize) network->layers[l].n_inputs + 1) * network->layers[l].n_outputs;

  return count;
}

/**
 * bp_network_describe:
 * @network: a network
 *
 * Returns: (transfer full): its units from the inputs to the outputs, as in "784-128-10"
 */
char *
bp_network_describe (const BpNetwork *network)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%u", bp_network_get_n_inputs (network));
  for (guint l = 0; l < network->n_layers; l++)
    g_string_append_printf (text, "-%u", network->layers[l].n_outputs);

  return g_string_free (text, FALSE);
}

/**
 * bp_network_find_parameter:
 * @network: a network
 * @layer: from 0 to n_layers - 1
 * @row: from 0 to n_inputs - 1 the input of a weight, or n_inputs for a bias
 * @output: from 0 to n_columns - 1
 *
 * Returns: the index of a weight or a bias in parameters, and in every array laid out like it
 */
gsize
bp_network_find_parameter (const BpNetwork *network, guint layer, guint row, guint output)
{
  const BpLayer *self = &network->layers[layer];
  const float *parameter =
      row < self->n_inputs ? bp_layer_get_weight (self, row, output) : self->biases + output;

  return (gsize) (parameter - network->parameters);
}

/* Sets the weights of the outputs of a panel from @rows: the reverse of bp_layer_get_rows(). */
static void
set_rows (const BpLayer *layer, guint panel, const float *rows)
{
  guint n_rows = MIN (BP_PANEL, layer->n_outputs - panel);
  gsize width = bp_layer_get_panel_width (layer, panel);

  for (guint first = 0; first < layer->n_inputs; first += BLOCK)
    {
      float *block = bp_layer_get_weight (layer, first, panel);
      guint n_inputs = MIN (BLOCK, layer->n_inputs - first);

      for (guint j = 0; j < n_rows; j++)
        for (guint i = 0; i < n_inputs; i++)
          block[i * width + j] = rows[(gsize) j * layer->n_inputs + first + i];
    }
}

/**
 * bp_layer_get_rows:
 * @layer: a layer
 * @panel: the first output of a panel: a multiple of %BP_PANEL
 * @rows: (out): (n, in) room for up to %BP_PANEL rows of n_inputs floats
 *
 * Copies the weights of the outputs of a panel in the layout of bp_network_get_weights().
 *
 * Returns: the number of rows
 */
guint
bp_layer_get_rows (const BpLayer *layer, guint panel, float *rows)
{
  guint n_rows = MIN (BP_PANEL, layer->n_outputs - panel);
  gsize width = bp_layer_get_panel_width (layer, panel);

  for (guint first = 0; first < layer->n_inputs; first += BLOCK)
    {
      const float *block = bp_layer_get_weight (layer, first, panel);
      guint n_inputs = MIN (BLOCK, layer->n_inputs - first);

      for (guint j = 0; j < n_rows; j++)
        for (guint i = 0; i < n_inputs; i++)
          rows[(gsize) j * layer->n_inputs + first + i] = block[i * width + j];
    }
  return n_rows;
}

/**
 * bp_network_get_weights:
 * @network: a network
 * @layer: from 0 to n_layers - 1
 * @weights: (out): (out, in) room for n_outputs * n_inputs floats
 *
 * Copies a layer's weights in the layout of files and of PyTorch's Linear: without padding, one row
 * for each output.
 */
void
bp_network_get_weights (const BpNetwork *network, guint layer, float *weights)
{
  g_return_if_fail (layer < network->n_layers);

  const BpLayer *from = &network->layers[layer];

  for (guint j = 0; j < from->n_outputs; j += BP_PANEL)
    bp_layer_get_rows (from, j, weights + (gsize) j * from->n_inputs);
}

/**
 * bp_network_get_parameters:
 * @network: a network
 * @parameters: (out): room for bp_network_count_weights() floats
 *
 * Copies all parameters in the order of files: of each layer the weights (out, in) as
 * bp_network_get_weights() does, then the biases (out).
 */
void
bp_network_get_parameters (const BpNetwork *network, float *parameters)
{
  for (guint l = 0; l < network->n_layers; l++)
    {
      const BpLayer *layer = &network->layers[l];

      bp_network_get_weights (network, l, parameters);
      parameters += (gsize) layer->n_inputs * layer->n_outputs;
      memcpy (parameters, layer->biases, layer->n_outputs * sizeof (float));
      parameters += layer->n_outputs;
    }
}

/**
 * bp_network_set_weights:
 * @network: a network
 * @layer: from 0 to n_layers - 1
 * @weights: (out, in)
 *
 * Sets a layer's weights from the layout of bp_network_get_weights().
 */
void
bp_network_set_weights (BpNetwork *network, guint layer, const float *weights)
{
  g_return_if_fail (layer < network->n_layers);

  const BpLayer *to = &network->layers[layer];

  for (guint j = 0; j < to->n_outputs; j += BP_PANEL)
    set_rows (to, j, weights + (gsize) j * to->n_inputs);
}
