/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/**
 * BpEarlyStopping:
 * @best_loss: the lowest held-out loss of any epoch so far, or 0 before the first one
 * @n_epochs: the epochs that were counted
 * @n_epochs_since_best: the epochs after the one with the lowest loss
 *
 * What early stopping remembers from epoch to epoch. Plain numbers, so that it can be kept and
 * copied. Begins as zeroed memory ("= { 0 }").
 */
typedef struct
{
  double best_loss;
  guint n_epochs;
  guint n_epochs_since_best;
} BpEarlyStopping;

void bp_early_stopping_add_epoch (BpEarlyStopping *self, double held_out_loss);
gboolean bp_early_stopping_is_due (const BpEarlyStopping *self, guint patience);
