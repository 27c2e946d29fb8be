/* SPDX-License-Identifier: MIT */

/* Finds the roles of a table's columns from its header and its first rows. Each row has a square
 * image, so that the number of columns is the main clue:
 *
 *  - a column named "label" or similar is the label, and so are several such columns with a single
 *    1 in each row, and a column of words;
 *  - a column that counts the rows is left out;
 *  - where the remaining columns are a square and one more, the label is at one of the edges: a
 *    corner pixel is mostly background, or has more values than there are classes;
 *  - where the remaining columns are a square and a few more with a single 1 in each row, these few
 *    are one-hot labels;
 *  - where the remaining columns are a square, there is no label.
 */
#include "table-layout.h"

#include "csv.h"
#include "dataset.h"
#include "error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

/* The rows that are read, and more where the position of the label is still ambiguous. */
#define N_ROWS_LOOKED_AT 100

/* With at most this many rows, a column that counts the rows could be sorted labels. */
#define MOST_LABELS_IN_ORDER 36

/* A corner pixel has the same value in more than this share of the images. */
#define CORNER_SHARE 0.5

/* The properties of a column. */
typedef struct
{
  char *name; /* in lower case without trailing digits, or NULL */
  gsize n_words;
  guint64 word_row; /* the first row with a word in it */
  char *first_word;
  gboolean is_binary;
  gboolean is_rising; /* each number is one more than the number above it */
  double last;
} Column;

/* The column at an edge of the table, as possible labels. */
typedef struct
{
  gboolean is_label; /* all are integers from 0 to 255 */
  gsize counts[BP_DATASET_MAX_CLASSES];
} Edge;

typedef struct
{
  BpCsv csv;
  BpTableLayout *layout;
  GArray *columns; /* of Column */
  gsize n_rows;
  gboolean *can_be_one_hot; /* (2, n_columns): whether the first, or the last, so many columns can
                             * be one-hot */
} Finder;

static void
column_clear (gpointer data)
{
  Column *column = data;

  g_free (column->name);
  g_free (column->first_word);
}

static void
finder_clear (Finder *self)
{
  bp_csv_clear (&self->csv);
  g_clear_pointer (&self->columns, g_array_unref);
  g_clear_pointer (&self->can_be_one_hot, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Finder, finder_clear)

static Column *
get_column (const Finder *self, guint index)
{
  return &g_array_index (self->columns, Column, index);
}

static gboolean
is_square (guint number)
{
  guint side = (guint) lrint (sqrt (number));

  return side >= 4 && side * side == number;
}

static gboolean
is_one_of (const char *name, const char *const *names)
{
  return name != NULL && g_strv_contains (names, name);
}

static gboolean
is_label_name (const char *name)
{
  static const char *const names[] = { "label",  "labels",    "class",  "classes",  "target",
                                       "y",      "digit",     "letter", "category", "class_label",
                                       "symbol", "character", NULL };

  return is_one_of (name, names);
}

static gboolean
is_index_name (const char *name)
{
  static const char *const names[] = { "",       "unnamed:",  "index",    "id", "idx",
                                       "row",    "imageid",   "image_id", "nr", "no",
                                       "row_id", "sample_id", NULL };

  return is_one_of (name, names);
}

/* Maps names of one kind to the same text: "pixel_127" and "Pixel 3", "1x1" and "28x28", "0" and
 * "783". */
static char *
simplify_name (const char *name)
{
  GString *simple = g_string_new (NULL);

  for (const char *p = name; *p != '\0'; p++)
    if (!g_ascii_isdigit (*p) && *p != '\'')
      g_string_append_c (simple, g_ascii_tolower (*p));
  if (simple->len == 0 && *name != '\0')
    g_string_append_c (simple, '0');
  while (simple->len > 0 && strchr (" _-.", simple->str[simple->len - 1]) != NULL)
    g_string_truncate (simple, simple->len - 1);
  return g_string_free (simple, FALSE);
}

/* The number of fields of the current row that are words. */
static guint
count_words (const BpCsv *csv)
{
  guint n_words = 0;

  for (guint i = 0; i < csv->n_columns; i++)
    n_words += isnan (csv->numbers[i]) && *bp_csv_get_text (csv, i) != '\0';
  return n_words;
}

static gboolean
has_label_name (const Finder *self)
{
  for (guint i = 0; i < self->layout->n_columns; i++)
    if (is_label_name (get_column (self, i)->name))
      return TRUE;
  return FALSE;
}

/* Whether the current row counts the columns: "0,1,2,3", the default names of pandas. */
static gboolean
counts_columns (const BpCsv *csv)
{
  guint n_rising = 0;

  for (guint i = 1; i < csv->n_columns; i++)
    n_rising += csv->numbers[i] == csv->numbers[i - 1] + 1.0;
  return n_rising > csv->n_columns / 2;
}

static gboolean
set_row_length_error (const Finder *self, GError **error)
{
  g_set_error (error, BP_ERROR, BP_ERROR_DAMAGED,
               _ ("its row %ju has %u columns, but the rows before have %u: it was "
                  "cut off or changed"),
               (uintmax_t) self->csv.row, self->csv.n_columns, self->layout->n_columns);
  return FALSE;
}

static void
add_columns (Finder *self)
{
  BpTableLayout *layout = self->layout;

  layout->is_pixel = g_new0 (gboolean, layout->n_columns);
  self->can_be_one_hot = g_new (gboolean, 2 * layout->n_columns);
  for (guint i = 0; i < layout->n_columns; i++)
    {
      Column column = { .is_binary = TRUE, .is_rising = TRUE };

      column.name = simplify_name (bp_csv_get_text (&self->csv, i));
      g_array_append_val (self->columns, column);
      self->can_be_one_hot[i] = TRUE;
      self->can_be_one_hot[layout->n_columns + i] = TRUE;
    }
}

static void
forget_names (Finder *self)
{
  for (guint i = 0; i < self->layout->n_columns; i++)
    g_clear_pointer (&get_column (self, i)->name, g_free);
}

/* Goes back to the first row. */
static gboolean
restart (Finder *self, BpByteStream *stream, gboolean *has_row, GError **error)
{
  bp_csv_clear (&self->csv);
  if (!bp_byte_stream_rewind (stream, error) || !bp_csv_init (&self->csv, stream, error))
    return FALSE;
  self->csv.kept_column = BP_CSV_ALL_COLUMNS;
  return bp_csv_next (&self->csv, has_row, error);
}

/* Reads the names of the columns, and advances to the first row of numbers. */
static gboolean
read_header (Finder *self, BpByteStream *stream, gboolean *has_row, GError **error)
{
  BpTableLayout *layout = self->layout;
  gboolean is_named;
  guint n_words;

  self->csv.kept_column = BP_CSV_ALL_COLUMNS;
  if (!bp_csv_next (&self->csv, has_row, error))
    return FALSE;

  layout->n_columns = *has_row ? self->csv.n_columns : 0;
  if (layout->n_columns < BP_TABLE_MIN_COLUMNS)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                   _ ("it is a text whose first row has %u columns, which is not an image with a "
                      "label: choose a table with a label and 784 pixels in each row"),
                   layout->n_columns);
      return FALSE;
    }

  add_columns (self);
  n_words = count_words (&self->csv);
  is_named = n_words > layout->n_columns / 2 || has_label_name (self);
  layout->has_header = is_named || counts_columns (&self->csv);
  if (!layout->has_header)
    {
      forget_names (self);
      return TRUE;
    }

  if (!bp_csv_next (&self->csv, has_row, error))
    return FALSE;
  /* It is not a header where its few words are labels, because the next row has as many, or its
   * rising numbers are pixels, because those of the next row rise too. */
  if (is_named ? *has_row && n_words <= layout->n_columns / 2 && count_words (&self->csv) >= n_words
               : !*has_row || counts_columns (&self->csv))
    {
      layout->has_header = FALSE;
      forget_names (self);
      return restart (self, stream, has_row, error);
    }
  if (!*has_row)
    g_set_error_literal (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                         _ ("it has names over its columns, but no rows below them"));
  return *has_row;
}

/* Updates @can_be_one_hot: in each row, one-hot columns have a single 1. */
static void
look_for_one_hot (Finder *self)
{
  guint n_columns = self->layout->n_columns;
  guint n_first = 0;
  guint n_last = 0;

  for (guint i = 0; i < MIN (n_columns, BP_DATASET_MAX_CLASSES); i++)
    {
      n_first += self->csv.numbers[i] != 0.0;
      n_last += self->csv.numbers[n_columns - 1 - i] != 0.0;
      self->can_be_one_hot[i] &= n_first == 1;
      self->can_be_one_hot[n_columns + i] &= n_last == 1;
    }
}

static void
look_at_row (Finder *self)
{
  const BpCsv *csv = &self->csv;

  for (guint i = 0; i < self->layout->n_columns; i++)
    {
      Column *column = get_column (self, i);
      double number = csv->numbers[i];

      if (isnan (number))
        {
          if (column->n_words++ == 0)
            {
              column->word_row = csv->row;
              column->first_word = g_strdup (bp_csv_get_text (csv, i));
            }
        }
      column->is_binary = column->is_binary && (number == 0.0 || number == 1.0);
      column->is_rising = column->is_rising && (self->n_rows == 0 || number == column->last + 1.0);
      column->last = number;
    }
  look_for_one_hot (self);
  self->n_rows++;
}

static gboolean
look_at_rows (Finder *self, BpByteStream *stream, GError **error)
{
  gboolean has_row;

  if (!read_header (self, stream, &has_row, error))
    return FALSE;

  while (has_row && self->n_rows < N_ROWS_LOOKED_AT)
    {
      if (self->csv.n_columns != self->layout->n_columns)
        return set_row_length_error (self, error);
      look_at_row (self);
      if (!bp_csv_next (&self->csv, &has_row, error))
        return FALSE;
    }
  return TRUE;
}

static void
set_labels (BpTableLayout *layout, BpTableLabels labels, guint first, guint count)
{
  layout->labels = labels;
  layout->first_label = first;
  layout->n_labels = count;
  for (guint i = first; i < first + count; i++)
    layout->is_pixel[i] = FALSE;
}

/* Leaves out columns that count the rows, and columns of words beside a named label. */
static void
leave_columns_out (Finder *self)
{
  BpTableLayout *layout = self->layout;
  gboolean has_label = FALSE;

  for (guint i = 0; i < layout->n_columns; i++)
    has_label = has_label || is_label_name (get_column (self, i)->name);

  for (guint i = 0; i < layout->n_columns; i++)
    {
      const Column *column = get_column (self, i);
      gboolean counts_rows = column->is_rising && self->n_rows > MOST_LABELS_IN_ORDER;
      gboolean is_only_words = column->n_words == self->n_rows;

      layout->is_pixel[i] =
          is_label_name (column->name) ||
          !(is_index_name (column->name) || counts_rows || (is_only_words && has_label));
    }
}

static guint
count_pixels (const BpTableLayout *layout)
{
  guint n_pixels = 0;

  for (guint i = 0; i < layout->n_columns; i++)
    n_pixels += layout->is_pixel[i];
  return n_pixels;
}

/* The column of the first or last pixel. */
static guint
find_edge (const BpTableLayout *layout, gboolean is_last)
{
  guint i = is_last ? layout->n_columns - 1 : 0;

  while (!layout->is_pixel[i])
    i += is_last ? -1U : 1U;
  return i;
}

/* Finds the label by name: one column with a name for labels, or several adjacent ones. */
static gboolean
find_named_label (Finder *self)
{
  BpTableLayout *layout = self->layout;
  guint count = 0;
  guint first = 0;

  for (guint i = 0; i < layout->n_columns; i++)
    if (is_label_name (get_column (self, i)->name))
      {
        if (count == 0)
          first = i;
        count += i == first + count;
      }
  if (count == 0)
    return FALSE;

  if (count == 1)
    set_labels (layout,
                get_column (self, first)->n_words > 0 ? BP_TABLE_LABELS_WORDS
                                                      : BP_TABLE_LABELS_NUMBERS,
                first, 1);
  else
    set_labels (layout, BP_TABLE_LABELS_ONE_HOT, first, count);
  return TRUE;
}

/* Finds the label as the only column whose name is of another kind than those of the others. */
static gboolean
find_odd_label (Finder *self)
{
  BpTableLayout *layout = self->layout;
  const char *usual = get_column (self, layout->n_columns / 2)->name;
  guint n_odd = 0;
  guint odd = 0;

  for (guint i = 0; layout->has_header && i < layout->n_columns; i++)
    if (layout->is_pixel[i] && !g_str_equal (get_column (self, i)->name, usual))
      {
        odd = i;
        n_odd++;
      }
  if (n_odd != 1 || !is_square (count_pixels (layout) - 1))
    return FALSE;

  set_labels (layout,
              get_column (self, odd)->n_words > 0 ? BP_TABLE_LABELS_WORDS : BP_TABLE_LABELS_NUMBERS,
              odd, 1);
  return TRUE;
}

static gboolean
find_words (Finder *self)
{
  BpTableLayout *layout = self->layout;
  guint count = 0;
  guint found = 0;

  for (guint i = 0; i < layout->n_columns; i++)
    if (layout->is_pixel[i] && get_column (self, i)->n_words == self->n_rows)
      {
        found = i;
        count++;
      }
  if (count != 1)
    return FALSE;

  set_labels (layout, BP_TABLE_LABELS_WORDS, found, 1);
  return TRUE;
}

static gboolean
find_one_hot (Finder *self)
{
  BpTableLayout *layout = self->layout;
  guint n_pixels = count_pixels (layout);

  for (guint is_last = 0; is_last < 2; is_last++)
    {
      guint edge = find_edge (layout, is_last);

      /* No left-out column may lie between the one-hot columns and their edge. */
      if (edge != (is_last ? layout->n_columns - 1 : 0))
        continue;
      for (guint count = 2; count <= MIN (n_pixels - 16, BP_DATASET_MAX_CLASSES); count++)
        {
          gboolean is_binary = is_square (n_pixels - count) &&
                               self->can_be_one_hot[is_last * layout->n_columns + count - 1];
          guint first = is_last ? layout->n_columns - count : 0;

          for (guint i = first; is_binary && i < first + count; i++)
            is_binary = get_column (self, i)->is_binary;
          if (!is_binary)
            continue;
          set_labels (layout, BP_TABLE_LABELS_ONE_HOT, first, count);
          return TRUE;
        }
    }
  return FALSE;
}

static void
look_at_edge (Edge *edge, double number)
{
  edge->is_label = edge->is_label && number >= 0.0 && number < BP_DATASET_MAX_CLASSES &&
                   number == floor (number);
  if (edge->is_label)
    edge->counts[(guint) number]++;
}

/* The share of the most frequent value of the edge; 1 where it has a single value or cannot be a
 * label. */
static double
get_largest_share (const Edge *edge, gsize n_rows)
{
  gsize most = 0;

  for (guint i = 0; i < BP_DATASET_MAX_CLASSES; i++)
    most = MAX (most, edge->counts[i]);
  return edge->is_label && n_rows > 0 ? (double) most / (double) n_rows : 1.0;
}

static guint
count_values (const Edge *edge)
{
  guint n_values = 0;

  for (guint i = 0; i < BP_DATASET_MAX_CLASSES; i++)
    n_values += edge->counts[i] > 0;
  return n_values;
}

static gboolean
is_last_the_label (const Edge *first, const Edge *last, gsize n_rows)
{
  double first_share = get_largest_share (first, n_rows);
  double last_share = get_largest_share (last, n_rows);

  if (first_share <= CORNER_SHARE && last_share <= CORNER_SHARE)
    return count_values (last) < count_values (first);
  return last_share < first_share;
}

/* Finds the edge with the label, from as many rows as necessary. */
static gboolean
find_label_at_edge (Finder *self, BpByteStream *stream, GError **error)
{
  BpTableLayout *layout = self->layout;
  guint first = find_edge (layout, FALSE);
  guint last = find_edge (layout, TRUE);
  Edge edges[2] = { { .is_label = TRUE }, { .is_label = TRUE } };
  g_auto (BpCsv) csv = { 0 };
  gboolean has_row = TRUE;
  double least_share;
  gsize n_rows = 0;

  if (!bp_byte_stream_rewind (stream, error) || !bp_csv_init (&csv, stream, error) ||
      (layout->has_header && !bp_csv_next (&csv, &has_row, error)))
    return FALSE;
  do
    {
      if (!bp_csv_next (&csv, &has_row, error))
        return FALSE;
      /* Other faults of a row are reported when the table is read. */
      if (has_row && csv.n_columns == layout->n_columns)
        {
          look_at_edge (&edges[0], csv.numbers[first]);
          look_at_edge (&edges[1], csv.numbers[last]);
          n_rows++;
        }
      least_share =
          MIN (get_largest_share (&edges[0], n_rows), get_largest_share (&edges[1], n_rows));
    }
  while (has_row && (n_rows < N_ROWS_LOOKED_AT || least_share > CORNER_SHARE));

  set_labels (layout, BP_TABLE_LABELS_NUMBERS,
              is_last_the_label (&edges[0], &edges[1], n_rows) ? last : first, 1);
  return TRUE;
}

/* Leaves out a column that counts a few rows and could be labels, where the table has one column
 * too many. */
static void
leave_short_index_out (Finder *self)
{
  BpTableLayout *layout = self->layout;

  for (guint is_last = 0; is_last < 2; is_last++)
    {
      guint edge = find_edge (layout, is_last);

      if (is_square (count_pixels (layout) - 2) && get_column (self, edge)->is_rising &&
          self->n_rows > 1)
        layout->is_pixel[edge] = FALSE;
    }
}

static gboolean
set_shape_error (const BpTableLayout *layout, GError **error)
{
  guint n_pixels = layout->n_pixels;

  if (is_square (n_pixels / 3) && n_pixels % 3 < 2)
    g_set_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                 _ ("each of its rows has %u numbers, which are an image in three colours: make it "
                    "grey"),
                 n_pixels / 3 * 3);
  else
    g_set_error (
        error, BP_ERROR, BP_ERROR_UNSUPPORTED,
        layout->labels != BP_TABLE_LABELS_NONE
            ? _ ("each of its rows has %u columns beside the label, which is not a square image: "
                 "choose a table with a label and 784 pixels in each row")
            : _ ("each of its rows has %u columns, which is not a square image: choose a table "
                 "with a label and 784 pixels in each row"),
        n_pixels);
  return FALSE;
}

/* Sets an error for words in columns of pixels. */
static gboolean
check_words (const Finder *self, GError **error)
{
  for (guint i = 0; i < self->layout->n_columns; i++)
    {
      const Column *column = get_column (self, i);

      if (self->layout->is_pixel[i] && column->n_words > 0)
        {
          g_autofree char *quoted = bp_error_quote (column->first_word);

          g_set_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
                       _ ("its row %ju has %s in column %u, where a number should be"),
                       (uintmax_t) column->word_row, quoted, i + 1);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
find_labels (Finder *self, BpByteStream *stream, GError **error)
{
  BpTableLayout *layout = self->layout;

  leave_columns_out (self);
  if (find_named_label (self) || find_odd_label (self) || find_words (self))
    return check_words (self, error);
  if (!check_words (self, error))
    return FALSE;
  if (count_pixels (layout) < BP_TABLE_MIN_COLUMNS)
    return TRUE;

  leave_short_index_out (self);
  if (find_one_hot (self))
    return TRUE;
  if (is_square (count_pixels (layout) - 1))
    return find_label_at_edge (self, stream, error);
  return TRUE;
}

/**
 * bp_table_layout_find:
 * @layout: (out caller-allocates): the layout, to be cleared in either case
 * @stream: a text at its beginning, to which it is rewound afterwards
 * @error: return location for %BP_ERROR_UNSUPPORTED where it is not a table of images,
 *   %BP_ERROR_INVALID_VALUE, %BP_ERROR_DAMAGED and the errors of reading
 *
 * Returns: %FALSE with @error set
 */
gboolean
bp_table_layout_find (BpTableLayout *layout, BpByteStream *stream, GError **error)
{
  g_auto (Finder) self = { .layout = layout };

  *layout = (BpTableLayout){ .labels = BP_TABLE_LABELS_NONE };
  self.columns = g_array_new (FALSE, TRUE, sizeof (Column));
  g_array_set_clear_func (self.columns, column_clear);
  if (!bp_csv_init (&self.csv, stream, error) || !look_at_rows (&self, stream, error) ||
      !find_labels (&self, stream, error))
    return FALSE;

  layout->n_pixels = count_pixels (layout);
  layout->n_ignored = layout->n_columns - layout->n_pixels - layout->n_labels;
  if (!is_square (layout->n_pixels))
    return set_shape_error (layout, error);
  return bp_byte_stream_rewind (stream, error);
}

/**
 * bp_table_layout_clear:
 * @layout: the layout, whose contents are freed
 */
void
bp_table_layout_clear (BpTableLayout *layout)
{
  g_clear_pointer (&layout->is_pixel, g_free);
}
