/* SPDX-License-Identifier: MIT */
#include "app/window-private.h"

static gboolean
on_drop (GtkDropTarget *target G_GNUC_UNUSED,
         const GValue *value,
         double x G_GNUC_UNUSED,
         double y G_GNUC_UNUSED,
         gpointer user_data)
{
  BpWindow *self = user_data;
  g_autoptr (GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));

  for (GSList *l = files; l != NULL; l = l->next)
    bp_window_open_file (self, G_FILE (l->data));
  return files != NULL;
}

/**
 * bp_window_add_drop_target:
 * @self: the window, set up
 *
 * Lets weight files and data sets be dropped anywhere on the window.
 */
void
bp_window_add_drop_target (BpWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect (target, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}
