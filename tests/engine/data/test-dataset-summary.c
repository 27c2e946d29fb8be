/* SPDX-License-Identifier: MIT */
#include "dataset-summary.h"
#include "test-file.h"

#include <string.h>

#define N_PIXELS 4

/* Three training samples, one held-out sample and two test samples of three classes. */
static BpDataset *
make_dataset (const guint8 *labels, const guint8 *test_labels, guint8 ink)
{
  g_autoptr (GError) error = NULL;
  BpDatasetParts parts = {
    .name = "Six",
    .width = 2,
    .height = 2,
    .n_classes = 3,
    .images = g_malloc (4 * N_PIXELS),
    .labels = g_memdup2 (labels, 4),
    .n_train = 3,
    .n_held_out = 1,
    .test_images = g_malloc (2 * N_PIXELS),
    .test_labels = g_memdup2 (test_labels, 2),
    .n_test = 2,
    .has_no_class = TRUE,
  };
  BpDataset *dataset;

  memset (parts.images, 7, 4 * N_PIXELS);
  memset (parts.test_images, 9, 2 * N_PIXELS);
  parts.test_images[2 * N_PIXELS - 1] = ink;
  dataset = bp_dataset_new (&parts, &error);
  g_assert_no_error (error);
  return dataset;
}

static void
test_counts (void)
{
  g_autoptr (BpDataset) dataset =
      make_dataset ((const guint8[]){ 2, BP_LABEL_NONE, 2, 0 }, (const guint8[]){ 1, 2 }, 10);
  BpDatasetSummary summary;

  bp_dataset_summarise (dataset, &summary);
  g_assert_cmpuint (summary.counts[BP_SPLIT_TRAIN][0], ==, 0);
  g_assert_cmpuint (summary.counts[BP_SPLIT_TRAIN][2], ==, 2);
  g_assert_cmpuint (summary.counts[BP_SPLIT_HELD_OUT][0], ==, 1);
  g_assert_cmpuint (summary.counts[BP_SPLIT_TEST][1], ==, 1);
  g_assert_cmpuint (summary.counts[BP_SPLIT_TEST][2], ==, 1);
  g_assert_cmpuint (summary.n_without_class, ==, 1);
}

/* The last byte is the largest pixel. */
static void
test_range (void)
{
  g_autoptr (BpDataset) dataset =
      make_dataset ((const guint8[]){ 0, 1, 2, 0 }, (const guint8[]){ 1, 2 }, 200);
  BpDatasetSummary summary;

  bp_dataset_summarise (dataset, &summary);
  g_assert_cmpuint (summary.lowest, ==, 7);
  g_assert_cmpuint (summary.highest, ==, 200);
}

/* More pixels than one chunk, with the smallest at the end. */
static void
test_range_of_many (void)
{
  g_autoptr (GError) error = NULL;
  const gsize n_train = 1500;
  BpDatasetParts parts = {
    .name = "Many",
    .width = 2,
    .height = 2,
    .n_classes = 1,
    .images = g_malloc (n_train * N_PIXELS),
    .labels = g_malloc0 (n_train),
    .n_train = n_train,
  };
  g_autoptr (BpDataset) dataset = NULL;
  BpDatasetSummary summary;

  memset (parts.images, 255, n_train * N_PIXELS);
  parts.images[n_train * N_PIXELS - 1] = 3;
  dataset = bp_dataset_new (&parts, &error);
  g_assert_no_error (error);

  bp_dataset_summarise (dataset, &summary);
  g_assert_cmpuint (summary.lowest, ==, 3);
  g_assert_cmpuint (summary.highest, ==, 255);
  g_assert_cmpuint (summary.counts[BP_SPLIT_TRAIN][0], ==, n_train);
}

BP_TEST_FILE (dataset_summary)
{
  g_test_add_func ("/dataset-summary/counts", test_counts);
  g_test_add_func ("/dataset-summary/range", test_range);
  g_test_add_func ("/dataset-summary/range-of-many", test_range_of_many);
}
