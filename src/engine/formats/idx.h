/* SPDX-License-Identifier: MIT */
#pragma once

#include "inflate.h"
#include "number-array.h"

gboolean bp_idx_recognise (const guint8 *head, gsize length);
BpNumberArray *bp_idx_read_images (BpInflate *inflate, GError **error);
BpNumberArray *bp_idx_read_labels (BpInflate *inflate, GError **error);
