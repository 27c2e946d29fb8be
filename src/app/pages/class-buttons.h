/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#define BP_TYPE_CLASS_BUTTONS (bp_class_buttons_get_type ())

/**
 * BpClassButtons:
 *
 * A button for each class, at first for each digit. Each activates the action of the property
 * "action-name", whose parameter is the name of the class (string). Many classes are scrolled. The
 * signal "chosen" comes with every click.
 */
G_DECLARE_FINAL_TYPE (BpClassButtons, bp_class_buttons, BP, CLASS_BUTTONS, GtkWidget)

void bp_class_buttons_set_names (BpClassButtons *self, const char *const *names);
