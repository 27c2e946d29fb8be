/* SPDX-License-Identifier: MIT */
#include "dataset-mix.h"

#include "dataset-builtin.h"
#include "digit-image.h"
#include "error.h"
#include "test-file.h"
#include "toy-data.h"

#include <string.h>

#define N_TRAIN    40
#define N_HELD_OUT 11
#define N_TEST     7

static BpDataset *
make_base (void)
{
  g_autoptr (GError) error = NULL;
  BpDataset *dataset = bp_dataset_new_builtin (1, N_TRAIN, N_HELD_OUT, N_TEST, 1, NULL, &error);

  g_assert_no_error (error);
  return dataset;
}

static void
assert_same_samples (BpSamples first, BpSamples second)
{
  g_assert_cmpmem (first.images, first.count * BP_DIGIT_N_PIXELS, second.images,
                   second.count * BP_DIGIT_N_PIXELS);
  g_assert_cmpmem (first.labels, first.count, second.labels, second.count);
}

static void
test_adds_to_training_alone (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) base = make_base ();
  const BpDatasetMix mix = { .n_builtin = 20, .n_hasty = 10, .n_non_digits = 30 };
  g_autoptr (BpDataset) mixed = bp_dataset_mix (base, &mix, 2, NULL, &error);
  BpSamples train;

  g_assert_no_error (error);
  assert_same_samples (bp_dataset_get_samples (mixed, BP_SPLIT_HELD_OUT),
                       bp_dataset_get_samples (base, BP_SPLIT_HELD_OUT));
  assert_same_samples (bp_dataset_get_samples (mixed, BP_SPLIT_TEST),
                       bp_dataset_get_samples (base, BP_SPLIT_TEST));

  train = bp_dataset_get_samples (mixed, BP_SPLIT_TRAIN);
  g_assert_cmpuint (train.count, ==, N_TRAIN + 20 + 10 + 30);
  for (gsize i = 0; i < train.count; i++)
    if (i < N_TRAIN + 20 + 10)
      g_assert_cmpuint (train.labels[i], <, 10);
    else
      g_assert_cmpuint (train.labels[i], ==, BP_LABEL_NONE);
  train.count = N_TRAIN;
  assert_same_samples (train, bp_dataset_get_samples (base, BP_SPLIT_TRAIN));
  g_assert_cmpstr (bp_dataset_get_name (mixed), ==, "Built-in digits with built-in digits");
}

/* The digits that are added are others than those of the built-in data set: a network that learnt
 * from them is not tested with what it has seen. */
static void
test_other_digits (void)
{
  g_autoptr (BpDataset) base =
      bp_dataset_new_builtin (BP_BUILTIN_SEED, N_TRAIN, N_HELD_OUT, N_TEST, 1, NULL, NULL);
  const BpDatasetMix mix = { .n_builtin = N_TRAIN };
  g_autoptr (BpDataset) mixed = bp_dataset_mix (base, &mix, 1, NULL, NULL);
  const guint8 *added =
      bp_dataset_get_samples (mixed, BP_SPLIT_TRAIN).images + (gsize) N_TRAIN * BP_DIGIT_N_PIXELS;

  for (BpSplit split = 0; split < BP_N_SPLITS; split++)
    {
      BpSamples samples = bp_dataset_get_samples (base, split);

      for (gsize i = 0; i < samples.count; i++)
        for (gsize j = 0; j < N_TRAIN; j++)
          g_assert_cmpint (memcmp (samples.images + i * BP_DIGIT_N_PIXELS,
                                   added + j * BP_DIGIT_N_PIXELS, BP_DIGIT_N_PIXELS),
                           !=, 0);
    }
}

static void
test_same_for_any_number_of_threads (void)
{
  g_autoptr (BpDataset) base = make_base ();
  const BpDatasetMix mix = { .n_builtin = 100, .n_hasty = 10, .n_non_digits = 10 };
  g_autoptr (BpDataset) one = bp_dataset_mix (base, &mix, 1, NULL, NULL);
  g_autoptr (BpDataset) three = bp_dataset_mix (base, &mix, 3, NULL, NULL);

  g_assert_cmpstr (bp_dataset_get_sha256 (one), ==, bp_dataset_get_sha256 (three));
}

static void
test_other_images (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) toy = bp_toy_dataset_new (10, 0, 0, 1);
  const BpDatasetMix mix = { .n_builtin = 10 };

  g_assert_null (bp_dataset_mix (toy, &mix, 1, NULL, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_MISMATCH);
  g_assert_cmpstr (error->message, ==,
                   "Digits can be mixed into images of the ten digits in 28 x 28 pixels only, and "
                   "the images of Quarters have 6 x 6 pixels, in 4 classes from “0” on");
}

/* A data set of 28 x 28 in ten classes, with a note and a range of its own. */
static BpDataset *
make_named (const char *const *class_names)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new ();
  g_auto (BpDatasetParts) parts = {
    .name = "Ten",
    .class_names = class_names,
    .width = BP_DIGIT_SIZE,
    .height = BP_DIGIT_SIZE,
    .n_classes = 10,
    .images = g_malloc0 (BP_DIGIT_N_PIXELS),
    .labels = g_malloc0 (1),
    .n_train = 1,
    .source_highest = 16.0,
    .notes = notes,
  };

  g_ptr_array_add (notes, (gpointer) "1 picture is blank.");
  return bp_dataset_new (&parts, NULL);
}

static void
test_clothes (void)
{
  static const char *const clothes[] = { "T-shirt", "Trouser", "Pullover", "Dress", "Coat",
                                         "Sandal",  "Shirt",   "Sneaker",  "Bag",   "Boot" };
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = make_named (clothes);
  const BpDatasetMix mix = { .n_builtin = 10 };

  g_assert_false (bp_dataset_has_digits (dataset));
  g_assert_null (bp_dataset_mix (dataset, &mix, 1, NULL, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_MISMATCH);
  g_assert_nonnull (strstr (error->message, "from “T-shirt” on"));
}

/* What is known of the data is known of the mixture. */
static void
test_notes (void)
{
  g_autoptr (BpDataset) dataset = make_named (NULL);
  const BpDatasetMix mix = { .n_builtin = 10 };
  g_autoptr (BpDataset) mixed = bp_dataset_mix (dataset, &mix, 1, NULL, NULL);

  g_assert_true (bp_dataset_has_digits (dataset));
  g_assert_cmpstr (bp_dataset_get_notes (mixed)[0], ==, "1 picture is blank.");
  g_assert_null (bp_dataset_get_notes (mixed)[1]);
  g_assert_cmpfloat (bp_dataset_get_source_highest (mixed), ==, 16.0);
}

static void
test_cancelled (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) base = make_base ();
  const BpDatasetMix mix = { .n_non_digits = 100 };
  BpProgress progress = { 0 };

  bp_progress_cancel (&progress);
  g_assert_null (bp_dataset_mix (base, &mix, 1, &progress, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_CANCELLED);
}

BP_TEST_FILE (dataset_mix)
{
  g_test_add_func ("/dataset-mix/adds-to-training-alone", test_adds_to_training_alone);
  g_test_add_func ("/dataset-mix/other-digits", test_other_digits);
  g_test_add_func ("/dataset-mix/same-for-any-number-of-threads",
                   test_same_for_any_number_of_threads);
  g_test_add_func ("/dataset-mix/other-images", test_other_images);
  g_test_add_func ("/dataset-mix/clothes", test_clothes);
  g_test_add_func ("/dataset-mix/notes", test_notes);
  g_test_add_func ("/dataset-mix/cancelled", test_cancelled);
}
