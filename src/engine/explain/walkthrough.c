/* SPDX-License-Identifier: MIT */
/*
 * The order of the steps through a network: forward layer by layer, the loss, backward layer by
 * layer, the update. A step that is taken early makes the missing layers before it as well.
 *
 * The explanation computes everything at once, which takes a fraction of a millisecond; a step only
 * changes what is shown of it. So a network that changes during training, or a drawing that grows,
 * leaves the walkthrough at the step where it is.
 *
 * Thread rule: one thread at a time uses a walkthrough.
 */
#include "walkthrough.h"

#include "dataset.h"

struct _BpWalkthrough
{
  /* owned */
  BpExplanation *explanation;
  GArray *losses; /* of double: before the first change of the parameters, and after each */

  guint label; /* or BP_WALKTHROUGH_NO_LABEL */
  gboolean has_image;
  BpWalkPhase phase;
  guint layer; /* at work in forward propagation and backpropagation, or else 0 */
};

/**
 * bp_walkthrough_new:
 * @network: the network, which is copied
 * @error: return location for %BP_ERROR_NO_MEMORY
 *
 * Returns: (transfer full): a walkthrough without an image, or %NULL with @error set
 */
BpWalkthrough *
bp_walkthrough_new (const BpNetwork *network, GError **error)
{
  BpExplanation *explanation = bp_explanation_new (network, error);
  BpWalkthrough *self;

  if (explanation == NULL)
    return NULL;

  self = g_new0 (BpWalkthrough, 1);
  self->explanation = explanation;
  self->losses = g_array_new (FALSE, FALSE, sizeof (double));
  self->label = BP_WALKTHROUGH_NO_LABEL;
  return self;
}

/**
 * bp_walkthrough_free:
 * @walkthrough: (transfer full): the walkthrough
 */
void
bp_walkthrough_free (BpWalkthrough *walkthrough)
{
  bp_explanation_free (walkthrough->explanation);
  g_array_unref (walkthrough->losses);
  g_free (walkthrough);
}

static guint
get_n_layers (const BpWalkthrough *self)
{
  return bp_explanation_get_network (self->explanation)->n_layers;
}

static gboolean
has_label (const BpWalkthrough *self)
{
  return self->has_image && self->label != BP_WALKTHROUGH_NO_LABEL;
}

static void
go_to (BpWalkthrough *self, BpWalkPhase phase, guint layer)
{
  self->phase = phase;
  self->layer = layer;
}

/* Computes all that the image and the label allow. Where that fails, there is nothing to show until
 * another image or network is set. */
static gboolean
compute (BpWalkthrough *self, GError **error)
{
  BpExplanationStage stage = has_label (self) ? BP_EXPLANATION_BACKWARD : BP_EXPLANATION_FORWARD;

  if (!self->has_image || bp_explanation_advance (self->explanation, stage, error))
    return TRUE;

  self->has_image = FALSE;
  go_to (self, BP_WALK_PHASE_ANSWER, 0);
  return FALSE;
}

/* Leaves a phase that needs a label, where there is none, or an update, where there is none. */
static void
correct_phase (BpWalkthrough *self)
{
  gboolean is_forward = self->phase == BP_WALK_PHASE_FORWARD;

  if (self->phase == BP_WALK_PHASE_UPDATE || !self->has_image || (!has_label (self) && !is_forward))
    go_to (self, BP_WALK_PHASE_ANSWER, 0);
}

/**
 * bp_walkthrough_set_network:
 * @walkthrough: the walkthrough
 * @network: a network of the same shape and activation, such as a later one of the same run
 * @error: return location for %BP_ERROR_DIVERGED
 *
 * Copies other parameters. The step stays; updates can no longer be undone.
 *
 * Returns: whether the image could be followed through them
 */
gboolean
bp_walkthrough_set_network (BpWalkthrough *walkthrough, const BpNetwork *network, GError **error)
{
  bp_explanation_set_network (walkthrough->explanation, network);
  g_array_set_size (walkthrough->losses, 0);
  correct_phase (walkthrough);
  return compute (walkthrough, error);
}

/**
 * bp_walkthrough_set_image:
 * @walkthrough: the walkthrough
 * @image: (nullable): (n_inputs) bytes, which are copied; %NULL for no image
 * @label: its class, below the network's number of outputs and %BP_DATASET_MAX_CLASSES, or
 *   %BP_WALKTHROUGH_NO_LABEL
 * @error: return location for %BP_ERROR_DIVERGED
 *
 * Sets another image. The step stays where the label allows it; the parameters stay as well.
 *
 * Returns: whether the image could be followed through the network
 */
gboolean
bp_walkthrough_set_image (BpWalkthrough *walkthrough,
                          const guint8 *image,
                          guint label,
                          GError **error)
{
  BpWalkthrough *self = walkthrough;

  g_array_set_size (self->losses, 0);
  self->has_image = image != NULL;
  self->label = label;
  if (image != NULL)
    bp_explanation_set_image (self->explanation, image, has_label (self) ? label : 0);
  correct_phase (self);
  return compute (self, error);
}

/**
 * bp_walkthrough_set_label:
 * @walkthrough: the walkthrough
 * @label: the class of its image, below the network's number of outputs and
 *   %BP_DATASET_MAX_CLASSES, or %BP_WALKTHROUGH_NO_LABEL
 * @error: return location for %BP_ERROR_DIVERGED
 *
 * Returns: whether the image could be followed through the network
 */
gboolean
bp_walkthrough_set_label (BpWalkthrough *walkthrough, guint label, GError **error)
{
  BpWalkthrough *self = walkthrough;

  if (self->label == label)
    return TRUE;

  g_array_set_size (self->losses, 0);
  self->label = label;
  if (has_label (self))
    bp_explanation_set_label (self->explanation, label);
  correct_phase (self);
  return compute (self, error);
}

/**
 * bp_walkthrough_can:
 * @walkthrough: the walkthrough
 * @step: a step
 *
 * Returns: whether it is possible now
 */
gboolean
bp_walkthrough_can (const BpWalkthrough *walkthrough, BpWalkStep step)
{
  const BpWalkthrough *self = walkthrough;
  gboolean is_at_start = self->phase == BP_WALK_PHASE_ANSWER || self->phase == BP_WALK_PHASE_UPDATE;

  switch (step)
    {
    case BP_WALK_RESTART:
      return self->has_image && self->phase != BP_WALK_PHASE_ANSWER;
    case BP_WALK_FORWARD:
      return self->has_image && (is_at_start || (self->phase == BP_WALK_PHASE_FORWARD &&
                                                 self->layer + 1 < get_n_layers (self)));
    case BP_WALK_LOSS:
      return has_label (self) && self->phase == BP_WALK_PHASE_FORWARD;
    case BP_WALK_BACKWARD:
      return has_label (self) && (self->phase == BP_WALK_PHASE_LOSS ||
                                  (self->phase == BP_WALK_PHASE_BACKWARD && self->layer > 0));
    case BP_WALK_UPDATE:
      return has_label (self) && self->phase == BP_WALK_PHASE_BACKWARD;
    case BP_WALK_REPEAT:
      return has_label (self);
    case BP_WALK_UNDO:
      return bp_explanation_count_undos (self->explanation) > 0;
    default:
      g_return_val_if_reached (FALSE);
    }
}

static void
go_forward (BpWalkthrough *self)
{
  go_to (self, BP_WALK_PHASE_FORWARD, self->phase == BP_WALK_PHASE_FORWARD ? self->layer + 1 : 0);
}

static void
go_backward (BpWalkthrough *self)
{
  go_to (self, BP_WALK_PHASE_BACKWARD,
         self->phase == BP_WALK_PHASE_LOSS ? get_n_layers (self) - 1 : self->layer - 1);
}

static void
add_loss (BpWalkthrough *self)
{
  double loss = bp_explanation_get_loss (self->explanation);

  g_array_append_val (self->losses, loss);
}

/* Computes all with changed parameters and, with a label, keeps the loss. A change after which the
 * sums are too large for floats is undone at once. */
static gboolean
follow_change (BpWalkthrough *self, double loss_before, GError **error)
{
  BpExplanationStage stage = has_label (self) ? BP_EXPLANATION_BACKWARD : BP_EXPLANATION_FORWARD;

  if (!self->has_image)
    return TRUE;
  if (!bp_explanation_advance (self->explanation, stage, error))
    {
      bp_explanation_undo (self->explanation);
      compute (self, NULL);
      return FALSE;
    }
  if (!has_label (self))
    return TRUE;
  if (self->losses->len == 0)
    g_array_append_val (self->losses, loss_before);
  add_loss (self);
  return TRUE;
}

static gboolean
update (BpWalkthrough *self, float learning_rate, GError **error)
{
  double loss_before = bp_explanation_get_loss (self->explanation);

  if (!bp_explanation_update (self->explanation, learning_rate, error) ||
      !follow_change (self, loss_before, error))
    return FALSE;
  go_to (self, BP_WALK_PHASE_UPDATE, 0);
  return TRUE;
}

static gboolean
repeat_update (BpWalkthrough *self, float learning_rate, GError **error)
{
  gboolean is_done = TRUE;

  for (guint i = 0; is_done && i < BP_WALKTHROUGH_N_REPEATS; i++)
    is_done = update (self, learning_rate, error);
  return is_done;
}

static gboolean
undo (BpWalkthrough *self, GError **error)
{
  bp_explanation_undo (self->explanation);
  g_array_set_size (self->losses, self->losses->len > 2 ? self->losses->len - 1 : 0);
  go_to (self, BP_WALK_PHASE_ANSWER, 0);
  return compute (self, error);
}

/**
 * bp_walkthrough_take:
 * @walkthrough: the walkthrough
 * @step: a step that is possible, see bp_walkthrough_can()
 * @learning_rate: over 0, of an update
 * @error: return location for %BP_ERROR_NO_MEMORY, or for %BP_ERROR_DIVERGED where the update would
 *   make the loss infinite; then it is not made
 *
 * Returns: whether the step was taken
 */
gboolean
bp_walkthrough_take (BpWalkthrough *walkthrough,
                     BpWalkStep step,
                     float learning_rate,
                     GError **error)
{
  g_return_val_if_fail (bp_walkthrough_can (walkthrough, step), FALSE);

  switch (step)
    {
    case BP_WALK_FORWARD:
      go_forward (walkthrough);
      return TRUE;
    case BP_WALK_LOSS:
      go_to (walkthrough, BP_WALK_PHASE_LOSS, 0);
      return TRUE;
    case BP_WALK_BACKWARD:
      go_backward (walkthrough);
      return TRUE;
    case BP_WALK_UPDATE:
      return update (walkthrough, learning_rate, error);
    case BP_WALK_REPEAT:
      return repeat_update (walkthrough, learning_rate, error);
    case BP_WALK_UNDO:
      return undo (walkthrough, error);
    default:
      go_to (walkthrough, BP_WALK_PHASE_ANSWER, 0);
      return TRUE;
    }
}

/**
 * bp_walkthrough_set_weight:
 * @walkthrough: the walkthrough
 * @layer: from 0 to n_layers - 1
 * @row: from 0 to n_inputs - 1 of the layer the input of a weight, or n_inputs for a bias
 * @output: from 0 to n_outputs - 1 of the layer
 * @value: a finite number
 * @error: return location for %BP_ERROR_NO_MEMORY, or for %BP_ERROR_DIVERGED where the image could
 *   not be followed with it; then it is not set
 *
 * Sets one weight or bias of the private copy, which %BP_WALK_UNDO takes back, and goes back to the
 * answer.
 *
 * Returns: whether it was set
 */
gboolean
bp_walkthrough_set_weight (BpWalkthrough *walkthrough,
                           guint layer,
                           guint row,
                           guint output,
                           float value,
                           GError **error)
{
  double loss_before = bp_explanation_get_loss (walkthrough->explanation);

  if (!bp_explanation_set_weight (walkthrough->explanation, layer, row, output, value, error) ||
      !follow_change (walkthrough, loss_before, error))
    return FALSE;
  go_to (walkthrough, BP_WALK_PHASE_ANSWER, 0);
  return TRUE;
}

/**
 * bp_walkthrough_get_phase:
 * @walkthrough: the walkthrough
 *
 * Returns: where it is
 */
BpWalkPhase
bp_walkthrough_get_phase (const BpWalkthrough *walkthrough)
{
  return walkthrough->phase;
}

/**
 * bp_walkthrough_get_layer:
 * @walkthrough: the walkthrough
 *
 * Returns: the layer at work in forward propagation or backpropagation, from 0
 */
guint
bp_walkthrough_get_layer (const BpWalkthrough *walkthrough)
{
  return walkthrough->layer;
}

/**
 * bp_walkthrough_get_label:
 * @walkthrough: the walkthrough
 *
 * Returns: the class of its image, or %BP_WALKTHROUGH_NO_LABEL
 */
guint
bp_walkthrough_get_label (const BpWalkthrough *walkthrough)
{
  return has_label (walkthrough) ? walkthrough->label : BP_WALKTHROUGH_NO_LABEL;
}

/**
 * bp_walkthrough_get_explanation:
 * @walkthrough: the walkthrough
 *
 * Returns: (transfer none): its numbers: at %BP_EXPLANATION_BACKWARD with a label, at
 *   %BP_EXPLANATION_FORWARD without one, at %BP_EXPLANATION_EMPTY without an image
 */
const BpExplanation *
bp_walkthrough_get_explanation (const BpWalkthrough *walkthrough)
{
  return walkthrough->explanation;
}

/**
 * bp_walkthrough_get_losses:
 * @walkthrough: the walkthrough
 * @n: (out): how many; 0 where nothing was changed since the image, its label or the network was
 * set
 *
 * Returns: (transfer none) (array length=n): the loss of the image before the first change
 *   of the parameters and after each
 */
const double *
bp_walkthrough_get_losses (const BpWalkthrough *walkthrough, guint *n)
{
  *n = walkthrough->losses->len;
  return (const double *) (gpointer) walkthrough->losses->data;
}

/**
 * bp_walkthrough_is_changed:
 * @walkthrough: the walkthrough
 *
 * Returns: whether its network is no longer the one that was set
 */
gboolean
bp_walkthrough_is_changed (const BpWalkthrough *walkthrough)
{
  return bp_explanation_count_undos (walkthrough->explanation) > 0;
}

/**
 * bp_walkthrough_shows_activations:
 * @walkthrough: the walkthrough
 * @layer: from 0
 *
 * Returns: whether forward propagation has reached the layer
 */
gboolean
bp_walkthrough_shows_activations (const BpWalkthrough *walkthrough, guint layer)
{
  return walkthrough->has_image &&
         (walkthrough->phase != BP_WALK_PHASE_FORWARD || layer <= walkthrough->layer);
}

/**
 * bp_walkthrough_shows_loss:
 * @walkthrough: the walkthrough
 *
 * Returns: whether the loss is known
 */
gboolean
bp_walkthrough_shows_loss (const BpWalkthrough *walkthrough)
{
  return has_label (walkthrough) && walkthrough->phase != BP_WALK_PHASE_FORWARD;
}

/**
 * bp_walkthrough_shows_deltas:
 * @walkthrough: the walkthrough
 * @layer: from 0
 *
 * Returns: whether the deltas of the layer, and so the gradients of its weights, are known
 */
gboolean
bp_walkthrough_shows_deltas (const BpWalkthrough *walkthrough, guint layer)
{
  if (walkthrough->phase == BP_WALK_PHASE_BACKWARD)
    return layer >= walkthrough->layer;
  return bp_walkthrough_shows_loss (walkthrough) && walkthrough->phase != BP_WALK_PHASE_LOSS;
}
