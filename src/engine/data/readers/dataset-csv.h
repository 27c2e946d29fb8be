/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "inflate.h"
#include "progress.h"

/* Tables with an image and its label in each row. */
gboolean bp_dataset_csv_recognise (const guint8 *head, gsize length);
BpDataset *
bp_dataset_csv_load (BpInflate *inflate, const char *path, BpProgress *progress, GError **error);
