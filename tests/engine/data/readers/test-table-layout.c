/* SPDX-License-Identifier: MIT */

/* Tables with their columns in all common orders. */
#include "error.h"
#include "table-layout.h"
#include "test-file.h"

#include <string.h>

#define N_ROWS   60
#define N_PIXELS 16

/* The columns of a table as letters: P the pixels of an image, L a label, W a label in words, H ten
 * one-hot columns, I the number of the row, N a name of the row. */
typedef struct
{
  const char *name;
  const char *columns;
  const char *header; /* or NULL; "*" for the names of the pixels or of the classes */
  BpTableLabels labels;
  guint first_label;
  guint n_labels;
  guint n_ignored;
} Table;

static const Table tables[] = {
  { "first", "LP", NULL, BP_TABLE_LABELS_NUMBERS, 0, 1, 0 },
  { "last", "PL", NULL, BP_TABLE_LABELS_NUMBERS, 16, 1, 0 },
  { "first-header", "LP", "label,*", BP_TABLE_LABELS_NUMBERS, 0, 1, 0 },
  { "last-header", "PL", "*,label", BP_TABLE_LABELS_NUMBERS, 16, 1, 0 },
  { "class", "PL", "*,Class", BP_TABLE_LABELS_NUMBERS, 16, 1, 0 },
  { "target", "PL", "*,target", BP_TABLE_LABELS_NUMBERS, 16, 1, 0 },
  { "odd-name", "PL", "*,zahl", BP_TABLE_LABELS_NUMBERS, 16, 1, 0 },
  { "odd-name-first", "LP", "zahl,*", BP_TABLE_LABELS_NUMBERS, 0, 1, 0 },
  { "counted-columns", "LP", "0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16", BP_TABLE_LABELS_NUMBERS, 0,
    1, 0 },
  { "words", "WP", NULL, BP_TABLE_LABELS_WORDS, 0, 1, 0 },
  { "words-last", "PW", NULL, BP_TABLE_LABELS_WORDS, 16, 1, 0 },
  { "words-header", "PW", "*,letter", BP_TABLE_LABELS_WORDS, 16, 1, 0 },
  { "index", "ILP", ",label,*", BP_TABLE_LABELS_NUMBERS, 1, 1, 1 },
  { "index-named", "ILP", "Unnamed: 0,label,*", BP_TABLE_LABELS_NUMBERS, 1, 1, 1 },
  { "index-id", "IPL", "ImageId,*,Label", BP_TABLE_LABELS_NUMBERS, 17, 1, 1 },
  { "index-without-header", "ILP", NULL, BP_TABLE_LABELS_NUMBERS, 1, 1, 1 },
  { "index-last", "LPI", NULL, BP_TABLE_LABELS_NUMBERS, 0, 1, 1 },
  { "names", "NLP", "file,label,*", BP_TABLE_LABELS_NUMBERS, 1, 1, 1 },
  { "one-hot", "HP", NULL, BP_TABLE_LABELS_ONE_HOT, 0, 10, 0 },
  { "one-hot-last", "PH", NULL, BP_TABLE_LABELS_ONE_HOT, 16, 10, 0 },
  { "one-hot-header", "PH", "*,*", BP_TABLE_LABELS_ONE_HOT, 16, 10, 0 },
  { "no-label", "P", NULL, BP_TABLE_LABELS_NONE, 0, 0, 0 },
  { "no-label-header", "P", "*", BP_TABLE_LABELS_NONE, 0, 0, 0 },
  { "no-label-index", "IP", "id,*", BP_TABLE_LABELS_NONE, 0, 0, 1 },
};

static const char *const separators[] = { ",", ";", "\t", " ", ", " };

static void
append_column (GString *text, const char *separator, guint k, guint row, char column)
{
  static const char *const words[] = { "zero", "one", "two" };

  g_string_append (text, k > 0 ? separator : "");
  switch (column)
    {
    case 'P':
      g_string_append_printf (text, "%u",
                              k == 0 || k == N_PIXELS - 1 ? 0
                                                          : (row * row * 31 + k * k * 17) % 256);
      break;
    case 'L':
      g_string_append_printf (text, "%u", row * 7 % 10);
      break;
    case 'W':
      g_string_append (text, words[row % G_N_ELEMENTS (words)]);
      break;
    case 'H':
      g_string_append_c (text, k == row * 7 % 10 ? '1' : '0');
      break;
    case 'I':
      g_string_append_printf (text, "%u", row);
      break;
    default:
      g_string_append_printf (text, "%u.png", row);
      break;
    }
}

static void
append_row (GString *text, const Table *table, const char *separator, guint row)
{
  for (const char *column = table->columns; *column != '\0'; column++)
    {
      guint count = *column == 'P' ? N_PIXELS : *column == 'H' ? 10 : 1;

      g_string_append (text, column > table->columns ? separator : "");
      for (guint k = 0; k < count; k++)
        append_column (text, separator, k, row, *column);
    }
  g_string_append_c (text, '\n');
}

static void
append_header (GString *text, const Table *table, const char *separator)
{
  g_auto (GStrv) names = g_strsplit (table->header, ",", -1);

  for (guint i = 0; names[i] != NULL; i++)
    {
      gboolean is_pixels = table->columns[MIN (i, strlen (table->columns) - 1)] == 'P';
      guint count = !g_str_equal (names[i], "*") ? 1 : is_pixels ? N_PIXELS : 10;

      for (guint k = 0; k < count; k++)
        {
          g_string_append (text, i > 0 || k > 0 ? separator : "");
          if (!g_str_equal (names[i], "*"))
            g_string_append_printf (text, "\"%s\"", names[i]);
          else
            g_string_append_printf (text, is_pixels ? "pixel%u" : "class_%u", k);
        }
    }
  g_string_append_c (text, '\n');
}

static BpByteStream *
open_text (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  BpByteStream *stream = bp_byte_stream_new_from_bytes (bytes, &error);

  g_assert_no_error (error);
  return stream;
}

static void
test_table (gconstpointer data)
{
  const Table *table = data;

  for (guint i = 0; i < G_N_ELEMENTS (separators); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (BpByteStream) stream = NULL;
      g_auto (BpTableLayout) layout = { 0 };
      g_autoptr (GError) error = NULL;

      if (table->header != NULL)
        append_header (text, table, separators[i]);
      for (guint row = 0; row < N_ROWS; row++)
        append_row (text, table, separators[i], row);
      stream = open_text (text->str);

      g_test_message ("“%s”", separators[i]);
      bp_table_layout_find (&layout, stream, &error);
      g_assert_no_error (error);
      g_assert_cmpint (layout.has_header, ==, table->header != NULL);
      g_assert_cmpint (layout.labels, ==, table->labels);
      g_assert_cmpuint (layout.first_label, ==, table->first_label);
      g_assert_cmpuint (layout.n_labels, ==, table->n_labels);
      g_assert_cmpuint (layout.n_pixels, ==, N_PIXELS);
      g_assert_cmpuint (layout.n_ignored, ==, table->n_ignored);
      g_assert_cmpuint (layout.n_columns, ==, N_PIXELS + table->n_labels + table->n_ignored);
      g_assert_cmpuint (bp_byte_stream_get_offset (stream), ==, 0);
    }
}

#define ROW16 "0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,0"

static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    BpError code;
    const char *words;
  } texts[] = {
    { "", BP_ERROR_UNSUPPORTED, "0 columns" },
    { "a,b,c\n1,2,3\n", BP_ERROR_UNSUPPORTED, "3 columns" },
    { "label," ROW16 "\n", BP_ERROR_UNSUPPORTED, "no rows below" },
    { "label," ROW16 ",5\n3," ROW16 ",5\n4," ROW16 ",5\n", BP_ERROR_UNSUPPORTED,
      "not a square image" },
    { "label," ROW16 "," ROW16 "," ROW16 "\n3," ROW16 "," ROW16 "," ROW16 "\n",
      BP_ERROR_UNSUPPORTED, "three colours" },
    { "3," ROW16 "\n4," ROW16 ",1\n", BP_ERROR_DAMAGED, "row 2 has 18 columns" },
    { "3," ROW16 "\n4,0,1,x,3,4,5,6,7,8,9,10,11,12,13,14,0\n", BP_ERROR_INVALID_VALUE, "“x”" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (BpByteStream) stream = open_text (texts[i].text);
      g_auto (BpTableLayout) layout = { 0 };
      g_autoptr (GError) error = NULL;

      g_assert_false (bp_table_layout_find (&layout, stream, &error));
      g_test_message ("%s", error->message);
      g_assert_error (error, BP_ERROR, (int) texts[i].code);
      g_assert_nonnull (strstr (error->message, texts[i].words));
    }
}

BP_TEST_FILE (table_layout)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *name = g_strconcat ("/table-layout/table/", tables[i].name, NULL);

      g_test_add_data_func (name, &tables[i], test_table);
    }
  g_test_add_func ("/table-layout/refused", test_refused);
}
