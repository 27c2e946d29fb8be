/* SPDX-License-Identifier: MIT */
#include "child-window.h"

static void
leave_parent (GtkWindow *parent, GtkWindow *child)
{
  if (gtk_window_get_transient_for (child) == parent)
    gtk_window_set_transient_for (child, NULL);
}

/**
 * bp_child_window_set_parent:
 * @child: a window
 * @parent: the window that it belongs to from now on
 *
 * Makes @child transient for @parent, as long as both exist.
 *
 * An asynchronous call may keep a child beyond its closing. GTK 4.8 leaves such a child, where it
 * is destroyed with its parent, with a pointer to the parent that is gone, and uses the pointer
 * when the child is freed (gtk_window_transient_parent_destroyed() returns early for it).
 */
void
bp_child_window_set_parent (GtkWindow *child, GtkWindow *parent)
{
  gtk_window_set_transient_for (child, parent);
  g_signal_connect_object (parent, "destroy", G_CALLBACK (leave_parent), child, 0);
}
