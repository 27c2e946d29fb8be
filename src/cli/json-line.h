/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/**
 * BpJsonLine:
 *
 * A line of output: one JSON object, whose members are added one by one. Numbers have a decimal
 * point in every locale, and as many digits as it takes to read the same number back. NaN and
 * infinity are written as null.
 */
typedef struct
{
  /*< private >*/
  GString *text;
} BpJsonLine;

void bp_json_line_begin (BpJsonLine *line);
void bp_json_line_add_null (BpJsonLine *line, const char *key);
void bp_json_line_add_boolean (BpJsonLine *line, const char *key, gboolean value);
void bp_json_line_add_unsigned (BpJsonLine *line, const char *key, guint64 value);
void bp_json_line_add_number (BpJsonLine *line, const char *key, double value);
void bp_json_line_add_string (BpJsonLine *line, const char *key, const char *value);
void bp_json_line_add_strings (BpJsonLine *line, const char *key, char **values);
void
bp_json_line_add_floats (BpJsonLine *line, const char *key, const float *values, guint n_values);
void
bp_json_line_add_counts (BpJsonLine *line, const char *key, const guint32 *counts, guint n_counts);
void bp_json_line_add_count_rows (BpJsonLine *line,
                                  const char *key,
                                  const guint32 *counts,
                                  guint n_rows,
                                  guint n_columns);
void bp_json_line_open_array (BpJsonLine *line, const char *key);
void bp_json_line_close_array (BpJsonLine *line);
void bp_json_line_open_object (BpJsonLine *line);
void bp_json_line_close_object (BpJsonLine *line);
void bp_json_line_print (BpJsonLine *line);
