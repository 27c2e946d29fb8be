/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "inflate.h"
#include "progress.h"

/* Pickles of images and labels, in every layout of dicts, tuples, lists and NumPy arrays. */
gboolean bp_dataset_pickle_recognise (const guint8 *head, gsize length);
BpDataset *
bp_dataset_pickle_load (BpInflate *inflate, const char *path, BpProgress *progress, GError **error);
