/* SPDX-License-Identifier: MIT */
#pragma once

#include "byte-stream.h"
#include "dataset.h"
#include "progress.h"

/* Tables with an image and its label in each row. */
gboolean bp_dataset_csv_recognise (const guint8 *head, gsize length);
BpDataset *
bp_dataset_csv_load (BpByteStream *stream, const char *path, BpProgress *progress, GError **error);
