/* SPDX-License-Identifier: MIT */
#include "weight-picture.h"

#include "test-file.h"

#include <adwaita.h>

static void
on_chosen (BpWeightPicture *picture, guint pixel, gpointer user_data)
{
  *(guint *) user_data = pixel;
}

static GtkEventController *
find_keys (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        return controller;
    }
  g_assert_not_reached ();
}

static void
press (GtkWidget *widget, guint key)
{
  gboolean is_handled;

  g_signal_emit_by_name (find_keys (widget), "key-pressed", key, 0, 0, &is_handled);
  g_assert_true (is_handled);
}

/* The arrow keys choose neighbouring pixels and stay inside. */
static void
test_keys (void)
{
  const float weights[] = { 0.5f, -1.0f, 0.0f, 2.0f, 0.1f, -0.3f };
  g_autoptr (GtkWidget) picture = g_object_ref_sink (g_object_new (BP_TYPE_WEIGHT_PICTURE, NULL));
  guint pixel = G_MAXUINT;

  g_signal_connect (picture, "chosen", G_CALLBACK (on_chosen), &pixel);
  bp_weight_picture_set (BP_WEIGHT_PICTURE (picture), weights, 3, 2);
  bp_weight_picture_choose (BP_WEIGHT_PICTURE (picture), 4, "Pixel (1, 1): w = 0.1");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (picture), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                       "Pixel (1, 1): w = 0.1");
  press (picture, GDK_KEY_Right);
  g_assert_cmpuint (pixel, ==, 5);
  press (picture, GDK_KEY_Up);
  g_assert_cmpuint (pixel, ==, 1);
  pixel = G_MAXUINT;
  press (picture, GDK_KEY_Down);
  g_assert_cmpuint (pixel, ==, G_MAXUINT);
}

/* What the picture of two weights looks like. */
static GBytes *
render (const float weights[2])
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *picture = g_object_new (BP_TYPE_WEIGHT_PICTURE, NULL);
  g_autoptr (GdkPaintable) paintable = NULL;
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  GBytes *bytes;

  bp_weight_picture_set (BP_WEIGHT_PICTURE (picture), weights, 2, 1);
  gtk_window_set_child (GTK_WINDOW (window), picture);
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (picture);
  paintable = gtk_widget_paintable_new (picture);
  gdk_paintable_snapshot (paintable, snapshot, 100.0, 50.0);
  node = gtk_snapshot_to_node (snapshot);
  bytes = gsk_render_node_serialize (node);
  gtk_window_destroy (GTK_WINDOW (window));
  return bytes;
}

/* Weights of either sign are seen, and told apart. */
static void
test_signs (void)
{
  g_autoptr (GBytes) none = render ((const float[]){ 1.0F, 0.0F });
  g_autoptr (GBytes) none_again = render ((const float[]){ 1.0F, 0.0F });
  g_autoptr (GBytes) positive = render ((const float[]){ 1.0F, 0.5F });
  g_autoptr (GBytes) negative = render ((const float[]){ 1.0F, -0.5F });

  g_assert_true (g_bytes_equal (none, none_again));
  g_assert_false (g_bytes_equal (none, positive));
  g_assert_false (g_bytes_equal (none, negative));
  g_assert_false (g_bytes_equal (positive, negative));
}

BP_TEST_FILE (weight_picture)
{
  adw_init ();
  g_test_add_func ("/weight-picture/keys", test_keys);
  g_test_add_func ("/weight-picture/signs", test_signs);
}
