/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-matrix.h"

#include <gtk/gtk.h>

#define BP_TYPE_CONFUSION_VIEW (bp_confusion_view_get_type ())

/**
 * BpConfusionView:
 *
 * A confusion matrix: a row for each label, a column for each answer. The arrow keys move over the
 * cells, and a screen reader hears "Label 4 answered 9: 12 of 982"; a click, Enter or the space bar
 * emits the signal "activated" with label and answer (both guint). It is a #GtkScrollable whose
 * names stay in view.
 */
G_DECLARE_FINAL_TYPE (BpConfusionView, bp_confusion_view, BP, CONFUSION_VIEW, GtkWidget)

void bp_confusion_view_set_matrix (BpConfusionView *self, BpChartMatrix *matrix);
void bp_confusion_view_set_shows_shares (BpConfusionView *self, gboolean shows_shares);
gboolean bp_confusion_view_get_shows_shares (BpConfusionView *self);
void bp_confusion_view_select (BpConfusionView *self, guint label, guint answer);
char *bp_confusion_view_describe_cell (BpConfusionView *self, guint label, guint answer);
