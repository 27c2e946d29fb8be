/* SPDX-License-Identifier: MIT */
#pragma once

#include "inspected-image.h"

#include <gio/gio.h>

#define BP_TYPE_INSPECTED_IMAGES (bp_inspected_images_get_type ())

/**
 * BpInspectedImages:
 *
 * Some images of an inspection as a list of #BpInspectedImage. Only their indices are stored; an
 * object is made when a row that is seen asks for it.
 */
G_DECLARE_FINAL_TYPE (BpInspectedImages, bp_inspected_images, BP, INSPECTED_IMAGES, GObject)

BpInspectedImages *
bp_inspected_images_new (BpInspection *inspection, const guint32 *indices, gsize count);
