/* SPDX-License-Identifier: MIT */
#include "stroke-raster.h"
#include "test-file.h"

#include <math.h>
#include <string.h>

static const BpPen pen = { .width = 2.0f, .softness = 1.2f, .gain = 0.8f };

static void
draw_line (BpPoint from, float from_pressure, BpPoint to, float to_pressure, guint8 *drawn)
{
  BpStrokeRaster raster;

  bp_stroke_raster_init (&raster, &pen);
  bp_stroke_raster_add_line (&raster, from, from_pressure, to, to_pressure);
  bp_stroke_raster_finish (&raster, drawn);
}

/* The width of the ink in a column, in pixels. */
static double
measure_column (const guint8 drawn[BP_DIGIT_N_PIXELS], int x)
{
  double sum = 0.0;

  for (int y = 0; y < BP_DIGIT_SIZE; y++)
    sum += drawn[y * BP_DIGIT_SIZE + x] / 255.0 / (double) pen.gain;
  return sum;
}

static void
test_nothing (void)
{
  const guint8 blank[BP_DIGIT_N_PIXELS] = { 0 };
  guint8 drawn[BP_DIGIT_N_PIXELS];
  BpStrokeRaster raster;

  bp_stroke_raster_init (&raster, &pen);
  bp_stroke_raster_finish (&raster, drawn);
  g_assert_cmpmem (drawn, sizeof drawn, blank, sizeof blank);
}

/* The ink of every pixel depends on its distance from the line, everywhere in the picture. */
static void
test_distances (void)
{
  const struct
  {
    BpPoint from;
    BpPoint to;
  } lines[] = {
    { { 4.0f, 14.0f }, { 24.0f, 14.0f } },  { { 9.3f, 2.0f }, { 9.3f, 25.0f } },
    { { 3.0f, 4.0f }, { 25.0f, 22.0f } },   { { 24.0f, 5.0f }, { 6.0f, 21.5f } },
    { { 12.0f, 12.0f }, { 12.4f, 11.9f } }, { { 5.0f, 6.0f }, { 5.0f, 6.0f } },
    { { 2.0f, 20.0f }, { 26.0f, 20.3f } },  { { -5.0f, 10.0f }, { 40.0f, 31.0f } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      guint8 drawn[BP_DIGIT_N_PIXELS];
      double step_x = (double) (lines[i].to.x - lines[i].from.x);
      double step_y = (double) (lines[i].to.y - lines[i].from.y);
      double square = MAX (step_x * step_x + step_y * step_y, 1e-9);

      draw_line (lines[i].from, 1.0f, lines[i].to, 1.0f, drawn);
      for (int y = 0; y < BP_DIGIT_SIZE; y++)
        for (int x = 0; x < BP_DIGIT_SIZE; x++)
          {
            double away_x = x + 0.5 - (double) lines[i].from.x;
            double away_y = y + 0.5 - (double) lines[i].from.y;
            double along = CLAMP ((away_x * step_x + away_y * step_y) / square, 0.0, 1.0);
            double distance = hypot (away_x - along * step_x, away_y - along * step_y);
            double ink = CLAMP ((1.0 - distance) / 1.2 + 0.5, 0.0, 1.0);

            g_assert_cmpfloat_with_epsilon (drawn[y * BP_DIGIT_SIZE + x], 255.0 * 0.8 * ink, 1.0);
          }
    }
}

static void
test_pressure (void)
{
  const BpPoint from = { 4.5f, 14.0f };
  const BpPoint to = { 22.5f, 14.0f };
  guint8 drawn[BP_DIGIT_N_PIXELS];

  draw_line (from, 1.0f, to, 4.0f, drawn);
  g_assert_cmpfloat_with_epsilon (measure_column (drawn, 4), 2.0, 0.1);
  g_assert_cmpfloat_with_epsilon (measure_column (drawn, 13), 5.0, 0.1);
  g_assert_cmpfloat_with_epsilon (measure_column (drawn, 22), 8.0, 0.1);
}

/* A line that is drawn twice or in parts gives the same pixels. */
static void
test_lines_join (void)
{
  const BpPoint from = { 4.0f, 14.0f };
  const BpPoint middle = { 14.0f, 14.0f };
  const BpPoint to = { 24.0f, 14.0f };
  guint8 whole[BP_DIGIT_N_PIXELS];
  guint8 parts[BP_DIGIT_N_PIXELS];
  BpStrokeRaster raster;

  draw_line (from, 1.0f, to, 1.0f, whole);
  bp_stroke_raster_init (&raster, &pen);
  bp_stroke_raster_add_line (&raster, middle, 1.0f, to, 1.0f);
  bp_stroke_raster_add_line (&raster, from, 1.0f, middle, 1.0f);
  bp_stroke_raster_add_line (&raster, to, 1.0f, middle, 1.0f);
  bp_stroke_raster_finish (&raster, parts);
  g_assert_cmpmem (whole, sizeof whole, parts, sizeof parts);
}

BP_TEST_FILE (stroke_raster)
{
  g_test_add_func ("/stroke-raster/nothing", test_nothing);
  g_test_add_func ("/stroke-raster/distances", test_distances);
  g_test_add_func ("/stroke-raster/pressure", test_pressure);
  g_test_add_func ("/stroke-raster/lines-join", test_lines_join);
}
