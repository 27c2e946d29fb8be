/* SPDX-License-Identifier: MIT */
#pragma once

#include "digit-image.h"

#include <gtk/gtk.h>

#define BP_TYPE_DIGIT_VIEW (bp_digit_view_get_type ())

/**
 * BpDigitView:
 *
 * One 28 x 28 picture, pixel by pixel, in the colours of the theme: ink in the foreground's.
 *
 * Over it, where there is one, a gradient: why the network answers as it does. Where more ink would
 * speak for the answer, pixels are filled with the theme's why_for_color; where it would speak
 * against it, smaller squares have its why_against_color. The larger the gradient, the more opaque.
 */
G_DECLARE_FINAL_TYPE (BpDigitView, bp_digit_view, BP, DIGIT_VIEW, GtkWidget)

void bp_digit_view_set_image (BpDigitView *self, const guint8 image[BP_DIGIT_N_PIXELS]);
void bp_digit_view_set_gradient (BpDigitView *self, const float *gradient);
gboolean bp_digit_view_has_gradient (BpDigitView *self);
