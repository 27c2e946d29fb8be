/* SPDX-License-Identifier: MIT */
#pragma once

#include "drawing.h"

#include <glib.h>

/**
 * BpDrawingEntry:
 * @line: its line in the collection, without the line break
 * @drawing: its strokes and its label
 * @label: what it is, as in "7" or "heart"
 * @answer: (nullable): what a network answered, likewise; %NULL where none did
 * @probability: how probable it found that, from 0 to 1
 * @is_sure: whether it called the answer sure
 * @is_prompted: whether the program asked for the digit
 * @time: (nullable): when it was drawn
 *
 * A drawing of a collection with all that is known about it.
 */
typedef struct
{
  char *line;
  BpDrawing drawing;
  char *label;
  char *answer;
  double probability;
  gboolean is_sure;
  gboolean is_prompted;
  GDateTime *time;
  /*< private >*/
  gsize label_start;
  gsize label_length;
} BpDrawingEntry;

BpDrawingEntry *bp_drawing_entry_parse (const char *line, gsize length);
void bp_drawing_entry_free (BpDrawingEntry *entry);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpDrawingEntry, bp_drawing_entry_free)

char *bp_drawing_entry_name (const BpDrawingEntry *entry, const char *name);
char *bp_drawing_entry_relabel (const BpDrawingEntry *entry, const char *label);
GPtrArray *bp_drawing_entries_load (const char *path, guint *n_left_out, GError **error);
