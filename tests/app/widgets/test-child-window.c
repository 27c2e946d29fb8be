/* SPDX-License-Identifier: MIT */
#include "child-window.h"
#include "test-file.h"

#include <adwaita.h>

static GtkWindow *
make_child (GtkWindow *parent)
{
  GtkWindow *child = GTK_WINDOW (gtk_window_new ());

  gtk_window_set_destroy_with_parent (child, TRUE);
  bp_child_window_set_parent (child, parent);
  return child;
}

/* A call in progress keeps the child beyond its closing, and beyond its parent. */
static void
test_kept (void)
{
  GtkWindow *parent = GTK_WINDOW (gtk_window_new ());
  GtkWindow *child = g_object_ref (make_child (parent));

  gtk_window_present (parent);
  gtk_window_present (child);
  gtk_window_close (child);
  g_assert_true (gtk_window_get_transient_for (child) == parent);
  gtk_window_destroy (parent);
  g_assert_null (gtk_window_get_transient_for (child));
  g_object_unref (child);
}

static void
test_destroyed_with_parent (void)
{
  GtkWindow *parent = GTK_WINDOW (gtk_window_new ());
  GtkWindow *child = make_child (parent);

  g_object_add_weak_pointer (G_OBJECT (child), (gpointer *) &child);
  gtk_window_destroy (parent);
  g_assert_null (child);
}

/* The end of the parent before is nothing to the child. */
static void
test_other_parent (void)
{
  GtkWindow *before = GTK_WINDOW (gtk_window_new ());
  GtkWindow *parent = GTK_WINDOW (gtk_window_new ());
  GtkWindow *child = make_child (before);

  bp_child_window_set_parent (child, parent);
  gtk_window_destroy (before);
  g_assert_true (gtk_window_get_transient_for (child) == parent);
  gtk_window_destroy (parent);
}

BP_TEST_FILE (child_window)
{
  adw_init ();
  g_test_add_func ("/child-window/kept", test_kept);
  g_test_add_func ("/child-window/destroyed-with-parent", test_destroyed_with_parent);
  g_test_add_func ("/child-window/other-parent", test_other_parent);
}
