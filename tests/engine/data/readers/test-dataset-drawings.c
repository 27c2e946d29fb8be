/* SPDX-License-Identifier: MIT */

/* Drawings as lines of JSON: which of them are images of the data set. */
#include "dataset-load.h"
#include "error.h"
#include "test-file.h"
#include "test-files.h"

#include <string.h>

/* The fewest drawings of a data set, and the longest line: see dataset-drawings.c. */
#define N_LEAST     20
#define MOST_LENGTH (4 * 1024 * 1024)

static void
add_drawings (GString *text, guint n, guint label)
{
  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "{\"label\": %u, \"strokes\": [[[0, 0], [%u, 9]]]}\n", label,
                            1 + i);
}

static BpDataset *
load (const GString *text, GError **error)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path = bp_test_folder_write (folder, "drawings.jsonl", text->str, text->len);

  return bp_dataset_load (path, NULL, error);
}

/* Counts the images with a label in all splits. */
static guint
count_label (const BpDataset *dataset, guint label)
{
  static const BpSplit splits[] = { BP_SPLIT_TRAIN, BP_SPLIT_HELD_OUT, BP_SPLIT_TEST };
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (splits); i++)
    {
      BpSamples samples = bp_dataset_get_samples (dataset, splits[i]);

      for (gsize j = 0; j < samples.count; j++)
        n += samples.labels[j] == label;
    }
  return n;
}

/* Every drawing counts, the last one also without a line end. */
static void
test_counts (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = NULL;

  add_drawings (text, N_LEAST, 0);
  g_string_append (text, "\n");
  add_drawings (text, 3, 1);
  g_string_truncate (text, text->len - 1);
  dataset = load (text, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_label (dataset, 0), ==, N_LEAST);
  g_assert_cmpuint (count_label (dataset, 1), ==, 3);
  g_assert_null (bp_dataset_get_notes (dataset)[0]);
}

/* Lines without ink, without a label and that are too long are left out, and those after them are
 * not. */
static void
test_left_out (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *blanks = g_strnfill (MOST_LENGTH, ' ');
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = NULL;

  add_drawings (text, N_LEAST, 0);
  g_string_append (text, "{\"label\": 1, \"strokes\": []}\n{\"strokes\": [[[0, 0], [1, 1]]]}\n");
  g_string_append_printf (text, "{\"label\": 1, %s\"strokes\": [[[0, 0], [1, 1]]]}\n", blanks);
  add_drawings (text, 4, 1);
  dataset = load (text, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_label (dataset, 0), ==, N_LEAST);
  g_assert_cmpuint (count_label (dataset, 1), ==, 4);
  g_assert_cmpstr (bp_dataset_get_notes (dataset)[0], ==,
                   "3 lines are no drawings with a label and were left out.");
}

/* The message about too few says how many there are. */
static void
test_too_few (void)
{
  static const struct
  {
    guint n;
    const char *message;
  } cases[] = {
    { 1, "it has 1 drawing with a label" },
    { N_LEAST - 1, "it has 19 drawings with a label" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GError) error = NULL;

      add_drawings (text, cases[i].n, 5);
      g_assert_null (load (text, &error));
      g_assert_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED);
      g_assert_nonnull (strstr (error->message, cases[i].message));
    }
}

BP_TEST_FILE (dataset_drawings)
{
  g_test_add_func ("/dataset-drawings/counts", test_counts);
  g_test_add_func ("/dataset-drawings/left-out", test_left_out);
  g_test_add_func ("/dataset-drawings/too-few", test_too_few);
}
