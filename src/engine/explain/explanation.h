/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"

/**
 * BpExplanationStage:
 * @BP_EXPLANATION_EMPTY: nothing is computed, or there is no image
 * @BP_EXPLANATION_FORWARD: the sums and activations of all layers, and the probabilities
 * @BP_EXPLANATION_LOSS: the loss as well
 * @BP_EXPLANATION_BACKWARD: the deltas of all layers and the gradient as well
 *
 * The stages of an explanation. Each stage includes those before.
 */
typedef enum
{
  BP_EXPLANATION_EMPTY,
  BP_EXPLANATION_FORWARD,
  BP_EXPLANATION_LOSS,
  BP_EXPLANATION_BACKWARD,
} BpExplanationStage;

/**
 * BpExplainedWeight:
 * @layer: from 0
 * @row: the input of a weight, or the layer's n_inputs for a bias
 * @output: the unit that it feeds
 * @value: w
 * @input: x, the activation or pixel that it multiplies; 1 for a bias
 * @delta: of the unit that it feeds
 * @gradient: dL/dw = x delta
 * @measured: the central difference of the loss
 * @learning_rate: of @updated
 * @updated: the value after a step of plain gradient descent, w - learning_rate dL/dw
 *
 * One parameter, its effect on the loss of one image, and its update.
 */
typedef struct
{
  guint layer;
  guint row;
  guint output;
  float value;
  float input;
  float delta;
  float gradient;
  double measured;
  float learning_rate;
  float updated;
} BpExplainedWeight;

/**
 * BpExplanation:
 *
 * Forward propagation and backpropagation of one image through a private copy of a network: all
 * numbers, as training computes them. Used by one thread at a time.
 */
typedef struct _BpExplanation BpExplanation;

BpExplanation *bp_explanation_new (const BpNetwork *network, GError **error);
void bp_explanation_free (BpExplanation *explanation);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpExplanation, bp_explanation_free)

void bp_explanation_set_network (BpExplanation *explanation, const BpNetwork *network);
void bp_explanation_set_image (BpExplanation *explanation, const guint8 *image, guint label);
void bp_explanation_set_label (BpExplanation *explanation, guint label);

gboolean
bp_explanation_advance (BpExplanation *explanation, BpExplanationStage stage, GError **error);
gboolean bp_explanation_update (BpExplanation *explanation, float learning_rate, GError **error);
gboolean bp_explanation_set_weight (BpExplanation *explanation,
                                    guint layer,
                                    guint row,
                                    guint output,
                                    float value,
                                    GError **error);
gboolean bp_explanation_undo (BpExplanation *explanation);
guint bp_explanation_count_undos (const BpExplanation *explanation);

BpExplanationStage bp_explanation_get_stage (const BpExplanation *explanation);
const BpNetwork *bp_explanation_get_network (const BpExplanation *explanation);
guint bp_explanation_get_label (const BpExplanation *explanation);
guint bp_explanation_get_answer (const BpExplanation *explanation);
double bp_explanation_get_loss (const BpExplanation *explanation);
const float *bp_explanation_get_inputs (const BpExplanation *explanation, guint layer);
const float *bp_explanation_get_sums (const BpExplanation *explanation, guint layer);
const float *bp_explanation_get_activations (const BpExplanation *explanation, guint layer);
float bp_explanation_get_slope (const BpExplanation *explanation, guint layer, guint unit);
const float *bp_explanation_get_deltas (const BpExplanation *explanation, guint layer);
const float *bp_explanation_get_probabilities (const BpExplanation *explanation);
void bp_explanation_get_weight (const BpExplanation *explanation,
                                guint layer,
                                guint row,
                                guint output,
                                float learning_rate,
                                BpExplainedWeight *weight);
