/* SPDX-License-Identifier: MIT */
#pragma once

#include "byte-stream.h"
#include "data-reading.h"

/**
 * BpDataFormat:
 * @name: what it is called
 * @recognise: whether a file that begins so, unpacked, is likely of this format
 * @read: reads a file from its beginning and adds what it found to the reading; what is called
 * after the file is told its name, and the rest "", or the file's name where there are several
 * @holds_half: a file holds images or labels, never both
 * @names_its_arrays: its arrays have names of their own
 * @takes_its_folder: whoever opens one such file means all of them in its folder, whatever they are
 *   called
 *
 * A format of files with arrays of images and labels.
 */
typedef struct
{
  const char *name;
  gboolean (*recognise) (const guint8 *head, gsize length);
  gboolean (*read) (BpByteStream *stream, const char *name, BpDataReading *reading, GError **error);
  gboolean holds_half;
  gboolean names_its_arrays;
  gboolean takes_its_folder;
} BpDataFormat;

const BpDataFormat *bp_data_format_find (const guint8 *head, gsize length);
gboolean bp_data_format_set_error (const guint8 *head, gsize length, GError **error);
