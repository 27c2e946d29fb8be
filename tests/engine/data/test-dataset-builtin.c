/* SPDX-License-Identifier: MIT */
#include "dataset-builtin.h"
#include "error.h"
#include "test-file.h"

#include <string.h>

static BpDataset *
make (guint64 seed, gsize n_train, gsize n_held_out, gsize n_test, guint n_threads)
{
  g_autoptr (GError) error = NULL;
  BpDataset *dataset =
      bp_dataset_new_builtin (seed, n_train, n_held_out, n_test, n_threads, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (dataset);
  return dataset;
}

static void
test_shape (void)
{
  g_autoptr (BpDataset) dataset = make (1, 300, 50, 20, 1);
  BpSamples train = bp_dataset_get_samples (dataset, BP_SPLIT_TRAIN);

  g_assert_cmpuint (train.count, ==, 300);
  g_assert_cmpuint (bp_dataset_get_samples (dataset, BP_SPLIT_HELD_OUT).count, ==, 50);
  g_assert_cmpuint (bp_dataset_get_samples (dataset, BP_SPLIT_TEST).count, ==, 20);
  g_assert_cmpuint (bp_dataset_get_width (dataset), ==, 28);
  g_assert_cmpuint (bp_dataset_get_height (dataset), ==, 28);
  g_assert_cmpuint (bp_dataset_get_n_classes (dataset), ==, 10);
  g_assert_cmpstr (bp_dataset_get_name (dataset), ==, "Built-in digits");
  g_assert_cmpstr (bp_dataset_get_class_name (dataset, 7), ==, "7");
  g_assert_null (bp_dataset_get_path (dataset));

  /* Every image is a different digit. */
  for (gsize i = 0; i < train.count; i++)
    {
      guint ink = 0;

      for (guint j = 0; j < BP_DIGIT_N_PIXELS; j++)
        ink += train.images[i * BP_DIGIT_N_PIXELS + j];
      g_assert_cmpuint (ink, >, 2550);
      if (i > 0)
        g_assert_cmpint (memcmp (train.images + i * BP_DIGIT_N_PIXELS,
                                 train.images + (i - 1) * BP_DIGIT_N_PIXELS, BP_DIGIT_N_PIXELS),
                         !=, 0);
    }
}

static void
test_threads_do_not_matter (void)
{
  g_autoptr (BpDataset) alone = make (5, 1000, 200, 100, 1);

  for (guint n_threads = 2; n_threads <= 5; n_threads++)
    {
      g_autoptr (BpDataset) shared = make (5, 1000, 200, 100, n_threads);

      g_assert_cmpstr (bp_dataset_get_sha256 (shared), ==, bp_dataset_get_sha256 (alone));
    }
}

static void
test_seed_matters (void)
{
  g_autoptr (BpDataset) dataset = make (5, 100, 0, 0, 1);
  g_autoptr (BpDataset) other = make (6, 100, 0, 0, 1);

  g_assert_cmpstr (bp_dataset_get_sha256 (dataset), !=, bp_dataset_get_sha256 (other));
}

/* More training images begin with the same images; the test images stay the same. */
static void
test_counts_do_not_matter (void)
{
  g_autoptr (BpDataset) few = make (5, 100, 0, 30, 2);
  g_autoptr (BpDataset) many = make (5, 180, 20, 40, 2);
  BpSamples few_train = bp_dataset_get_samples (few, BP_SPLIT_TRAIN);
  BpSamples few_test = bp_dataset_get_samples (few, BP_SPLIT_TEST);
  BpSamples many_train = bp_dataset_get_samples (many, BP_SPLIT_TRAIN);
  BpSamples many_test = bp_dataset_get_samples (many, BP_SPLIT_TEST);

  g_assert_cmpmem (few_train.images, few_train.count * BP_DIGIT_N_PIXELS, many_train.images,
                   few_train.count * BP_DIGIT_N_PIXELS);
  g_assert_cmpmem (few_train.labels, few_train.count, many_train.labels, few_train.count);
  g_assert_cmpmem (few_test.images, few_test.count * BP_DIGIT_N_PIXELS, many_test.images,
                   few_test.count * BP_DIGIT_N_PIXELS);
  g_assert_cmpmem (few_test.labels, few_test.count, many_test.labels, few_test.count);
  g_assert_cmpint (memcmp (few_test.images, few_train.images, BP_DIGIT_N_PIXELS), !=, 0);
}

static void
test_progress (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = NULL;
  BpProgress progress = { 0 };

  dataset = bp_dataset_new_builtin (1, 500, 0, 100, 3, &progress, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (bp_progress_get_fraction (&progress), ==, 1.0);
  g_assert_cmpuint (progress.done, ==, 600);
}

static void
test_cancelled (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = NULL;
  BpProgress progress = { 0 };

  bp_progress_cancel (&progress);
  dataset = bp_dataset_new_builtin (1, 60000, 0, 0, 2, &progress, &error);
  g_assert_null (dataset);
  g_assert_error (error, BP_ERROR, BP_ERROR_CANCELLED);
  g_assert_cmpuint (progress.done, ==, 0);
}

static void
test_nothing (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = bp_dataset_new_builtin (1, 0, 0, 0, 1, NULL, &error);

  g_assert_null (dataset);
  g_assert_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED);
}

static void
test_no_memory (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = bp_dataset_new_builtin (1, G_MAXSIZE / 4, 0, 0, 1, NULL, &error);

  g_assert_null (dataset);
  g_assert_error (error, BP_ERROR, BP_ERROR_NO_MEMORY);
}

BP_TEST_FILE (dataset_builtin)
{
  g_test_add_func ("/dataset-builtin/shape", test_shape);
  g_test_add_func ("/dataset-builtin/threads-do-not-matter", test_threads_do_not_matter);
  g_test_add_func ("/dataset-builtin/seed-matters", test_seed_matters);
  g_test_add_func ("/dataset-builtin/counts-do-not-matter", test_counts_do_not_matter);
  g_test_add_func ("/dataset-builtin/progress", test_progress);
  g_test_add_func ("/dataset-builtin/cancelled", test_cancelled);
  g_test_add_func ("/dataset-builtin/nothing", test_nothing);
  g_test_add_func ("/dataset-builtin/no-memory", test_no_memory);
}
