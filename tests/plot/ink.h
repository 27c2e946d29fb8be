/* SPDX-License-Identifier: MIT */
#pragma once

#include <cairo.h>
#include <glib.h>

guint32 bp_ink_get_pixel (cairo_surface_t *image, int x, int y);
gboolean
bp_ink_is_in (cairo_surface_t *image, double left, double top, double right, double bottom);
gboolean bp_ink_find_left (cairo_surface_t *image, double top, double bottom, int *x);
