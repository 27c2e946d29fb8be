/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "favourites.h"
#include "unit-text.h"

#include <adwaita.h>

#define BP_TYPE_NUMBERS_PANE (bp_numbers_pane_get_type ())

/**
 * BpNumbersPane:
 *
 * The numbers of the chosen unit and of one of its weights: z, a and delta, what feeds it and what
 * it feeds, and of the weight the gradient, the same derivative measured, and the update. Formulas
 * are copied by its actions "numbers.copy-text" and "numbers.copy-latex".
 */
G_DECLARE_FINAL_TYPE (BpNumbersPane, bp_numbers_pane, BP, NUMBERS_PANE, AdwBin)

void bp_numbers_pane_set_walkthrough (BpNumbersPane *self,
                                      const BpWalkthrough *walkthrough,
                                      const BpUnitNames *names);
void bp_numbers_pane_set_learning_rate (BpNumbersPane *self, float learning_rate);
void bp_numbers_pane_choose_unit (BpNumbersPane *self, guint layer, guint unit);
void bp_numbers_pane_set_favourites (BpNumbersPane *self,
                                     const BpFavourites *favourites,
                                     const BpDataset *dataset);
gboolean bp_numbers_pane_get_weight (BpNumbersPane *self, BpExplainedWeight *weight);
void bp_numbers_pane_update (BpNumbersPane *self);
void bp_numbers_pane_follow (BpNumbersPane *self);
