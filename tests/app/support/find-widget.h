/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

GtkWidget *bp_test_find_by_name (GtkWidget *widget, const char *name);
