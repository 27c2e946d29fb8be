/* SPDX-License-Identifier: MIT */
#pragma once

#include "explanation.h"

/* The label of an image whose class is not known. */
#define BP_WALKTHROUGH_NO_LABEL G_MAXUINT

/* The updates of %BP_WALK_REPEAT. */
#define BP_WALKTHROUGH_N_REPEATS 10

/**
 * BpWalkPhase:
 * @BP_WALK_PHASE_ANSWER: no step is at work, and all that is known is shown
 * @BP_WALK_PHASE_FORWARD: the activations of a layer are at work
 * @BP_WALK_PHASE_LOSS: the loss is at work
 * @BP_WALK_PHASE_BACKWARD: the deltas of a layer are at work
 * @BP_WALK_PHASE_UPDATE: the weights have been updated, and all is computed with the new ones
 *
 * Where a walkthrough is.
 */
typedef enum
{
  BP_WALK_PHASE_ANSWER,
  BP_WALK_PHASE_FORWARD,
  BP_WALK_PHASE_LOSS,
  BP_WALK_PHASE_BACKWARD,
  BP_WALK_PHASE_UPDATE,
} BpWalkPhase;

/**
 * BpWalkStep:
 * @BP_WALK_RESTART: back to the answer, from which forward propagation begins
 * @BP_WALK_FORWARD: the next layer of forward propagation
 * @BP_WALK_LOSS: the loss, after the layers that are missing
 * @BP_WALK_BACKWARD: the next layer of backpropagation, from the last one to the first
 * @BP_WALK_UPDATE: a step of gradient descent, after the layers that are missing
 * @BP_WALK_REPEAT: %BP_WALKTHROUGH_N_REPEATS steps of gradient descent on the same image
 * @BP_WALK_UNDO: takes the last change of the parameters back: a step of gradient descent, or a
 *   weight that was set
 *
 * The steps of a walkthrough.
 */
typedef enum
{
  BP_WALK_RESTART,
  BP_WALK_FORWARD,
  BP_WALK_LOSS,
  BP_WALK_BACKWARD,
  BP_WALK_UPDATE,
  BP_WALK_REPEAT,
  BP_WALK_UNDO,
  BP_N_WALK_STEPS,
} BpWalkStep;

/**
 * BpWalkthrough:
 *
 * One image that is followed through a network step by step: which layer is at work, which numbers
 * may be shown, and which steps are possible now. The numbers are those of its #BpExplanation,
 * which has computed all that the label allows. Used by one thread at a time.
 */
typedef struct _BpWalkthrough BpWalkthrough;

BpWalkthrough *bp_walkthrough_new (const BpNetwork *network, GError **error);
void bp_walkthrough_free (BpWalkthrough *walkthrough);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpWalkthrough, bp_walkthrough_free)

gboolean
bp_walkthrough_set_network (BpWalkthrough *walkthrough, const BpNetwork *network, GError **error);
gboolean bp_walkthrough_set_image (BpWalkthrough *walkthrough,
                                   const guint8 *image,
                                   guint label,
                                   GError **error);
gboolean bp_walkthrough_set_label (BpWalkthrough *walkthrough, guint label, GError **error);

gboolean bp_walkthrough_can (const BpWalkthrough *walkthrough, BpWalkStep step);
gboolean bp_walkthrough_take (BpWalkthrough *walkthrough,
                              BpWalkStep step,
                              float learning_rate,
                              GError **error);

gboolean bp_walkthrough_set_weight (BpWalkthrough *walkthrough,
                                    guint layer,
                                    guint row,
                                    guint output,
                                    float value,
                                    GError **error);

BpWalkPhase bp_walkthrough_get_phase (const BpWalkthrough *walkthrough);
guint bp_walkthrough_get_layer (const BpWalkthrough *walkthrough);
guint bp_walkthrough_get_label (const BpWalkthrough *walkthrough);
const BpExplanation *bp_walkthrough_get_explanation (const BpWalkthrough *walkthrough);
const double *bp_walkthrough_get_losses (const BpWalkthrough *walkthrough, guint *n);
gboolean bp_walkthrough_is_changed (const BpWalkthrough *walkthrough);

gboolean bp_walkthrough_shows_activations (const BpWalkthrough *walkthrough, guint layer);
gboolean bp_walkthrough_shows_loss (const BpWalkthrough *walkthrough);
gboolean bp_walkthrough_shows_deltas (const BpWalkthrough *walkthrough, guint layer);
