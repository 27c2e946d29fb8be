/* SPDX-License-Identifier: MIT */
#pragma once

#include "strokes.h"

/**
 * BpDrawnRow:
 *
 * The digits of a drawing that stand beside each other in a row, of which one is shown. A drawing
 * is one digit unless there are several that are plainly apart.
 */
typedef struct _BpDrawnRow BpDrawnRow;

BpDrawnRow *bp_drawn_row_new (void);
void bp_drawn_row_free (BpDrawnRow *row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpDrawnRow, bp_drawn_row_free)

void bp_drawn_row_split (BpDrawnRow *row, const BpStrokes *strokes, gboolean has_digits);
guint bp_drawn_row_get_n_digits (const BpDrawnRow *row);
void bp_drawn_row_show (BpDrawnRow *row, guint digit);
void bp_drawn_row_show_last (BpDrawnRow *row);
guint bp_drawn_row_get_shown (const BpDrawnRow *row);
gboolean bp_drawn_row_shows_stroke (const BpDrawnRow *row, gsize index);
gboolean bp_drawn_row_make_image (const BpDrawnRow *row,
                                  const BpStrokes *strokes,
                                  guint digit,
                                  guint8 image[BP_DIGIT_N_PIXELS],
                                  BpDigitPlacement *placement);
