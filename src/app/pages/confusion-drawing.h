/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-matrix.h"

#include <gtk/gtk.h>

/**
 * BpConfusionDrawing:
 *
 * The drawing of a matrix that fills a widget. Cells that do not fit are scrolled beneath the names
 * of the rows and the columns. What is drawn is kept until the matrix, the size, the style or the
 * scrolling changes; the widget tells of size and style.
 */
typedef struct _BpConfusionDrawing BpConfusionDrawing;

BpConfusionDrawing *bp_confusion_drawing_new (GtkWidget *widget);
void bp_confusion_drawing_free (BpConfusionDrawing *drawing);

void bp_confusion_drawing_set_matrix (BpConfusionDrawing *drawing, BpChartMatrix *matrix);
const BpChartMatrix *bp_confusion_drawing_get_matrix (const BpConfusionDrawing *drawing);
void bp_confusion_drawing_set_shows_shares (BpConfusionDrawing *drawing, gboolean shows_shares);
void bp_confusion_drawing_set_adjustment (BpConfusionDrawing *drawing,
                                          GtkOrientation orientation,
                                          GtkAdjustment *adjustment);
GtkAdjustment *bp_confusion_drawing_get_adjustment (const BpConfusionDrawing *drawing,
                                                    GtkOrientation orientation);

void bp_confusion_drawing_measure (const BpConfusionDrawing *drawing,
                                   GtkOrientation orientation,
                                   int *minimum,
                                   int *natural);
void bp_confusion_drawing_allocate (BpConfusionDrawing *drawing);
void bp_confusion_drawing_restyle (BpConfusionDrawing *drawing);
gboolean bp_confusion_drawing_find_cell (BpConfusionDrawing *drawing,
                                         double x,
                                         double y,
                                         guint *label,
                                         guint *answer);
void bp_confusion_drawing_reveal (BpConfusionDrawing *drawing, guint label, guint answer);

void bp_confusion_drawing_snapshot (BpConfusionDrawing *drawing, GtkSnapshot *snapshot);
void bp_confusion_drawing_outline (const BpConfusionDrawing *drawing,
                                   GtkSnapshot *snapshot,
                                   guint label,
                                   guint answer,
                                   float width);
