/* SPDX-License-Identifier: MIT */
#pragma once

#include "byte-stream.h"
#include "dataset.h"
#include "progress.h"

/* IDX, the form that MNIST is published in: one file of images and one of labels for each split. */
gboolean bp_dataset_idx_recognise (const guint8 *head, gsize length);
gboolean bp_dataset_idx_recognise_folder (const char *path);

BpDataset *
bp_dataset_idx_load (BpByteStream *stream, const char *path, BpProgress *progress, GError **error);
BpDataset *bp_dataset_idx_load_folder (const char *path, BpProgress *progress, GError **error);
