/* SPDX-License-Identifier: MIT */
#include "table.h"

#include "clean-text.h"
#include "text-width.h"

#define GAP 2

/**
 * bp_table_begin:
 * @table: (out caller-allocates): a table without rows; bp_table_print() ends it
 * @n_columns: cells of a row
 */
void
bp_table_begin (BpTable *table, guint n_columns)
{
  table->cells = g_ptr_array_new_with_free_func (g_free);
  table->n_columns = n_columns;
}

/**
 * bp_table_add:
 * @table: the table
 * @text: the next cell of the row, or the first of the next row; text from anywhere
 */
void
bp_table_add (BpTable *table, const char *text)
{
  g_ptr_array_add (table->cells, bp_clean_text (text, 0));
}

/**
 * bp_table_add_format:
 * @table: the table
 * @format: as of printf()
 * @...: the arguments of @format
 */
void
bp_table_add_format (BpTable *table, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  bp_table_add (table, text);
}

static int
get_width (const BpTable *table, guint cell)
{
  return bp_text_get_width (g_ptr_array_index (table->cells, cell));
}

static int
get_column_width (const BpTable *table, guint column)
{
  int width = 0;

  for (guint cell = column; cell < table->cells->len; cell += table->n_columns)
    width = MAX (width, get_width (table, cell));
  return width;
}

/**
 * bp_table_print:
 * @table: the table, which must not be used afterwards
 *
 * Prints all rows to the standard output.
 */
void
bp_table_print (BpTable *table)
{
  g_autofree int *widths = g_new (int, table->n_columns);

  for (guint column = 0; column < table->n_columns; column++)
    widths[column] = get_column_width (table, column);

  for (guint cell = 0; cell < table->cells->len; cell++)
    {
      guint column = cell % table->n_columns;
      int padding = widths[column] - get_width (table, cell);
      const char *text = g_ptr_array_index (table->cells, cell);
      gboolean is_last = column == table->n_columns - 1;

      if (column == 0)
        g_print ("%s%*s", text, is_last ? 0 : padding, "");
      else
        g_print ("%*s%s", GAP + padding, "", text);
      if (is_last)
        g_print ("\n");
    }
  g_clear_pointer (&table->cells, g_ptr_array_unref);
}
