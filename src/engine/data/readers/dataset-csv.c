/* SPDX-License-Identifier: MIT */
/*
 * Tables with an image and its label in each row, as Kaggle and many courses have them: with names
 * over the columns or without, the label first or last, pixels from 0 to 255 or from 0 to 1. The
 * first rows tell where the label is; then the file is read once from the beginning.
 */
#include "dataset-csv.h"

#include "csv.h"
#include "dataset-from-arrays.h"
#include "error.h"
#include "file-kind.h"

#include <math.h>
#include <string.h>

/* An image of 4 x 4 with its label; a table of fewer columns is something else. */
#define MIN_COLUMNS 17

/* Rows that are looked at to find the label. */
#define N_ROWS_LOOKED_AT 1000

/* Rows that room is made for at first; it doubles when it is full. */
#define FIRST_CAPACITY 4096

typedef struct
{
  gboolean has_header;
  guint n_columns;
  gboolean is_label_last;
} Layout;

/* What a column at an edge of the table could be. */
typedef struct
{
  gboolean is_whole;
  gboolean varies;
  double first;
} Edge;

static gboolean
set_row_length_error (const BpCsv *csv, guint n_columns, GError **error)
{
  g_set_error (error, BP_ERROR, BP_ERROR_DAMAGED,
               "its row %" G_GUINT64_FORMAT " has %u columns, but the rows before have %u: it was "
               "cut off or changed",
               csv->row, csv->n_columns, n_columns);
  return FALSE;
}

static gboolean
check_numbers (const BpCsv *csv, GError **error)
{
  for (guint i = 0; i < csv->n_columns; i++)
    if (isnan (csv->numbers[i]))
      {
        g_autofree char *quoted = bp_error_quote (csv->first_text);

        g_set_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
                     "its row %" G_GUINT64_FORMAT " has %s in column %u, where a number should be",
                     csv->row, quoted, csv->first_text[0] != '\0' ? csv->text_column + 1 : i + 1);
        return FALSE;
      }

  return TRUE;
}

static void
look_at_edge (Edge *edge, double number, gboolean is_first_row)
{
  if (is_first_row)
    *edge = (Edge){ .is_whole = TRUE, .first = number };
  edge->is_whole = edge->is_whole && number == floor (number) && number >= 0.0 &&
                   number < BP_DATASET_MAX_CLASSES;
  edge->varies = edge->varies || number != edge->first;
}

/* The label is in the first column, unless that cannot be: pixels in a corner are always 0, and
 * labels are whole and not always the same. */
static gboolean
label_must_be_last (const Edge *first, const Edge *last)
{
  return last->is_whole && last->varies && !(first->is_whole && first->varies);
}

static gboolean
is_label_name (const char *name)
{
  static const char *const names[] = { "label", "labels", "class", "target", "y", "digit" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strcasecmp (name, names[i]) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
find_layout (BpByteStream *stream, Layout *layout, GError **error)
{
  g_auto (BpCsv) csv = { 0 };
  gboolean is_label_first = FALSE;
  gboolean has_row;
  Edge first = { 0 };
  Edge last = { 0 };
  guint n_rows = 0;

  *layout = (Layout){ 0 };
  if (!bp_csv_init (&csv, stream, error) || !bp_csv_next (&csv, &has_row, error))
    return FALSE;

  layout->has_header = has_row && csv.first_text[0] != '\0';
  layout->n_columns = has_row ? csv.n_columns : 0;
  if (layout->n_columns < MIN_COLUMNS)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                   "it is a text whose first row has %u columns, which is no image with a label: "
                   "choose a table with a label and 784 pixels in each row",
                   layout->n_columns);
      return FALSE;
    }
  if (layout->has_header)
    {
      is_label_first = csv.text_column == 0 && is_label_name (csv.first_text);
      if (!bp_csv_next (&csv, &has_row, error))
        return FALSE;
      if (!has_row)
        {
          g_set_error_literal (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                               "it has names over its columns, but no rows below them");
          return FALSE;
        }
    }

  for (; has_row && n_rows < N_ROWS_LOOKED_AT; n_rows++)
    {
      if (csv.n_columns != layout->n_columns)
        return set_row_length_error (&csv, layout->n_columns, error);
      if (!check_numbers (&csv, error))
        return FALSE;
      look_at_edge (&first, csv.numbers[0], n_rows == 0);
      look_at_edge (&last, csv.numbers[csv.n_columns - 1], n_rows == 0);
      if (!bp_csv_next (&csv, &has_row, error))
        return FALSE;
    }

  layout->is_label_last = !is_label_first && label_must_be_last (&first, &last);
  return bp_byte_stream_rewind (stream, error);
}

static gboolean
make_room (BpByteLevels *levels, gsize n_more, gsize *budget, GError **error)
{
  gsize capacity = levels->capacity;
  gsize grown;

  if (levels->count + n_more <= capacity)
    return TRUE;

  grown = MAX (2 * capacity, FIRST_CAPACITY * n_more);
  grown = MIN (grown, capacity + *budget);
  if (grown < levels->count + n_more)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_TOO_LARGE,
                           "its rows come to far more numbers than a file of its size holds of "
                           "images");
      return FALSE;
    }
  if (!bp_byte_levels_reserve (levels, grown))
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                           "there is not enough memory for its images");
      return FALSE;
    }
  *budget -= grown - capacity;
  return TRUE;
}

static gboolean
read_rows (BpByteStream *stream,
           const Layout *layout,
           BpNumberArray *images,
           BpNumberArray *labels,
           GError **error)
{
  g_auto (BpCsv) csv = { 0 };
  gsize budget = bp_byte_stream_get_memory_budget (stream);
  guint n_pixels = layout->n_columns - 1;
  guint label_column = layout->is_label_last ? n_pixels : 0;
  gboolean has_row;
  gsize n_rows = 0;

  if (!bp_csv_init (&csv, stream, error) ||
      (layout->has_header && !bp_csv_next (&csv, &has_row, error)))
    return FALSE;

  for (;;)
    {
      if (!bp_csv_next (&csv, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      if (csv.n_columns != layout->n_columns)
        return set_row_length_error (&csv, layout->n_columns, error);
      if (!check_numbers (&csv, error) || !make_room (&images->levels, n_pixels, &budget, error) ||
          !make_room (&labels->levels, 1, &budget, error))
        return FALSE;
      bp_byte_levels_append_numbers (&images->levels, csv.numbers + (label_column == 0 ? 1 : 0),
                                     n_pixels);
      bp_byte_levels_append_numbers (&labels->levels, csv.numbers + label_column, 1);
      n_rows++;
    }

  images->n_dims = 2;
  images->dims[0] = n_rows;
  images->dims[1] = n_pixels;
  labels->n_dims = 1;
  labels->dims[0] = n_rows;
  return TRUE;
}

/**
 * bp_dataset_csv_recognise:
 * @head: (array length=length): how a file begins, unpacked
 * @length: how many bytes of it there are
 *
 * Returns: whether it is likely a table
 */
gboolean
bp_dataset_csv_recognise (const guint8 *head, gsize length)
{
  guint n_separators;

  if (bp_file_kind_guess (head, length) != BP_FILE_KIND_TEXT)
    return FALSE;

  /* Prose has a separator a word, a table one every few characters. */
  return bp_csv_find_separator (head, length, &n_separators) != ' '
             ? n_separators >= MIN_COLUMNS - 1
             : n_separators >= MIN_COLUMNS - 1 && g_ascii_isdigit (head[0]);
}

/**
 * bp_dataset_csv_load:
 * @stream: the file at its beginning
 * @path: (type filename): where it is
 * @progress: (nullable): what @stream reports to
 * @error: return location for a %BP_ERROR or a %G_FILE_ERROR
 *
 * Returns: (transfer full): the data set, or %NULL with @error set
 */
BpDataset *
bp_dataset_csv_load (BpByteStream *stream,
                     const char *path,
                     BpProgress *progress G_GNUC_UNUSED,
                     GError **error)
{
  g_autoptr (GPtrArray) arrays =
      g_ptr_array_new_with_free_func ((GDestroyNotify) bp_number_array_free);
  BpNumberArray *images = bp_number_array_new ("images");
  BpNumberArray *labels = bp_number_array_new ("labels");
  Layout layout;

  g_ptr_array_add (arrays, images);
  g_ptr_array_add (arrays, labels);
  if (!find_layout (stream, &layout, error) || !read_rows (stream, &layout, images, labels, error))
    return NULL;

  return bp_dataset_from_arrays (arrays, path, error);
}
