/* SPDX-License-Identifier: MIT */
#include "labelled-drawing.h"

#include "walkthrough.h"

#include <string.h>

/**
 * bp_labelled_drawing_init:
 * @drawing: the drawing
 *
 * Begins with a blank pad.
 */
void
bp_labelled_drawing_init (BpLabelledDrawing *drawing)
{
  *drawing = (BpLabelledDrawing){ .label = BP_WALKTHROUGH_NO_LABEL };
}

/**
 * bp_labelled_drawing_set_pixels:
 * @drawing: the drawing
 * @pixels: (28, 28) (nullable): what is on the pad from now on; %NULL where it is blank; copied
 * @label: its class, where it is a picture whose class is known, or else %BP_WALKTHROUGH_NO_LABEL
 *
 * What the user says that a drawing is stays while it grows. A blank pad forgets it, and a drawing
 * has nothing of the picture before it.
 */
void
bp_labelled_drawing_set_pixels (BpLabelledDrawing *drawing, const guint8 *pixels, guint label)
{
  gboolean is_picture = pixels != NULL && label != BP_WALKTHROUGH_NO_LABEL;

  if (pixels == NULL)
    drawing->label = BP_WALKTHROUGH_NO_LABEL;
  else if (drawing->is_picture || is_picture)
    drawing->label = label;
  drawing->is_picture = is_picture;
  drawing->has_pixels = pixels != NULL;
  if (pixels != NULL)
    memcpy (drawing->pixels, pixels, sizeof drawing->pixels);
}
