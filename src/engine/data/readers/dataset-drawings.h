/* SPDX-License-Identifier: MIT */
#pragma once

#include "byte-stream.h"
#include "data-reading.h"

/* The fewest drawings of a data set: of fewer, less than three are held out, and as few are left to
 * test with. */
#define BP_DATASET_MIN_DRAWINGS 20

/* Drawings as strokes: one JSON object in each line, as the pad keeps them. */
gboolean bp_dataset_drawings_recognise (const guint8 *head, gsize length);
gboolean bp_dataset_drawings_read (BpByteStream *stream,
                                   const char *name,
                                   BpDataReading *reading,
                                   GError **error);
