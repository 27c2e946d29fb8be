/* SPDX-License-Identifier: MIT */
#include "drawing-jobs.h"

#include "dataset-builtin.h"
#include "metrics.h"
#include "test-file.h"
#include "test-files.h"

#include <string.h>

static void
on_done (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

/* What is kept is a line of the collection. */
static void
test_keeps (void)
{
  static const char line[] = "{\"label\": 1, \"strokes\": [[[1, 2], [3, 4]]]}\n";
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path = g_build_filename (folder->path, "new", "drawings.jsonl", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  bp_drawing_keep_async (path, line, on_done, &result);
  g_assert_true (bp_drawing_keep_finish (wait_for (&result), &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, line);
}

/* The data that are given are those that the network repeats, and on which it is measured. */
static void
test_learns (void)
{
  static const guint sizes[] = { BP_DIGIT_N_PIXELS, 8, BP_N_DIGITS };
  static const char text[] = "{\"label\": 1, \"strokes\": [[[0, 0], [0, 9]]]}\nnothing\n"
                             "{\"label\": 7, \"strokes\": [[[0, 0], [5, 0], [2, 9]]]}\n";
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path = bp_test_folder_write (folder, "a.jsonl", text, strlen (text));
  g_autoptr (BpDataset) dataset = bp_dataset_new_builtin (1, 300, 50, 97, 1, NULL, NULL);
  g_autoptr (BpNetwork) network = bp_network_new (sizes, G_N_ELEMENTS (sizes), NULL);
  g_autoptr (BpNetwork) taught = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (BpMetrics) before = { 0 };
  g_auto (BpMetrics) after = { 0 };
  BpSamples test = bp_dataset_get_samples (dataset, BP_SPLIT_TEST);
  BpDrawingLesson lesson;
  BpRandom random;

  bp_random_init (&random, 1, 0);
  bp_network_initialise (network, &random);
  g_assert_true (bp_evaluate (network, test, 1, NULL, &before, NULL));
  bp_drawings_learn_async (path, network, dataset, NULL, on_done, &result);
  taught = bp_drawings_learn_finish (wait_for (&result), &lesson, &error);
  g_assert_no_error (error);
  g_assert_true (bp_evaluate (taught, test, 1, NULL, &after, NULL));
  g_assert_cmpuint (lesson.n_learnt, ==, 2);
  g_assert_cmpfloat (lesson.test_accuracy_before, ==, before.accuracy);
  g_assert_cmpfloat (lesson.test_accuracy_after, ==, after.accuracy);
}

/* A collection that is not there is an error, and so is one of which nothing can be learnt. */
static void
test_nothing_to_learn (void)
{
  static const guint sizes[] = { BP_DIGIT_N_PIXELS, 8, BP_N_DIGITS };
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *missing = g_build_filename (folder->path, "missing.jsonl", NULL);
  g_autofree char *empty = bp_test_folder_write (folder, "empty.jsonl", "", 0);
  const char *const paths[] = { missing, empty };
  g_autoptr (BpDataset) dataset = bp_dataset_new_builtin (1, 30, 10, 10, 1, NULL, NULL);
  g_autoptr (BpNetwork) network = bp_network_new (sizes, G_N_ELEMENTS (sizes), NULL);

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      BpDrawingLesson lesson;

      bp_drawings_learn_async (paths[i], network, dataset, NULL, on_done, &result);
      g_assert_null (bp_drawings_learn_finish (wait_for (&result), &lesson, &error));
      g_assert_nonnull (error);
    }
}

BP_TEST_FILE (drawing_jobs)
{
  g_test_add_func ("/drawing-jobs/keeps", test_keeps);
  g_test_add_func ("/drawing-jobs/learns", test_learns);
  g_test_add_func ("/drawing-jobs/nothing-to-learn", test_nothing_to_learn);
}
