/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/**
 * BpInkThreshold:
 *
 * The ink of a grey picture: a view that borrows the picture's pixels. A value on the caller's
 * stack; bp_ink_threshold_init() finds background and ink, bp_ink_threshold_get_ink() then tells
 * the ink of a pixel.
 */
typedef struct
{
  guint width;
  guint height;
  /*< private >*/
  const guint8 *pixels;
  gsize row_stride;
  gboolean is_lit_evenly;
  double mean_light;
  double light_per_x;
  double light_per_y;
  guint8 ink_of_level[256];
} BpInkThreshold;

gboolean bp_ink_threshold_init (BpInkThreshold *picture,
                                const guint8 *pixels,
                                guint width,
                                guint height,
                                gsize row_stride);
guint8 bp_ink_threshold_get_ink (const BpInkThreshold *picture, guint x, guint y);
