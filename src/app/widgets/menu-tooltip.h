/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

void bp_menu_tooltip_hide_beneath_menus (GtkWidget *widget);
