/* SPDX-License-Identifier: MIT */
#include "window-dnd.h"

#include "window-open.h"
#include "window-pad.h"

static gboolean
on_drop (GtkDropTarget *target G_GNUC_UNUSED,
         const GValue *value,
         double x G_GNUC_UNUSED,
         double y G_GNUC_UNUSED,
         gpointer user_data)
{
  BpWindow *self = user_data;
  g_autoptr (GPtrArray) files = NULL;
  g_autoptr (GSList) dropped = NULL;

  if (G_VALUE_HOLDS (value, GDK_TYPE_TEXTURE))
    {
      bp_window_take_texture (self, g_value_get_object (value));
      return TRUE;
    }

  files = g_ptr_array_new ();
  dropped = gdk_file_list_get_files (g_value_get_boxed (value));
  for (GSList *l = dropped; l != NULL; l = l->next)
    g_ptr_array_add (files, l->data);
  bp_window_open_files (self, (GFile *const *) files->pdata, files->len);
  return files->len > 0;
}

/**
 * bp_window_dnd_attach:
 * @self: the window
 *
 * Lets weight files, data sets and pictures of digits be dropped anywhere on the window.
 */
void
bp_window_dnd_attach (BpWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);
  GType types[] = { GDK_TYPE_FILE_LIST, GDK_TYPE_TEXTURE };

  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  g_signal_connect (target, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}
