/* SPDX-License-Identifier: MIT */
#pragma once

#include "byte-stream.h"

#include <glib.h>

/* A number has some twenty characters and a column's name not many more. */
#define BP_CSV_MAX_FIELD 64

/* Columns of a row: an image of 128 x 128 with its label. */
#define BP_CSV_MAX_COLUMNS (128 * 128 + 1)

#define BP_CSV_NO_COLUMN   G_MAXUINT
#define BP_CSV_ALL_COLUMNS (G_MAXUINT - 1)

/**
 * BpCsv:
 * @row: the number of the row that was read last, from 1; rows without anything in them count
 * @n_columns: how many fields it had
 * @numbers: (n_columns) their values; NaN for what is no number
 * @first_text: the first field of the row that is no number, or ""
 * @text_column: where that is, from 0
 * @kept_column: the column whose text bp_csv_get_text() gives, %BP_CSV_ALL_COLUMNS, or
 *   %BP_CSV_NO_COLUMN; set between rows
 *
 * A text of rows of numbers, read a row at a time. Fields are separated by commas, semicolons or
 * tabs, whichever the first row has most of, or else by blanks, and may stand in quotation marks;
 * rows end with LF or CR LF. A comma at the end of a row does not count. What an ARFF file says
 * before its rows is passed over.
 */
typedef struct
{
  guint64 row;
  guint n_columns;
  double *numbers;
  char first_text[BP_CSV_MAX_FIELD];
  guint text_column;
  guint kept_column;
  /*< private >*/
  GString *texts;        /* those that are kept, each with a zero behind it */
  guint32 *text_offsets; /* (n_columns) where they begin in it */
  BpByteStream *stream;  /* borrowed */
  char separator;
} BpCsv;

gboolean bp_csv_init (BpCsv *csv, BpByteStream *stream, GError **error);
void bp_csv_clear (BpCsv *csv);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BpCsv, bp_csv_clear)

gboolean bp_csv_next (BpCsv *csv, gboolean *has_row, GError **error);
const char *bp_csv_get_text (const BpCsv *csv, guint column);
char bp_csv_find_separator (const guint8 *head, gsize length, guint *n_separators);
