/* SPDX-License-Identifier: MIT */
#include "stroke-drawing.h"
#include "test-file.h"

#include <glib.h>
#include <math.h>

#define SIZE 100

typedef struct
{
  cairo_surface_t *surface;
  cairo_t *cr;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->surface = cairo_image_surface_create (CAIRO_FORMAT_A8, SIZE, SIZE);
  fixture->cr = cairo_create (fixture->surface);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  cairo_destroy (fixture->cr);
  cairo_surface_destroy (fixture->surface);
}

/* The height of the ink in a column, in pixels. */
static double
measure_column (Fixture *fixture, int x)
{
  const guint8 *pixels = cairo_image_surface_get_data (fixture->surface);
  int row_stride = cairo_image_surface_get_stride (fixture->surface);
  double height = 0.0;

  cairo_surface_flush (fixture->surface);
  for (int y = 0; y < SIZE; y++)
    height += pixels[(gsize) y * (gsize) row_stride + (gsize) x] / 255.0;
  return height;
}

static void
draw (Fixture *fixture, const BpPoint *points, const float *pressures, gsize n_points)
{
  bp_stroke_draw (fixture->cr, (BpStroke){ points, n_points }, pressures, 10.0);
}

static void
test_dot (Fixture *fixture, gconstpointer data)
{
  const BpPoint point = { 50.0F, 50.0F };
  const float pressure = 0.5F;

  draw (fixture, &point, &pressure, 1);
  g_assert_cmpfloat_with_epsilon (measure_column (fixture, 50), 10.0, 0.3);
  g_assert_cmpfloat (measure_column (fixture, 56), ==, 0.0);
}

static void
test_pressure_is_width (Fixture *fixture, gconstpointer data)
{
  const BpPoint points[] = { { 10.0F, 50.0F },
                             { 35.0F, 50.0F },
                             { 60.0F, 50.0F },
                             { 90.0F, 50.0F } };
  const float even[] = { 0.5F, 0.5F, 0.5F, 0.5F };
  const float pressures[] = { 0.0F, 0.0F, 1.0F, 1.0F };

  draw (fixture, points, even, G_N_ELEMENTS (points));
  g_assert_cmpfloat_with_epsilon (measure_column (fixture, 15), 10.0, 0.2);
  g_assert_cmpfloat_with_epsilon (measure_column (fixture, 85), 10.0, 0.2);

  tear_down (fixture, NULL);
  set_up (fixture, NULL);
  draw (fixture, points, pressures, G_N_ELEMENTS (points));
  g_assert_cmpfloat_with_epsilon (measure_column (fixture, 15), 5.0, 0.2);
  g_assert_cmpfloat_with_epsilon (measure_column (fixture, 85), 15.0, 0.2);
}

/* A line that rises by one pixel in three, in whole pixels: its edge has no steps. */
static void
test_staircase_is_evened_out (Fixture *fixture, gconstpointer data)
{
  BpPoint points[80];
  float pressures[80];
  const double height = 10.0 * 1.0541; /* vertical height of a line of width 10 and slope 1/3 */

  for (guint i = 0; i < G_N_ELEMENTS (points); i++)
    {
      points[i] = (BpPoint){ 10.0F + (float) i, 30.0F + floorf ((float) i / 3.0F) };
      pressures[i] = 0.5F;
    }
  draw (fixture, points, pressures, G_N_ELEMENTS (points));
  for (int x = 25; x < 75; x++)
    g_assert_cmpfloat_with_epsilon (measure_column (fixture, x), height, 0.1);
}

static void
test_far_points_stay_where_they_are (Fixture *fixture, gconstpointer data)
{
  const BpPoint points[] = { { 10.0F, 20.0F }, { 50.0F, 80.0F }, { 90.0F, 20.0F } };
  const float pressures[] = { 0.5F, 0.5F, 0.5F };
  const guint8 *pixels;
  gsize row_stride;

  draw (fixture, points, pressures, G_N_ELEMENTS (points));
  cairo_surface_flush (fixture->surface);
  pixels = cairo_image_surface_get_data (fixture->surface);
  /* Halfway between the middle of its neighbours, at 50, and the point itself. */
  row_stride = (gsize) cairo_image_surface_get_stride (fixture->surface);
  g_assert_cmpuint (pixels[65 * row_stride + 50], >, 0);
}

BP_TEST_FILE (stroke_drawing)
{
#define ADD(path, test) g_test_add ("/stroke-drawing/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("dot", test_dot);
  ADD ("pressure-is-width", test_pressure_is_width);
  ADD ("staircase-is-evened-out", test_staircase_is_evened_out);
  ADD ("far-points-stay-where-they-are", test_far_points_stay_where_they_are);
#undef ADD
}
