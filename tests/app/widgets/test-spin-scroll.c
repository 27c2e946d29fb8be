/* SPDX-License-Identifier: MIT */
#include "spin-scroll.h"
#include "test-file.h"

static gboolean
takes_wheel (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_SCROLL (controller) &&
          gtk_event_controller_get_propagation_phase (controller) != GTK_PHASE_NONE)
        return TRUE;
    }

  return FALSE;
}

static void
test_ignore (void)
{
  GtkWidget *window = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *spin_button = gtk_spin_button_new_with_range (0.0, 10.0, 1.0);

  g_object_ref_sink (window);
  gtk_box_append (GTK_BOX (box), spin_button);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (window), box);
  g_assert_true (takes_wheel (spin_button));
  g_assert_true (takes_wheel (window));

  bp_spin_buttons_ignore_scrolling (window);
  g_assert_false (takes_wheel (spin_button));
  g_assert_true (takes_wheel (window));
  g_object_unref (window);
}

BP_TEST_FILE (spin_scroll)
{
  gtk_init ();
  g_test_add_func ("/spin-scroll/ignore", test_ignore);
}
