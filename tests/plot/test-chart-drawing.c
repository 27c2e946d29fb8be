/* SPDX-License-Identifier: MIT */

/* Charts drawn on images, without a display. */
#include "chart-contents.h"
#include "chart-marks.h"
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
  double end;          /* of the horizontal axis, or 0 to fit it */
} Fixture;

static void
clear_picture (Fixture *fixture)
{
  bp_chart_color_set_source (fixture->style.background, fixture->cr);
  cairo_paint (fixture->cr);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  BpChartColor black = { 0.0F, 0.0F, 0.0F, 1.0F };
  BpChartColor white = { 1.0F, 1.0F, 1.0F, 1.0F };
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

/* Draws the whole chart. */
static void
draw (Fixture *fixture)
{
  g_autoptr (BpChartFrame) frame =
      bp_chart_frame_new (&fixture->model, fixture->context, WIDTH, HEIGHT);

  bp_chart_frame_draw (frame, &fixture->model, &fixture->style, fixture->cr);
  bp_chart_contents_draw (frame, &fixture->model, &fixture->style, fixture->cr);
}

static guint32
get_pixel (Fixture *fixture, int x, int y)
{
  const guint8 *data = cairo_image_surface_get_data (fixture->surface);
  gsize stride = (gsize) cairo_image_surface_get_stride (fixture->surface);

  return ((const guint32 *) (gconstpointer) (data + (gsize) y * stride))[x] & 0xffffff;
}

/* Counts the pixels of a part of the picture that are not background. */
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
  fixture->model.is_x_zoomed = fixture->end > 0.0;
  if (fixture->end > 0.0)
    bp_chart_scale_set_range (&fixture->model.x, 0.0, fixture->end);
  bp_chart_model_fit (&fixture->model);
  fixture->frame = bp_chart_frame_new (&fixture->model, fixture->context, WIDTH, HEIGHT);
  bp_chart_contents_draw (fixture->frame, &fixture->model, &fixture->style, fixture->cr);
}

/* Draws so many flat curves, all drawn alike, one above the other, and counts their pixels. */
static guint
count_ink_of (Fixture *fixture, guint n_curves, guint n_points, BpChartSeriesFlags flags)
{
  bp_chart_model_remove_all_series (&fixture->model);
  g_clear_pointer (&fixture->frame, bp_chart_frame_free);
  clear_picture (fixture);
  for (guint i = 0; i < n_curves; i++)
    {
      g_autoptr (BpChartSeries) series = bp_chart_series_new ("Run", flags);

      for (guint point = 0; point < n_points; point++)
        bp_chart_series_append (series, (float) i);
      bp_chart_model_add_series (&fixture->model, series);
    }
  draw_curves (fixture);
  return count_ink (fixture, 0, 0, WIDTH, HEIGHT);
}

/* Curves are told apart without colour, also where many are drawn in a fast way, and whether their
 * points are near to each other or not. */
static void
test_dashes (Fixture *fixture, gconstpointer data)
{
  static const guint numbers[][2] = { { 1, 3 }, { 1, 5000 }, { 10, 3 }, { 10, 5000 } };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      guint plain = count_ink_of (fixture, numbers[i][0], numbers[i][1], BP_CHART_SERIES_LINE);
      guint dashed = count_ink_of (fixture, numbers[i][0], numbers[i][1], BP_CHART_SERIES_DASHED);
      guint dotted = count_ink_of (fixture, numbers[i][0], numbers[i][1], BP_CHART_SERIES_DOTTED);
      guint thick = count_ink_of (fixture, numbers[i][0], numbers[i][1], BP_CHART_SERIES_THICK);

      g_test_message ("%u curves of %u points: plain %u, dashed %u, dotted %u, thick %u",
                      numbers[i][0], numbers[i][1], plain, dashed, dotted, thick);
      g_assert_cmpuint (dashed, <, plain * 3 / 4);
      g_assert_cmpuint (dotted, <, dashed);
      g_assert_cmpuint (thick, >, plain * 3 / 2);
    }
}

/* Draws two curves whose points lie near each other at the upper end of the plot, under the legend.
 */
static GBytes *
draw_near_the_top (Fixture *fixture, BpChartSeriesFlags flags_of_first)
{
  static const float values[] = { 0.99F, 0.985F };
  gsize size = (gsize) cairo_image_surface_get_stride (fixture->surface) * (gsize) HEIGHT;

  bp_chart_model_remove_all_series (&fixture->model);
  g_clear_pointer (&fixture->frame, bp_chart_frame_free);
  clear_picture (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      BpChartSeriesFlags flags = i == 0 ? flags_of_first : BP_CHART_SERIES_VALUES;
      g_autoptr (BpChartSeries) series =
          bp_chart_series_new ("Curve", BP_CHART_SERIES_POINTS | flags);

      bp_chart_series_append_at (series, 0.5, values[i]);
      bp_chart_model_add_series (&fixture->model, series);
    }
  fixture->end = 5.0;
  draw_curves (fixture);
  cairo_surface_flush (fixture->surface);
  return g_bytes_new (cairo_image_surface_get_data (fixture->surface), size);
}

/* Where there is room for one value only, that of the later curve is written, and not both, one
 * over the other. */
static void
test_values_without_room (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) both = draw_near_the_top (fixture, BP_CHART_SERIES_VALUES);
  g_autoptr (GBytes) second = draw_near_the_top (fixture, 0);

  g_assert_true (g_bytes_equal (both, second));
}

/* The shape of a mark is at the upper end of its line, but not where a value is written. */
static void
test_mark_beside_value (Fixture *fixture, gconstpointer data)
{
  const double radius = BP_CHART_MARK_RADIUS;
  const double places[] = { 1.0, 2.0 };
  g_autoptr (BpChartLabels) labels = NULL;
  const cairo_rectangle_t *plot;

  bp_chart_series_append_at (fixture->epochs, places[0], 0.95F);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    bp_chart_model_add_mark (&fixture->model, places[i], BP_CHART_MARK_STAR, "Best");
  fixture->end = 5.0;
  draw_curves (fixture);
  clear_picture (fixture);
  labels = bp_chart_labels_new (fixture->frame, &fixture->model);
  bp_chart_marks_draw (fixture->frame, &fixture->model, labels, &fixture->style, fixture->cr);
  plot = &fixture->frame->plot;

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      double x = bp_chart_frame_map_x (fixture->frame, &fixture->model, places[i]);
      cairo_rectangle_t upper = { x - radius, plot->y, 2.0 * radius, 2.0 * radius };
      guint above = count_ink (fixture, upper.x, upper.y, upper.width, upper.height);
      guint below = count_ink (fixture, upper.x, plot->y + plot->height - upper.height, upper.width,
                               upper.height);
      gboolean is_covered = bp_chart_labels_cover (labels, &upper);

      g_assert_cmpint (is_covered, ==, places[i] == places[0]);
      if (is_covered)
        g_assert_cmpuint (below, >, 2 * above);
      else
        g_assert_cmpuint (above, >, 2 * below);
    }
}

/* In a narrow chart, a long name of the axis is below its numbers and leaves the width to the plot,
 * and the legend. */
static void
test_long_name_of_the_axis (Fixture *fixture, gconstpointer data)
{
  const int narrow = 200;
  const int widths[] = { narrow, WIDTH };

  bp_chart_series_append_at (fixture->epochs, 1.0, 0.5F);
  bp_chart_model_set_x_axis (&fixture->model, "Confidence, %", BP_CHART_SCALE_LINEAR);
  bp_chart_model_fit (&fixture->model);
  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      g_autoptr (BpChartFrame) frame =
          bp_chart_frame_new (&fixture->model, fixture->context, widths[i], HEIGHT);
      const cairo_rectangle_t *plot = &frame->plot;
      guint below;

      clear_picture (fixture);
      bp_chart_frame_draw (frame, &fixture->model, &fixture->style, fixture->cr);
      below = count_ink (fixture, plot->x, HEIGHT - frame->line_height, plot->width,
                         frame->line_height);
      g_assert_cmpfloat (plot->width, >, 0.55 * widths[i]);
      g_assert_cmpint (frame->is_x_name_below, ==, widths[i] == narrow);
      if (frame->is_x_name_below)
        g_assert_cmpuint (below, >, 50);
    }
}

/* With many curves no value is written, so that none is in the way of a mark. */
static void
test_values_of_many_curves (Fixture *fixture, gconstpointer data)
{
  const cairo_rectangle_t everywhere = { 0.0, 0.0, WIDTH, HEIGHT };
  const guint few = 8;

  bp_chart_model_remove_all_series (&fixture->model);
  for (guint i = 0; i <= few; i++)
    {
      g_autoptr (BpChartSeries) series =
          bp_chart_series_new ("Curve", BP_CHART_SERIES_POINTS | BP_CHART_SERIES_VALUES);
      g_autoptr (BpChartFrame) frame = NULL;
      g_autoptr (BpChartLabels) labels = NULL;

      bp_chart_series_append_at (series, 1.0, 0.5F);
      bp_chart_model_add_series (&fixture->model, series);
      bp_chart_model_fit (&fixture->model);
      frame = bp_chart_frame_new (&fixture->model, fixture->context, WIDTH, HEIGHT);
      labels = bp_chart_labels_new (frame, &fixture->model);
      g_assert_cmpint (bp_chart_labels_cover (labels, &everywhere), ==, i < few);
    }
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
  fixture->end = n_points;
  draw_curves (fixture);

  plot = &fixture->frame->plot;
  x = bp_chart_frame_map_x (fixture->frame, &fixture->model, 70000.0);
  /* Above the curve at 1, at half the height of the spike, only its column has ink. */
  g_assert_cmpuint (count_ink (fixture, floor (x) - 1.0,
                               bp_chart_frame_map_y (fixture->frame, &fixture->model,
                                                     fixture->epochs, 1.2),
                               3.0, 3.0),
                    >, 0);
  g_assert_cmpuint (count_ink (fixture, floor (x) + 4.0, plot->y, 50.0,
                               bp_chart_frame_map_y (fixture->frame, &fixture->model,
                                                     fixture->epochs, 1.2) -
                                   plot->y),
                    ==, 0);
}

/* Each point of a series with markers has one, also where no line leads to it. */
static void
test_markers_without_line (Fixture *fixture, gconstpointer data)
{
  const float values[] = { 0.5F, NAN, 0.4F, NAN, 0.3F };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    bp_chart_series_append_at (fixture->epochs, i + 1, values[i]);
  draw_curves (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (values); i += 2)
    {
      double x = bp_chart_frame_map_x (fixture->frame, &fixture->model, i + 1);
      double y = bp_chart_frame_map_y (fixture->frame, &fixture->model, fixture->steps,
                                       (double) values[i]);

      g_assert_cmpuint (count_ink (fixture, x - 4.0, y - 4.0, 8.0, 8.0), >, 10);
    }
}

static void
test_gap (Fixture *fixture, gconstpointer data)
{
  const cairo_rectangle_t *plot;

  for (guint i = 0; i < 100; i++)
    bp_chart_series_append (fixture->steps, i >= 40 && i < 60 ? NAN : 1.0F);
  fixture->end = 100.0;
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
  fixture->end = 100000.0;
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
  /* The numbers of the axis are drawn instead. */
  g_assert_cmpuint (count_ink (fixture, 0, 0, 40, HEIGHT), >, 0);
}

/* A point in the middle of the plot, with space for its value above it. */
static void
test_value_is_written_over_the_point (Fixture *fixture, gconstpointer data)
{
  double x;
  double y;

  bp_chart_series_append_at (fixture->epochs, 5.0, 0.5F);
  bp_chart_series_append_at (fixture->epochs, 9.0, 1.0F);
  fixture->end = 10.0;
  draw_curves (fixture);
  x = bp_chart_frame_map_x (fixture->frame, &fixture->model, 5.0);
  y = bp_chart_frame_map_y (fixture->frame, &fixture->model, fixture->epochs, 0.5);
  g_assert_cmpuint (count_ink (fixture, x - 15.0, y - 25.0, 15.0, 18.0), >, 0);
  g_assert_cmpuint (count_ink (fixture, x - 15.0, y + 7.0, 30.0, 18.0), ==, 0);
}

/* A point at the top of the plot, where the legend is above it. */
static void
test_value_is_written_under_the_legend (Fixture *fixture, gconstpointer data)
{
  const cairo_rectangle_t *plot;

  bp_chart_series_append_at (fixture->epochs, 1.0, 1.0F);
  fixture->end = 10.0;
  draw_curves (fixture);
  plot = &fixture->frame->plot;
  g_assert_cmpfloat (bp_chart_frame_map_x (fixture->frame, &fixture->model, 1.0), <,
                     fixture->frame->legend_end);
  g_assert_cmpuint (count_ink (fixture, 0.0, 0.0, WIDTH, plot->y - BP_CHART_TOP_MARGIN), ==, 0);
  g_assert_cmpuint (count_ink (fixture, 0.0,
                               bp_chart_frame_map_y (fixture->frame, &fixture->model,
                                                     fixture->epochs, 1.0) +
                                   7.0,
                               WIDTH, 18.0),
                    >, 0);
}

/* Where two values would overlap, only the newest is written. */
static void
test_newest_value_is_written (Fixture *fixture, gconstpointer data)
{
  const guint n_points = 31;
  double last_x;
  double previous_x;
  double y;

  for (guint i = 1; i <= n_points; i++)
    bp_chart_series_append_at (fixture->epochs, i, 1.0F);
  bp_chart_series_append_at (fixture->steps, 0.0, 2.0F);
  fixture->end = n_points + 4;
  draw_curves (fixture);
  last_x = bp_chart_frame_map_x (fixture->frame, &fixture->model, n_points);
  previous_x = bp_chart_frame_map_x (fixture->frame, &fixture->model, n_points - 1);
  y = bp_chart_frame_map_y (fixture->frame, &fixture->model, fixture->epochs, 1.0);
  g_assert_cmpuint (count_ink (fixture, last_x - 2.0, y - 25.0, 12.0, 18.0), >, 0);
  g_assert_cmpuint (count_ink (fixture, previous_x - 12.0, y - 25.0, 6.0, 18.0), ==, 0);
}

/* The value of a point at the chart's right edge stays on the chart. */
static void
test_value_at_the_edge (Fixture *fixture, gconstpointer data)
{
  const double width = 300.0;
  g_autoptr (BpChartFrame) frame = NULL;

  bp_chart_series_append_at (fixture->epochs, 1.0, 123456.0F);
  bp_chart_series_append_at (fixture->epochs, 10.0, 654321.0F);
  fixture->end = 10.0;
  bp_chart_model_fit (&fixture->model);
  frame = bp_chart_frame_new (&fixture->model, fixture->context, width, HEIGHT);
  bp_chart_contents_draw (frame, &fixture->model, &fixture->style, fixture->cr);
  g_assert_cmpuint (count_ink (fixture, width, 0.0, WIDTH - width, HEIGHT), ==, 0);
}

/* The point at the end of the axis has its marker and its line. */
static void
test_last_point_is_drawn (Fixture *fixture, gconstpointer data)
{
  double x;
  double y;

  for (guint i = 0; i <= 10; i++)
    bp_chart_series_append (fixture->steps, 1.0F);
  bp_chart_series_append_at (fixture->epochs, 1.0, 0.5F);
  bp_chart_series_append_at (fixture->epochs, 10.0, 0.5F);
  fixture->end = 10.0;
  draw_curves (fixture);
  x = bp_chart_frame_map_x (fixture->frame, &fixture->model, 10.0);
  y = bp_chart_frame_map_y (fixture->frame, &fixture->model, fixture->epochs, 0.5);
  g_assert_cmpuint (count_ink (fixture, x - 5.0, y - 5.0, 10.0, 10.0), >, 10);
  y = bp_chart_frame_map_y (fixture->frame, &fixture->model, fixture->epochs, 1.0);
  g_assert_cmpuint (count_ink (fixture, x - 4.0, y - 2.0, 4.0, 4.0), >, 0);
}

static guint32
to_pixel (const BpChartColor *color, float alpha)
{
  const float channels[] = { color->red, color->green, color->blue };
  guint32 pixel = 0;

  for (guint i = 0; i < G_N_ELEMENTS (channels); i++)
    pixel = pixel << 8 | (guint32) lroundf (255.0F * (1.0F - alpha + alpha * channels[i]));
  return pixel;
}

/* Equal except for the rounding of cairo. */
static void
assert_color (guint32 pixel, guint32 expected)
{
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (ABS ((int) (pixel >> 8 * i & 0xff) - (int) (expected >> 8 * i & 0xff)), <=, 1);
}

/* More points than pixels are drawn as columns of whole pixels, paler than the smoothed curve. The
 * drawing time depends only on the width of the chart. */
static void
test_many_points_fill_columns (Fixture *fixture, gconstpointer data)
{
  const guint n_points = 100000;
  const cairo_rectangle_t *plot;
  guint32 trace = to_pixel (&fixture->style.series[0], fixture->style.trace_alpha);
  int x;
  int top;
  int middle;
  guint n_filled = 0;

  for (guint i = 0; i < n_points; i++)
    bp_chart_series_append (fixture->steps, i % 2 == 0 ? 0.773F : 1.227F);
  fixture->end = n_points;
  draw_curves (fixture);

  cairo_surface_flush (fixture->surface);
  plot = &fixture->frame->plot;
  x = (int) (plot->x + plot->width / 2.0);
  top = (int) plot->y;
  middle = (int) bp_chart_frame_map_y (fixture->frame, &fixture->model, fixture->epochs, 1.0);
  for (int y = top; y < middle - 10; y++)
    {
      guint32 pixel = get_pixel (fixture, x, y);

      if (pixel == 0xffffff)
        continue;
      assert_color (pixel, trace);
      n_filled++;
    }
  g_assert_cmpuint (n_filled, >, 10);
  assert_color (get_pixel (fixture, x, middle), to_pixel (&fixture->style.series[0], 1.0F));
}

/* The raw values of a few points are joined by a line that is paler than the smoothed curve. */
static void
test_trace_is_pale (Fixture *fixture, gconstpointer data)
{
  guint32 trace = to_pixel (&fixture->style.series[0], fixture->style.trace_alpha);
  guint n_pixels = 0;
  int y;

  for (guint i = 0; i < 100; i++)
    bp_chart_series_append (fixture->steps, i == 50 ? 1.5F : 0.5F);
  bp_chart_series_append_at (fixture->epochs, 100.0, 2.0F);
  draw_curves (fixture);

  /* The smoothed curve is far below one spike. */
  cairo_surface_flush (fixture->surface);
  y = (int) bp_chart_frame_map_y (fixture->frame, &fixture->model, fixture->epochs, 1.0);
  for (int x = 0; x < (int) bp_chart_frame_map_x (fixture->frame, &fixture->model, 60.0); x++)
    {
      guint32 pixel = get_pixel (fixture, x, y);

      n_pixels += pixel != 0xffffff ? 1 : 0;
      g_assert_cmphex (pixel & 0xff, >=, (trace & 0xff) - 1);
      g_assert_cmphex (pixel >> 16, >=, (trace >> 16) - 1);
    }
  g_assert_cmpuint (n_pixels, >, 0);
}

/* Dashed series have hollow markers, so that series differ without colour. */
static void
test_markers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BpChartSeries) filled = bp_chart_series_new ("Training", BP_CHART_SERIES_POINTS);
  BpChartSeries *series[] = { fixture->epochs, filled };

  bp_chart_model_add_series (&fixture->model, filled);
  bp_chart_series_append_at (fixture->epochs, 5.0, 0.5F);
  bp_chart_series_append_at (filled, 5.0, 1.0F);
  fixture->end = 10.0;
  draw_curves (fixture);

  cairo_surface_flush (fixture->surface);
  for (guint i = 0; i < G_N_ELEMENTS (series); i++)
    {
      double y = (double) bp_chart_series_get_y (series[i], BP_CHART_LAYER_RAW, 0);
      guint32 middle =
          get_pixel (fixture, (int) bp_chart_frame_map_x (fixture->frame, &fixture->model, 5.0),
                     (int) bp_chart_frame_map_y (fixture->frame, &fixture->model, fixture->epochs,
                                                 y));

      assert_color (middle, i == 0 ? 0xffffff : to_pixel (&fixture->style.series[2], 1.0F));
    }
}

/* Numbers are at the ticks, and nowhere else. */
static void
test_numbers_beside_the_axis (Fixture *fixture, gconstpointer data)
{
  const BpChartFrame *frame;
  double half_line;

  bp_chart_series_append_at (fixture->epochs, 1.0, 0.5F);
  fixture->end = 10.0;
  fixture->model.is_x_zoomed = fixture->end > 0.0;
  if (fixture->end > 0.0)
    bp_chart_scale_set_range (&fixture->model.x, 0.0, fixture->end);
  bp_chart_model_fit (&fixture->model);
  fixture->frame = bp_chart_frame_new (&fixture->model, fixture->context, WIDTH, HEIGHT);
  bp_chart_frame_draw (fixture->frame, &fixture->model, &fixture->style, fixture->cr);
  frame = fixture->frame;
  half_line = frame->line_height / 2.0;
  g_assert_cmpuint (frame->y_ticks.n_values, >, 2);
  for (guint i = 0; i < frame->y_ticks.n_values; i++)
    {
      double y =
          bp_chart_frame_map_y (frame, &fixture->model, fixture->epochs, frame->y_ticks.values[i]);
      double between = y;

      g_assert_cmpuint (count_ink (fixture, 0.0, y - half_line, frame->plot.x - 2.0,
                                   2.0 * half_line),
                        >, 0);
      if (i + 1 < frame->y_ticks.n_values)
        between += bp_chart_frame_map_y (frame, &fixture->model, fixture->epochs,
                                         frame->y_ticks.values[i + 1]);
      if (between != y)
        g_assert_cmpuint (count_ink (fixture, 0.0, between / 2.0 - 2.0, frame->plot.x - 2.0, 4.0),
                          ==, 0);
    }
}

static void
test_grid (Fixture *fixture, gconstpointer data)
{
  const BpChartFrame *frame;
  guint32 grid = to_pixel (&fixture->style.grid, 1.0F);

  bp_chart_series_append_at (fixture->epochs, 1.0, 0.5F);
  fixture->end = 10.0;
  fixture->model.is_x_zoomed = fixture->end > 0.0;
  if (fixture->end > 0.0)
    bp_chart_scale_set_range (&fixture->model.x, 0.0, fixture->end);
  bp_chart_model_fit (&fixture->model);
  fixture->frame = bp_chart_frame_new (&fixture->model, fixture->context, WIDTH, HEIGHT);
  bp_chart_frame_draw (fixture->frame, &fixture->model, &fixture->style, fixture->cr);
  frame = fixture->frame;
  cairo_surface_flush (fixture->surface);
  for (guint i = 0; i < frame->x_ticks.n_values; i++)
    {
      int x = (int) bp_chart_frame_map_x (frame, &fixture->model, frame->x_ticks.values[i]);

      for (int y = (int) frame->plot.y; y < frame->plot.y + frame->plot.height; y++)
        assert_color (get_pixel (fixture, x, y), grid);
    }
  for (guint i = 0; i < frame->y_ticks.n_values; i++)
    {
      int y = (int) bp_chart_frame_map_y (frame, &fixture->model, fixture->epochs,
                                          frame->y_ticks.values[i]);

      for (int x = (int) frame->plot.x; x < frame->plot.x + frame->plot.width; x++)
        assert_color (get_pixel (fixture, x, y), grid);
    }
}

/* Long numbers are completely on the chart. */
static void
test_long_numbers_stay_inside (Fixture *fixture, gconstpointer data)
{
  const double left = 200.0;
  const double width = 300.0;
  g_autoptr (BpChartFrame) frame = NULL;

  bp_chart_series_append_at (fixture->epochs, 1e8, 1e12F);
  fixture->end = 1e8;
  bp_chart_model_fit (&fixture->model);
  frame = bp_chart_frame_new (&fixture->model, fixture->context, width, HEIGHT);
  cairo_translate (fixture->cr, left, 0.0);
  bp_chart_frame_draw (frame, &fixture->model, &fixture->style, fixture->cr);
  g_assert_cmpuint (count_ink (fixture, 0.0, 0.0, left, HEIGHT), ==, 0);
  g_assert_cmpuint (count_ink (fixture, left + width, 0.0, WIDTH, HEIGHT), ==, 0);
  /* The last number under the axis ends at the edge of the chart. */
  g_assert_cmpuint (count_ink (fixture, left + width - 10.0,
                               frame->plot.y + frame->plot.height + 4.0, 10.0, HEIGHT),
                    >, 0);
}

/* The box of values does not cover the line at the pointer. */
static void
test_readout_beside_its_line (Fixture *fixture, gconstpointer data)
{
  static const double places[] = { 1.0, 4.0, 6.0, 9.0 };

  for (guint i = 1; i <= 9; i++)
    bp_chart_series_append_at (fixture->epochs, i, 0.5F);
  fixture->end = 10.0;
  fixture->model.is_x_zoomed = fixture->end > 0.0;
  if (fixture->end > 0.0)
    bp_chart_scale_set_range (&fixture->model.x, 0.0, fixture->end);
  bp_chart_model_fit (&fixture->model);
  fixture->frame = bp_chart_frame_new (&fixture->model, fixture->context, WIDTH, HEIGHT);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      const cairo_rectangle_t *plot = &fixture->frame->plot;
      int x = (int) bp_chart_frame_map_x (fixture->frame, &fixture->model, places[i]);
      int y = (int) bp_chart_frame_map_y (fixture->frame, &fixture->model, fixture->epochs, 0.5);

      clear_picture (fixture);
      bp_chart_readout_draw (fixture->frame, &fixture->model, &fixture->style, places[i],
                             fixture->cr);
      cairo_surface_flush (fixture->surface);
      for (int row = (int) plot->y; row < plot->y + plot->height; row++)
        if (ABS (row - y) > 10)
          g_assert_cmphex (get_pixel (fixture, x, row), !=, 0xffffff);
    }
}

/* Sizes and values that are edge cases of divisions and logarithms. */
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
            bp_chart_contents_draw (frame, &fixture->model, &fixture->style, fixture->cr);
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
  /* A name shorter than any number, so that the numbers determine the margin. */
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

/* A name that is wider than a narrow chart is shortened. */
static void
test_long_name (Fixture *fixture, gconstpointer data)
{
  const double width = 120.0;
  g_autoptr (BpChartSeries) series =
      bp_chart_series_new ("Training, each step, on varied images", BP_CHART_SERIES_LINE);
  g_autoptr (BpChartFrame) frame = NULL;

  bp_chart_series_append_at (series, 1.0, 1.0F);
  bp_chart_model_add_series (&fixture->model, series);
  bp_chart_model_fit (&fixture->model);
  frame = bp_chart_frame_new (&fixture->model, fixture->context, width, HEIGHT);
  g_assert_cmpfloat (frame->legend_end, >, frame->plot.x);
  g_assert_cmpfloat (frame->legend_end, <=, width);
}

BP_TEST_FILE (chart_drawing)
{
#define ADD(path, test) g_test_add ("/chart-drawing/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("dashes", test_dashes);
  ADD ("curves-stay-in-the-plot", test_curves_stay_in_the_plot);
  ADD ("one-point-of-many-is-seen", test_one_point_of_many_is_seen);
  ADD ("mark-beside-value", test_mark_beside_value);
  ADD ("markers-without-line", test_markers_without_line);
  ADD ("gap", test_gap);
  ADD ("gap-of-many-points", test_gap_of_many_points);
  ADD ("same-picture-twice", test_same_picture_twice);
  ADD ("empty-chart-shows-its-hint", test_empty_chart_shows_its_hint);
  ADD ("hint-goes-with-the-first-point", test_hint_goes_with_the_first_point);
  ADD ("value-is-written-over-the-point", test_value_is_written_over_the_point);
  ADD ("value-is-written-under-the-legend", test_value_is_written_under_the_legend);
  ADD ("long-name", test_long_name);
  ADD ("newest-value-is-written", test_newest_value_is_written);
  ADD ("value-at-the-edge", test_value_at_the_edge);
  ADD ("last-point-is-drawn", test_last_point_is_drawn);
  ADD ("long-name-of-the-axis", test_long_name_of_the_axis);
  ADD ("values-of-many-curves", test_values_of_many_curves);
  ADD ("many-points-fill-columns", test_many_points_fill_columns);
  ADD ("trace-is-pale", test_trace_is_pale);
  ADD ("markers", test_markers);
  ADD ("numbers-beside-the-axis", test_numbers_beside_the_axis);
  ADD ("grid", test_grid);
  ADD ("long-numbers-stay-inside", test_long_numbers_stay_inside);
  ADD ("readout-beside-its-line", test_readout_beside_its_line);
  ADD ("odd-sizes-and-values", test_odd_sizes_and_values);
  ADD ("both-charts-line-up", test_both_charts_line_up);
  ADD ("values-without-room", test_values_without_room);
#undef ADD
}
