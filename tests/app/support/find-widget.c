/* SPDX-License-Identifier: MIT */
#include "find-widget.h"

/**
 * bp_test_find_by_name:
 * @widget: a widget
 * @name: an id in a template
 *
 * Returns: (transfer none) (nullable): @widget or the first of its descendants that has the id,
 *   whichever template it is of
 */
GtkWidget *
bp_test_find_by_name (GtkWidget *widget, const char *name)
{
  if (g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), name) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = bp_test_find_by_name (child, name);

      if (found != NULL)
        return found;
    }
  return NULL;
}
