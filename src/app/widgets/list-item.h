/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

void bp_list_item_activate (GtkWidget *child);
void bp_list_item_set_name (GtkWidget *child, const char *name);
