/* SPDX-License-Identifier: MIT */
#pragma once

#include "training-run.h"

#include <adwaita.h>

#define BP_TYPE_TRAIN_BUTTON (bp_train_button_get_type ())

/**
 * BpTrainButton:
 *
 * A button that starts, pauses and resumes a run, and a menu with more ways to train.
 *
 * It activates "win.train" or "win.pause"; the menu has "win.continue-run" and "win.restore-best".
 */
G_DECLARE_FINAL_TYPE (BpTrainButton, bp_train_button, BP, TRAIN_BUTTON, GtkWidget)

void bp_train_button_set_state (BpTrainButton *self, BpTrainingState state, gboolean can_start);
void bp_train_button_set_n_epochs (BpTrainButton *self, int n_epochs);
