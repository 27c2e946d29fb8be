/* SPDX-License-Identifier: MIT */
#pragma once

#include "walkthrough.h"

#include <adwaita.h>

#define BP_TYPE_STEP_PANE (bp_step_pane_get_type ())

/**
 * BpStepPane:
 *
 * The step of a walkthrough that is at work: what it does, its formula with the numbers of a unit,
 * and the losses of the picture so far, as numbers and as a curve.
 */
G_DECLARE_FINAL_TYPE (BpStepPane, bp_step_pane, BP, STEP_PANE, AdwBin)

void bp_step_pane_update (BpStepPane *self,
                          const BpWalkthrough *walkthrough,
                          guint layer,
                          guint unit,
                          const char *update_formula);
