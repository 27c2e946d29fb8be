/* SPDX-License-Identifier: MIT */
#pragma once

#include "picture.h"

#include <glib.h>

/**
 * BpStrokes:
 *
 * A drawing as vectors: strokes of points with pressure, or a picture in their place, with its past
 * states for undo. The caller chooses the unit. A stroke in progress is part of the drawing from
 * its first point on and becomes one step of undo when it ends.
 */
typedef struct _BpStrokes BpStrokes;

BpStrokes *bp_strokes_new (void);
void bp_strokes_free (BpStrokes *strokes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpStrokes, bp_strokes_free)

gsize bp_strokes_get_length (const BpStrokes *strokes);
BpStroke bp_strokes_get (const BpStrokes *strokes, gsize index);
const float *bp_strokes_get_pressures (const BpStrokes *strokes, gsize index);
const gint64 *bp_strokes_get_times (const BpStrokes *strokes, gsize index);
const BpPicture *bp_strokes_get_picture (const BpStrokes *strokes);
gboolean bp_strokes_is_blank (const BpStrokes *strokes);
gboolean bp_strokes_make_image (const BpStrokes *strokes,
                                guint8 image[BP_DIGIT_N_PIXELS],
                                BpDigitPlacement *placement);

void bp_strokes_begin (BpStrokes *strokes, BpPoint point, float pressure);
void bp_strokes_to (BpStrokes *strokes, BpPoint point, float pressure);
void bp_strokes_begin_erasing (BpStrokes *strokes);
gboolean bp_strokes_erase (BpStrokes *strokes, BpPoint from, BpPoint to, float radius);
void bp_strokes_end (BpStrokes *strokes);
void bp_strokes_clear (BpStrokes *strokes);
void bp_strokes_set_picture (BpStrokes *strokes, BpPicture *picture);

gboolean bp_strokes_can_undo (const BpStrokes *strokes);
gboolean bp_strokes_can_redo (const BpStrokes *strokes);
gboolean bp_strokes_undo (BpStrokes *strokes);
gboolean bp_strokes_redo (BpStrokes *strokes);
