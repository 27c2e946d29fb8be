/* SPDX-License-Identifier: MIT */
#pragma once

#include "byte-stream.h"
#include "data-reading.h"

/* NumPy archives (.npz) and arrays (.npy). */
gboolean bp_dataset_npz_recognise (const guint8 *head, gsize length);
gboolean bp_dataset_npz_read (BpByteStream *stream,
                              const char *name,
                              BpDataReading *reading,
                              GError **error);
gboolean bp_dataset_npy_recognise (const guint8 *head, gsize length);
gboolean bp_dataset_npy_read (BpByteStream *stream,
                              const char *name,
                              BpDataReading *reading,
                              GError **error);
