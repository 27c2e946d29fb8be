/* SPDX-License-Identifier: MIT */
/*
 * The items of lists for screen readers. GTK 4.8 gives these neither a name of an item nor an
 * action that activates it, so that the child of the item sets the name and has the action.
 */
#include "list-item.h"

/**
 * bp_list_item_activate:
 * @child: a widget in an item of a list
 *
 * Activates the item, as Enter does.
 */
void
bp_list_item_activate (GtkWidget *child)
{
  GtkWidget *item = gtk_widget_get_parent (child);

  while (item != NULL && !gtk_widget_activate (item))
    item = gtk_widget_get_parent (item);
}

/**
 * bp_list_item_set_name:
 * @child: the child of an item of a list
 * @name: what screen readers call the item
 */
void
bp_list_item_set_name (GtkWidget *child, const char *name)
{
  GtkWidget *item = gtk_widget_get_parent (child);

  if (item != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}
