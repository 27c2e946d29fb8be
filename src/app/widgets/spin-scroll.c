/* SPDX-License-Identifier: MIT */
/*
 * Spin buttons handle the scroll wheel themselves. In a scrolled pane, scrolling over one would
 * change its number unnoticed.
 */
#include "spin-scroll.h"

static void
ignore_scrolling (GtkWidget *spin_button)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (spin_button);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_SCROLL (controller))
        gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_NONE);
    }
}

/**
 * bp_spin_buttons_ignore_scrolling:
 * @root: a widget
 *
 * Makes the scroll wheel over spin buttons in @root scroll the surrounding pane.
 */
void
bp_spin_buttons_ignore_scrolling (GtkWidget *root)
{
  if (GTK_IS_SPIN_BUTTON (root))
    {
      ignore_scrolling (root);
      return;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    bp_spin_buttons_ignore_scrolling (child);
}
