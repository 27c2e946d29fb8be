/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#define BP_TYPE_WEIGHT_PICTURE (bp_weight_picture_get_type ())

/**
 * BpWeightPicture:
 *
 * The weights of a unit from the pixels as a picture: full squares above 0, small ones below. A
 * click or the arrow keys choose a pixel; the signal "chosen" has it.
 */
G_DECLARE_FINAL_TYPE (BpWeightPicture, bp_weight_picture, BP, WEIGHT_PICTURE, GtkWidget)

void bp_weight_picture_set (BpWeightPicture *self, const float *weights, guint width, guint height);
void bp_weight_picture_choose (BpWeightPicture *self, guint pixel, const char *description);
