/* SPDX-License-Identifier: MIT */

/* Charts drawn on images, without a display. */
#include "chart-curves.h"
#include "chart-frame.h"
#include "chart-readout.h"
#include "test-file.h"

#include <math.h>

#define WIDTH  700
#define HEIGHT 300

typedef struct
{
  BpChartModel model;
  BpChartSeries *steps;
  BpChartSeries *epochs;
  BpChartStyle style;
  cairo_surface_t *surface;
  cairo_t *cr;
  PangoContext *context;
  BpChartFrame *frame; /* NULL until draw_curves() */
} Fixture;

static void
clear_picture (Fixture *fixture)
{
  gdk_cairo_set_source_rgba (fixture->cr, &fixture->style.background);
  cairo_paint (fixture->cr);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  GdkRGBA black = { 0.0F, 0.0F, 0.0F, 1.0F };
  GdkRGBA white = { 1.0F, 1.0F, 1.0F, 1.0F };
  g_autoptr (PangoFontDescription) font = pango_font_description_from_string ("Sans 11");

  bp_chart_style_init (&fixture->style, &black, &white, FALSE);
  bp_chart_model_init (&fixture->model, BP_CHART_UNIT_NUMBER);
  fixture->steps = bp_chart_series_new ("Training", BP_CHART_SERIES_LINE);
  fixture->epochs =
      bp_chart_series_new ("Held-out", BP_CHART_SERIES_POINTS | BP_CHART_SERIES_VALUES |
                                           BP_CHART_SERIES_DASHED);
  bp_chart_series_set_smoothing (fixture->steps, 0.95);
  bp_chart_model_add_series (&fixture->model, fixture->steps);
  bp_chart_model_add_series (&fixture->model, fixture->epochs);

  fixture->surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  fixture->cr = cairo_create (fixture->surface);
  fixture->context = pango_cairo_create_context (fixture->cr);
  pango_context_set_font_description (fixture->context, font);
  clear_picture (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->frame, bp_chart_frame_free);
  g_object_unref (fixture->context);
  cairo_destroy (fixture->cr);
  cairo_surface_destroy (fixture->surface);
  bp_chart_series_unref (fixture->steps);
  bp_chart_series_unref (fixture->epochs);
  bp_chart_model_clear (&fixture->model);
}

/* The whole chart in one go. */
static void
draw (Fixture *fixture)
{
  g_autoptr (BpChartFrame) frame =
      bp_chart_frame_new (&fixture->model, fixture->context, WIDTH, HEIGHT);

  bp_chart_frame_draw (frame, &fixture->model, &fixture->style, fixture->cr);
  bp_chart_curves_draw (frame, &fixture->model, &fixture->style, fixture->cr);
}

static guint32
get_pixel (Fixture *fixture, int x, int y)
{
  const guint8 *data = cairo_image_surface_get_data (fixture->surface);
  gsize stride = (gsize) cairo_image_surface_get_stride (fixture->surface);

  return ((const guint32 *) (gconstpointer) (data + (gsize) y * stride))[x] & 0xffffff;
}

/* Pixels of a part of the picture that are not background. */
static guint
count_ink (Fixture *fixture, double left, double top, double width, double height)
{
  guint n_pixels = 0;

  cairo_surface_flush (fixture->surface);
  for (int y = MAX ((int) top, 0); y < MIN ((int) (top + height), HEIGHT); y++)
    for (int x = MAX ((int) left, 0); x < MIN ((int) (left + width), WIDTH); x++)
      n_pixels += get_pixel (fixture, x, y) != 0xffffff ? 1 : 0;
  return n_pixels;
}

static void
draw_curves (Fixture *fixture)
{
  bp_chart_model_fit (&fixture->model);
  fixture->frame = bp_chart_frame_new (&fixture->model, fixture->context, WIDTH, HEIGHT);
  bp_chart_curves_draw (fixture->frame, &fixture->model, &fixture->style, fixture->cr);
}

static void
test_curves_stay_in_the_plot (Fixture *fixture, gconstpointer data)
{
  const double room = 6.0; /* for markers and the width of lines */
  const cairo_rectangle_t *plot;
  guint all;
  guint inside;

  for (guint i = 0; i < 5000; i++)
    bp_chart_series_append (fixture->steps, i % 100 == 50 ? 1e6F : 1.0F / (1.0F + (float) i));
  draw_curves (fixture);
  plot = &fixture->frame->plot;
  all = count_ink (fixture, 0, 0, WIDTH, HEIGHT);
  inside = count_ink (fixture, plot->x - room, plot->y - room, plot->width + 2.0 * room,
                      plot->height + 2.0 * room);
  g_assert_cmpuint (all, >, 0);
  g_assert_cmpuint (inside, ==, all);
}

static void
test_one_point_of_many_is_seen (Fixture *fixture, gconstpointer data)
{
  const guint n_points = 200000;
  const cairo_rectangle_t *plot;
  double x;

  for (guint i = 0; i < n_points; i++)
    bp_chart_series_append (fixture->steps, i == 70000 ? 2.0F : 1.0F);
  bp_chart_series_set_spacing (fixture->steps, 1.0);
  fixture->model.x_end = n_points;
  draw_curves (fixture);

  plot = &fixture->frame->plot;
  x = bp_chart_frame_map_x (fixture->frame, &fixture->model, 70000.0);
  /* Over the curve at 1, at half the height of the spike, in its column and nowhere else. */
  g_assert_cmpuint (count_ink (fixture, floor (x) - 1.0,
                               bp_chart_frame_map_y (fixture->frame, &fixture->model, 1.2), 3.0,
                               3.0),
                    >, 0);
  g_assert_cmpuint (count_ink (fixture, floor (x) + 4.0, plot->y, 50.0,
                               bp_chart_frame_map_y (fixture->frame, &fixture->model, 1.2) -
                                   plot->y),
                    ==, 0);
}

static void
test_gap (Fixture *fixture, gconstpointer data)
{
  const cairo_rectangle_t *plot;

  for (guint i = 0; i < 100; i++)
    bp_chart_series_append (fixture->steps, i >= 40 && i < 60 ? NAN : 1.0F);
  fixture->model.x_end = 100.0;
  draw_curves (fixture);

  plot = &fixture->frame->plot;
  g_assert_cmpuint (count_ink (fixture, plot->x + 0.2 * plot->width, plot->y, 20.0, plot->height),
                    >, 0);
  g_assert_cmpuint (count_ink (fixture, plot->x + 0.45 * plot->width, plot->y, 20.0, plot->height),
                    ==, 0);
}

static void
test_gap_of_many_points (Fixture *fixture, gconstpointer data)
{
  const cairo_rectangle_t *plot;

  for (guint i = 0; i < 100000; i++)
    bp_chart_series_append (fixture->steps, i >= 40000 && i < 60000 ? NAN : 1.0F);
  fixture->model.x_end = 100000.0;
  draw_curves (fixture);

  plot = &fixture->frame->plot;
  g_assert_cmpuint (count_ink (fixture, plot->x + 0.2 * plot->width, plot->y, 20.0, plot->height),
                    >, 0);
  g_assert_cmpuint (count_ink (fixture, plot->x + 0.45 * plot->width, plot->y, 20.0, plot->height),
                    ==, 0);
}

static void
test_same_picture_twice (Fixture *fixture, gconstpointer data)
{
  gsize size = (gsize) cairo_image_surface_get_stride (fixture->surface) * (gsize) HEIGHT;
  g_autofree guint8 *first = NULL;

  for (guint i = 0; i < 3000; i++)
    bp_chart_series_append (fixture->steps, 1.0F / (1.0F + (float) i));
  for (guint i = 1; i < 4; i++)
    bp_chart_series_append_at (fixture->epochs, i * 1000, 0.5F / (float) i);
  bp_chart_model_fit (&fixture->model);

  draw (fixture);
  cairo_surface_flush (fixture->surface);
  first = g_memdup2 (cairo_image_surface_get_data (fixture->surface), size);
  clear_picture (fixture);
  draw (fixture);
  cairo_surface_flush (fixture->surface);
  g_assert_cmpmem (first, size, cairo_image_surface_get_data (fixture->surface), size);
}

static void
test_empty_chart_shows_its_hint (Fixture *fixture, gconstpointer data)
{
  fixture->model.hint = g_strdup ("Click Train");
  draw (fixture);
  g_assert_cmpuint (count_ink (fixture, WIDTH / 3.0, HEIGHT / 3.0, WIDTH / 3.0, HEIGHT / 3.0), >,
                    0);
  /* No numbers beside the axis. */
  g_assert_cmpuint (count_ink (fixture, 0, 0, 40, HEIGHT), ==, 0);
}

static void
test_hint_goes_with_the_first_point (Fixture *fixture, gconstpointer data)
{
  fixture->model.hint = g_strdup ("Click Train");
  bp_chart_series_append_at (fixture->epochs, 1.0, 0.5F);
  bp_chart_model_fit (&fixture->model);
  draw (fixture);
  /* The axis' numbers are there instead. */
  g_assert_cmpuint (count_ink (fixture, 0, 0, 40, HEIGHT), >, 0);
}

static void
test_value_is_written_beside_the_point (Fixture *fixture, gconstpointer data)
{
  double x;
  double y;

  bp_chart_series_append_at (fixture->epochs, 5.0, 0.5F);
  bp_chart_series_append_at (fixture->epochs, 5.0, 0.5F);
  fixture->model.x_end = 10.0;
  draw_curves (fixture);
  x = bp_chart_frame_map_x (fixture->frame, &fixture->model, 5.0);
  y = bp_chart_frame_map_y (fixture->frame, &fixture->model, 0.5);
  g_assert_cmpuint (count_ink (fixture, x - 15.0, y - 25.0, 30.0, 18.0) +
                        count_ink (fixture, x - 15.0, y + 7.0, 30.0, 18.0),
                    >, 0);
}

/* Sizes and values at which divisions and logarithms go wrong. */
static void
test_odd_sizes_and_values (Fixture *fixture, gconstpointer data)
{
  static const double sizes[] = { 0.0, 1.0, 17.0, 60.0, 700.0 };

  bp_chart_series_append (fixture->steps, 0.0F);
  bp_chart_series_append (fixture->steps, INFINITY);
  bp_chart_series_append (fixture->steps, -3.0F);
  bp_chart_series_append_at (fixture->epochs, 1.0, 0.0F);
  for (guint kind = 0; kind < 2; kind++)
    {
      bp_chart_model_set_y_kind (&fixture->model, kind);
      bp_chart_model_fit (&fixture->model);
      for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
        for (guint j = 0; j < G_N_ELEMENTS (sizes); j++)
          {
            g_autoptr (BpChartFrame) frame =
                bp_chart_frame_new (&fixture->model, fixture->context, sizes[i], sizes[j]);

            bp_chart_frame_draw (frame, &fixture->model, &fixture->style, fixture->cr);
            bp_chart_curves_draw (frame, &fixture->model, &fixture->style, fixture->cr);
            bp_chart_readout_draw (frame, &fixture->model, &fixture->style, 1.0, fixture->cr);
          }
    }
  g_assert_cmpint (cairo_status (fixture->cr), ==, CAIRO_STATUS_SUCCESS);
}

static void
test_both_charts_line_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BpChartFrame) percent_frame = NULL;
  BpChartModel percent;

  for (guint i = 0; i < 100; i++)
    bp_chart_series_append (fixture->steps, 2.3F);
  bp_chart_model_init (&percent, BP_CHART_UNIT_PERCENT);
  bp_chart_model_add_series (&percent, fixture->epochs);
  bp_chart_series_append_at (fixture->epochs, 1.0, 0.9725F);
  /* Shorter than any number, so that numbers alone make the room. */
  g_free (percent.x_name);
  percent.x_name = g_strdup ("E");
  g_free (fixture->model.x_name);
  fixture->model.x_name = g_strdup ("E");
  bp_chart_model_fit (&percent);
  draw_curves (fixture);
  percent_frame = bp_chart_frame_new (&percent, fixture->context, WIDTH, HEIGHT);

  g_assert_cmpfloat (fixture->frame->plot.x, ==, percent_frame->plot.x);
  g_assert_cmpfloat (fixture->frame->plot.width, ==, percent_frame->plot.width);
  bp_chart_model_clear (&percent);
}

BP_TEST_FILE (chart_drawing)
{
#define ADD(path, test) g_test_add ("/chart-drawing/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("curves-stay-in-the-plot", test_curves_stay_in_the_plot);
  ADD ("one-point-of-many-is-seen", test_one_point_of_many_is_seen);
  ADD ("gap", test_gap);
  ADD ("gap-of-many-points", test_gap_of_many_points);
  ADD ("same-picture-twice", test_same_picture_twice);
  ADD ("empty-chart-shows-its-hint", test_empty_chart_shows_its_hint);
  ADD ("hint-goes-with-the-first-point", test_hint_goes_with_the_first_point);
  ADD ("value-is-written-beside-the-point", test_value_is_written_beside_the_point);
  ADD ("odd-sizes-and-values", test_odd_sizes_and_values);
  ADD ("both-charts-line-up", test_both_charts_line_up);
#undef ADD
}
