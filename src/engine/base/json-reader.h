/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* The deepest nesting of arrays and objects; the program's files need four levels. */
#define BP_JSON_MAX_DEPTH 32

/**
 * BpJsonReader:
 *
 * Reads untrusted JSON from front to back in its own memory, without allocation and recursion;
 * duplicate keys are returned twice. Strings are unescaped in place and stay valid as long as the
 * text.
 *
 * The first problem sticks: afterwards every function returns %NULL, %FALSE or 0, so that a caller
 * only needs to check once at the end, with bp_json_reader_finish().
 *
 * |[<!-- language="C" -->
 * bp_json_reader_init (&reader, text, length);
 * bp_json_reader_begin_object (&reader);
 * while ((key = bp_json_reader_next_member (&reader)) != NULL)
 *   {
 *     if (strcmp (key, "size") == 0)
 *       size = bp_json_reader_read_unsigned (&reader);
 *     else
 *       bp_json_reader_skip_value (&reader);
 *   }
 * if (!bp_json_reader_finish (&reader, error))
 *   return FALSE;
 * ]|
 */
typedef struct
{
  /*< private >*/
  char *start;
  char *cursor;
  char *end;
  guint depth;
  guint32 is_object; /* one bit for each level, the lowest for the outermost */
  guint32 has_begun; /* one bit for each level: whether its first element was read */
  const char *problem;
} BpJsonReader;

void bp_json_reader_init (BpJsonReader *reader, char *text, gsize length);
void bp_json_reader_begin_object (BpJsonReader *reader);
const char *bp_json_reader_next_member (BpJsonReader *reader);
void bp_json_reader_begin_array (BpJsonReader *reader);
gboolean bp_json_reader_next_element (BpJsonReader *reader);
const char *bp_json_reader_read_string (BpJsonReader *reader);
gboolean bp_json_reader_is_at_number (BpJsonReader *reader);
gboolean bp_json_reader_is_at_string (BpJsonReader *reader);
guint64 bp_json_reader_read_unsigned (BpJsonReader *reader);
double bp_json_reader_read_number (BpJsonReader *reader);
gboolean bp_json_reader_read_boolean (BpJsonReader *reader);
void bp_json_reader_skip_value (BpJsonReader *reader);
void bp_json_reader_fail (BpJsonReader *reader, const char *problem);
gsize bp_json_reader_get_offset (const BpJsonReader *reader);
gboolean bp_json_reader_has_failed (const BpJsonReader *reader);
gboolean bp_json_reader_finish (BpJsonReader *reader, GError **error);
