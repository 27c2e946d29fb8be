/* SPDX-License-Identifier: MIT */
#pragma once

#include "byte-stream.h"
#include "data-reading.h"
#include "progress.h"

/* Pickles of images and labels, in every layout of dicts, tuples, lists and NumPy arrays. */
gboolean bp_dataset_pickle_recognise (const guint8 *head, gsize length);
gboolean bp_dataset_pickle_read (BpByteStream *stream,
                                 const char *name,
                                 BpDataReading *reading,
                                 GError **error);

/* Tensors that torch.save() wrote, in the same layouts. */
gboolean bp_dataset_torch_recognise (const guint8 *head, gsize length);
gboolean bp_dataset_torch_read (BpByteStream *stream,
                                const char *name,
                                BpDataReading *reading,
                                GError **error);
