/* SPDX-License-Identifier: MIT */
/*
 * Reads tables with an image in each row, as those of Kaggle, OpenML and many courses: with or
 * without a header, with pixels of any range, and with the label at either edge, in a named column,
 * in words or one-hot. The layout is found from the first rows (table-layout.c); then the file is
 * read once from the beginning.
 */
#include "dataset-csv.h"

#include "csv.h"
#include "dataset.h"
#include "error.h"
#include "file-kind.h"
#include "table-layout.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdint.h>

/* The first capacity in rows; it doubles when it is full. */
#define FIRST_CAPACITY 4096

typedef struct
{
  const BpTableLayout *layout;
  BpCsv csv;
  BpNumberArray *images;
  BpNumberArray *labels;
  gsize budget; /* the bytes that images and labels may still take */
  gsize n_rows;
  GHashTable *word_labels; /* (utf8 → number): words numbered in the order of the file */
  GPtrArray *words;        /* (element-type utf8): the keys of @word_labels, borrowed */
  gboolean has_word;       /* a row has a word as its label, after rows with numbers */
} Reader;

static void
reader_clear (Reader *self)
{
  bp_csv_clear (&self->csv);
  g_clear_pointer (&self->images, bp_number_array_free);
  g_clear_pointer (&self->labels, bp_number_array_free);
  g_clear_pointer (&self->word_labels, g_hash_table_unref);
  g_clear_pointer (&self->words, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

static gboolean
set_row_length_error (const Reader *self, GError **error)
{
  g_set_error (error, BP_ERROR, BP_ERROR_DAMAGED,
               _ ("its row %ju has %u columns, but the rows before have %u: it was "
                  "cut off or changed"),
               (uintmax_t) self->csv.row, self->csv.n_columns, self->layout->n_columns);
  return FALSE;
}

static gboolean
set_word_error (const Reader *self, guint column, GError **error)
{
  const BpCsv *csv = &self->csv;
  gboolean is_first_word = csv->text_column == column && csv->first_text[0] != '\0';
  g_autofree char *quoted = bp_error_quote (is_first_word ? csv->first_text : "");

  g_set_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
               _ ("its row %ju has %s in column %u, where a number should be"),
               (uintmax_t) csv->row, quoted, column + 1);
  return FALSE;
}

static gboolean
make_room (Reader *self, BpByteLevels *levels, gsize n_more, GError **error)
{
  gsize capacity = levels->capacity;
  gsize grown;

  if (levels->count + n_more <= capacity)
    return TRUE;

  grown = MAX (2 * capacity, FIRST_CAPACITY * n_more);
  grown = MIN (grown, capacity + self->budget);
  if (grown < levels->count + n_more)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_TOO_LARGE,
                           _ ("its rows have far more numbers than images in a file of its size"));
      return FALSE;
    }
  if (!bp_byte_levels_reserve (levels, grown))
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                           _ ("there is not enough memory for its images"));
      return FALSE;
    }
  self->budget -= grown - capacity;
  return TRUE;
}

/* Adjacent columns are appended together. */
static gboolean
append_pixels (Reader *self, GError **error)
{
  const BpTableLayout *layout = self->layout;
  guint first = 0;

  while (first < layout->n_columns)
    {
      guint end = first;

      for (; end < layout->n_columns && layout->is_pixel[end]; end++)
        if (isnan (self->csv.numbers[end]))
          return set_word_error (self, end, error);
      bp_byte_levels_append_numbers (&self->images->levels, self->csv.numbers + first, end - first);
      first = end + 1;
    }
  return TRUE;
}

/* Returns the number of a word; a new word gets the next number. */
static gboolean
number_word (Reader *self, const char *word, double *number, GError **error)
{
  gpointer value;

  if (!g_hash_table_lookup_extended (self->word_labels, word, NULL, &value))
    {
      char *key = g_strdup (word);

      if (self->words->len == BP_DATASET_MAX_CLASSES)
        {
          g_free (key);
          g_set_error (
              error, BP_ERROR, BP_ERROR_UNSUPPORTED,
              _ ("its column %u has more than %d different words, so that they cannot be labels"),
              self->layout->first_label + 1, BP_DATASET_MAX_CLASSES);
          return FALSE;
        }
      value = GUINT_TO_POINTER (self->words->len);
      g_hash_table_insert (self->word_labels, key, value);
      g_ptr_array_add (self->words, key);
    }
  *number = GPOINTER_TO_UINT (value);
  return TRUE;
}

static gboolean
append_labels (Reader *self, GError **error)
{
  const BpTableLayout *layout = self->layout;
  const double *numbers = self->csv.numbers + layout->first_label;
  double number;

  if (layout->labels == BP_TABLE_LABELS_WORDS)
    {
      const char *word = bp_csv_get_text (&self->csv, layout->first_label);

      if (*word == '\0')
        return set_word_error (self, layout->first_label, error);
      if (!number_word (self, word, &number, error))
        return FALSE;
      numbers = &number;
    }
  for (guint i = 0; i < layout->n_labels; i++)
    if (isnan (numbers[i]))
      {
        self->has_word = layout->n_labels == 1 && self->csv.first_text[0] != '\0' &&
                         self->csv.text_column == layout->first_label;
        return set_word_error (self, layout->first_label + i, error);
      }

  bp_byte_levels_append_numbers (&self->labels->levels, numbers, layout->n_labels);
  return TRUE;
}

static gboolean
read_rows (Reader *self, BpByteStream *stream, GError **error)
{
  const BpTableLayout *layout = self->layout;
  gboolean has_row;

  if (!bp_csv_init (&self->csv, stream, error) ||
      (layout->has_header && !bp_csv_next (&self->csv, &has_row, error)))
    return FALSE;

  if (layout->labels == BP_TABLE_LABELS_WORDS)
    self->csv.kept_column = layout->first_label;
  for (;;)
    {
      if (!bp_csv_next (&self->csv, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      if (self->csv.n_columns != layout->n_columns)
        return set_row_length_error (self, error);
      if (!make_room (self, &self->images->levels, layout->n_pixels, error) ||
          !make_room (self, &self->labels->levels, layout->n_labels, error) ||
          !append_pixels (self, error) || !append_labels (self, error))
        return FALSE;
      self->n_rows++;
    }
}

/* Adds the arrays to the reading. */
static void
add_arrays (Reader *self, BpDataReading *reading)
{
  const BpTableLayout *layout = self->layout;

  self->images->n_dims = 2;
  self->images->dims[0] = self->n_rows;
  self->images->dims[1] = layout->n_pixels;
  g_ptr_array_add (reading->arrays, g_steal_pointer (&self->images));
  if (layout->labels == BP_TABLE_LABELS_NONE)
    return;

  self->labels->n_dims = layout->n_labels > 1 ? 2 : 1;
  self->labels->dims[0] = self->n_rows;
  self->labels->dims[1] = layout->n_labels;
  if (self->words->len > 0)
    {
      self->labels->words = g_new0 (char *, self->words->len + 1);
      for (guint i = 0; i < self->words->len; i++)
        self->labels->words[i] = g_utf8_make_valid (g_ptr_array_index (self->words, i), -1);
    }
  g_ptr_array_add (reading->arrays, g_steal_pointer (&self->labels));
}

/* Sets @has_word where a later row is the first with a word as its label. */
static gboolean
read_table (BpByteStream *stream,
            const char *name,
            const BpTableLayout *layout,
            BpDataReading *reading,
            gboolean *has_word,
            GError **error)
{
  g_auto (Reader) self = {
    .layout = layout,
    .images = bp_number_array_new (name),
    .labels = bp_number_array_new (name),
    .budget = bp_byte_stream_get_memory_budget (stream),
    .word_labels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .words = g_ptr_array_new (),
  };
  gboolean is_read = read_rows (&self, stream, error);

  *has_word = self.has_word;
  if (is_read)
    add_arrays (&self, reading);
  return is_read;
}

/**
 * bp_dataset_csv_recognise:
 * @head: (array length=length): the first bytes of a file, unpacked
 * @length: of @head, in bytes
 *
 * Returns: whether the file is likely a table
 */
gboolean
bp_dataset_csv_recognise (const guint8 *head, gsize length)
{
  BpFileKind kind = bp_file_kind_guess (head, length);
  guint n_separators;
  gsize first = 0;

  if (kind == BP_FILE_KIND_ARFF)
    return TRUE;
  if (kind != BP_FILE_KIND_TEXT)
    return FALSE;

  /* Prose has a space after each word; a table has a separator every few characters. */
  if (bp_csv_find_separator (head, length, &n_separators) != ' ')
    return n_separators >= BP_TABLE_MIN_COLUMNS - 1;
  while (first < length && head[first] == ' ')
    first++;
  return n_separators >= BP_TABLE_MIN_COLUMNS - 1 && first < length &&
         (g_ascii_isdigit (head[first]) || head[first] == '-' || head[first] == '.');
}

/**
 * bp_dataset_csv_read:
 * @stream: the file at its beginning
 * @name: for its arrays
 * @reading: gets the images and, where there are any, the labels
 * @error: return location for a %BP_ERROR or a %G_FILE_ERROR
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_dataset_csv_read (BpByteStream *stream, const char *name, BpDataReading *reading, GError **error)
{
  g_auto (BpTableLayout) layout = { 0 };
  g_autoptr (GError) local_error = NULL;
  gboolean has_word;
  gboolean is_read;

  if (!bp_table_layout_find (&layout, stream, error))
    return FALSE;

  is_read = read_table (stream, name, &layout, reading, &has_word, &local_error);
  if (!is_read && has_word)
    {
      g_clear_error (&local_error);
      layout.labels = BP_TABLE_LABELS_WORDS;
      is_read = bp_byte_stream_rewind (stream, &local_error) &&
                read_table (stream, name, &layout, reading, &has_word, &local_error);
    }
  if (!is_read)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (layout.n_ignored > 0)
    bp_data_reading_note (
        reading,
        g_dngettext (GETTEXT_PACKAGE,
                     "%u column of “%s” is neither a pixel nor a label and was left out.",
                     "%u columns of “%s” are neither pixels nor labels and were left out.",
                     layout.n_ignored),
        layout.n_ignored, name);
  return is_read;
}
