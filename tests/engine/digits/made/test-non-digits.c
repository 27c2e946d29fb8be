/* SPDX-License-Identifier: MIT */
#include "non-digits.h"

#include "error.h"
#include "non-digit-figures.h"
#include "sketch.h"
#include "test-file.h"

#include <math.h>
#include <string.h>

#define N_DRAWINGS 2000

/* Each stroke is pairs of digits. */
static void
assert_figure (const char *figure)
{
  g_auto (GStrv) strokes = g_strsplit (figure, " ", -1);

  for (guint i = 0; strokes[i] != NULL; i++)
    {
      const char *points = strokes[i][0] == '~' ? strokes[i] + 1 : strokes[i];

      g_assert_cmpuint (strlen (points), >=, 2);
      g_assert_cmpuint (strlen (points), <=, 2 * BP_FIGURE_MAX_POINTS);
      g_assert_cmpuint (strlen (points) % 2, ==, 0);
      g_assert_cmpuint (strspn (points, "0123456789"), ==, strlen (points));
    }
}

static void
test_figures (void)
{
  const BpFigures *all[] = { &bp_capital_letters, &bp_small_letters, &bp_foreign_letters,
                             &bp_symbols, &bp_pictures };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      g_assert_cmpuint (all[i]->n_figures, >, 20);
      for (guint j = 0; j < all[i]->n_figures; j++)
        assert_figure (all[i]->figures[j]);
    }
}

static gsize
count_ink (const guint8 *image)
{
  gsize n = 0;

  for (gsize i = 0; i < BP_DIGIT_N_PIXELS; i++)
    n += image[i] > 0;
  return n;
}

/* All kinds are about equally frequent, and have ink. */
static void
test_kinds (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpAllographs) allographs = bp_allographs_new (&error);
  guint counts[BP_N_NON_DIGIT_KINDS] = { 0 };

  g_assert_no_error (error);
  for (guint i = 0; i < N_DRAWINGS; i++)
    {
      guint8 image[BP_DIGIT_N_PIXELS];
      BpNonDigitKind kind = bp_non_digit_draw (allographs, 1, i, image);

      g_assert_cmpuint (kind, <, BP_N_NON_DIGIT_KINDS);
      counts[kind]++;
      g_assert_cmpuint (count_ink (image), >, 0);
    }
  for (guint kind = 0; kind < BP_N_NON_DIGIT_KINDS; kind++)
    g_assert_cmpuint (counts[kind], >, N_DRAWINGS / BP_N_NON_DIGIT_KINDS / 2);
}

static void
test_same_again (void)
{
  g_autoptr (BpAllographs) allographs = bp_allographs_new (NULL);
  guint8 first[BP_DIGIT_N_PIXELS];
  guint8 again[BP_DIGIT_N_PIXELS];
  guint8 other[BP_DIGIT_N_PIXELS];

  for (guint i = 0; i < 50; i++)
    {
      bp_non_digit_draw (allographs, 3, i, first);
      bp_non_digit_draw (allographs, 3, i, again);
      bp_non_digit_draw (allographs, 4, i, other);
      g_assert_cmpmem (first, sizeof first, again, sizeof again);
      g_assert_cmpint (memcmp (first, other, sizeof first), !=, 0);
    }
}

/* Strokes beyond the capacity of a sketch are left out. */
static void
test_full_sketch (void)
{
  BpSketch sketch = { .n_points = 0 };
  guint8 image[BP_DIGIT_N_PIXELS];

  for (guint i = 0; i < 2 * BP_SKETCH_MAX_STROKES; i++)
    for (guint j = 0; j < 10; j++)
      bp_sketch_add_ring (&sketch, 4.0, 4.0, 1.0 + j, 2.0 + i);
  g_assert_cmpuint (sketch.n_strokes, ==, BP_SKETCH_MAX_STROKES);
  g_assert_cmpuint (sketch.n_points, ==, BP_SKETCH_MAX_POINTS);
  bp_sketch_draw (&sketch, &bp_digit_pen, image);
  g_assert_cmpuint (count_ink (image), >, 0);
}

/* A straight line that is bent is a curve: its points leave the line that joins its ends. */
static void
test_bend (void)
{
  BpRandom random;
  double farthest = 0.0;

  bp_random_init (&random, 1, 0);
  for (guint i = 0; i < 20; i++)
    {
      BpSketch sketch = { .n_points = 0 };
      BpPoint first;
      BpPoint last;

      bp_sketch_begin_stroke (&sketch);
      for (guint x = 0; x < 10; x++)
        bp_sketch_add_point (&sketch, x, x);
      bp_sketch_bend (&sketch, 0.5, &random);
      first = sketch.points[0];
      last = sketch.points[9];
      for (guint point = 1; point < 9; point++)
        {
          double share = point / 9.0;
          BpPoint of_line = { first.x + (float) share * (last.x - first.x),
                              first.y + (float) share * (last.y - first.y) };

          farthest = MAX (farthest, hypot ((double) (sketch.points[point].x - of_line.x),
                                           (double) (sketch.points[point].y - of_line.y)));
        }
    }
  g_assert_cmpfloat (farthest, >, 0.3);
  g_assert_cmpfloat (farthest, <, 5.0);
}

static void
test_cancelled (void)
{
  g_autoptr (GError) error = NULL;
  BpProgress progress = { 0 };

  bp_progress_cancel (&progress);
  g_assert_null (bp_non_digits_new (1, 10, &progress, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_CANCELLED);
}

BP_TEST_FILE (non_digits)
{
  g_test_add_func ("/non-digits/cancelled", test_cancelled);
  g_test_add_func ("/non-digits/bend", test_bend);
  g_test_add_func ("/non-digits/figures", test_figures);
  g_test_add_func ("/non-digits/kinds", test_kinds);
  g_test_add_func ("/non-digits/same-again", test_same_again);
  g_test_add_func ("/non-digits/full-sketch", test_full_sketch);
}
