/* SPDX-License-Identifier: MIT */
#pragma once

#include "unit-text.h"

#include <gtk/gtk.h>

#define BP_TYPE_WEIGHT_PANE (bp_weight_pane_get_type ())

/**
 * BpWeightPlace:
 * @layer: from 0
 * @row: the input of a weight, or the layer's n_inputs for a bias
 * @output: the unit that it feeds
 *
 * Where a weight is in a network.
 */
typedef struct
{
  guint layer;
  guint row;
  guint output;
} BpWeightPlace;

/**
 * BpWeightPane:
 *
 * The numbers of one weight of a walkthrough: its value, the gradient, the same derivative
 * measured, and the update; with an entry to set it by hand. A weight that the user has chosen
 * stays, whatever is proposed. The signal "weight-set" comes with a value that the user has typed.
 */
G_DECLARE_FINAL_TYPE (BpWeightPane, bp_weight_pane, BP, WEIGHT_PANE, GtkBox)

void bp_weight_pane_set_walkthrough (BpWeightPane *self,
                                     const BpWalkthrough *walkthrough,
                                     const BpUnitNames *names);
void bp_weight_pane_set_learning_rate (BpWeightPane *self, float learning_rate);
void bp_weight_pane_choose (BpWeightPane *self, BpWeightPlace place);
void bp_weight_pane_forget_choice (BpWeightPane *self);
void bp_weight_pane_propose (BpWeightPane *self, BpWeightPlace place);
void bp_weight_pane_update (BpWeightPane *self);
BpWeightPlace bp_weight_pane_get_place (BpWeightPane *self);
char *bp_weight_pane_describe_value (BpWeightPane *self);
gboolean bp_weight_pane_get_weight (BpWeightPane *self, BpExplainedWeight *weight);
