/* SPDX-License-Identifier: MIT */
#pragma once

#include "network-layout.h"

#include <gdk/gdk.h>

cairo_surface_t *bp_cell_image_new (const BpBox *box, int scale);
void bp_cell_image_fill (cairo_surface_t *image, const BpBox *cell, const GdkRGBA *color);
