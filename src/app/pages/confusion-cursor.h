/* SPDX-License-Identifier: MIT */
#pragma once

#include <gdk/gdk.h>

/**
 * BpConfusionCursor:
 * @n_classes: the rows and the columns of the matrix; 0 without one
 * @label: the row of the present cell, below @n_classes
 * @answer: its column, likewise
 *
 * The cell of a confusion matrix on which the keyboard is.
 */
typedef struct
{
  guint n_classes;
  guint label;
  guint answer;
} BpConfusionCursor;

void bp_confusion_cursor_set_n_classes (BpConfusionCursor *cursor, guint n_classes);
gboolean
bp_confusion_cursor_move_by_key (BpConfusionCursor *cursor, guint key, GdkModifierType modifiers);
