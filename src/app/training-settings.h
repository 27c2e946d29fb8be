/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/trainer.h"

#include <gio/gio.h>

/* The hyperparameters, from where they are remembered to where a run is made. */

gboolean bp_training_settings_read (GSettings *settings, BpTrainerConfig *config, GError **error);
void bp_training_settings_set_hidden_layers (GSettings *settings, const BpNetwork *network);
gsize bp_count_weights (guint n_inputs, const BpTrainerConfig *config, guint n_outputs);
char *bp_describe_layers (guint n_inputs, const BpTrainerConfig *config, guint n_outputs);
