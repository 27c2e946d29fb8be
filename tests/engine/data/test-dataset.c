/* SPDX-License-Identifier: MIT */
#include "dataset.h"
#include "error.h"
#include "test-file.h"

#define WIDTH  3
#define HEIGHT 2
#define PIXELS (WIDTH * HEIGHT)

/* Samples whose pixels are all their index, from @first on. */
static guint8 *
make_images (gsize count, guint8 first)
{
  guint8 *images = g_malloc (MAX (count * PIXELS, 1));

  for (gsize i = 0; i < count * PIXELS; i++)
    images[i] = (guint8) (first + i / PIXELS);
  return images;
}

static guint8 *
make_labels (gsize count, guint8 n_classes)
{
  guint8 *labels = g_malloc (MAX (count, 1));

  for (gsize i = 0; i < count; i++)
    labels[i] = (guint8) (i % n_classes);
  return labels;
}

static BpDatasetParts
make_parts (gsize n_train, gsize n_held_out, gsize n_test)
{
  return (BpDatasetParts){
    .width = WIDTH,
    .height = HEIGHT,
    .n_classes = 4,
    .images = make_images (n_train + n_held_out, 0),
    .labels = make_labels (n_train + n_held_out, 4),
    .n_train = n_train,
    .n_held_out = n_held_out,
    .test_images = make_images (n_test, 100),
    .test_labels = make_labels (n_test, 4),
    .n_test = n_test,
  };
}

static void
assert_split (const BpDataset *dataset, BpSplit split, gsize count, guint8 first)
{
  BpSamples samples = bp_dataset_get_samples (dataset, split);

  g_assert_cmpuint (samples.count, ==, count);
  for (gsize i = 0; i < count; i++)
    g_assert_cmpuint (samples.images[i * PIXELS + PIXELS - 1], ==, first + i);
}

static void
test_new (void)
{
  BpDatasetParts parts = make_parts (6, 3, 2);
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = NULL;

  parts.path = "/tmp/a folder/digits.pkl";
  dataset = bp_dataset_new (&parts, &error);

  g_assert_no_error (error);
  g_assert_null (parts.images);
  g_assert_cmpuint (bp_dataset_get_width (dataset), ==, WIDTH);
  g_assert_cmpuint (bp_dataset_get_height (dataset), ==, HEIGHT);
  g_assert_cmpuint (bp_dataset_get_n_pixels (dataset), ==, PIXELS);
  g_assert_cmpuint (bp_dataset_get_n_classes (dataset), ==, 4);
  g_assert_cmpstr (bp_dataset_get_name (dataset), ==, "digits.pkl");
  g_assert_cmpstr (bp_dataset_get_path (dataset), ==, "/tmp/a folder/digits.pkl");
  g_assert_cmpstr (bp_dataset_get_class_name (dataset, 3), ==, "3");
  assert_split (dataset, BP_SPLIT_TRAIN, 6, 0);
  assert_split (dataset, BP_SPLIT_HELD_OUT, 3, 6);
  assert_split (dataset, BP_SPLIT_TEST, 2, 100);
}

static void
test_names (void)
{
  const char *const class_names[] = { "north", "east", "south", "west" };
  BpDatasetParts parts = make_parts (1, 0, 0);
  g_autoptr (BpDataset) dataset = NULL;

  g_clear_pointer (&parts.test_images, g_free);
  g_clear_pointer (&parts.test_labels, g_free);
  parts.name = "Winds";
  parts.class_names = class_names;
  dataset = bp_dataset_new (&parts, NULL);

  g_assert_cmpstr (bp_dataset_get_name (dataset), ==, "Winds");
  g_assert_cmpstr (bp_dataset_get_class_name (dataset, 2), ==, "south");
  g_assert_null (bp_dataset_get_path (dataset));
}

static void
test_bad_parts (void)
{
  BpDatasetParts parts = make_parts (6, 3, 2);
  g_autoptr (GError) error = NULL;

  parts.labels[7] = 4;
  g_assert_null (bp_dataset_new (&parts, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE);
  g_assert_cmpstr (error->message, ==,
                   "Training sample 7 has the label 4, but the classes are numbered from 0 to 3");
  g_clear_error (&error);

  parts = make_parts (0, 0, 0);
  g_assert_null (bp_dataset_new (&parts, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED);
}

static void
test_resplit (void)
{
  static const struct
  {
    gsize train_limit;
    gssize n_held_out;
    gsize expected_train;
    gsize expected_held_out;
  } cases[] = {
    { 0, -1, 6, 3 }, { 4, -1, 4, 3 }, { 6, -1, 6, 3 }, { 0, 0, 9, 0 },
    { 9, 0, 9, 0 },  { 0, 8, 1, 8 },  { 2, 5, 2, 5 },
  };
  BpDatasetParts parts = make_parts (6, 3, 2);
  g_autoptr (BpDataset) dataset = bp_dataset_new (&parts, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BpDataset) other =
          bp_dataset_resplit (dataset, cases[i].train_limit, cases[i].n_held_out, &error);

      g_assert_no_error (error);
      assert_split (other, BP_SPLIT_TRAIN, cases[i].expected_train, 0);
      assert_split (other, BP_SPLIT_HELD_OUT, cases[i].expected_held_out,
                    (guint8) (9 - cases[i].expected_held_out));
      assert_split (other, BP_SPLIT_TEST, 2, 100);
      g_assert_cmpstr (bp_dataset_get_sha256 (other), ==, bp_dataset_get_sha256 (dataset));
      g_assert_true (bp_dataset_get_samples (other, BP_SPLIT_TRAIN).images ==
                     bp_dataset_get_samples (dataset, BP_SPLIT_TRAIN).images);
    }
}

static void
test_resplit_outlives (void)
{
  BpDatasetParts parts = make_parts (6, 3, 2);
  BpDataset *dataset = bp_dataset_new (&parts, NULL);
  g_autoptr (BpDataset) limited = bp_dataset_resplit (dataset, 2, -1, NULL);
  g_autoptr (BpDataset) whole = NULL;

  bp_dataset_unref (dataset);
  assert_split (limited, BP_SPLIT_TRAIN, 2, 0);

  /* The held-out samples are chosen from all loaded samples, not from the limited ones. */
  whole = bp_dataset_resplit (limited, 0, 1, NULL);
  assert_split (whole, BP_SPLIT_TRAIN, 8, 0);
  assert_split (whole, BP_SPLIT_HELD_OUT, 1, 8);
}

static void
test_bad_resplit (void)
{
  BpDatasetParts parts = make_parts (6, 3, 2);
  g_autoptr (BpDataset) dataset = bp_dataset_new (&parts, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (bp_dataset_resplit (dataset, 7, -1, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE);
  g_assert_cmpstr (error->message, ==,
                   "Training cannot be limited to the first 7 images: there are only 6");
  g_clear_error (&error);

  g_assert_null (bp_dataset_resplit (dataset, 0, 9, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE);
  g_assert_cmpstr (error->message, ==,
                   "9 images cannot be held out of the 9 that there are to train on: choose a "
                   "smaller number");
  g_clear_error (&error);

  g_assert_null (bp_dataset_resplit (dataset, 0, G_MAXSSIZE, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE);
}

/* Names of classes come from files and are shown in many places, so they are cleaned. */
static void
test_class_names (void)
{
  g_autofree char *long_name = g_strnfill (1000, 'x');
  const char *class_names[] = { "a\033[31m\nb", long_name, "2", "3" };
  BpDatasetParts parts = make_parts (6, 3, 2);
  g_autoptr (BpDataset) dataset = NULL;

  parts.class_names = class_names;
  dataset = bp_dataset_new (&parts, NULL);
  g_assert_cmpstr (bp_dataset_get_class_name (dataset, 0), ==, "a\357\277\275[31m b");
  g_assert_cmpuint (strlen (bp_dataset_get_class_name (dataset, 1)), <, 100);
  g_assert_cmpstr (bp_dataset_get_class_name (dataset, 3), ==, "3");
}

static void
test_sha256 (void)
{
  BpDatasetParts parts = make_parts (6, 3, 2);
  BpDatasetParts split_elsewhere = make_parts (5, 4, 2);
  BpDatasetParts other_label = make_parts (6, 3, 2);
  g_autoptr (BpDataset) dataset = bp_dataset_new (&parts, NULL);
  g_autoptr (BpDataset) same = bp_dataset_new (&split_elsewhere, NULL);
  g_autoptr (BpDataset) other = NULL;

  other_label.test_labels[0] = 1;
  other = bp_dataset_new (&other_label, NULL);

  g_assert_cmpuint (strlen (bp_dataset_get_sha256 (dataset)), ==, 64);
  g_assert_cmpstr (bp_dataset_get_sha256 (dataset), ==, bp_dataset_get_sha256 (same));
  g_assert_cmpstr (bp_dataset_get_sha256 (dataset), !=, bp_dataset_get_sha256 (other));
}

BP_TEST_FILE (dataset)
{
  g_test_add_func ("/dataset/new", test_new);
  g_test_add_func ("/dataset/names", test_names);
  g_test_add_func ("/dataset/bad-parts", test_bad_parts);
  g_test_add_func ("/dataset/resplit", test_resplit);
  g_test_add_func ("/dataset/resplit-outlives", test_resplit_outlives);
  g_test_add_func ("/dataset/bad-resplit", test_bad_resplit);
  g_test_add_func ("/dataset/class-names", test_class_names);
  g_test_add_func ("/dataset/sha256", test_sha256);
}
