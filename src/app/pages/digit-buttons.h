/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#define BP_TYPE_DIGIT_BUTTONS (bp_digit_buttons_get_type ())

/**
 * BpDigitButtons:
 *
 * A button for each digit, in two rows. Each activates the action of the property "action-name",
 * whose parameter is the digit (uint32). The signal "chosen" comes with every click.
 */
G_DECLARE_FINAL_TYPE (BpDigitButtons, bp_digit_buttons, BP, DIGIT_BUTTONS, GtkWidget)
