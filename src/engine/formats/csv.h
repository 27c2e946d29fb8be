/* SPDX-License-Identifier: MIT */
#pragma once

#include "byte-stream.h"

#include <glib.h>

/* The longest field, in bytes. A number has about twenty characters, and names of columns are not
 * much longer. */
#define BP_CSV_MAX_FIELD 64

/* The most columns of a row: an image of 128 x 128 with its label. */
#define BP_CSV_MAX_COLUMNS (128 * 128 + 1)

#define BP_CSV_NO_COLUMN   G_MAXUINT
#define BP_CSV_ALL_COLUMNS (G_MAXUINT - 1)

/**
 * BpCsv:
 * @row: the number of the last row read, from 1; empty rows count
 * @n_columns: the number of its fields
 * @numbers: (n_columns) their values; NaN for text
 * @first_text: the first field of the row that is not a number, or ""
 * @text_column: the column of @first_text, from 0
 * @kept_column: the column whose text bp_csv_get_text() gives, %BP_CSV_ALL_COLUMNS, or
 *   %BP_CSV_NO_COLUMN; set between rows
 *
 * A reader of rows of numbers in a text. Fields are separated by commas, semicolons, tabs or bars,
 * by the most frequent of them in the first row, or else by blanks. They may be quoted. Rows end
 * with LF, CR LF or CR; a comma at the end of a row is ignored. A comma that is not the separator
 * is a decimal point. Comments and the header of an ARFF file are skipped.
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
  GString *texts;        /* the kept texts, each terminated with NUL */
  guint32 *text_offsets; /* (n_columns): their offsets in @texts */
  BpByteStream *stream;  /* borrowed */
  char separator;
  char row_end;
} BpCsv;

gboolean bp_csv_init (BpCsv *csv, BpByteStream *stream, GError **error);
void bp_csv_clear (BpCsv *csv);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BpCsv, bp_csv_clear)

gboolean bp_csv_next (BpCsv *csv, gboolean *has_row, GError **error);
const char *bp_csv_get_text (const BpCsv *csv, guint column);
char bp_csv_find_separator (const guint8 *head, gsize length, guint *n_separators);
