/* SPDX-License-Identifier: MIT */
#pragma once

#include "inspected-images.h"

#include <adwaita.h>

#define BP_TYPE_IMAGES_VIEW (bp_images_view_get_type ())

/**
 * BpImagesView:
 *
 * The images of a cell of the confusion matrix, or other images of an inspection, each with its
 * most probable answers. The signal "image-activated" comes with the #BpInspectedImage that was
 * clicked; the signal "closed" when the user goes back, by the button or Escape.
 */
G_DECLARE_FINAL_TYPE (BpImagesView, bp_images_view, BP, IMAGES_VIEW, AdwBin)

void bp_images_view_set_images (BpImagesView *self, const char *title, BpInspectedImages *images);
