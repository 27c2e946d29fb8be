/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

void bp_spin_buttons_ignore_scrolling (GtkWidget *root);
