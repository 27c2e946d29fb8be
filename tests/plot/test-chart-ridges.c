/* SPDX-License-Identifier: MIT */

/* Ridges: their ranges, which one is where, and their drawing, without a display. */
#include "chart-ridges.h"

#include "chart-picture.h"
#include "ink.h"
#include "test-file.h"
#include "test-files.h"

#include <math.h>

#define WIDTH  300
#define HEIGHT 240

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PangoContext, g_object_unref)

static const guint64 peak[] = { 1, 4, 1 };
static const guint64 flat[] = { 2, 2, 2 };

static BpChartRidges *
make_ridges (void)
{
  BpChartRidges *ridges = bp_chart_ridges_new ("Weights", "Epoch");

  bp_chart_ridges_add (ridges, "1", "the first", -1.0, 1.0, peak, G_N_ELEMENTS (peak));
  bp_chart_ridges_add (ridges, "2", "the second", -2.0, 1.0, flat, G_N_ELEMENTS (flat));
  bp_chart_ridges_add (ridges, "5", "the third", 0.0, 3.0, peak, G_N_ELEMENTS (peak));
  return ridges;
}

static void
arrange (BpChartRidges *ridges)
{
  g_autoptr (PangoContext) context = bp_chart_picture_create_context ();

  bp_chart_ridges_arrange (ridges, context, WIDTH, HEIGHT);
}

/* The axis holds all ridges. */
static void
test_range (void)
{
  g_autoptr (BpChartRidges) ridges = make_ridges ();

  g_assert_cmpfloat (ridges->axes.x.min, <, -2.0);
  g_assert_cmpfloat (ridges->axes.x.min, >, -2.5);
  g_assert_cmpfloat (ridges->axes.x.max, >, 3.0);
  g_assert_cmpstr (bp_chart_ridges_get_description (ridges, 1), ==, "the second");
  g_assert_null (bp_chart_ridges_get_description (ridges, BP_CHART_RIDGES_NONE));
  g_assert_null (bp_chart_ridges_get_description (ridges, 3));
}

/* The foremost ridge is found where it hides others, and the nearest one beside it. */
static void
test_find (void)
{
  g_autoptr (BpChartRidges) ridges = make_ridges ();
  const cairo_rectangle_t *plot = &ridges->axes.plot;
  double bottom;

  arrange (ridges);
  bottom = plot->y + plot->height;
  g_assert_cmpint (bp_chart_ridges_find (ridges, bp_chart_axes_map_x (&ridges->axes, 1.5),
                                         bottom - 2.0),
                   ==, 2);
  /* Over its middle it is high, and hides what stands behind. */
  g_assert_cmpint (bp_chart_ridges_find (ridges, bp_chart_axes_map_x (&ridges->axes, 1.5),
                                         bottom - ridges->height + 2.0),
                   ==, 2);
  g_assert_cmpint (bp_chart_ridges_find (ridges, bp_chart_axes_map_x (&ridges->axes, -1.5),
                                         bottom - ridges->distance - 2.0),
                   ==, 1);
  g_assert_cmpint (bp_chart_ridges_find (ridges, bp_chart_axes_map_x (&ridges->axes, 0.0),
                                         plot->y + 2.0),
                   ==, 0);
  g_assert_cmpint (bp_chart_ridges_find (ridges, plot->x - 5.0, bottom - 2.0), ==,
                   BP_CHART_RIDGES_NONE);
  g_assert_cmpint (bp_chart_ridges_find (ridges, plot->x + 5.0, bottom + 5.0), ==,
                   BP_CHART_RIDGES_NONE);
}

/* One ridge or many, in little room, marked or not. */
static void
test_drawing (void)
{
  for (guint n = 1; n <= 40; n += 13)
    {
      g_autoptr (BpChartRidges) ridges = bp_chart_ridges_new ("Weights", "Epoch");
      cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
      cairo_t *cr = cairo_create (image);
      BpChartStyle style;

      for (guint i = 0; i < n; i++)
        bp_chart_ridges_add (ridges, "100", "", -1.0, 1.0, peak, G_N_ELEMENTS (peak));
      ridges->current = (int) n / 2;
      bp_chart_style_init_for_paper (&style);
      arrange (ridges);
      g_assert_cmpfloat (ridges->height, >, 2.0 * ridges->distance);
      g_assert_cmpfloat_with_epsilon (ridges->height + (n - 1) * ridges->distance,
                                      n > 1 ? ridges->axes.plot.height : ridges->height, 1e-6);
      bp_chart_ridges_draw (ridges, &style, cr);
      bp_chart_ridges_draw_pointed (ridges, 0, &style, cr);
      bp_chart_ridges_draw_pointed (ridges, BP_CHART_RIDGES_NONE, &style, cr);
      g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
      cairo_destroy (cr);
      cairo_surface_destroy (image);
    }
}

static void
test_picture (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autoptr (BpChartRidges) ridges = make_ridges ();
  g_autofree char *path = g_build_filename (folder->path, "ridges.svg", NULL);
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (bp_chart_ridges_save_picture (ridges, "Title", path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_nonnull (strstr (contents, "<svg"));
}

/* The axis holds all ridges in any order. */
static void
test_range_of_first (void)
{
  g_autoptr (BpChartRidges) ridges = bp_chart_ridges_new ("Weights", "Epoch");

  bp_chart_ridges_add (ridges, "1", "", -2.0, 3.0, peak, G_N_ELEMENTS (peak));
  bp_chart_ridges_add (ridges, "2", "", -1.0, 1.0, peak, G_N_ELEMENTS (peak));
  g_assert_cmpfloat (ridges->axes.x.min, <=, -2.0);
  g_assert_cmpfloat (ridges->axes.x.max, >=, 3.0);
}

static cairo_surface_t *
draw (BpChartRidges *ridges, const BpChartStyle *style)
{
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (image);

  arrange (ridges);
  bp_chart_ridges_draw (ridges, style, cr);
  cairo_destroy (cr);
  cairo_surface_flush (image);
  return image;
}

static gboolean
has_color (cairo_surface_t *image, BpChartColor color)
{
  guint32 wanted = 0xFF000000U | (guint32) lroundf (255.0F * color.red) << 16 |
                   (guint32) lroundf (255.0F * color.green) << 8 |
                   (guint32) lroundf (255.0F * color.blue);

  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      if (bp_ink_get_pixel (image, x, y) == wanted)
        return TRUE;
  return FALSE;
}

/* The current ridge has another colour than the others. */
static void
test_current (void)
{
  g_autoptr (BpChartRidges) ridges = make_ridges ();
  cairo_surface_t *image;
  BpChartStyle style;

  bp_chart_style_init_for_paper (&style);
  image = draw (ridges, &style);
  g_assert_false (has_color (image, style.series[1]));
  cairo_surface_destroy (image);
  ridges->current = 1;
  image = draw (ridges, &style);
  g_assert_true (has_color (image, style.series[1]));
  cairo_surface_destroy (image);
}

/* Where there are too many ridges, some labels are left out, so that they do not overlap. */
static void
test_labels (void)
{
  g_autoptr (BpChartRidges) ridges = bp_chart_ridges_new ("Weights", "");
  cairo_surface_t *image;
  BpChartStyle style;
  guint n_gaps = 0;
  gboolean has_ink = FALSE;

  for (guint i = 0; i < 60; i++)
    bp_chart_ridges_add (ridges, "88", "", -1.0, 1.0, peak, G_N_ELEMENTS (peak));
  bp_chart_style_init_for_paper (&style);
  image = draw (ridges, &style);
  for (int y = 0; y < (int) (ridges->axes.plot.y + ridges->axes.plot.height); y++)
    {
      gboolean had_ink = has_ink;

      has_ink = bp_ink_is_in (image, 0.0, y, ridges->axes.plot.x - 1.0, y + 1);
      n_gaps += had_ink && !has_ink;
    }
  g_assert_cmpuint (n_gaps, >=, 3);
  cairo_surface_destroy (image);
}

BP_TEST_FILE (chart_ridges)
{
  g_test_add_func ("/chart-ridges/range", test_range);
  g_test_add_func ("/chart-ridges/find", test_find);
  g_test_add_func ("/chart-ridges/drawing", test_drawing);
  g_test_add_func ("/chart-ridges/picture", test_picture);
  g_test_add_func ("/chart-ridges/range-of-first", test_range_of_first);
  g_test_add_func ("/chart-ridges/current", test_current);
  g_test_add_func ("/chart-ridges/labels", test_labels);
}
