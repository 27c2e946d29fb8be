/* SPDX-License-Identifier: MIT */
#pragma once

#include "byte-stream.h"
#include "number-array.h"

gboolean bp_idx_recognise (const guint8 *head, gsize length);
BpNumberArray *bp_idx_read_images (BpByteStream *stream, GError **error);
BpNumberArray *bp_idx_read_labels (BpByteStream *stream, GError **error);
