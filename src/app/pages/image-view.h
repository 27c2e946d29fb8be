/* SPDX-License-Identifier: MIT */
#pragma once

#include "inspected-image.h"

#include <gtk/gtk.h>

#define BP_TYPE_IMAGE_VIEW (bp_image_view_get_type ())

/**
 * BpImageView:
 *
 * An image of a data set in the size of a thumbnail, in the colours of the theme: ink in the
 * foreground's. Property: "image" (#BpInspectedImage, nullable). Its action "image.open",
 * for screen readers, activates the item of the list that it is in.
 */
G_DECLARE_FINAL_TYPE (BpImageView, bp_image_view, BP, IMAGE_VIEW, GtkWidget)
