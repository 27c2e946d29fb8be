/* SPDX-License-Identifier: MIT */
/*
 * Reads rows of numbers from text. Tens of millions of fields are whole numbers of up to three
 * digits, which have a fast path; other fields are parsed in the manner of strtod().
 *
 * Thread rule: one thread at a time uses a reader.
 */
#include "csv.h"

#include "error.h"
#include "file-kind.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

/* A blank is the separator only where there is no other: it also occurs beside others, and in
 * names. */
static const char separators[] = ",;\t| ";
#define COMMA 0
#define BLANK 4

/* A line with this many separators is a row of a table, of 4 x 4 pixels. */
#define MANY_SEPARATORS 15

/* The most consecutive empty lines: a table has a few at its end. */
#define MAX_EMPTY_ROWS 100000

/* The most bytes of a field, quotation marks included. */
#define MAX_FIELD_BYTES (4 * BP_CSV_MAX_FIELD)

/* The header of an ARFF file has a line for each column, and some comments. */
#define MAX_ARFF_LINES 100000
#define MAX_ARFF_LINE  4096

/* The field that is being read. */
typedef struct
{
  char text[BP_CSV_MAX_FIELD];
  guint length;
  guint n_bytes;       /* including quotes and other bytes that are not in @text */
  gboolean is_quoted;  /* whether the next byte is between quotes */
  gboolean has_quotes; /* a quoted field counts even if it is empty */
} Field;

/* Where the first row begins: behind lines that are blank, and behind those that begin with a #,
 * which are comments. NumPy puts the same sign before the names of columns: a line of many fields
 * is a row. */
static gsize
find_first_row (const guint8 *head, gsize length, guint *n_lines)
{
  gsize start = 0;

  *n_lines = 0;
  while (start < length)
    {
      const guint8 *newline = memchr (head + start, '\n', length - start);
      gsize end = newline != NULL ? (gsize) (newline - head) : length;
      gsize i = start;
      guint n_separators = 0;

      while (i < end && g_ascii_isspace (head[i]))
        i++;
      for (gsize k = i; k < end; k++)
        for (guint j = 0; j < BLANK; j++)
          n_separators += head[k] == (guint8) separators[j];
      if (newline == NULL || (i < end && (head[i] != '#' || n_separators >= MANY_SEPARATORS)))
        return start;
      start = end + 1;
      (*n_lines)++;
    }
  return start;
}

/**
 * bp_csv_find_separator:
 * @head: (array length=length): the first bytes of a text
 * @length: of @head, in bytes
 * @n_separators: (out): their number in the first row, within @head
 *
 * Blank lines and comments before the first row are ignored. A comma may also be a decimal point:
 * it is not the separator where another one is frequent.
 *
 * Returns: the most frequent separator of the first row; a blank only where there is no other
 */
char
bp_csv_find_separator (const guint8 *head, gsize length, guint *n_separators)
{
  guint counts[sizeof separators - 1] = { 0 };
  guint best = COMMA;
  guint n_lines;

  for (gsize i = find_first_row (head, length, &n_lines);
       i < length && head[i] != '\n' && head[i] != '\r'; i++)
    for (guint j = 0; j < G_N_ELEMENTS (counts); j++)
      counts[j] += head[i] == (guint8) separators[j];
  for (guint j = COMMA + 1; j < BLANK; j++)
    if (best == COMMA ? counts[j] > counts[best] || counts[j] >= MANY_SEPARATORS
                      : counts[j] > counts[best])
      best = j;
  if (counts[best] == 0)
    best = BLANK;

  *n_separators = counts[best];
  return separators[best];
}

/* Skips the names of the columns up to the line "@data". */
static gboolean
skip_arff_header (BpByteStream *stream, GError **error)
{
  for (guint i = 0; i < MAX_ARFF_LINES; i++)
    {
      const guint8 *bytes;
      const guint8 *end;
      gsize length;
      gboolean is_data;

      if (!bp_byte_stream_peek (stream, MAX_ARFF_LINE, &bytes, &length, error))
        return FALSE;
      end = memchr (bytes, '\n', MIN (length, MAX_ARFF_LINE));
      if (end == NULL)
        break;
      is_data = length >= 5 && g_ascii_strncasecmp ((const char *) bytes, "@data", 5) == 0;
      bp_byte_stream_consume (stream, (gsize) (end - bytes) + 1);
      if (is_data)
        return TRUE;
    }
  g_set_error_literal (error, BP_ERROR, BP_ERROR_DAMAGED,
                       _ ("it begins like an ARFF table, but it has no line “@data”"));
  return FALSE;
}

/**
 * bp_csv_init:
 * @csv: (out caller-allocates): the reader
 * @stream: a text at its beginning, which outlives @csv
 * @error: as of bp_byte_stream_peek()
 *
 * Returns: whether @csv is before the first row
 */
gboolean
bp_csv_init (BpCsv *csv, BpByteStream *stream, GError **error)
{
  const guint8 *head;
  gsize length;
  guint n_separators;
  guint n_lines;

  *csv = (BpCsv){ .stream = stream, .kept_column = BP_CSV_NO_COLUMN, .row_end = '\n' };
  if (!bp_byte_stream_peek (stream, BP_BYTE_STREAM_MAX_PIECE, &head, &length, error))
    return FALSE;

  /* The byte order mark of UTF-8. */
  if (length >= 3 && memcmp (head, "\xef\xbb\xbf", 3) == 0)
    {
      bp_byte_stream_consume (stream, 3);
      head += 3;
      length -= 3;
    }
  if (bp_file_kind_guess (head, MIN (length, BP_FILE_KIND_HEAD_LENGTH)) == BP_FILE_KIND_ARFF &&
      (!skip_arff_header (stream, error) ||
       !bp_byte_stream_peek (stream, BP_BYTE_STREAM_MAX_PIECE, &head, &length, error)))
    return FALSE;
  csv->separator = bp_csv_find_separator (head, length, &n_separators);
  if (memchr (head, '\n', length) == NULL && memchr (head, '\r', length) != NULL)
    csv->row_end = '\r';
  bp_byte_stream_consume (stream, find_first_row (head, length, &n_lines));
  csv->row = n_lines;
  csv->numbers = g_new (double, BP_CSV_MAX_COLUMNS);
  csv->text_offsets = g_new (guint32, BP_CSV_MAX_COLUMNS);
  csv->texts = g_string_new (NULL);
  return TRUE;
}

/**
 * bp_csv_clear:
 * @csv: the reader, whose contents are freed
 */
void
bp_csv_clear (BpCsv *csv)
{
  g_clear_pointer (&csv->numbers, g_free);
  g_clear_pointer (&csv->text_offsets, g_free);
  if (csv->texts != NULL)
    g_string_free (g_steal_pointer (&csv->texts), TRUE);
}

/* Parses up to 19 digits; further digits only move the point. Sets whether there were any. */
static const char *
parse_digits (const char *text, guint64 *digits, int *exponent, gboolean is_fraction, guint *count)
{
  for (; g_ascii_isdigit (*text); text++)
    {
      if (*digits <= (G_MAXUINT64 - 9) / 10)
        {
          *digits = *digits * 10 + (guint64) (*text - '0');
          *exponent -= is_fraction;
        }
      else
        *exponent += !is_fraction;
      (*count)++;
    }
  return text;
}

/* Parses a decimal number with an optional point and exponent, in a fifth of the time of strtod().
 * The result is within two units in the last place of strtod()'s, and equal where a double holds
 * the number exactly, such as bytes and bytes / 256. */
static gboolean
parse_decimal (const char *text, double *number)
{
  /* The powers of ten that are exact in a double. */
  static const double powers[] = { 1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                   1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                   1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };
  const int largest = G_N_ELEMENTS (powers) - 1;
  guint64 digits = 0;
  int exponent = 0;
  int written = 0;
  guint count = 0;
  gboolean is_negative;
  long double value;

  text = parse_digits (text, &digits, &exponent, FALSE, &count);
  if (*text == '.')
    text = parse_digits (text + 1, &digits, &exponent, TRUE, &count);
  if (count == 0)
    return FALSE;
  if (*text == '\0' && exponent == 0)
    {
      *number = (double) digits;
      return TRUE;
    }

  if (*text == 'e' || *text == 'E')
    {
      is_negative = *++text == '-';
      text += *text == '-' || *text == '+';
      if (!g_ascii_isdigit (*text))
        return FALSE;
      for (guint i = 0; i < 3 && g_ascii_isdigit (*text); i++, text++)
        written = written * 10 + (*text - '0');
      exponent += is_negative ? -written : written;
    }
  if (*text != '\0')
    return FALSE;

  value = (long double) digits;
  for (; exponent > largest; exponent -= largest)
    value *= (long double) powers[largest];
  for (; exponent < -largest; exponent += largest)
    value /= (long double) powers[largest];
  if (exponent < 0)
    value /= (long double) powers[-exponent];
  else
    value *= (long double) powers[exponent];
  *number = (double) value;
  return TRUE;
}

/* Reads "True" and "False", as pandas writes a column for each class, and "0,5", as programs write
 * it in languages with a comma. */
static double
parse_unusual_number (const char *text, char separator)
{
  const char *comma = separator != ',' ? strchr (text, ',') : NULL;
  char with_point[BP_CSV_MAX_FIELD];
  double value;

  if (g_ascii_strcasecmp (text, "true") == 0)
    return 1.0;
  if (g_ascii_strcasecmp (text, "false") == 0)
    return 0.0;
  if (comma == NULL)
    return (double) NAN;
  g_strlcpy (with_point, text, sizeof with_point);
  with_point[comma - text] = '.';
  return parse_decimal (with_point, &value) ? value : (double) NAN;
}

/* @text has no blanks around it. */
static double
parse_number (const char *text, char separator)
{
  double value;
  char *end;

  if (parse_decimal (text, &value))
    return value;

  value = g_ascii_strtod (text, &end);
  return end != text && *end == '\0' ? value : parse_unusual_number (text, separator);
}

/* Returns the text of the field without the blanks around it. */
static char *
strip (Field *field)
{
  char *text = field->text;
  guint length = field->length;

  while (length > 0 && g_ascii_isspace (text[length - 1]))
    length--;
  text[length] = '\0';
  while (g_ascii_isspace (*text))
    text++;
  return text;
}

static gboolean
end_field (BpCsv *csv, Field *field, GError **error)
{
  char *text;
  double number;

  text = strip (field);
  field->length = 0;
  field->n_bytes = 0;
  field->is_quoted = FALSE;
  field->has_quotes = FALSE;

  if (csv->n_columns == BP_CSV_MAX_COLUMNS)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_TOO_LARGE,
                   _ ("its row %ju has more than %d columns, which is no image"),
                   (uintmax_t) csv->row, BP_CSV_MAX_COLUMNS);
      return FALSE;
    }
  number = parse_number (text, csv->separator);
  if (isnan (number) && csv->first_text[0] == '\0' && *text != '\0')
    {
      g_strlcpy (csv->first_text, text, sizeof csv->first_text);
      csv->text_column = csv->n_columns;
    }
  if (csv->kept_column == csv->n_columns || csv->kept_column == BP_CSV_ALL_COLUMNS)
    {
      csv->text_offsets[csv->n_columns] = (guint32) csv->texts->len;
      g_string_append_len (csv->texts, text, (gssize) strlen (text) + 1);
    }
  csv->numbers[csv->n_columns++] = number;
  return TRUE;
}

static gboolean
set_long_field_error (const BpCsv *csv, GError **error)
{
  g_set_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
               _ ("its row %ju has more than %d characters between two separators, "
                  "so that it is not a table of numbers"),
               (uintmax_t) csv->row, BP_CSV_MAX_FIELD - 1);
  return FALSE;
}

/* Consumes @length bytes, or fewer where the row ends before. */
static gboolean
take_bytes (BpCsv *csv,
            Field *field,
            const guint8 *bytes,
            gsize length,
            gsize *n_taken,
            gboolean *is_row_end,
            GError **error)
{
  gsize i = 0;

  while (i < length && !*is_row_end)
    {
      char byte = (char) bytes[i++];

      if (++field->n_bytes > MAX_FIELD_BYTES)
        return set_long_field_error (csv, error);
      if (byte == '"')
        {
          field->is_quoted = !field->is_quoted;
          field->has_quotes = TRUE;
        }
      else if (byte == csv->row_end)
        *is_row_end = TRUE;
      else if (byte == csv->separator && !field->is_quoted)
        {
          /* Aligned columns have several blanks between them. */
          if (!(byte == ' ' && field->length == 0 && !field->has_quotes) &&
              !end_field (csv, field, error))
            return FALSE;
        }
      else if (field->length == BP_CSV_MAX_FIELD - 1)
        return set_long_field_error (csv, error);
      else if (byte != '\r')
        field->text[field->length++] = byte;
    }

  *n_taken = i;
  return TRUE;
}

/**
 * bp_csv_next:
 * @csv: a reader
 * @has_row: (out): %FALSE at the end
 * @error: return location for %BP_ERROR_UNSUPPORTED, %BP_ERROR_TOO_LARGE and the errors of
 *   bp_byte_stream_peek()
 *
 * Reads the next row that is not empty.
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_csv_next (BpCsv *csv, gboolean *has_row, GError **error)
{
  Field field = { .length = 0 };

  guint64 first_row = csv->row + 1;

  *has_row = FALSE;
  do
    {
      gboolean is_row_end = FALSE;

      if (++csv->row - first_row > MAX_EMPTY_ROWS)
        {
          g_set_error (error, BP_ERROR, BP_ERROR_TOO_LARGE, _ ("its row %ju and %d more are empty"),
                       (uintmax_t) first_row, MAX_EMPTY_ROWS);
          return FALSE;
        }
      csv->n_columns = 0;
      csv->first_text[0] = '\0';
      g_string_truncate (csv->texts, 0);
      while (!is_row_end)
        {
          const guint8 *bytes;
          gsize length;
          gsize n_taken = 0;

          if (!bp_byte_stream_peek (csv->stream, 1, &bytes, &length, error))
            return FALSE;
          if (length == 0 && csv->n_columns == 0 && field.length == 0)
            return TRUE;
          if (length == 0)
            break;
          if (!take_bytes (csv, &field, bytes, length, &n_taken, &is_row_end, error))
            return FALSE;
          bp_byte_stream_consume (csv->stream, n_taken);
        }

      /* An empty last field is a comma at the end of the row. */
      if (*strip (&field) != '\0' && !end_field (csv, &field, error))
        return FALSE;
      field.length = 0;
      field.n_bytes = 0;
    }
  while (csv->n_columns == 0);

  *has_row = TRUE;
  return TRUE;
}

/**
 * bp_csv_get_text:
 * @csv: a reader after a row
 * @column: a kept column of the row
 *
 * Returns: (transfer none): the field without the blanks around it, valid until the next row
 */
const char *
bp_csv_get_text (const BpCsv *csv, guint column)
{
  g_assert (column < csv->n_columns);
  g_assert (csv->kept_column == column || csv->kept_column == BP_CSV_ALL_COLUMNS);

  return csv->texts->str + csv->text_offsets[column];
}
