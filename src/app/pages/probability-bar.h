/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#define BP_TYPE_PROBABILITY_BAR (bp_probability_bar_get_type ())

/**
 * BpProbabilityBar:
 *
 * One row: a name, a bar, and the probability in percent. It draws itself: ten rows change with
 * every motion of a pen, and changing the text of labels would start a new layout of the whole
 * window.
 */
G_DECLARE_FINAL_TYPE (BpProbabilityBar, bp_probability_bar, BP, PROBABILITY_BAR, GtkWidget)

void
bp_probability_bar_set_name (BpProbabilityBar *self, const char *name, const char *widest_name);
void bp_probability_bar_set (BpProbabilityBar *self, double probability, gboolean is_winner);
void bp_probability_bar_set_empty (BpProbabilityBar *self);
