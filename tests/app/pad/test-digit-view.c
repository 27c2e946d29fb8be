/* SPDX-License-Identifier: MIT */
#include "digit-view.h"
#include "test-file.h"

#include <adwaita.h>

#define WIDTH  280
#define HEIGHT 140

/* The opacity of a pixel of the view, drawn WIDTH x HEIGHT large. */
static guint
get_opacity (GtkWidget *view, int x, int y)
{
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  guint opacity;

  GTK_WIDGET_GET_CLASS (view)->snapshot (view, snapshot);
  node = gtk_snapshot_to_node (snapshot);
  gsk_render_node_draw (node, cr);
  cairo_surface_flush (surface);
  opacity =
      cairo_image_surface_get_data (surface)[y * cairo_image_surface_get_stride (surface) + x];
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return opacity;
}

/* The whole picture is shown, square and in the middle, whatever the shape of the view. */
static void
test_fits (void)
{
  GtkWidget *view = g_object_ref_sink (g_object_new (BP_TYPE_DIGIT_VIEW, NULL));
  guint8 image[BP_DIGIT_N_PIXELS] = { 0 };

  image[0] = 255;
  image[BP_DIGIT_N_PIXELS - 1] = 255;
  bp_digit_view_set_image (BP_DIGIT_VIEW (view), image);
  gtk_widget_measure (view, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_allocate (view, WIDTH, HEIGHT, -1, NULL);

  /* Five pixels of the view are one of the picture. */
  g_assert_cmpuint (get_opacity (view, 72, 2), ==, 255);
  g_assert_cmpuint (get_opacity (view, 207, 137), ==, 255);
  g_assert_cmpuint (get_opacity (view, 67, 2), ==, 0);
  g_assert_cmpuint (get_opacity (view, 77, 2), ==, 0);
  g_assert_cmpuint (get_opacity (view, 140, 70), ==, 0);
  g_object_unref (view);
}

BP_TEST_FILE (digit_view)
{
  adw_init ();
  g_test_add_func ("/digit-view/fits", test_fits);
}
