/* SPDX-License-Identifier: MIT */

/* Charts as files, written without a display. */
#include "chart-frame.h"
#include "chart-marks.h"
#include "chart-picture.h"
#include "error.h"
#include "ink.h"
#include "test-file.h"
#include "test-files.h"

#include <cairo.h>
#include <string.h>

static const BpChartPicture picture = { "Loss: 784-128-10", "Loss", 400.0, 300.0 };

typedef struct
{
  BpChartModel model;
  BpChartSeries *series;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  bp_chart_model_init (&fixture->model, BP_CHART_UNIT_NUMBER);
  fixture->series = bp_chart_series_new ("Training", BP_CHART_SERIES_LINE);
  for (guint i = 0; i < 50000; i++)
    bp_chart_series_append (fixture->series, i == 25000 ? 4.0F : 1.0F);
  bp_chart_model_add_series (&fixture->model, fixture->series);
  bp_chart_model_fit (&fixture->model);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  bp_chart_series_unref (fixture->series);
  bp_chart_model_clear (&fixture->model);
}

/* Cairo's reader of PNG files, over bytes. */
typedef struct
{
  const guint8 *bytes;
  gsize length;
} Rest;

static cairo_status_t
read_bytes (void *closure, unsigned char *bytes, unsigned int length)
{
  Rest *rest = closure;

  if (length > rest->length)
    return CAIRO_STATUS_READ_ERROR;
  memcpy (bytes, rest->bytes, length);
  rest->bytes += length;
  rest->length -= length;
  return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *
render_png (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
      bp_chart_picture_render (&picture, &fixture->model, BP_CHART_PICTURE_PNG, &error);
  Rest rest;
  cairo_surface_t *surface;

  g_assert_no_error (error);
  rest.bytes = g_bytes_get_data (bytes, &rest.length);
  surface = cairo_image_surface_create_from_png_stream (read_bytes, &rest);
  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  return surface;
}

/* Pixels of a part of the picture, in units of length, that are not white. */
static guint
count_ink (cairo_surface_t *surface, int left, int top, int width, int height)
{
  const guint8 *data = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);
  guint n_pixels = 0;

  for (int y = 2 * top; y < 2 * (top + height); y++)
    for (int x = 2 * left; x < 2 * (left + width); x++)
      if ((((const guint32 *) (gconstpointer) (data + (gsize) y * (gsize) stride))[x] & 0xffffff) !=
          0xffffff)
        n_pixels++;
  return n_pixels;
}

/* Title, names of both axes, and the one point among many that is higher. */
static void
test_png (Fixture *fixture, gconstpointer data)
{
  cairo_surface_t *surface = render_png (fixture);

  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, 800);
  g_assert_cmpint (cairo_image_surface_get_height (surface), ==, 600);
  g_assert_cmpuint (count_ink (surface, 10, 10, 100, 20), >, 50);
  g_assert_cmpuint (count_ink (surface, 10, 100, 14, 180), >, 20);
  g_assert_cmpuint (count_ink (surface, 150, 280, 150, 18), >, 20);
  g_assert_cmpuint (count_ink (surface, 0, 0, 400, 8), ==, 0);
  cairo_surface_destroy (surface);
}

static void
test_every_point (Fixture *fixture, gconstpointer data)
{
  cairo_surface_t *with = render_png (fixture);
  cairo_surface_t *without;
  guint n_with = count_ink (with, 0, 0, 400, 300);

  bp_chart_series_clear (fixture->series);
  for (guint i = 0; i < 50000; i++)
    bp_chart_series_append (fixture->series, 1.0F);
  without = render_png (fixture);
  g_assert_cmpuint (n_with, >, count_ink (without, 0, 0, 400, 300) + 100);
  cairo_surface_destroy (with);
  cairo_surface_destroy (without);
}

static void
test_svg_and_pdf (Fixture *fixture, gconstpointer data)
{
  const struct
  {
    BpChartPictureKind kind;
    const char *begin;
    const char *inside;
  } kinds[] = {
    { BP_CHART_PICTURE_SVG, "<?xml", "width=\"400px\" height=\"300px\"" },
    { BP_CHART_PICTURE_PDF, "%PDF-", "MediaBox [ 0 0 300 225 ]" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes =
          bp_chart_picture_render (&picture, &fixture->model, kinds[i].kind, &error);
      const char *text;
      gsize length;

      g_assert_no_error (error);
      text = g_bytes_get_data (bytes, &length);
      g_assert_cmpmem (text, strlen (kinds[i].begin), kinds[i].begin, strlen (kinds[i].begin));
      g_assert_nonnull (memmem (text, length, kinds[i].inside, strlen (kinds[i].inside)));
    }
}

/* The picture is the same for the same chart, and an empty chart is one too. */
static void
test_same_bytes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) first =
      bp_chart_picture_render (&picture, &fixture->model, BP_CHART_PICTURE_PNG, NULL);
  g_autoptr (GBytes) second =
      bp_chart_picture_render (&picture, &fixture->model, BP_CHART_PICTURE_PNG, NULL);
  g_autoptr (GBytes) empty = NULL;

  g_assert_true (g_bytes_equal (first, second));
  bp_chart_series_clear (fixture->series);
  bp_chart_model_fit (&fixture->model);
  empty = bp_chart_picture_render (&picture, &fixture->model, BP_CHART_PICTURE_PNG, NULL);
  g_assert_nonnull (empty);
}

static void
test_save (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (folder->path, "loss.SVG", NULL);
  g_autofree char *wrong = g_build_filename (folder->path, "loss.jpg", NULL);
  g_autofree char *nowhere = g_build_filename (folder->path, "none", "loss.png", NULL);
  g_autofree char *text = NULL;

  g_assert_true (bp_chart_picture_save (&picture, &fixture->model, path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &text, NULL, &error));
  g_assert_true (g_str_has_prefix (text, "<?xml"));

  g_assert_false (bp_chart_picture_save (&picture, &fixture->model, wrong, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_UNRECOGNISED);
  g_assert_nonnull (strstr (error->message, "loss.jpg"));
  g_assert_false (g_file_test (wrong, G_FILE_TEST_EXISTS));
  g_clear_error (&error);

  g_assert_false (bp_chart_picture_save (&picture, &fixture->model, nowhere, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

/* The star of the best epoch and its text are above the plot, whose values they do not cover. */
static void
test_marks_above_the_plot (Fixture *fixture, gconstpointer data)
{
  PangoContext *context = bp_chart_picture_create_context ();
  g_autoptr (BpChartFrame) frame = NULL;
  g_autoptr (BpChartLabels) labels = NULL;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 400, 300);
  cairo_t *cr = cairo_create (surface);
  BpChartStyle style;

  bp_chart_style_init_for_paper (&style);
  bp_chart_model_add_mark (&fixture->model, 49999.0, BP_CHART_MARK_STAR, "Best epoch: 10");
  frame = bp_chart_frame_new_for_paper (&fixture->model, context, "Loss", "Loss", 400.0, 300.0);
  labels = bp_chart_labels_new (frame, &fixture->model);
  bp_chart_marks_draw (frame, &fixture->model, labels, &style, cr);
  cairo_surface_flush (surface);

  /* In the plot there is only the dotted line, at its right end. */
  g_assert_true (bp_ink_is_in (surface, frame->plot.x, frame->legend_top + frame->line_height,
                               frame->plot.x + frame->plot.width - 20.0, frame->plot.y));
  g_assert_false (bp_ink_is_in (surface, frame->plot.x, frame->plot.y,
                                frame->plot.x + frame->plot.width - 3.0,
                                frame->plot.y + frame->plot.height));
  g_assert_false (bp_ink_is_in (surface, frame->plot.x, frame->legend_top,
                                frame->plot.x + frame->plot.width,
                                frame->legend_top + frame->line_height));
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  g_object_unref (context);
}

BP_TEST_FILE (chart_picture)
{
#define ADD(path, test) g_test_add ("/chart-picture/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("png", test_png);
  ADD ("every-point", test_every_point);
  ADD ("svg-and-pdf", test_svg_and_pdf);
  ADD ("same-bytes", test_same_bytes);
  ADD ("save", test_save);
  ADD ("marks-above-the-plot", test_marks_above_the_plot);
#undef ADD
}
