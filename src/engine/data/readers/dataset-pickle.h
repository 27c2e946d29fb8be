/* SPDX-License-Identifier: MIT */
#pragma once

#include "byte-stream.h"
#include "dataset.h"
#include "progress.h"

/* Pickles of images and labels, in every layout of dicts, tuples, lists and NumPy arrays. */
gboolean bp_dataset_pickle_recognise (const guint8 *head, gsize length);
BpDataset *bp_dataset_pickle_load (BpByteStream *stream,
                                   const char *path,
                                   BpProgress *progress,
                                   GError **error);
