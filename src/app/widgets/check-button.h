/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#define BP_TYPE_CHECK_BUTTON (bp_check_button_get_type ())

/**
 * BpCheckButton:
 *
 * A check button with the action "check.toggle", for screen readers: GTK 4.8 gives them none.
 */
G_DECLARE_FINAL_TYPE (BpCheckButton, bp_check_button, BP, CHECK_BUTTON, GtkCheckButton)

GtkWidget *bp_check_button_new (const char *label);
