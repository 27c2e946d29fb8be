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
 * Optional attributions over it explain the network's answer. Pixels in the theme's why_for_color
 * speak for the answer, smaller squares in its why_against_color against it. The larger the share
 * of a pixel in the answer, the more opaque the colour.
 */
G_DECLARE_FINAL_TYPE (BpDigitView, bp_digit_view, BP, DIGIT_VIEW, GtkWidget)

void bp_digit_view_set_image (BpDigitView *self, const guint8 image[BP_DIGIT_N_PIXELS]);
void bp_digit_view_set_attributions (BpDigitView *self, const float *attributions);
