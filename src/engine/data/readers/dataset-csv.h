/* SPDX-License-Identifier: MIT */
#pragma once

#include "byte-stream.h"
#include "data-reading.h"

/* Tables with an image in each row. */
gboolean bp_dataset_csv_recognise (const guint8 *head, gsize length);
gboolean bp_dataset_csv_read (BpByteStream *stream,
                              const char *name,
                              BpDataReading *reading,
                              GError **error);
