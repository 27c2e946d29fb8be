/* SPDX-License-Identifier: MIT */
#include "drawn-row.h"
#include "test-file.h"

#include <string.h>

/* An upright line in a drawing whose side is 1. */
static void
draw_line (BpStrokes *strokes, float x)
{
  bp_strokes_begin (strokes, (BpPoint){ x, 0.2F }, 0.5F);
  for (guint i = 1; i <= 6; i++)
    bp_strokes_to (strokes, (BpPoint){ x, 0.2F + 0.1F * (float) i }, 0.5F);
  bp_strokes_end (strokes);
}

/* Two strokes of the left digit, and one of the right digit. */
static BpStrokes *
draw_two_digits (void)
{
  BpStrokes *strokes = bp_strokes_new ();

  draw_line (strokes, 0.2F);
  draw_line (strokes, 0.25F);
  draw_line (strokes, 0.8F);
  return strokes;
}

static void
assert_shows (const BpDrawnRow *row, gboolean first, gboolean second, gboolean third)
{
  g_assert_cmpint (bp_drawn_row_shows_stroke (row, 0), ==, first);
  g_assert_cmpint (bp_drawn_row_shows_stroke (row, 1), ==, second);
  g_assert_cmpint (bp_drawn_row_shows_stroke (row, 2), ==, third);
}

static void
test_blank (void)
{
  g_autoptr (BpDrawnRow) row = bp_drawn_row_new ();
  g_autoptr (BpStrokes) strokes = bp_strokes_new ();
  guint8 image[BP_DIGIT_N_PIXELS];
  BpDigitPlacement placement;

  bp_drawn_row_split (row, strokes, TRUE);
  bp_drawn_row_show_last (row);
  g_assert_cmpuint (bp_drawn_row_get_n_digits (row), ==, 1);
  g_assert_cmpuint (bp_drawn_row_get_shown (row), ==, 0);
  g_assert_false (bp_drawn_row_shows_stroke (row, 0));
  g_assert_false (bp_drawn_row_make_image (row, strokes, 0, image, &placement));
}

static void
test_shown_digit (void)
{
  g_autoptr (BpDrawnRow) row = bp_drawn_row_new ();
  g_autoptr (BpStrokes) strokes = draw_two_digits ();

  bp_drawn_row_split (row, strokes, TRUE);
  g_assert_cmpuint (bp_drawn_row_get_n_digits (row), ==, 2);
  g_assert_cmpuint (bp_drawn_row_get_shown (row), ==, 0);
  assert_shows (row, TRUE, TRUE, FALSE);
  bp_drawn_row_show_last (row);
  g_assert_cmpuint (bp_drawn_row_get_shown (row), ==, 1);
  assert_shows (row, FALSE, FALSE, TRUE);

  /* It stays as long as it is there. */
  bp_drawn_row_split (row, strokes, TRUE);
  g_assert_cmpuint (bp_drawn_row_get_shown (row), ==, 1);
  bp_drawn_row_show (row, 0);
  assert_shows (row, TRUE, TRUE, FALSE);
  bp_drawn_row_show (row, 1);
  bp_strokes_undo (strokes);
  bp_drawn_row_split (row, strokes, TRUE);
  g_assert_cmpuint (bp_drawn_row_get_n_digits (row), ==, 1);
  assert_shows (row, TRUE, TRUE, FALSE);
}

/* Other classes may consist of parts beside each other. */
static void
test_other_classes_are_whole (void)
{
  g_autoptr (BpDrawnRow) row = bp_drawn_row_new ();
  g_autoptr (BpStrokes) strokes = draw_two_digits ();

  bp_drawn_row_split (row, strokes, TRUE);
  bp_drawn_row_show_last (row);
  bp_drawn_row_split (row, strokes, FALSE);
  g_assert_cmpuint (bp_drawn_row_get_n_digits (row), ==, 1);
  assert_shows (row, TRUE, TRUE, TRUE);
}

/* The image of a digit is that of its strokes alone. */
static void
test_images (void)
{
  g_autoptr (BpDrawnRow) row = bp_drawn_row_new ();
  g_autoptr (BpStrokes) strokes = draw_two_digits ();
  g_autoptr (BpStrokes) left = bp_strokes_new ();
  guint8 images[3][BP_DIGIT_N_PIXELS];
  BpDigitPlacement placement;

  draw_line (left, 0.2F);
  draw_line (left, 0.25F);
  g_assert_true (bp_strokes_make_image (left, images[0], &placement));

  bp_drawn_row_split (row, strokes, TRUE);
  g_assert_true (bp_drawn_row_make_image (row, strokes, 0, images[1], &placement));
  g_assert_true (bp_drawn_row_make_image (row, strokes, 1, images[2], &placement));
  g_assert_cmpmem (images[1], BP_DIGIT_N_PIXELS, images[0], BP_DIGIT_N_PIXELS);
  g_assert_cmpint (memcmp (images[2], images[0], BP_DIGIT_N_PIXELS), !=, 0);
}

BP_TEST_FILE (drawn_row)
{
  g_test_add_func ("/drawn-row/blank", test_blank);
  g_test_add_func ("/drawn-row/shown-digit", test_shown_digit);
  g_test_add_func ("/drawn-row/other-classes-are-whole", test_other_classes_are_whole);
  g_test_add_func ("/drawn-row/images", test_images);
}
