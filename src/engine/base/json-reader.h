/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* Arrays and objects within each other; what is read here needs four. */
#define BP_JSON_MAX_DEPTH 32

/**
 * BpJsonReader:
 *
 * Reads JSON from front to back in the memory that holds it, for text that comes from strangers:
 * nothing is allocated, nothing recurses, and keys that come twice are seen twice. Strings are
 * unescaped where they stand and stay valid as long as the text.
 *
 * The first problem sticks: from then on every function returns nothing (%NULL, %FALSE or 0), so
 * that a caller needs to look only once, when it is through, with bp_json_reader_finish().
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
  guint32 is_object; /* a bit a level, the outermost is the lowest */
  guint32 has_begun; /* a bit a level: its first element has been read */
  const char *problem;
} BpJsonReader;

void bp_json_reader_init (BpJsonReader *reader, char *text, gsize length);
void bp_json_reader_begin_object (BpJsonReader *reader);
const char *bp_json_reader_next_member (BpJsonReader *reader);
void bp_json_reader_begin_array (BpJsonReader *reader);
gboolean bp_json_reader_next_element (BpJsonReader *reader);
const char *bp_json_reader_read_string (BpJsonReader *reader);
guint64 bp_json_reader_read_unsigned (BpJsonReader *reader);
double bp_json_reader_read_number (BpJsonReader *reader);
gboolean bp_json_reader_read_boolean (BpJsonReader *reader);
void bp_json_reader_skip_value (BpJsonReader *reader);
void bp_json_reader_fail (BpJsonReader *reader, const char *problem);
gboolean bp_json_reader_has_failed (const BpJsonReader *reader);
gboolean bp_json_reader_finish (BpJsonReader *reader, GError **error);
