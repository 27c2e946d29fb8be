/* SPDX-License-Identifier: MIT */

/* The axes of a drawing that fills its room: where their texts are, without a display. */

#include "chart-axes.h"

#include "chart-picture.h"
#include "ink.h"
#include "test-file.h"

#define WIDTH  300
#define HEIGHT 200

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PangoContext, g_object_unref)

typedef struct
{
  BpChartAxes axes;
  BpChartStyle style;
  cairo_surface_t *image;
  cairo_t *cr;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  bp_chart_scale_init (&fixture->axes.x, BP_CHART_SCALE_LINEAR, BP_CHART_UNIT_NUMBER);
  bp_chart_scale_init (&fixture->axes.y, BP_CHART_SCALE_LINEAR, BP_CHART_UNIT_NUMBER);
  bp_chart_scale_set_range (&fixture->axes.x, 1000.0, 3000.0);
  bp_chart_scale_set_range (&fixture->axes.y, -1.0, 1.0);
  fixture->axes.x_name = "";
  fixture->axes.y_name = "";
  bp_chart_style_init_for_paper (&fixture->style);
  fixture->image = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  fixture->cr = cairo_create (fixture->image);
}

static void
tear_down (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  bp_chart_axes_clear (&fixture->axes);
  cairo_destroy (fixture->cr);
  cairo_surface_destroy (fixture->image);
}

static void
arrange (Fixture *fixture)
{
  g_autoptr (PangoContext) context = bp_chart_picture_create_context ();

  bp_chart_axes_arrange (&fixture->axes, context, WIDTH, HEIGHT);
}

/* Larger values are further right and further up. */
static void
test_directions (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  const cairo_rectangle_t *plot = &fixture->axes.plot;

  arrange (fixture);
  g_assert_cmpfloat_with_epsilon (bp_chart_axes_map_x (&fixture->axes, 1000.0), plot->x, 1e-9);
  g_assert_cmpfloat_with_epsilon (bp_chart_axes_map_x (&fixture->axes, 3000.0),
                                  plot->x + plot->width, 1e-9);
  g_assert_cmpfloat_with_epsilon (bp_chart_axes_map_y (&fixture->axes, -1.0),
                                  plot->y + plot->height, 1e-9);
  g_assert_cmpfloat_with_epsilon (bp_chart_axes_map_y (&fixture->axes, 1.0), plot->y, 1e-9);
}

/* The number of a tick stands below its middle, also that of the first one. */
static void
test_numbers (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  const cairo_rectangle_t *plot = &fixture->axes.plot;
  double bottom;
  int left;

  arrange (fixture);
  bp_chart_axes_draw_x (&fixture->axes, &fixture->style, fixture->cr);
  cairo_surface_flush (fixture->image);
  bottom = plot->y + plot->height;
  g_assert_true (bp_ink_find_left (fixture->image, bottom + 5.0, HEIGHT, &left));
  g_assert_cmpint (left, <, plot->x - 5.0);
}

/* A name that is too long is cut off where the plot ends. */
static void
test_long_names (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  static const char name[] = "A name that is far longer than the axis of such a small drawing, and "
                             "that nobody wants to read as a whole";
  const cairo_rectangle_t *plot = &fixture->axes.plot;
  double bottom;
  int left;

  fixture->axes.x_name = name;
  fixture->axes.y_name = name;
  arrange (fixture);
  bp_chart_axes_draw_x (&fixture->axes, &fixture->style, fixture->cr);
  bp_chart_axes_draw_y_name (&fixture->axes, &fixture->style, fixture->cr);
  cairo_surface_flush (fixture->image);
  bottom = plot->y + plot->height;
  g_assert_true (bp_ink_find_left (fixture->image, bottom + 5.0 + fixture->axes.line_height + 2.0,
                                   HEIGHT, &left));
  g_assert_cmpint (left, >=, plot->x - 1.0);
  g_assert_false (bp_ink_is_in (fixture->image, plot->x + plot->width + 1.0,
                                bottom + 5.0 + fixture->axes.line_height + 2.0, WIDTH, HEIGHT));
  g_assert_false (bp_ink_is_in (fixture->image, 0.0, bottom + 2.0, plot->x / 2.0, HEIGHT));
}

/* The numbers of the vertical axis are beside the plot and not in it. */
static void
test_labels (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  const cairo_rectangle_t *plot = &fixture->axes.plot;

  arrange (fixture);
  bp_chart_axes_draw_y (&fixture->axes, &fixture->style, fixture->cr);
  cairo_surface_flush (fixture->image);
  g_assert_true (bp_ink_is_in (fixture->image, 0.0, plot->y - 8.0, plot->x, plot->y + 8.0));
  g_assert_true (bp_ink_is_in (fixture->image, 0.0, plot->y + plot->height - 8.0, plot->x,
                               plot->y + plot->height + 8.0));
  g_assert_false (bp_ink_is_in (fixture->image, plot->x, 0.0, WIDTH, HEIGHT));
}

#define ADD(path, test) g_test_add ("/chart-axes/" path, Fixture, NULL, set_up, test, tear_down)

BP_TEST_FILE (chart_axes)
{
  ADD ("directions", test_directions);
  ADD ("numbers", test_numbers);
  ADD ("long-names", test_long_names);
  ADD ("labels", test_labels);
}
