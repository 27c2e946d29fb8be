/* SPDX-License-Identifier: MIT */

/* Values over a plane: interpolation, marks, layout and picture, without a display. */
#include "chart-surface.h"

#include "chart-picture.h"
#include "error.h"
#include "ink.h"
#include "test-file.h"
#include "test-files.h"

#include <math.h>

#define N_COLUMNS 4
#define N_ROWS    3
#define WIDTH     300
#define HEIGHT    200

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PangoContext, g_object_unref)

/* From (-1, 10) to (2, 30): value = 2 x + y / 10. */
static BpChartSurface *
make_surface (void)
{
  const double least[] = { -1.0, 10.0 };
  const double most[] = { 2.0, 30.0 };
  double values[N_ROWS * N_COLUMNS];
  BpChartSurface *surface;

  for (guint row = 0; row < N_ROWS; row++)
    for (guint column = 0; column < N_COLUMNS; column++)
      values[row * N_COLUMNS + column] = 2.0 * (-1.0 + column) + 0.1 * (10.0 + 10.0 * row);
  surface = bp_chart_surface_new (N_COLUMNS, N_ROWS, values, least, most);
  bp_chart_surface_set_axis_names (surface, "First", "Second");
  return surface;
}

static void
test_values (void)
{
  g_autoptr (BpChartSurface) surface = make_surface ();

  g_assert_cmpfloat (surface->value_least, ==, -1.0);
  g_assert_cmpfloat (surface->value_most, ==, 7.0);
  g_assert_cmpfloat_with_epsilon (bp_chart_surface_get_value (surface, 0.3, 17.0), 2.3, 1e-12);
  g_assert_cmpfloat_with_epsilon (bp_chart_surface_get_value (surface, -1.0, 10.0), -1.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (bp_chart_surface_get_value (surface, 2.0, 30.0), 7.0, 1e-12);
  g_assert_true (isnan (bp_chart_surface_get_value (surface, 2.1, 20.0)));
  g_assert_true (isnan (bp_chart_surface_get_value (surface, 0.0, 9.0)));
  surface->values[0] = (double) NAN;
  g_assert_true (isnan (bp_chart_surface_get_value (surface, -0.9, 11.0)));
  g_assert_false (isnan (bp_chart_surface_get_value (surface, 0.1, 11.0)));
}

static void
test_marks (void)
{
  g_autoptr (BpChartSurface) surface = make_surface ();
  double x;
  double y;

  g_assert_false (bp_chart_surface_get_mark (surface, FALSE, &x, &y));
  bp_chart_surface_add_mark (surface, BP_CHART_SURFACE_CIRCLE, 0.5, 12.0, "here");
  bp_chart_surface_add_mark (surface, BP_CHART_SURFACE_CROSS, 1.5, 22.0, "there");
  g_assert_true (bp_chart_surface_get_mark (surface, FALSE, &x, &y));
  g_assert_cmpfloat (x, ==, 0.5);
  g_assert_true (bp_chart_surface_get_mark (surface, TRUE, &x, &y));
  g_assert_cmpfloat (y, ==, 22.0);
}

static cairo_surface_t *
draw (BpChartSurface *surface, int width, int height)
{
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cr = cairo_create (image);
  g_autoptr (PangoContext) context = bp_chart_picture_create_context ();
  BpChartStyle style;

  bp_chart_style_init_for_paper (&style);
  bp_chart_surface_arrange (surface, context, width, height);
  bp_chart_surface_draw (surface, &style, cr);
  cairo_destroy (cr);
  cairo_surface_flush (image);
  return image;
}

static guint
get_alpha (cairo_surface_t *image, double x, double y)
{
  const guint8 *row = cairo_image_surface_get_data (image) +
                      (gsize) y * (gsize) cairo_image_surface_get_stride (image);

  return ((const guint32 *) (gconstpointer) row)[(gsize) x] >> 24;
}

/* The ground is strongest where the values are smallest; the plot is inside of the axes. */
static void
test_drawing (void)
{
  g_autoptr (BpChartSurface) surface = make_surface ();
  cairo_surface_t *image = draw (surface, WIDTH, HEIGHT);
  const cairo_rectangle_t *plot = &surface->axes.plot;

  g_assert_cmpfloat (plot->x, >, 20.0);
  g_assert_cmpfloat (plot->x + plot->width, <, WIDTH);
  g_assert_cmpfloat (plot->y + plot->height, <, HEIGHT - 20.0);
  g_assert_cmpuint (get_alpha (image, plot->x + 4.0, plot->y + plot->height - 4.0), >, 80);
  g_assert_cmpuint (get_alpha (image, plot->x + plot->width - 4.0, plot->y + 4.0), <, 20);
  g_assert_cmpfloat_with_epsilon (bp_chart_axes_map_x (&surface->axes, 2.0), plot->x + plot->width,
                                  1e-9);
  g_assert_cmpfloat_with_epsilon (bp_chart_axes_map_y (&surface->axes, 10.0),
                                  plot->y + plot->height, 1e-9);
  cairo_surface_destroy (image);
}

/* Without any value, or any room, there is nothing to draw, and no harm. */
static void
test_empty (void)
{
  g_autoptr (BpChartSurface) surface = make_surface ();
  const double path[] = { 0.0, 10.0, 1.0, 20.0 };

  bp_chart_surface_set_path (surface, path, 2);
  bp_chart_surface_add_mark (surface, BP_CHART_SURFACE_DOT, 0.0, 10.0, "first");
  for (guint i = 0; i < N_ROWS * N_COLUMNS; i++)
    surface->values[i] = (double) NAN;
  cairo_surface_destroy (draw (surface, WIDTH, HEIGHT));
  cairo_surface_destroy (draw (surface, 1, 1));
}

/* A picture in every format, under its title. */
static void
test_picture (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autoptr (BpChartSurface) surface = make_surface ();
  g_autofree char *bad = g_build_filename (folder->path, "surface.txt", NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < BP_CHART_PICTURE_N_KINDS; i++)
    {
      g_autofree char *name =
          g_strconcat ("surface", bp_chart_picture_get_ending ((BpChartPictureKind) i), NULL);
      g_autofree char *path = g_build_filename (folder->path, name, NULL);
      g_autofree char *contents = NULL;
      gsize n_bytes;

      g_assert_true (bp_chart_surface_save_picture (surface, "Title", path, &error));
      g_assert_no_error (error);
      g_assert_true (g_file_get_contents (path, &contents, &n_bytes, NULL));
      g_assert_cmpuint (n_bytes, >, 1000);
    }
  g_assert_false (bp_chart_surface_save_picture (surface, "Title", bad, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_UNRECOGNISED);
}

/* Values that are not finite take no part in the scale of the colours. */
static void
test_infinite (void)
{
  const double least[] = { 0.0, 0.0 };
  const double most[] = { 1.0, 1.0 };
  const double values[] = { 1.0, (double) INFINITY, 3.0, (double) NAN };
  g_autoptr (BpChartSurface) surface = bp_chart_surface_new (2, 2, values, least, most);

  g_assert_cmpfloat (surface->value_least, ==, 1.0);
  g_assert_cmpfloat (surface->value_most, ==, 3.0);
}

/* Where all values are over 0, the ground shows how often one is in the other: 10 is in the middle
 * between 1 and 100. */
static void
test_depth (void)
{
  const double least[] = { 0.0, 0.0 };
  const double most[] = { 1.0, 1.0 };
  const double values[] = { 1.0, 10.0, 100.0, 1.0, 10.0, 100.0 };
  g_autoptr (BpChartSurface) surface = bp_chart_surface_new (3, 2, values, least, most);
  cairo_surface_t *image = draw (surface, WIDTH, HEIGHT);
  const cairo_rectangle_t *plot = &surface->axes.plot;
  guint of_least = 255;
  guint of_middle = 255;

  /* The faintest pixel of a column is one without a line or a text. */
  for (double y = plot->y + 4.0; y < plot->y + plot->height - 4.0; y++)
    {
      of_least = MIN (of_least, get_alpha (image, plot->x + 4.0, y));
      of_middle = MIN (of_middle, get_alpha (image, plot->x + plot->width / 2.0 - 5.0, y));
    }
  g_assert_cmpuint (of_middle, >, of_least / 3);
  g_assert_cmpuint (of_middle, <, of_least * 2 / 3);
  cairo_surface_destroy (image);
}

/* The name of a mark gives way to what is written already. */
static void
test_names_side_by_side (void)
{
  const double least[] = { 0.0, 0.0 };
  const double most[] = { 1.0, 1.0 };
  const double values[] = { 1.0, 1.0, 1.0, 1.0 };

  for (guint n_marks = 1; n_marks <= 2; n_marks++)
    {
      g_autoptr (BpChartSurface) surface = bp_chart_surface_new (2, 2, values, least, most);
      const cairo_rectangle_t *plot = &surface->axes.plot;
      cairo_surface_t *image;

      for (guint i = 0; i < n_marks; i++)
        bp_chart_surface_add_mark (surface, BP_CHART_SURFACE_CIRCLE, 0.5, 0.5, "mmm");
      image = draw (surface, WIDTH, HEIGHT);
      g_assert_true (bp_ink_is_in (image, plot->x + plot->width / 2.0 + 12.0, plot->y + 10.0,
                                   plot->x + plot->width - 5.0, plot->y + plot->height - 10.0));
      g_assert_cmpint (bp_ink_is_in (image, plot->x + 5.0, plot->y + 10.0,
                                     plot->x + plot->width / 2.0 - 12.0,
                                     plot->y + plot->height - 10.0),
                       ==, n_marks > 1);
      cairo_surface_destroy (image);
    }
}

/* A contour around a hill has no gap. */
static void
test_closed_contour (void)
{
  const double least[] = { 0.0, 0.0 };
  const double most[] = { 1.0, 1.0 };
  const double values[] = { -1.0, -1.0, -1.0, -1.0, 1.0, -1.0, -1.0, -1.0, -1.0 };
  g_autoptr (BpChartSurface) surface = bp_chart_surface_new (3, 3, values, least, most);
  cairo_surface_t *image = draw (surface, WIDTH, HEIGHT);
  const cairo_rectangle_t *plot = &surface->axes.plot;

  /* Every way from the middle towards a corner crosses the lines of several levels. */
  for (guint i = 0; i < 4; i++)
    {
      double x_way = i % 2 == 0 ? 1.0 : -1.0;
      double y_way = i / 2 == 0 ? 1.0 : -1.0;
      guint n_lines = 0;
      guint before = 255;

      for (double t = 0.0; t < 0.25; t += 1.0 / WIDTH)
        {
          guint alpha = get_alpha (image, plot->x + plot->width * (0.5 + x_way * t),
                                   plot->y + plot->height * (0.5 + y_way * t));

          n_lines += before < 150 && alpha >= 150;
          before = alpha;
        }
      g_assert_cmpuint (n_lines, >=, 5);
    }
  cairo_surface_destroy (image);
}

BP_TEST_FILE (chart_surface)
{
  g_test_add_func ("/chart-surface/values", test_values);
  g_test_add_func ("/chart-surface/marks", test_marks);
  g_test_add_func ("/chart-surface/drawing", test_drawing);
  g_test_add_func ("/chart-surface/empty", test_empty);
  g_test_add_func ("/chart-surface/picture", test_picture);
  g_test_add_func ("/chart-surface/infinite", test_infinite);
  g_test_add_func ("/chart-surface/depth", test_depth);
  g_test_add_func ("/chart-surface/names-side-by-side", test_names_side_by_side);
  g_test_add_func ("/chart-surface/closed-contour", test_closed_contour);
}
