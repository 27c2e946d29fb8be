/* SPDX-License-Identifier: MIT */

/* Data sets in common formats: the expected content of each, or its error message. */
#include "clean-text.h"
#include "dataset-load.h"
#include "picture-file.h"
#include "test-data.h"
#include "test-file.h"

#include <string.h>

#define MAX_CLASSES 10

/**
 * Case:
 * @path: of the file or folder, in the folder of cases
 * @size: of a side, in pixels
 * @counts: the number of training and held-out images of each class; where @test_counts are zeros,
 *   of all images
 * @test_counts: the number of test images of each class, or zeros
 * @words: (nullable): a part of a note or, without @size, of the error
 * @source_highest: the number in the file that becomes 255, or 0
 */
typedef struct
{
  const char *path;
  guint size;
  gsize counts[MAX_CLASSES];
  gsize test_counts[MAX_CLASSES];
  const char *words;
  double source_highest;
} Case;

#define BMP_COUNTS               \
  {                              \
    3, 3, 1, 1, 3, 2, 1, 2, 0, 4 \
  }
#define TORCH_COUNTS                   \
  {                                    \
    8, 14, 8, 11, 14, 7, 10, 15, 2, 11 \
  }
#define INDEX_COUNTS               \
  {                                \
    6, 10, 5, 5, 10, 7, 5, 6, 0, 6 \
  }
#define DOWNLOADED_COUNTS        \
  {                              \
    5, 7, 3, 3, 6, 3, 3, 5, 0, 5 \
  }
#define DOWNLOADED_TEST          \
  {                              \
    1, 3, 2, 2, 4, 4, 2, 1, 0, 1 \
  }

static const Case cases[] = {
  { "01-second-file-after-a-failed-one/digits.npz",
    28,
    { 6, 10, 5, 5, 10, 7, 5, 6, 0, 6 },
    { 2, 2, 3, 4, 3, 0, 3, 8, 2, 3 },
    NULL,
    0.0 },
  { "04-pixels-from-0-to-16/digits-8x8.csv",
    8,
    { 79, 110, 101, 95, 99, 81, 77, 90, 82, 86 },
    { 0 },
    NULL,
    16.0 },
  { "05-table-with-the-label-last/class-last.csv",
    28,
    { 6, 10, 4, 3, 3, 7, 8, 9, 6, 4 },
    { 0 },
    NULL,
    0.0 },
  { "07-folder-with-blank-pictures", 28, { 6, 6, 6, 6 }, { 0 }, "blank", 0.0 },
  { "08-folder-of-bmp-gif-or-tiff/bmp", 28, BMP_COUNTS, { 0 }, NULL, 0.0 },
  { "08-folder-of-bmp-gif-or-tiff/gif", 28, BMP_COUNTS, { 0 }, NULL, 0.0 },
  { "09-folders-as-they-are-downloaded/four-arrays", 28, DOWNLOADED_COUNTS, DOWNLOADED_TEST, NULL,
    0.0 },
  { "09-folders-as-they-are-downloaded/four-arrays/y_test.npy", 28, DOWNLOADED_COUNTS,
    DOWNLOADED_TEST, NULL, 0.0 },
  { "09-folders-as-they-are-downloaded/four-archives", 28, DOWNLOADED_COUNTS, DOWNLOADED_TEST, NULL,
    0.0 },
  { "09-folders-as-they-are-downloaded/four-archives/kmnist-test-labels.npz", 28, DOWNLOADED_COUNTS,
    DOWNLOADED_TEST, NULL, 0.0 },
  { "10-table-with-one-hot-labels/like-semeion.data", 16, INDEX_COUNTS, { 0 }, NULL, 1.0 },
  { "11-table-with-an-index-or-no-label/index-column.csv",
    28,
    INDEX_COUNTS,
    { 0 },
    "1 column of “index-column” is neither a pixel nor a label",
    0.0 },
  { "11-table-with-an-index-or-no-label/no-label.csv",
    0,
    { 0 },
    { 0 },
    "28 × 28 = 784 pixels, but no label",
    0.0 },
  { "13-data-saved-by-torch-joblib-sklearn-matlab/training.pt",
    28,
    TORCH_COUNTS,
    { 0 },
    NULL,
    0.0 },
  { "13-data-saved-by-torch-joblib-sklearn-matlab/X-y.mat",
    0,
    { 0 },
    { 0 },
    "it is a MATLAB file: open it in Python with scipy.io.loadmat()",
    0.0 },
  { "14-folder-with-one-broken-picture",
    28,
    BMP_COUNTS,
    { 0 },
    "1 picture could not be read",
    0.0 },
  { "15-only-a-test-folder", 28, { 0 }, BMP_COUNTS, NULL, 0.0 },
  { "17-hostile/n-obj.npz",
    0,
    { 0 },
    { 0 },
    "in its array “x_train”, it holds Python objects",
    0.0 },
  { "17-hostile/n-struct.npz", 0, { 0 }, { 0 }, "in its array “x_train”", 0.0 },
};

static gsize
sum (const gsize *counts)
{
  gsize total = 0;

  for (guint i = 0; i < MAX_CLASSES; i++)
    total += counts[i];
  return total;
}

static void
count (const BpDataset *dataset, BpSplit split, gsize *counts)
{
  BpSamples samples = bp_dataset_get_samples (dataset, split);

  for (gsize i = 0; i < samples.count; i++)
    {
      g_assert_cmpuint (samples.labels[i], <, MAX_CLASSES);
      counts[samples.labels[i]]++;
    }
}

static void
assert_notes (const BpDataset *dataset, const char *words)
{
  const char *const *notes = bp_dataset_get_notes (dataset);

  if (words == NULL)
    g_assert_null (notes[0]);
  else
    {
      g_assert_nonnull (notes[0]);
      g_assert_nonnull (strstr (notes[0], words));
    }
}

static void
test_case (gconstpointer data)
{
  const Case *expected = data;
  g_autofree char *path = bp_test_find_case (expected->path);
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = NULL;
  gsize counts[MAX_CLASSES] = { 0 };
  gsize test_counts[MAX_CLASSES] = { 0 };

  if (path == NULL)
    return;

  dataset = bp_dataset_load (path, NULL, &error);
  if (expected->size == 0)
    {
      g_assert_null (dataset);
      g_assert_nonnull (strstr (error->message, expected->words));
      return;
    }

  g_assert_no_error (error);
  g_assert_cmpuint (bp_dataset_get_width (dataset), ==, expected->size);
  g_assert_cmpuint (bp_dataset_get_height (dataset), ==, expected->size);
  count (dataset, BP_SPLIT_TRAIN, counts);
  count (dataset, BP_SPLIT_HELD_OUT, counts);
  count (dataset, BP_SPLIT_TEST, sum (expected->test_counts) > 0 ? test_counts : counts);
  for (guint i = 0; i < MAX_CLASSES; i++)
    {
      g_assert_cmpuint (counts[i], ==, expected->counts[i]);
      g_assert_cmpuint (test_counts[i], ==, expected->test_counts[i]);
    }
  g_assert_cmpfloat (bp_dataset_get_source_highest (dataset), ==, expected->source_highest);
  assert_notes (dataset, expected->words);
}

/* The ink of 8 x 8 digits reaches the full 255. */
static void
test_small_range (void)
{
  g_autofree char *path = bp_test_find_case ("04-pixels-from-0-to-16/digits-8x8.csv");
  g_autoptr (BpDataset) dataset = NULL;
  BpSamples samples;
  guint highest = 0;

  if (path == NULL)
    return;
  dataset = bp_dataset_load (path, NULL, NULL);
  samples = bp_dataset_get_samples (dataset, BP_SPLIT_TRAIN);
  for (gsize i = 0; i < samples.count * 64; i++)
    highest = MAX (highest, samples.images[i]);
  g_assert_cmpuint (highest, ==, 255);
}

/* A half-transparent rim does not change the digit. */
static void
test_transparent_rims (void)
{
  static const char *const names[][2] = {
    { "0-03", "0/03" }, { "0-10", "0/10" }, { "1-02", "1/02" },
    { "2-01", "2/01" }, { "4-04", "4/04" }, { "5-08", "5/08" },
    { "6-11", "6/11" }, { "7-00", "7/00" }, { "9-07", "9/07" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name =
          g_strdup_printf ("03-png-with-a-half-transparent-edge/%s.png", names[i][0]);
      g_autofree char *plain_name =
          g_strdup_printf ("15-only-a-test-folder/testing/%s.png", names[i][1]);
      g_autofree char *path = bp_test_find_case (name);
      g_autofree char *plain_path = bp_test_find_case (plain_name);
      guint8 image[BP_DIGIT_N_PIXELS];
      guint8 plain[BP_DIGIT_N_PIXELS];
      gboolean is_blank;

      if (path == NULL || plain_path == NULL)
        return;
      g_assert_true (bp_picture_file_read (path, BP_PICTURE_MAX_PIXELS, image, &is_blank, NULL));
      g_assert_false (is_blank);
      g_assert_true (
          bp_picture_file_read (plain_path, BP_PICTURE_MAX_PIXELS, plain, &is_blank, NULL));
      for (guint k = 0; k < BP_DIGIT_N_PIXELS; k++)
        g_assert_cmpint (ABS (image[k] - plain[k]), <=, 3);
    }
}

/* Pictures that are refused by their first bytes, without much time and memory. */
static void
test_hostile_pictures (void)
{
  static const char *const cases_of_pictures[][2] = {
    { "17-hostile/s-7k.svg", "it is a drawing in SVG, which is not supported" },
    { "17-hostile/s-use.svg", "it is a drawing in SVG, which is not supported" },
    { "17-hostile/g-jpgscans.jpg", "it is a JPEG of 5001 passes over 7000 × 7000 pixels" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases_of_pictures); i++)
    {
      g_autofree char *path = bp_test_find_case (cases_of_pictures[i][0]);
      guint8 image[BP_DIGIT_N_PIXELS];
      g_autoptr (GError) error = NULL;
      gboolean is_blank;

      if (path == NULL)
        return;
      g_assert_false (bp_picture_file_read (path, BP_PICTURE_MAX_PIXELS, image, &is_blank, &error));
      g_assert_true (g_str_has_prefix (error->message, cases_of_pictures[i][1]));
    }
}

/* Names with terminal control characters are cleaned. */
static void
test_names_with_escapes (void)
{
  g_autofree char *path = bp_test_find_case ("17-hostile/names-with-escapes/d.csv");
  g_autoptr (BpDataset) dataset = NULL;

  if (path == NULL)
    return;
  dataset = bp_dataset_load (path, NULL, NULL);
  g_assert_cmpuint (bp_dataset_get_n_classes (dataset), ==, 10);
  for (guint i = 0; i < 10; i++)
    {
      const char *name = bp_dataset_get_class_name (dataset, i);

      for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
        g_assert_true (bp_character_is_clean (g_utf8_get_char (p)));
    }
}

BP_TEST_FILE (dataset_cases)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strconcat ("/dataset-cases/", cases[i].path, NULL);

      g_test_add_data_func (name, &cases[i], test_case);
    }
  g_test_add_func ("/dataset-cases/small-range", test_small_range);
  g_test_add_func ("/dataset-cases/transparent-rims", test_transparent_rims);
  g_test_add_func ("/dataset-cases/hostile-pictures", test_hostile_pictures);
  g_test_add_func ("/dataset-cases/names-with-escapes", test_names_with_escapes);
}
