/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

void bp_grey_pixels_from_rgb (const guint8 *pixels,
                              guint width,
                              guint height,
                              gsize row_stride,
                              gboolean has_alpha,
                              guint8 *grey);
void bp_grey_pixels_turn (const guint8 *stored,
                          guint width,
                          guint height,
                          guint orientation,
                          guint8 *upright);
