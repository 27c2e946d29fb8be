/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

void bp_test_press (const char *accelerator);
void bp_test_press_times (const char *accelerator, guint n_times);
void bp_test_type (const char *text);
GtkWidget *bp_test_get_focus (void);
void bp_test_tab_to (GtkWidget *widget);
