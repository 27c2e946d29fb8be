/* SPDX-License-Identifier: MIT */
/*
 * Splits strokes into the digits of a row, such as "2026". Only digits that are plainly apart are
 * split: a gap in the ink from top to bottom that is wide for the height of the row, between parts
 * that are each as high as a digit. The separate bar of a 5 or a 7 is too low for a digit, and the
 * separate stem of a 4 is nearer than the next digit.
 *
 * Thread rule: pure functions; any thread.
 */
#include "digit-row.h"

#include "digit-frame.h"

/* The least gap between two digits by the height of the row, and the least of a row that is wider
 * than a digit is: by this share of its height. Two digits "1" are as narrow as one digit, so that
 * their gap has to be wider. */
#define MIN_GAP      0.34
#define MIN_WIDE_GAP 0.2
#define WIDE         1.3

/* The least height of a digit by the height of the row. */
#define MIN_HEIGHT 0.5

/* The stem of a 4 that is written apart from its corner, by the height of the row: how wide it is
 * at most, and how much further down than the corner it goes at least. */
#define STEM_WIDTH 0.4
#define STEM_FOOT  0.1

/* Strokes that belong together. */
typedef struct
{
  BpInkBounds bounds;
} Part;

static void
find_bounds (const BpStroke *stroke, BpInkBounds *bounds)
{
  *bounds = BP_INK_BOUNDS_NONE;
  for (gsize i = 0; i < stroke->n_points; i++)
    bp_ink_bounds_add (bounds, stroke->points[i]);
}

static void
join_bounds (BpInkBounds *bounds, const BpInkBounds *other)
{
  bounds->left = MIN (bounds->left, other->left);
  bounds->top = MIN (bounds->top, other->top);
  bounds->right = MAX (bounds->right, other->right);
  bounds->bottom = MAX (bounds->bottom, other->bottom);
}

static int
compare_parts (gconstpointer a, gconstpointer b)
{
  const Part *first = a;
  const Part *second = b;

  if (first->bounds.left < second->bounds.left)
    return -1;
  return first->bounds.left > second->bounds.left;
}

/* Sorts the strokes by their left edges and joins those whose ink is nearer than @gap. Returns: the
 * parts from left to right */
static GArray *
find_parts (const BpStroke *strokes, gsize n_strokes, double gap)
{
  g_autoptr (GArray) parts = g_array_sized_new (FALSE, FALSE, sizeof (Part), (guint) n_strokes);
  guint n_parts = 0;

  for (gsize i = 0; i < n_strokes; i++)
    {
      Part part;

      find_bounds (&strokes[i], &part.bounds);
      g_array_append_val (parts, part);
    }
  g_array_sort (parts, compare_parts);
  for (guint i = 0; i < parts->len; i++)
    {
      const Part *part = &g_array_index (parts, Part, i);
      Part *last = n_parts > 0 ? &g_array_index (parts, Part, n_parts - 1) : NULL;

      if (last != NULL && part->bounds.left - last->bounds.right < gap)
        join_bounds (&last->bounds, &part->bounds);
      else
        g_array_index (parts, Part, n_parts++) = *part;
    }
  g_array_set_size (parts, n_parts);
  return g_steal_pointer (&parts);
}

/* Whether two parts are the corner of a 4 and its separate stem: the stem is narrow, and goes
 * further down than the corner. */
static gboolean
are_four (const Part *left, const Part *right, double height)
{
  return right->bounds.right - right->bounds.left < STEM_WIDTH * height &&
         right->bounds.bottom - left->bounds.bottom > STEM_FOOT * height;
}

static gboolean
are_digits (const GArray *parts, double height)
{
  const Part *part = &g_array_index (parts, Part, 0);

  for (guint i = 0; i < parts->len; i++)
    if (part[i].bounds.bottom - part[i].bounds.top < MIN_HEIGHT * height)
      return FALSE;
  return parts->len <= BP_DIGIT_ROW_MAX && (parts->len > 2 || !are_four (part, part + 1, height));
}

/* The part that a stroke lies in. */
static guint
find_part (const GArray *parts, const BpStroke *stroke)
{
  guint i = 0;

  while (i + 1 < parts->len &&
         (double) stroke->points[0].x > g_array_index (parts, Part, i).bounds.right)
    i++;
  return i;
}

/**
 * bp_digit_row_split:
 * @strokes: (array length=n_strokes): what was drawn, in any unit, y down
 * @n_strokes: 0 is a blank drawing
 * @digits: (out caller-allocates) (array length=n_strokes): for each stroke, the digit that it
 *   belongs to: 0 is the leftmost one
 *
 * Returns: the number of digits: 1 unless they are plainly apart, and 1 for a blank drawing
 */
guint
bp_digit_row_split (const BpStroke *strokes, gsize n_strokes, guint *digits)
{
  g_autoptr (GArray) parts = NULL;
  BpInkBounds all = BP_INK_BOUNDS_NONE;
  gboolean is_wide;
  double height;

  for (gsize i = 0; i < n_strokes; i++)
    {
      BpInkBounds bounds;

      digits[i] = 0;
      find_bounds (&strokes[i], &bounds);
      join_bounds (&all, &bounds);
    }
  height = all.bottom - all.top;
  if (n_strokes < 2 || height <= 0.0)
    return 1;

  is_wide = all.right - all.left >= WIDE * height;
  parts = find_parts (strokes, n_strokes, (is_wide ? MIN_WIDE_GAP : MIN_GAP) * height);
  if (parts->len < 2 || !are_digits (parts, height))
    return 1;
  for (gsize i = 0; i < n_strokes; i++)
    digits[i] = find_part (parts, &strokes[i]);
  return parts->len;
}
