/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* The longest line: more than any drawing needs, and small enough for memory. */
#define BP_LINE_READER_MAX_LENGTH (16 * 1024 * 1024)

/**
 * BpLine:
 * @text: (length), NUL-terminated, without its "\n"; it may be changed, and is valid until the
 *   next one is read
 * @length: in bytes
 * @number: from 1
 */
typedef struct
{
  char *text;
  gsize length;
  guint64 number;
} BpLine;

/**
 * BpLineReader:
 *
 * Reads a file or a pipe line by line. It returns a complete line at once, without waiting for more
 * input.
 */
typedef struct _BpLineReader BpLineReader;

BpLineReader *bp_line_reader_open (const char *path, GError **error);
void bp_line_reader_free (BpLineReader *reader);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpLineReader, bp_line_reader_free)

gboolean bp_line_reader_next (BpLineReader *reader, BpLine *line, GError **error);
