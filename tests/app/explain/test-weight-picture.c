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

BP_TEST_FILE (weight_picture)
{
  adw_init ();
  g_test_add_func ("/weight-picture/keys", test_keys);
}
