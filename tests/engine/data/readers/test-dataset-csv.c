/* SPDX-License-Identifier: MIT */

/* Tables of images in common variants, and other tables. */
#include "csv.h"
#include "dataset-load.h"
#include "dataset-refusal.h"
#include "error.h"
#include "test-data.h"
#include "test-file.h"
#include "test-files.h"
#include "test-memory.h"

#include <float.h>
#include <math.h>
#include <string.h>
#include <zlib.h>

#define N_ROWS   12
#define N_PIXELS 16

/* The real samples are the first test images of MNIST. */
#define N_SAMPLES       1000
#define N_SAMPLE_PIXELS 784
#define IMAGES_HEAD     16
#define LABELS_HEAD     8

/* The limit on the peak memory of the whole test program, in bytes. */
#define MAX_PEAK_MEMORY 200000000

typedef struct
{
  const char *name;
  const char *separator;
  const char *line_end;
  gboolean has_header;
  gboolean is_label_last;
  gboolean is_scaled;
  const char *quote;
  const char *start;
  const char *row_end; /* before the end of the line */
} Variant;

static const Variant variants[] = {
  { "plain", ",", "\n", FALSE, FALSE, FALSE, "", "", "" },
  { "header", ",", "\n", TRUE, FALSE, FALSE, "", "", "" },
  { "crlf", ",", "\r\n", FALSE, FALSE, FALSE, "", "", "" },
  { "header-crlf", ",", "\r\n", TRUE, FALSE, FALSE, "", "", "" },
  { "trailing-comma", ",", "\n", TRUE, FALSE, FALSE, "", "", "," },
  { "trailing-comma-crlf", ",", "\r\n", FALSE, FALSE, FALSE, "", "", "," },
  { "label-last", ",", "\n", FALSE, TRUE, FALSE, "", "", "" },
  { "label-last-header", ",", "\r\n", TRUE, TRUE, FALSE, "", "", "" },
  { "scaled", ",", "\n", FALSE, FALSE, TRUE, "", "", "" },
  { "scaled-label-last", ",", "\n", TRUE, TRUE, TRUE, "", "", "" },
  { "semicolon", ";", "\n", TRUE, FALSE, FALSE, "", "", "" },
  { "tab", "\t", "\n", TRUE, FALSE, FALSE, "", "", "" },
  { "blank", " ", "\n", FALSE, FALSE, FALSE, "", "", "" },
  { "quoted", ",", "\n", TRUE, FALSE, FALSE, "\"", "", "" },
  { "quoted-scaled", ";", "\r\n", FALSE, FALSE, TRUE, "\"", "", "" },
  { "mark", ",", "\r\n", TRUE, FALSE, FALSE, "", "\xef\xbb\xbf", "" },
  { "mark-quoted", ",", "\n", TRUE, FALSE, FALSE, "\"", "\xef\xbb\xbf", "" },
  { "mark-no-header", ",", "\n", FALSE, FALSE, FALSE, "", "\xef\xbb\xbf", "" },
  { "blanks-around", ", ", "\n", FALSE, FALSE, FALSE, "", "", " " },
  { "empty-lines", ",", "\n\n", TRUE, FALSE, FALSE, "", "", "" },
};

/* Corners are blank, as in MNIST; no two rows are the same. */
static guint
get_pixel (guint row, guint pixel)
{
  return pixel == 0 || pixel == N_PIXELS - 1 ? 0 : (row * 20 + pixel * 7 + 1) % 256;
}

static guint
get_label (guint row)
{
  return row * 7 % 10;
}

static void
append_field (GString *text, const Variant *variant, gboolean is_first, const char *field)
{
  g_string_append_printf (text, "%s%s%s%s", is_first ? "" : variant->separator, variant->quote,
                          field, variant->quote);
}

static void
append_pixels (GString *text, const Variant *variant, guint row, gboolean is_first)
{
  for (guint k = 0; k < N_PIXELS; k++)
    {
      char field[G_ASCII_DTOSTR_BUF_SIZE];

      if (variant->is_scaled)
        g_ascii_formatd (field, sizeof field, "%.4f", get_pixel (row, k) / 255.0);
      else
        g_snprintf (field, sizeof field, "%u", get_pixel (row, k));
      append_field (text, variant, is_first && k == 0, field);
    }
}

static void
append_row (GString *text, const Variant *variant, guint row)
{
  char label[8];

  g_snprintf (label, sizeof label, "%u", get_label (row));
  if (!variant->is_label_last)
    append_field (text, variant, TRUE, label);
  append_pixels (text, variant, row, variant->is_label_last);
  if (variant->is_label_last)
    append_field (text, variant, FALSE, label);
  g_string_append (text, variant->row_end);
  g_string_append (text, variant->line_end);
}

static GString *
make_table (const Variant *variant)
{
  GString *text = g_string_new (variant->start);

  if (variant->has_header)
    {
      for (guint k = 0; k <= N_PIXELS; k++)
        {
          gboolean is_label = k == (variant->is_label_last ? N_PIXELS : 0);
          g_autofree char *name = g_strdup_printf ("pixel%u", k);

          append_field (text, variant, k == 0, is_label ? "label" : name);
        }
      g_string_append (text, variant->line_end);
    }
  for (guint i = 0; i < N_ROWS; i++)
    append_row (text, variant, i);
  return text;
}

/* The row of a sample, or N_ROWS where it is not in the table. */
static guint
find_row (const guint8 *image)
{
  for (guint row = 0; row < N_ROWS; row++)
    {
      guint n_same = 0;

      for (guint k = 0; k < N_PIXELS; k++)
        n_same += image[k] == get_pixel (row, k);
      if (n_same == N_PIXELS)
        return row;
    }
  return N_ROWS;
}

/* A table is one set, which is shuffled and split. Every row is in the data set once. */
static void
assert_rows (const BpDataset *dataset)
{
  gboolean is_found[N_ROWS] = { FALSE };
  guint n_found = 0;

  for (BpSplit split = 0; split < BP_N_SPLITS; split++)
    {
      BpSamples samples = bp_dataset_get_samples (dataset, split);

      for (gsize i = 0; i < samples.count; i++)
        {
          guint row = find_row (samples.images + i * N_PIXELS);

          g_assert_cmpuint (row, <, N_ROWS);
          g_assert_cmpuint (samples.labels[i], ==, get_label (row));
          g_assert_false (is_found[row]);
          is_found[row] = TRUE;
          n_found++;
        }
    }
  g_assert_cmpuint (n_found, ==, N_ROWS);
}

static void
assert_loads (BpTestFolder *folder, gconstpointer bytes, gsize length)
{
  g_autofree char *path = bp_test_folder_write (folder, "table", bytes, length);
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = bp_dataset_load (path, NULL, &error);

  g_assert_no_error (error);
  assert_rows (dataset);
}

static void
test_variant (gconstpointer data)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autoptr (GString) text = make_table (data);
  g_autoptr (GByteArray) packed = bp_test_gzip (text->str, text->len);

  assert_loads (folder, text->str, text->len);
  assert_loads (folder, packed->data, packed->len);

  /* The last line may have no line end. */
  while (text->len > 0 && strchr ("\r\n", text->str[text->len - 1]) != NULL)
    g_string_truncate (text, text->len - 1);
  assert_loads (folder, text->str, text->len);
}

/* --- Refused tables --- */

#define ROW16 "0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15"

typedef struct
{
  const char *name;
  const char *text;
  BpError code;
  const char *message;
} BadTable;

static const BadTable bad_tables[] = {
  { "cut-row", "label," ROW16 "\n1," ROW16 "\n2," ROW16 "\n3,0,1,2", BP_ERROR_DAMAGED,
    "its row 4 has 4 columns, but the rows before have 17: it was cut off or changed" },
  { "long-row", "1," ROW16 "\n2," ROW16 ",16\n", BP_ERROR_DAMAGED,
    "its row 2 has 18 columns, but the rows before have 17: it was cut off or changed" },
  { "word", "1," ROW16 "\n2,0,1,2,seven,4,5,6,7,8,9,10,11,12,13,14,15\n", BP_ERROR_INVALID_VALUE,
    "its row 2 has “seven” in column 5, where a number should be" },
  { "strange-word", "1," ROW16 "\n2,0,1,a\tb,3,4,5,6,7,8,9,10,11,12,13,14,15\n",
    BP_ERROR_INVALID_VALUE, "its row 2 has “a b” in column 4, where a number should be" },
  { "nothing", "1," ROW16 "\n2,0,1,,3,4,5,6,7,8,9,10,11,12,13,14,15\n", BP_ERROR_INVALID_VALUE,
    "its row 2 has “” in column 4, where a number should be" },
  { "not-a-number", "1," ROW16 "\n2,0,1,nan,3,4,5,6,7,8,9,10,11,12,13,14,15\n",
    BP_ERROR_INVALID_VALUE, "its row 2 has “nan” in column 4, where a number should be" },
  { "infinite", "1," ROW16 "\n2,0,1,inf,3,4,5,6,7,8,9,10,11,12,13,14,15\n", BP_ERROR_INVALID_VALUE,
    "pixel 2 of training image 1 is not a finite number" },
  { "bright", "1," ROW16 "\n2,0,1,300,3,4,5,6,7,8,9,10,11,12,13,14,15\n", BP_ERROR_INVALID_VALUE,
    "pixel 2 of training image 1 is 300, but pixels run from 0 to 255 or from 0 to 1: save the "
    "images as they were before they were standardised" },
  { "label-below", "label," ROW16 "\n1," ROW16 "\n-1," ROW16 "\n", BP_ERROR_INVALID_VALUE,
    "training label 1 is -1, but labels are whole numbers from 0 to 255" },
  { "label-above", "label," ROW16 "\n1," ROW16 "\n1000," ROW16 "\n", BP_ERROR_INVALID_VALUE,
    "training label 1 is 1000, but labels are whole numbers from 0 to 255" },
  { "half-label", "label," ROW16 "\n1," ROW16 "\n1.5," ROW16 "\n", BP_ERROR_INVALID_VALUE,
    "its training labels are not whole numbers, so that they cannot be classes" },
  { "no-rows", "label," ROW16 "\n", BP_ERROR_UNSUPPORTED,
    "it has names over its columns, but no rows below them" },
  { "empty-rows", "label," ROW16 "\n\n\r\n  \n", BP_ERROR_UNSUPPORTED,
    "it has names over its columns, but no rows below them" },
  { "few-columns", "label,a,b,c\n1,2,3,4\n", BP_ERROR_UNRECOGNISED,
    "it is a text file: choose a file of images with labels, such as mnist.pkl.gz" },
  { "no-square", "1,2,3," ROW16 "\n4,5,6," ROW16 "\n", BP_ERROR_UNSUPPORTED,
    "each of its rows has 19 columns, which is not a square image: choose a table with a label and "
    "784 "
    "pixels in each row" },
  { "long-field",
    "1," ROW16 "\n2,0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,"
    "0123456789012345678901234567890123456789012345678901234567890123\n",
    BP_ERROR_UNSUPPORTED,
    "its row 2 has more than 63 characters between two separators, so that it is not a table of "
    "numbers" },
};

static void
test_bad_table (gconstpointer data)
{
  const BadTable *bad = data;
  g_autoptr (GByteArray) packed = bp_test_gzip (bad->text, strlen (bad->text));

  bp_assert_data_refused ("table.csv", bad->text, strlen (bad->text), bad->code, bad->message);
  bp_assert_data_refused ("table.csv", packed->data, packed->len, bad->code, bad->message);
}

/* As many columns as an image needs, all of them words. */
static void
test_words (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint row = 0; row < 3; row++)
    for (guint k = 0; k < 785; k++)
      g_string_append (text, k < 784 ? "word," : "word\n");
  bp_assert_data_refused ("table.csv", text->str, text->len, BP_ERROR_INVALID_VALUE,
                          "its row 2 has “word” in column 1, where a number should be");
}

static void
test_many_columns (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint k = 0; k < 20000; k++)
    g_string_append (text, "0,");
  bp_assert_data_refused ("table.csv", text->str, text->len, BP_ERROR_TOO_LARGE,
                          "its row 1 has more than 16385 columns, which is no image");
}

/* A few kilobytes that unpack to gigabytes. */
static void
test_bomb (void)
{
  static const char *const rows[] = { "1," ROW16 "\n", "\n", "0," };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GString) start = g_string_new ("label," ROW16 "\n1," ROW16 "\n");
      g_autoptr (GString) block = g_string_new (NULL);
      g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
      g_autoptr (GByteArray) bomb = bp_test_gzip (start->str, start->len);
      g_autoptr (GByteArray) member = NULL;
      g_autofree char *path = NULL;
      g_autoptr (GError) error = NULL;

      while (block->len < 1000000)
        g_string_append (block, rows[i]);
      member = bp_test_gzip (block->str, block->len);
      for (guint k = 0; k < 1000; k++)
        g_byte_array_append (bomb, member->data, member->len);
      path = bp_test_folder_write (folder, "bomb.csv.gz", bomb->data, bomb->len);
      g_assert_null (bp_dataset_load (path, NULL, &error));
      g_test_message ("%u bytes: %s", bomb->len, error->message);
      g_assert_error (error, BP_ERROR, BP_ERROR_TOO_LARGE);
    }
}

/* --- Real files --- */

static guint8 *
read_published (const char *name, gsize head, gsize length)
{
  g_autofree char *path = bp_test_find_data (name);
  g_autofree guint8 *skipped = g_malloc (head);
  guint8 *bytes = NULL;
  gzFile file;

  if (path == NULL)
    return NULL;
  file = gzopen (path, "rb");
  g_assert_nonnull (file);
  bytes = g_malloc (length);
  g_assert_cmpint (gzread (file, skipped, (guint) head), ==, head);
  g_assert_cmpint (gzread (file, bytes, (guint) length), ==, length);
  gzclose (file);
  return bytes;
}

/* Both samples are the first 1,000 test images byte for byte, each once. */
static void
test_sample (gconstpointer data)
{
  g_autofree guint8 *images = read_published ("mnist/t10k-images-idx3-ubyte.gz", IMAGES_HEAD,
                                              (gsize) N_SAMPLES * N_SAMPLE_PIXELS);
  g_autofree guint8 *labels =
      read_published ("mnist/t10k-labels-idx1-ubyte.gz", LABELS_HEAD, N_SAMPLES);
  g_autofree char *path = bp_test_find_data (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = NULL;
  g_autofree gboolean *is_found = g_new0 (gboolean, N_SAMPLES);
  gsize n_found = 0;

  if (images == NULL || labels == NULL || path == NULL)
    return;

  dataset = bp_dataset_load (path, NULL, &error);
  g_assert_no_error (error);
  for (BpSplit split = 0; split < BP_N_SPLITS; split++)
    {
      BpSamples samples = bp_dataset_get_samples (dataset, split);

      for (gsize i = 0; i < samples.count; i++)
        {
          const guint8 *image = samples.images + i * N_SAMPLE_PIXELS;
          gsize k = 0;

          while (k < N_SAMPLES &&
                 memcmp (image, images + k * N_SAMPLE_PIXELS, N_SAMPLE_PIXELS) != 0)
            k++;
          g_assert_cmpuint (k, <, N_SAMPLES);
          g_assert_cmpuint (samples.labels[i], ==, labels[k]);
          g_assert_false (is_found[k]);
          is_found[k] = TRUE;
          n_found++;
        }
    }
  g_assert_cmpuint (n_found, ==, N_SAMPLES);
}

/* Must be the last test: no file above needed much memory. */
static void
test_peak_memory (void)
{
  if (bp_test_can_measure_memory ())
    g_assert_cmpuint (bp_test_get_peak_memory (), <, MAX_PEAK_MEMORY);
}

/* Numbers in every notation equal those of the C library, except for the last place. */
static void
test_numbers (void)
{
  static const char *const texts[] = {
    "0",
    "7",
    "255",
    "-1",
    "+3",
    "0.5",
    ".5",
    "5.",
    "0.99609375",
    "0.00392156862745098",
    "3.921568627450980338e-03",
    "1e3",
    "1E+2",
    "12e-1",
    "0.000000000000000000e+00",
    "0.123456789012345678901234567890",
    "123456789012345678901234567890",
    "1e22",
    "1e23",
    "1e-23",
    "0.00000000000000000000000000000000000001",
    "1e300",
    "1.7976931348623157e308",
    "18446744073709551615",
    "18446744073709551616",
    " 4 ",
    "0x10",
    "1e-300",
    "inf",
  };
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autoptr (GString) row = g_string_new (NULL);
  g_autofree char *path = NULL;
  g_autoptr (BpByteStream) stream = NULL;
  g_auto (BpCsv) csv = { 0 };
  gboolean has_row = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_string_append_printf (row, "%s%s", i > 0 ? "," : "", texts[i]);
  path = bp_test_folder_write (folder, "numbers.csv", row->str, row->len);
  stream = bp_byte_stream_open (path, NULL, NULL);
  g_assert_true (bp_csv_init (&csv, stream, NULL));
  g_assert_true (bp_csv_next (&csv, &has_row, NULL));
  g_assert_cmpuint (csv.n_columns, ==, G_N_ELEMENTS (texts));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      double expected = g_ascii_strtod (texts[i], NULL);

      if (csv.numbers[i] != expected && fabs (csv.numbers[i] / expected - 1.0) > 2 * DBL_EPSILON)
        g_error ("%s is read as %.17g", texts[i], csv.numbers[i]);
    }
}

/* Bytes / 255 and / 256 with all digits give the original bytes. */
static void
test_fractions (void)
{
  for (guint divisor = 255; divisor <= 256; divisor++)
    {
      g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
      g_autoptr (GString) row = g_string_new (NULL);
      g_autofree char *path = NULL;
      g_autoptr (BpByteStream) stream = NULL;
      g_auto (BpCsv) csv = { 0 };
      gboolean has_row = FALSE;

      for (guint i = 0; i < 256; i++)
        g_string_append_printf (row, "%s%.18e", i > 0 ? "," : "", (double) i / divisor);
      path = bp_test_folder_write (folder, "numbers.csv", row->str, row->len);
      stream = bp_byte_stream_open (path, NULL, NULL);
      g_assert_true (bp_csv_init (&csv, stream, NULL));
      g_assert_true (bp_csv_next (&csv, &has_row, NULL));
      for (guint i = 0; i < 256; i++)
        g_assert_cmpfloat_with_epsilon (csv.numbers[i], (double) i / divisor, DBL_EPSILON);
    }
}

BP_TEST_FILE (dataset_csv)
{
  for (guint i = 0; i < G_N_ELEMENTS (variants); i++)
    {
      g_autofree char *name = g_strconcat ("/dataset-csv/variant/", variants[i].name, NULL);

      g_test_add_data_func (name, &variants[i], test_variant);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad_tables); i++)
    {
      g_autofree char *name = g_strconcat ("/dataset-csv/bad/", bad_tables[i].name, NULL);

      g_test_add_data_func (name, &bad_tables[i], test_bad_table);
    }
  g_test_add_func ("/dataset-csv/bad/words", test_words);
  g_test_add_func ("/dataset-csv/bad/many-columns", test_many_columns);
  g_test_add_func ("/dataset-csv/bad/bomb", test_bomb);
  g_test_add_data_func ("/dataset-csv/sample/header", "mnist/mnist-sample-header.csv.gz",
                        test_sample);
  g_test_add_data_func ("/dataset-csv/sample/no-header", "mnist/mnist-sample-noheader.csv.gz",
                        test_sample);
  g_test_add_func ("/dataset-csv/peak-memory", test_peak_memory);
  g_test_add_func ("/dataset-csv/numbers", test_numbers);
  g_test_add_func ("/dataset-csv/fractions", test_fractions);
}
