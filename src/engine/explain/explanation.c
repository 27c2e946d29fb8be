/* SPDX-License-Identifier: MIT */
/*
 * Runs forward propagation and backpropagation for one image, and keeps all intermediate numbers.
 * They are computed by the functions of training (backprop.c, layer.c, optimizer.c), with a batch
 * of one image; only the measured derivative has a separate computation: see central-difference.c.
 *
 * The network is a copy, so that steps can be made and undone while the original is trained.
 *
 * Thread rule: one thread at a time uses an explanation.
 */
#include "explanation.h"

#include "backprop.h"
#include "central-difference.h"
#include "dataset.h"
#include "error.h"
#include "memory-block.h"
#include "optimizer.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* The memory for earlier parameters: hundreds of steps of the usual networks. */
#define MAX_UNDO_BYTES ((gsize) 128 * 1024 * 1024)

struct _BpExplanation
{
  /* owned */
  BpNetwork *network;
  BpWorkspace *workspace;
  BpOptimizer optimizer;              /* plain gradient descent */
  float *sums[BP_NETWORK_MAX_LAYERS]; /* (n_layers) of (n_columns) */
  float *gradient;                    /* (n_parameters) */
  guint8 *image;                      /* (n_inputs) */
  GQueue undos; /* of float * (n_parameters): the parameters before each step, the last one first */

  gboolean has_image;
  guint8 label;
  double loss;
  BpExplanationStage stage;
};

static float *
allocate_floats (gsize n)
{
  return bp_memory_block_new0 (bp_round_up_to_lanes (n));
}

static gboolean
fail_without_memory (GError **error)
{
  g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                       _ ("There is no memory to explain a network of this size"));
  return FALSE;
}

static gboolean
allocate (BpExplanation *self, const BpNetwork *network, GError **error)
{
  const BpOptimizerConfig plain = { .kind = BP_OPTIMIZER_SGD };
  gboolean is_complete;

  self->network = bp_network_copy (network, error);
  if (self->network == NULL)
    return FALSE;
  self->workspace = bp_workspace_new (self->network, 1, error);
  if (self->workspace == NULL ||
      !bp_optimizer_init (&self->optimizer, &plain, network->n_parameters, NULL, error))
    return FALSE;

  self->gradient = allocate_floats (network->n_parameters);
  self->image = g_try_malloc0 (bp_network_get_n_inputs (network));
  is_complete = self->gradient != NULL && self->image != NULL;
  for (guint l = 0; l < network->n_layers; l++)
    {
      self->sums[l] = allocate_floats (network->layers[l].n_columns);
      is_complete = is_complete && self->sums[l] != NULL;
    }
  return is_complete || fail_without_memory (error);
}

/**
 * bp_explanation_new:
 * @network: the network to explain, which is copied
 * @error: return location for %BP_ERROR_NO_MEMORY
 *
 * Returns: (transfer full): an explanation without an image, or %NULL with @error set
 */
BpExplanation *
bp_explanation_new (const BpNetwork *network, GError **error)
{
  g_autoptr (BpExplanation) self = g_new0 (BpExplanation, 1);

  g_queue_init (&self->undos);
  return allocate (self, network, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * bp_explanation_free:
 * @explanation: (transfer full): the explanation
 */
void
bp_explanation_free (BpExplanation *explanation)
{
  g_queue_clear_full (&explanation->undos, (GDestroyNotify) bp_memory_block_free);
  for (guint l = 0; l < BP_NETWORK_MAX_LAYERS; l++)
    bp_memory_block_free (explanation->sums[l]);
  bp_memory_block_free (explanation->gradient);
  g_free (explanation->image);
  bp_optimizer_clear (&explanation->optimizer);
  g_clear_pointer (&explanation->workspace, bp_workspace_free);
  g_clear_pointer (&explanation->network, bp_network_unref);
  g_free (explanation);
}

/**
 * bp_explanation_set_network:
 * @explanation: the explanation
 * @network: a network of the same shape and activation, such as a later one of the same run
 *
 * Copies other parameters. Computed results and the steps that could be undone are dropped.
 */
void
bp_explanation_set_network (BpExplanation *explanation, const BpNetwork *network)
{
  g_return_if_fail (bp_network_has_shape_of (explanation->network, network));

  bp_network_assign (explanation->network, network);
  g_queue_clear_full (&explanation->undos, (GDestroyNotify) bp_memory_block_free);
  explanation->stage = BP_EXPLANATION_EMPTY;
}

/**
 * bp_explanation_set_image:
 * @explanation: the explanation
 * @image: (n_inputs) bytes, which are copied
 * @label: its class, below the network's number of outputs and %BP_DATASET_MAX_CLASSES
 *
 * Sets the image. Computed results are dropped; the parameters stay.
 */
void
bp_explanation_set_image (BpExplanation *explanation, const guint8 *image, guint label)
{
  g_return_if_fail (label < bp_network_get_n_outputs (explanation->network));
  g_return_if_fail (label < BP_DATASET_MAX_CLASSES);

  memcpy (explanation->image, image, bp_network_get_n_inputs (explanation->network));
  explanation->has_image = TRUE;
  explanation->label = (guint8) label;
  explanation->stage = BP_EXPLANATION_EMPTY;
}

/**
 * bp_explanation_set_label:
 * @explanation: an explanation with an image
 * @label: its class, below the network's number of outputs and %BP_DATASET_MAX_CLASSES
 *
 * Changes the class for the loss. The sums and activations stay; the loss and the later stages are
 * dropped.
 */
void
bp_explanation_set_label (BpExplanation *explanation, guint label)
{
  g_return_if_fail (label < bp_network_get_n_outputs (explanation->network));
  g_return_if_fail (label < BP_DATASET_MAX_CLASSES);

  explanation->label = (guint8) label;
  explanation->stage = MIN (explanation->stage, BP_EXPLANATION_FORWARD);
}

static gboolean
propagate_forward (BpExplanation *self, GError **error)
{
  const BpNetwork *network = self->network;
  BpWorkspace *workspace = self->workspace;

  bp_workspace_gather (workspace, network, self->image, NULL, 1);
  bp_forward_propagation (network, workspace);
  for (guint l = 0; l < network->n_layers; l++)
    bp_layer_sums (network, workspace, l, self->sums[l]);
  self->loss = bp_cross_entropy (network, workspace, &self->label, NULL);
  if (isfinite (self->loss))
    return TRUE;

  g_set_error_literal (error, BP_ERROR, BP_ERROR_DIVERGED,
                       _ ("The sums of the network are too large for floats: there is nothing to "
                          "explain"));
  return FALSE;
}

/* The delta of the label, p - 1, is the rounding of a float where p is nearly 1. Minus the sum of
 * the other probabilities is the same number with all its digits, so that the gradient of a very
 * probable answer agrees with the measured one. */
static void
propagate_backward (BpExplanation *self)
{
  BpWorkspace *workspace = self->workspace;
  guint last = self->network->n_layers - 1;
  float delta = 0.0f;

  bp_output_delta (self->network, workspace, &self->label, NULL, 1.0f, (BpRange){ 0, 1 });
  for (guint j = 0; j < self->network->layers[last].n_outputs; j++)
    if (j != self->label)
      delta -= workspace->probabilities[j];
  workspace->deltas[last][self->label] = delta;
  workspace->transposed_deltas[last][self->label * workspace->batch_stride] = delta;
  bp_propagate_deltas (self->network, workspace, self->gradient);
}

/**
 * bp_explanation_advance:
 * @explanation: an explanation with an image
 * @stage: the stage to reach; a reached stage is not computed again
 * @error: return location for %BP_ERROR_DIVERGED, where the loss is not a finite number
 *
 * Computes the missing stages up to @stage: forward propagation, loss, backpropagation.
 *
 * Returns: whether the stage is reached
 */
gboolean
bp_explanation_advance (BpExplanation *explanation, BpExplanationStage stage, GError **error)
{
  BpExplanation *self = explanation;

  g_return_val_if_fail (self->has_image, FALSE);

  if (self->stage < BP_EXPLANATION_FORWARD && stage >= BP_EXPLANATION_FORWARD)
    {
      if (!propagate_forward (self, error))
        return FALSE;
      self->stage = BP_EXPLANATION_FORWARD;
    }
  if (self->stage < BP_EXPLANATION_LOSS && stage >= BP_EXPLANATION_LOSS)
    {
      /* Computed again, because the label may have changed. */
      self->loss = bp_cross_entropy (self->network, self->workspace, &self->label, NULL);
      self->stage = BP_EXPLANATION_LOSS;
    }
  if (self->stage < BP_EXPLANATION_BACKWARD && stage >= BP_EXPLANATION_BACKWARD)
    {
      propagate_backward (self);
      self->stage = BP_EXPLANATION_BACKWARD;
    }
  return TRUE;
}

/* Keeps the parameters for bp_explanation_undo(), and as many earlier ones as the limit allows. */
static gboolean
remember_parameters (BpExplanation *self, GError **error)
{
  gsize n = self->network->n_parameters;
  gsize most = MAX (MAX_UNDO_BYTES / (n * sizeof (float)), 1);
  float *parameters;

  while (g_queue_get_length (&self->undos) >= most)
    bp_memory_block_free (g_queue_pop_tail (&self->undos));
  parameters = allocate_floats (n);
  if (parameters == NULL)
    return fail_without_memory (error);

  memcpy (parameters, self->network->parameters, n * sizeof (float));
  g_queue_push_head (&self->undos, parameters);
  return TRUE;
}

/**
 * bp_explanation_update:
 * @explanation: an explanation with an image
 * @learning_rate: over 0
 * @error: return location for %BP_ERROR_NO_MEMORY, or an error of bp_explanation_advance()
 *
 * Makes one step of plain gradient descent on the image's loss, after computing the gradient.
 * Computed results are dropped, as they belong to the old parameters.
 *
 * Returns: whether the step was made
 */
gboolean
bp_explanation_update (BpExplanation *explanation, float learning_rate, GError **error)
{
  BpExplanation *self = explanation;

  if (!bp_explanation_advance (self, BP_EXPLANATION_BACKWARD, error) ||
      !remember_parameters (self, error))
    return FALSE;

  bp_optimizer_update (&self->optimizer, learning_rate, self->network->parameters, self->gradient,
                       0, self->network->n_parameters);
  self->stage = BP_EXPLANATION_EMPTY;
  return TRUE;
}

/**
 * bp_explanation_set_weight:
 * @explanation: the explanation
 * @layer: from 0 to n_layers - 1
 * @row: from 0 to n_inputs - 1 of the layer the input of a weight, or n_inputs for a bias
 * @output: from 0 to n_outputs - 1 of the layer
 * @value: a finite number
 * @error: return location for %BP_ERROR_NO_MEMORY
 *
 * Sets one weight or bias, as a step that can be undone. Computed results are dropped, as they
 * belong to the old parameters.
 *
 * Returns: whether it was set
 */
gboolean
bp_explanation_set_weight (BpExplanation *explanation,
                           guint layer,
                           guint row,
                           guint output,
                           float value,
                           GError **error)
{
  BpExplanation *self = explanation;

  g_return_val_if_fail (layer < self->network->n_layers, FALSE);
  g_return_val_if_fail (isfinite (value), FALSE);

  if (!remember_parameters (self, error))
    return FALSE;

  self->network->parameters[bp_network_find_parameter (self->network, layer, row, output)] = value;
  self->stage = BP_EXPLANATION_EMPTY;
  return TRUE;
}

/**
 * bp_explanation_undo:
 * @explanation: the explanation
 *
 * Undoes the last step of bp_explanation_update() or bp_explanation_set_weight(), to the same
 * bytes.
 *
 * Returns: whether there was one
 */
gboolean
bp_explanation_undo (BpExplanation *explanation)
{
  float *parameters = g_queue_pop_head (&explanation->undos);

  if (parameters == NULL)
    return FALSE;

  memcpy (explanation->network->parameters, parameters,
          explanation->network->n_parameters * sizeof (float));
  bp_memory_block_free (parameters);
  explanation->stage = BP_EXPLANATION_EMPTY;
  return TRUE;
}

/**
 * bp_explanation_count_undos:
 * @explanation: the explanation
 *
 * Returns: the number of steps that can be undone
 */
guint
bp_explanation_count_undos (const BpExplanation *explanation)
{
  return g_queue_get_length ((GQueue *) &explanation->undos);
}

/**
 * bp_explanation_get_stage:
 * @explanation: the explanation
 *
 * Returns: the last computed stage
 */
BpExplanationStage
bp_explanation_get_stage (const BpExplanation *explanation)
{
  return explanation->stage;
}

/**
 * bp_explanation_get_network:
 * @explanation: the explanation
 *
 * Returns: (transfer none): its copy of the network, with the steps that were made; the next step
 *   changes it, so take a bp_network_copy() to use it elsewhere
 */
const BpNetwork *
bp_explanation_get_network (const BpExplanation *explanation)
{
  return explanation->network;
}

/**
 * bp_explanation_get_label:
 * @explanation: an explanation with an image
 *
 * Returns: the class for the loss
 */
guint
bp_explanation_get_label (const BpExplanation *explanation)
{
  return explanation->label;
}

/**
 * bp_explanation_get_answer:
 * @explanation: an explanation at %BP_EXPLANATION_FORWARD or beyond
 *
 * Returns: the most probable class
 */
guint
bp_explanation_get_answer (const BpExplanation *explanation)
{
  return bp_find_largest (bp_explanation_get_probabilities (explanation),
                          bp_network_get_n_outputs (explanation->network));
}

/**
 * bp_explanation_get_loss:
 * @explanation: an explanation at %BP_EXPLANATION_LOSS or beyond
 *
 * Returns: the cross-entropy of the image, in nats
 */
double
bp_explanation_get_loss (const BpExplanation *explanation)
{
  return explanation->loss;
}

/**
 * bp_explanation_get_inputs:
 * @explanation: an explanation at %BP_EXPLANATION_FORWARD or beyond
 * @layer: from 0 to n_layers - 1
 *
 * Returns: (transfer none): (n_inputs) the inputs of the layer: the scaled pixels, or the
 *   activations of the layer before
 */
const float *
bp_explanation_get_inputs (const BpExplanation *explanation, guint layer)
{
  return explanation->workspace->activations[layer];
}

/**
 * bp_explanation_get_sums:
 * @explanation: an explanation at %BP_EXPLANATION_FORWARD or beyond
 * @layer: from 0 to n_layers - 1
 *
 * Returns: (transfer none): (n_outputs) z = W x + b
 */
const float *
bp_explanation_get_sums (const BpExplanation *explanation, guint layer)
{
  return explanation->sums[layer];
}

/**
 * bp_explanation_get_activations:
 * @explanation: an explanation at %BP_EXPLANATION_FORWARD or beyond
 * @layer: from 0 to n_layers - 1
 *
 * Returns: (transfer none): (n_outputs) a = f (z) of a hidden layer; of the last layer, whose
 *   activation is softmax, the probabilities
 */
const float *
bp_explanation_get_activations (const BpExplanation *explanation, guint layer)
{
  return layer + 1 < explanation->network->n_layers ? explanation->workspace->activations[layer + 1]
                                                    : explanation->workspace->probabilities;
}

/**
 * bp_explanation_get_slope:
 * @explanation: an explanation at %BP_EXPLANATION_FORWARD or beyond
 * @layer: of hidden units, from 0 to n_layers - 2
 * @unit: of the layer
 *
 * Returns: f' (z) of a hidden unit, by which backpropagation multiplies
 */
float
bp_explanation_get_slope (const BpExplanation *explanation, guint layer, guint unit)
{
  const BpWorkspace *workspace = explanation->workspace;

  if (workspace->slopes[layer] != NULL)
    return workspace->slopes[layer][unit];
  return workspace->activations[layer + 1][unit] > 0.0f ? 1.0f : 0.0f;
}

/**
 * bp_explanation_get_deltas:
 * @explanation: an explanation at %BP_EXPLANATION_BACKWARD
 * @layer: from 0 to n_layers - 1
 *
 * Returns: (transfer none): (n_outputs) the derivative of the image's loss by each sum z
 */
const float *
bp_explanation_get_deltas (const BpExplanation *explanation, guint layer)
{
  return explanation->workspace->deltas[layer];
}

/**
 * bp_explanation_get_probabilities:
 * @explanation: an explanation at %BP_EXPLANATION_FORWARD or beyond
 *
 * Returns: (transfer none): (n_outputs) the softmax of the last layer's sums, without the
 *   temperature of a calibrated network, which training does not use
 */
const float *
bp_explanation_get_probabilities (const BpExplanation *explanation)
{
  return explanation->workspace->probabilities;
}

/**
 * bp_explanation_get_weight:
 * @explanation: an explanation at %BP_EXPLANATION_BACKWARD
 * @layer: from 0 to n_layers - 1
 * @row: from 0 to n_inputs - 1 of the layer the input of a weight, or n_inputs for a bias
 * @output: from 0 to n_outputs - 1 of the layer
 * @learning_rate: over 0, of a step that is not made
 * @weight: (out caller-allocates): the numbers
 *
 * Explains one weight or bias, and measures its derivative, which takes as long as two forward
 * propagations in double precision.
 */
void
bp_explanation_get_weight (const BpExplanation *explanation,
                           guint layer,
                           guint row,
                           guint output,
                           float learning_rate,
                           BpExplainedWeight *weight)
{
  g_return_if_fail (explanation->stage == BP_EXPLANATION_BACKWARD);
  g_return_if_fail (layer < explanation->network->n_layers);

  const BpNetwork *network = explanation->network;
  guint n_inputs = network->layers[layer].n_inputs;
  gsize at = bp_network_find_parameter (network, layer, row, output);

  *weight = (BpExplainedWeight){
    .layer = layer,
    .row = row,
    .output = output,
    .value = network->parameters[at],
    .input = row < n_inputs ? explanation->workspace->activations[layer][row] : 1.0f,
    .delta = explanation->workspace->deltas[layer][output],
    .gradient = explanation->gradient[at],
    .measured = bp_central_difference (network, explanation->workspace->activations[0],
                                       explanation->label, layer, row, output),
    .learning_rate = learning_rate,
    .updated = network->parameters[at],
  };
  bp_optimizer_update (&explanation->optimizer, learning_rate, &weight->updated, &weight->gradient,
                       0, 1);
}
