/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#define BP_TYPE_DIGIT_ROW_BAR (bp_digit_row_bar_get_type ())

/**
 * BpDigitRowBar:
 *
 * A button for each digit of a row on the pad, with the answer to it. One of them is chosen; the
 * signal "chosen" comes with its index where the user chooses another one. Hidden while there are
 * fewer than two digits.
 */
G_DECLARE_FINAL_TYPE (BpDigitRowBar, bp_digit_row_bar, BP, DIGIT_ROW_BAR, GtkWidget)

void bp_digit_row_bar_set (BpDigitRowBar *self,
                           const char *const *answers,
                           guint n_digits,
                           guint chosen);
