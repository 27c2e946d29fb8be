/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

void bp_child_window_set_parent (GtkWindow *child, GtkWindow *parent);
