/* SPDX-License-Identifier: MIT */
#include "drawn-row.h"

#include "digit-row.h"

struct _BpDrawnRow
{
  GArray *digit_of_stroke; /* owned; (element-type guint): the digit that a stroke belongs to */
  guint n_digits;          /* at least 1 */
  guint shown;             /* below n_digits */
};

/**
 * bp_drawn_row_new:
 *
 * Returns: (transfer full): the row of a blank drawing, which is one digit
 */
BpDrawnRow *
bp_drawn_row_new (void)
{
  BpDrawnRow *row = g_new0 (BpDrawnRow, 1);

  row->digit_of_stroke = g_array_new (FALSE, TRUE, sizeof (guint));
  row->n_digits = 1;
  return row;
}

/**
 * bp_drawn_row_free:
 * @row: a row
 */
void
bp_drawn_row_free (BpDrawnRow *row)
{
  g_array_unref (row->digit_of_stroke);
  g_free (row);
}

/**
 * bp_drawn_row_split:
 * @row: the row
 * @strokes: the drawing
 * @has_digits: whether it is of digits; drawings of other classes may consist of parts beside each
 *   other, and are not split
 *
 * Splits the drawing as it is now into its digits. The shown one stays, where there are still as
 * many.
 */
void
bp_drawn_row_split (BpDrawnRow *row, const BpStrokes *strokes, gboolean has_digits)
{
  gsize n_strokes = bp_strokes_get_length (strokes);
  g_autofree BpStroke *views = g_new (BpStroke, n_strokes);

  g_array_set_size (row->digit_of_stroke, 0);
  g_array_set_size (row->digit_of_stroke, (guint) n_strokes);
  row->n_digits = 1;
  if (has_digits)
    {
      for (gsize i = 0; i < n_strokes; i++)
        views[i] = bp_strokes_get (strokes, i);
      row->n_digits =
          bp_digit_row_split (views, n_strokes, (guint *) (gpointer) row->digit_of_stroke->data);
    }
  row->shown = MIN (row->shown, row->n_digits - 1);
}

/**
 * bp_drawn_row_get_n_digits:
 * @row: the row
 *
 * Returns: the number of its digits, from 1 to %BP_DIGIT_ROW_MAX
 */
guint
bp_drawn_row_get_n_digits (const BpDrawnRow *row)
{
  return row->n_digits;
}

/**
 * bp_drawn_row_show:
 * @row: the row
 * @digit: the one that is shown from now on: 0 is the leftmost one
 */
void
bp_drawn_row_show (BpDrawnRow *row, guint digit)
{
  g_return_if_fail (digit < row->n_digits);

  row->shown = digit;
}

/**
 * bp_drawn_row_show_last:
 * @row: the row
 *
 * Shows the digit of the newest stroke.
 */
void
bp_drawn_row_show_last (BpDrawnRow *row)
{
  guint n_strokes = row->digit_of_stroke->len;

  row->shown = n_strokes > 0 ? g_array_index (row->digit_of_stroke, guint, n_strokes - 1) : 0;
}

/**
 * bp_drawn_row_get_shown:
 * @row: the row
 *
 * Returns: the digit that is shown: 0 is the leftmost one
 */
guint
bp_drawn_row_get_shown (const BpDrawnRow *row)
{
  return row->shown;
}

/**
 * bp_drawn_row_shows_stroke:
 * @row: the row
 * @index: of a stroke of the drawing
 *
 * Returns: whether the stroke belongs to the shown digit
 */
gboolean
bp_drawn_row_shows_stroke (const BpDrawnRow *row, gsize index)
{
  return index < row->digit_of_stroke->len &&
         g_array_index (row->digit_of_stroke, guint, index) == row->shown;
}

/* The strokes of a digit, which borrow their points. */
static GArray *
get_strokes (const BpDrawnRow *row, const BpStrokes *strokes, guint digit)
{
  g_autoptr (GArray) chosen = g_array_new (FALSE, FALSE, sizeof (BpStroke));

  for (guint i = 0; i < row->digit_of_stroke->len; i++)
    if (g_array_index (row->digit_of_stroke, guint, i) == digit)
      {
        BpStroke stroke = bp_strokes_get (strokes, i);

        g_array_append_val (chosen, stroke);
      }
  return g_steal_pointer (&chosen);
}

/**
 * bp_drawn_row_make_image:
 * @row: the row
 * @strokes: the drawing, unchanged since it was split
 * @digit: one of its digits
 * @image: (out caller-allocates): (28, 28) the digit as a network sees it
 * @placement: (out): where the drawing lies in @image
 *
 * Returns: whether there is ink
 */
gboolean
bp_drawn_row_make_image (const BpDrawnRow *row,
                         const BpStrokes *strokes,
                         guint digit,
                         guint8 image[BP_DIGIT_N_PIXELS],
                         BpDigitPlacement *placement)
{
  g_autoptr (GArray) chosen = NULL;

  if (row->n_digits == 1)
    return bp_strokes_make_image (strokes, image, placement);
  chosen = get_strokes (row, strokes, digit);
  return bp_digit_image_place_strokes ((const BpStroke *) (gpointer) chosen->data, chosen->len,
                                       image, placement);
}
