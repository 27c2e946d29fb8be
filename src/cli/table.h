/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/**
 * BpTable:
 *
 * Cells of text that are printed in columns, each as wide as its widest cell: the first aligned to
 * the left, the others to the right.
 */
typedef struct
{
  /*< private >*/
  GPtrArray *cells;
  guint n_columns;
} BpTable;

void bp_table_begin (BpTable *table, guint n_columns);
void bp_table_add (BpTable *table, const char *text);
void bp_table_add_format (BpTable *table, const char *format, ...) G_GNUC_PRINTF (2, 3);
void bp_table_print (BpTable *table);
