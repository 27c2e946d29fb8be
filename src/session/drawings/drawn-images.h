/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"

#include <glib-object.h>

#define BP_TYPE_DRAWN_IMAGES (bp_drawn_images_get_type ())

/**
 * BpDrawnImages:
 *
 * The drawings of a collection as a data set, loaded on a thread. Its signal "changed" tells that
 * they are there, or that there are none.
 */
G_DECLARE_FINAL_TYPE (BpDrawnImages, bp_drawn_images, BP, DRAWN_IMAGES, GObject)

BpDrawnImages *bp_drawn_images_new (void);
void bp_drawn_images_load (BpDrawnImages *self, const char *path);
void bp_drawn_images_cancel (BpDrawnImages *self);
gboolean bp_drawn_images_is_loading (BpDrawnImages *self);
BpDataset *bp_drawn_images_get_dataset (BpDrawnImages *self);
const char *bp_drawn_images_get_failure (BpDrawnImages *self);
