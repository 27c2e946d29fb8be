/* SPDX-License-Identifier: MIT */
#pragma once

#include "byte-stream.h"
#include "data-reading.h"

/* IDX: a file of images or of labels. */
gboolean bp_dataset_idx_recognise (const guint8 *head, gsize length);
gboolean bp_dataset_idx_read (BpByteStream *stream,
                              const char *name,
                              BpDataReading *reading,
                              GError **error);
