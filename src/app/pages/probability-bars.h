/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#define BP_TYPE_PROBABILITY_BARS (bp_probability_bars_get_type ())

/**
 * BpProbabilityBars:
 *
 * The probability of each class: a row for each, with the most probable one highlighted.
 */
G_DECLARE_FINAL_TYPE (BpProbabilityBars, bp_probability_bars, BP, PROBABILITY_BARS, GtkWidget)

void bp_probability_bars_set_names (BpProbabilityBars *self, const char *const *names);
void bp_probability_bars_set (BpProbabilityBars *self, const float *probabilities);
