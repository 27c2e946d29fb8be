/* SPDX-License-Identifier: MIT */
#pragma once

#include "byte-stream.h"
#include "dataset.h"
#include "progress.h"

/* NumPy's archives of arrays (.npz), and single arrays (.npy) with those beside them. */
gboolean bp_dataset_npz_recognise (const guint8 *head, gsize length);
BpDataset *
bp_dataset_npz_load (BpByteStream *stream, const char *path, BpProgress *progress, GError **error);
gboolean bp_dataset_npy_recognise (const guint8 *head, gsize length);
BpDataset *
bp_dataset_npy_load (BpByteStream *stream, const char *path, BpProgress *progress, GError **error);
