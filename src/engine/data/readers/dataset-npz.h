/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "inflate.h"
#include "progress.h"

/* NumPy's archives of arrays (.npz), and single arrays (.npy) with those beside them. */
gboolean bp_dataset_npz_recognise (const guint8 *head, gsize length);
BpDataset *
bp_dataset_npz_load (BpInflate *inflate, const char *path, BpProgress *progress, GError **error);
gboolean bp_dataset_npy_recognise (const guint8 *head, gsize length);
BpDataset *
bp_dataset_npy_load (BpInflate *inflate, const char *path, BpProgress *progress, GError **error);
