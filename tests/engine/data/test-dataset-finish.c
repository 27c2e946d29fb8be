/* SPDX-License-Identifier: MIT */
#include "dataset-finish.h"
#include "error.h"
#include "test-file.h"

#include <string.h>

#define SIDE     2
#define N_PIXELS (SIDE * SIDE)

typedef guint8 (*GetLabel) (gsize index);

static guint8
get_mixed_label (gsize index)
{
  return (guint8) (index * 7 % 10);
}

static guint8
get_sorted_label (gsize index)
{
  return (guint8) (index / 30);
}

static guint8
get_same_label (gsize index G_GNUC_UNUSED)
{
  return 3;
}

/* Images whose pixels are their index, from @first on. */
static BpSampleSet
make_set (gsize first, gsize count, GetLabel get_label)
{
  BpSampleSet set = { g_malloc (count * N_PIXELS), g_malloc (count), count };

  for (gsize i = 0; i < count; i++)
    {
      guint8 pixels[N_PIXELS] = { (guint8) (first + i), (guint8) ((first + i) >> 8), 7, 9 };

      memcpy (set.images + i * N_PIXELS, pixels, N_PIXELS);
      set.labels[i] = get_label (first + i);
    }
  return set;
}

static gsize
get_number (BpSamples samples, gsize index)
{
  const guint8 *pixels = samples.images + index * N_PIXELS;

  g_assert_cmpuint (pixels[2], ==, 7);
  g_assert_cmpuint (pixels[3], ==, 9);
  return pixels[0] | (gsize) pixels[1] << 8;
}

static BpDataset *
make_dataset (BpSampleSet train, BpSampleSet held_out, BpSampleSet test)
{
  BpSplitSets sets = { .sets = { train, held_out, test }, .width = SIDE, .height = SIDE };
  g_autoptr (GError) error = NULL;
  BpDataset *dataset = bp_dataset_finish (&sets, "x", &error);

  g_assert_no_error (error);
  return dataset;
}

static void
assert_in_order (const BpDataset *dataset, BpSplit split, gsize first, gsize count)
{
  BpSamples samples = bp_dataset_get_samples (dataset, split);

  g_assert_cmpuint (samples.count, ==, count);
  for (gsize i = 0; i < count; i++)
    g_assert_cmpuint (get_number (samples, i), ==, first + i);
}

static void
test_three_sets (void)
{
  g_autoptr (BpDataset) dataset =
      make_dataset (make_set (0, 50, get_mixed_label), make_set (50, 10, get_mixed_label),
                    make_set (60, 20, get_mixed_label));
  g_autoptr (BpDataset) whole = bp_dataset_resplit (dataset, 0, 0, NULL);

  assert_in_order (dataset, BP_SPLIT_TRAIN, 0, 50);
  assert_in_order (dataset, BP_SPLIT_HELD_OUT, 50, 10);
  assert_in_order (dataset, BP_SPLIT_TEST, 60, 20);
  assert_in_order (whole, BP_SPLIT_TRAIN, 0, 60);
}

static void
test_two_sets (void)
{
  g_autoptr (BpDataset) dataset =
      make_dataset (make_set (0, 600, get_mixed_label), (BpSampleSet){ 0 },
                    make_set (600, 20, get_mixed_label));

  assert_in_order (dataset, BP_SPLIT_TRAIN, 0, 500);
  assert_in_order (dataset, BP_SPLIT_HELD_OUT, 500, 100);
  assert_in_order (dataset, BP_SPLIT_TEST, 600, 20);
}

/* Every sample is in one split with its label; the splits are shuffled, and equal each time. */
static void
assert_shuffled (GetLabel get_label, gsize count, gboolean has_test_set)
{
  gboolean is_found[1000] = { FALSE };
  gsize n_in_place = 0;
  gsize n_all = 0;
  BpSampleSet test = { 0 };
  BpSampleSet test_again = { 0 };

  if (has_test_set)
    {
      test = make_set (0, 10, get_mixed_label);
      test_again = make_set (0, 10, get_mixed_label);
    }

  g_autoptr (BpDataset) dataset =
      make_dataset (make_set (0, count, get_label), (BpSampleSet){ 0 }, test);
  g_autoptr (BpDataset) again =
      make_dataset (make_set (0, count, get_label), (BpSampleSet){ 0 }, test_again);

  for (BpSplit split = 0; split < (has_test_set ? BP_SPLIT_TEST : BP_N_SPLITS); split++)
    {
      BpSamples samples = bp_dataset_get_samples (dataset, split);

      for (gsize i = 0; i < samples.count; i++)
        {
          gsize number = get_number (samples, i);

          g_assert_cmpuint (samples.labels[i], ==, get_label (number));
          g_assert_false (is_found[number]);
          is_found[number] = TRUE;
          n_in_place += number == n_all;
          n_all++;
        }
    }
  g_assert_cmpuint (n_all, ==, count);
  g_assert_cmpuint (n_in_place, <, count / 10);
  g_assert_cmpstr (bp_dataset_get_sha256 (dataset), ==, bp_dataset_get_sha256 (again));
}

static void
test_one_set (void)
{
  g_autoptr (BpDataset) dataset =
      make_dataset (make_set (0, 300, get_mixed_label), (BpSampleSet){ 0 }, (BpSampleSet){ 0 });

  g_assert_cmpuint (bp_dataset_get_samples (dataset, BP_SPLIT_TRAIN).count, ==, 200);
  g_assert_cmpuint (bp_dataset_get_samples (dataset, BP_SPLIT_HELD_OUT).count, ==, 50);
  g_assert_cmpuint (bp_dataset_get_samples (dataset, BP_SPLIT_TEST).count, ==, 50);
  assert_shuffled (get_mixed_label, 300, FALSE);
}

/* The last sixth of sorted samples would only have the last classes. */
static void
test_sorted (void)
{
  g_autoptr (BpDataset) dataset =
      make_dataset (make_set (0, 300, get_sorted_label), (BpSampleSet){ 0 },
                    make_set (0, 10, get_mixed_label));
  BpSamples held_out = bp_dataset_get_samples (dataset, BP_SPLIT_HELD_OUT);
  guint counts[10] = { 0 };

  g_assert_cmpuint (held_out.count, ==, 50);
  for (gsize i = 0; i < held_out.count; i++)
    counts[held_out.labels[i]]++;
  for (guint label = 0; label < 10; label++)
    g_assert_cmpuint (counts[label], >, 0);
  assert_shuffled (get_sorted_label, 300, TRUE);
}

static void
test_one_class (void)
{
  g_autoptr (BpDataset) dataset =
      make_dataset (make_set (0, 12, get_same_label), (BpSampleSet){ 0 },
                    make_set (12, 3, get_same_label));

  assert_in_order (dataset, BP_SPLIT_TRAIN, 0, 10);
  g_assert_cmpuint (bp_dataset_get_n_classes (dataset), ==, 10);
}

static void
test_classes (void)
{
  static const struct
  {
    guint8 labels[6];
    guint named;
    guint expected;
  } cases[] = {
    { { 0, 1, 0, 1, 0, 1 }, 0, 10 },  { { 0, 9, 1, 2, 3, 4 }, 0, 10 },
    { { 0, 10, 1, 2, 3, 4 }, 0, 11 }, { { 1, 2, 3, 4, 5, 19 }, 0, 20 },
    { { 0, 1, 0, 1, 0, 1 }, 26, 26 }, { { 0, 200, 0, 0, 0, 0 }, 256, 256 },
    { { 1, 2, 3, 4, 5, 20 }, 0, 0 },  { { 0, 0, 0, 0, 0, 255 }, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BpSplitSets sets = {
        .sets = { make_set (0, 6, get_same_label) },
        .width = SIDE,
        .height = SIDE,
        .n_classes = cases[i].named,
      };
      g_autoptr (GError) error = NULL;
      g_autoptr (BpDataset) dataset = NULL;

      g_test_message ("case %u", i);
      memcpy (sets.sets[0].labels, cases[i].labels, 6);
      dataset = bp_dataset_finish (&sets, "x", &error);
      if (cases[i].expected == 0)
        {
          g_assert_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpuint (bp_dataset_get_n_classes (dataset), ==, cases[i].expected);
    }
}

BP_TEST_FILE (dataset_finish)
{
  g_test_add_func ("/dataset-finish/three-sets", test_three_sets);
  g_test_add_func ("/dataset-finish/two-sets", test_two_sets);
  g_test_add_func ("/dataset-finish/one-set", test_one_set);
  g_test_add_func ("/dataset-finish/sorted", test_sorted);
  g_test_add_func ("/dataset-finish/one-class", test_one_class);
  g_test_add_func ("/dataset-finish/classes", test_classes);
}
