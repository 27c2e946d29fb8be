/* SPDX-License-Identifier: MIT */
#include "menu-tooltip.h"

/* Before GTK 4.10, a button has no property that says whether its menu is open. */
static void
hide_beneath_menu (GtkMenuButton *button)
{
  GtkPopover *popover = gtk_menu_button_get_popover (button);

  if (popover != NULL && gtk_widget_get_has_tooltip (GTK_WIDGET (button)))
    g_object_bind_property (popover, "visible", button, "has-tooltip",
                            G_BINDING_SYNC_CREATE | G_BINDING_INVERT_BOOLEAN);
}

/**
 * bp_menu_tooltip_hide_beneath_menus:
 * @widget: a widget with buttons that open menus
 *
 * Has the tooltips of these buttons not shown while their menus are open: a tooltip would cover the
 * first entry.
 */
void
bp_menu_tooltip_hide_beneath_menus (GtkWidget *widget)
{
  if (GTK_IS_MENU_BUTTON (widget))
    hide_beneath_menu (GTK_MENU_BUTTON (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    bp_menu_tooltip_hide_beneath_menus (child);
}
