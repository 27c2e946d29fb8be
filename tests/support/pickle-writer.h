/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/**
 * BpPickleWriter:
 * @bytes: the bytes written so far
 * @protocol: the version of the pickle protocol, 0 to 5
 *
 * Writes small pickles as Python and NumPy do in each protocol: Python 2 up to protocol 2, Python 3
 * from 3 on.
 */
typedef struct
{
  GByteArray *bytes;
  guint protocol;
} BpPickleWriter;

BpPickleWriter *bp_pickle_writer_new (guint protocol);
void bp_pickle_writer_free (BpPickleWriter *writer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpPickleWriter, bp_pickle_writer_free)

void bp_pickle_writer_raw (BpPickleWriter *writer, gconstpointer bytes, gsize length);
void bp_pickle_writer_opcodes (BpPickleWriter *writer, const char *opcodes);
void bp_pickle_writer_integer (BpPickleWriter *writer, gint32 integer);
void bp_pickle_writer_real (BpPickleWriter *writer, double real);
void bp_pickle_writer_text (BpPickleWriter *writer, const char *text);
void bp_pickle_writer_global (BpPickleWriter *writer, const char *module, const char *name);
void bp_pickle_writer_bytes (BpPickleWriter *writer, const guint8 *bytes, gsize length);
void bp_pickle_writer_dtype (BpPickleWriter *writer, const char *dtype);
void bp_pickle_writer_array (BpPickleWriter *writer,
                             const char *dtype,
                             const char *shape,
                             gboolean is_fortran,
                             gconstpointer data,
                             gsize size);
