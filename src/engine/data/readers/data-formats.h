/* SPDX-License-Identifier: MIT */
#pragma once

#include "byte-stream.h"
#include "data-reading.h"

/**
 * BpDataFormat:
 * @name: its name
 * @recognise: whether a file is likely of this format, by its first bytes, unpacked
 * @read: reads a file from its beginning and adds its arrays to the reading. The name is that of
 *   the file for formats without names of arrays; else it is "", or the file's name where there are
 *   several files.
 * @holds_half: whether a file holds images or labels, never both
 * @names_its_arrays: whether its arrays have names
 * @takes_its_folder: whether opening one file opens all files of the format in its folder, with any
 *   names
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
