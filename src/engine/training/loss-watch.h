/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* A loss over so many times that of guessing is taken for divergence. */
#define BP_LOSS_WATCH_TIMES_CHANCE 10

/**
 * BpLossWatch:
 * @loss_sum: of the newest samples
 * @n_samples: the number of samples
 *
 * The loss of the newest samples. Plain numbers, so that it can be kept and copied. Begins as
 * zeroed memory ("= { 0 }").
 */
typedef struct
{
  double loss_sum;
  guint n_samples;
} BpLossWatch;

double bp_chance_loss (guint n_classes);
gboolean bp_loss_watch_add_step (BpLossWatch *self, double loss, guint n_samples, guint n_classes);
