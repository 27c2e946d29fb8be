/* SPDX-License-Identifier: MIT */
#pragma once

#include "digit-image.h"

#define BP_DRAWING_NO_LABEL (-1)

/* The largest label of a drawing. */
#define BP_DRAWING_MAX_LABEL 254

/**
 * BpDrawing:
 * @strokes: (n_strokes): in the order in which they were drawn
 * @n_strokes: 0 is a blank drawing
 * @label: the digit that its writer says it is, or another number of a class; else
 *   %BP_DRAWING_NO_LABEL
 * @name: (nullable): the name of the class that its writer says it is, clean for display; %NULL
 *   where the class has a number, or is not known
 *
 * Strokes that own their points. A drawing can be filled repeatedly and allocates no more than its
 * largest content needs.
 */
typedef struct
{
  const BpStroke *strokes;
  gsize n_strokes;
  gint label;
  char *name;
  /*< private >*/
  GArray *stroke_array;
  GArray *points;
} BpDrawing;

void bp_drawing_init (BpDrawing *drawing);
void bp_drawing_clear (BpDrawing *drawing);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BpDrawing, bp_drawing_clear)

gboolean bp_drawing_has_class (const BpDrawing *drawing);
char *bp_drawing_describe_class (const BpDrawing *drawing);
gboolean bp_drawing_read_json (BpDrawing *drawing, char *text, gsize length, GError **error);
