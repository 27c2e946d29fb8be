/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/**
 * BpInkPlane:
 * @width: in pixels
 * @height: in pixels
 * @ink: (height, width) the amount of ink, 0 to 255, without paper and specks
 *
 * The ink of a grey picture. Large pictures are reduced.
 */
typedef struct
{
  guint width;
  guint height;
  guint8 *ink;
} BpInkPlane;

BpInkPlane *bp_ink_plane_new (const guint8 *pixels, guint width, guint height, gsize row_stride);
void bp_ink_plane_free (BpInkPlane *plane);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpInkPlane, bp_ink_plane_free)
