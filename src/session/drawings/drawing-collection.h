/* SPDX-License-Identifier: MIT */
#pragma once

#include "drawing.h"

#include <glib.h>

/**
 * BpDrawingRecord:
 * @strokes: (n_strokes) what was drawn, in any unit, y down
 * @times: (n_strokes) (nullable): for each stroke, the time of each of its points, in milliseconds
 *   from any zero
 * @n_strokes: at least 1
 * @label: what the writer says it is: a digit, or the name of another class
 * @answer: (nullable): what a network answered, likewise; %NULL where none did
 * @probability: how probable it found that, from 0 to 1
 * @is_sure: whether it called the answer sure
 * @is_prompted: whether the program asked for the digit
 *
 * What is kept of a drawing. Everything is borrowed.
 */
typedef struct
{
  const BpStroke *strokes;
  const gint64 *const *times;
  gsize n_strokes;
  const char *label;
  const char *answer;
  double probability;
  gboolean is_sure;
  gboolean is_prompted;
} BpDrawingRecord;

/* A line of a collection, which does not end with NUL. */
typedef void (*BpDrawingLineFunc) (const char *line, gsize length, gpointer data);

char *bp_drawing_collection_get_path (void);
void bp_drawing_append_class (GString *line, const char *name);
char *bp_drawing_record_to_line (const BpDrawingRecord *record);
gboolean bp_drawing_collection_append (const char *path, const char *line, GError **error);
gboolean bp_drawing_collection_take_back (const char *path, const char *line, GError **error);
GBytes *bp_drawing_collection_read (const char *path, GError **error);
void bp_drawing_collection_split (GBytes *text, BpDrawingLineFunc func, gpointer data);
GPtrArray *bp_drawing_collection_load (const char *path, guint *n_left_out, GError **error);
