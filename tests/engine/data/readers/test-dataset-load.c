/* SPDX-License-Identifier: MIT */

/* Real files, compared byte by byte with the published IDX files, which the test reads itself. The
 * cases are skipped without the files. */
#include "dataset-load.h"
#include "error.h"
#include "test-data.h"
#include "test-file.h"
#include "test-memory.h"

#include <string.h>
#include <zlib.h>

#define N_PIXELS 784

/* MNIST as published. */
#define N_TRAIN 60000
#define N_TEST  10000
#define SHA256  "06b0d1f124c4e5fa796686ade41a9b778edacc8622f2195a352ef479ad44fc16"

/* The first of the training samples that mnist.pkl.gz holds out. */
#define FIRST_HELD_OUT 50000

/* The limit on the peak memory of a process that loads one of the large files, in bytes. */
#define MAX_PEAK_MEMORY 100000000

typedef struct
{
  guint8 *train_images;
  guint8 *train_labels;
  guint8 *test_images;
  guint8 *test_labels;
} Published;

static guint8 *
read_idx (const char *name, gsize header_length, gsize length)
{
  g_autofree char *relative_path = g_build_filename ("mnist", name, NULL);
  g_autofree char *path = bp_test_find_data (relative_path);

  if (path == NULL)
    return NULL;

  gzFile file = gzopen (path, "rb");
  guint8 *bytes = g_malloc (length);

  g_assert_nonnull (file);
  g_assert_cmpint (gzread (file, bytes, (guint) header_length), ==, header_length);
  g_assert_cmpint (gzread (file, bytes, (guint) length), ==, length);
  g_assert_cmpint (gzclose (file), ==, Z_OK);
  return bytes;
}

/* Reads the published files on the first call. */
static const Published *
get_published (void)
{
  static Published published;

  if (published.test_labels == NULL)
    {
      published.train_images = read_idx ("train-images-idx3-ubyte.gz", 16, N_TRAIN * N_PIXELS);
      published.train_labels = read_idx ("train-labels-idx1-ubyte.gz", 8, N_TRAIN);
      published.test_images = read_idx ("t10k-images-idx3-ubyte.gz", 16, N_TEST * N_PIXELS);
      published.test_labels = read_idx ("t10k-labels-idx1-ubyte.gz", 8, N_TEST);
    }
  return published.test_labels != NULL ? &published : NULL;
}

static BpDataset *
load (const char *relative_path)
{
  g_autofree char *path = bp_test_find_data (relative_path);
  g_autoptr (GError) error = NULL;
  BpDataset *dataset;

  if (path == NULL)
    return NULL;
  dataset = bp_dataset_load (path, NULL, &error);
  g_assert_no_error (error);
  return dataset;
}

static void
assert_split (const BpDataset *dataset,
              BpSplit split,
              const guint8 *images,
              const guint8 *labels,
              gsize count)
{
  BpSamples samples = bp_dataset_get_samples (dataset, split);

  g_assert_cmpuint (samples.count, ==, count);
  g_assert_cmpmem (samples.labels, count, labels, count);
  for (gsize i = 0; i < count; i++)
    g_assert_cmpmem (samples.images + i * N_PIXELS, N_PIXELS, images + i * N_PIXELS, N_PIXELS);
}

static void
assert_form (const BpDataset *dataset)
{
  g_assert_cmpuint (bp_dataset_get_width (dataset), ==, 28);
  g_assert_cmpuint (bp_dataset_get_height (dataset), ==, 28);
  g_assert_cmpuint (bp_dataset_get_n_classes (dataset), ==, 10);
}

static void
test_whole (gconstpointer data)
{
  const Published *published = get_published ();
  g_autoptr (BpDataset) dataset = NULL;

  if (published == NULL || (dataset = load (data)) == NULL)
    return;

  assert_form (dataset);
  g_assert_cmpstr (bp_dataset_get_name (dataset), ==, "MNIST");
  g_assert_cmpstr (bp_dataset_get_sha256 (dataset), ==, SHA256);
  g_assert_cmpstr (bp_dataset_get_class_name (dataset, 7), ==, "7");
  assert_split (dataset, BP_SPLIT_TRAIN, published->train_images, published->train_labels,
                FIRST_HELD_OUT);
  assert_split (dataset, BP_SPLIT_HELD_OUT, published->train_images + FIRST_HELD_OUT * N_PIXELS,
                published->train_labels + FIRST_HELD_OUT, N_TRAIN - FIRST_HELD_OUT);
  assert_split (dataset, BP_SPLIT_TEST, published->test_images, published->test_labels, N_TEST);
}

/* Three pairs of the first images of the training, held-out and test samples. */
static void
test_three (gconstpointer data)
{
  const Published *published = get_published ();
  g_autoptr (BpDataset) dataset = NULL;

  if (published == NULL || (dataset = load (data)) == NULL)
    return;

  assert_form (dataset);
  assert_split (dataset, BP_SPLIT_TRAIN, published->train_images, published->train_labels, 200);
  assert_split (dataset, BP_SPLIT_HELD_OUT, published->train_images + FIRST_HELD_OUT * N_PIXELS,
                published->train_labels + FIRST_HELD_OUT, 50);
  assert_split (dataset, BP_SPLIT_TEST, published->test_images, published->test_labels, 50);
}

/* 200 training samples, the last sixth of which is held out, and 50 test samples. */
static void
test_pair (gconstpointer data)
{
  const Published *published = get_published ();
  g_autoptr (BpDataset) dataset = NULL;

  if (published == NULL || (dataset = load (data)) == NULL)
    return;

  assert_form (dataset);
  assert_split (dataset, BP_SPLIT_TRAIN, published->train_images, published->train_labels, 167);
  assert_split (dataset, BP_SPLIT_HELD_OUT, published->train_images + 167 * N_PIXELS,
                published->train_labels + 167, 33);
  assert_split (dataset, BP_SPLIT_TEST, published->test_images, published->test_labels, 50);
}

/* 50 samples named as test stay test samples. */
static void
test_only_test (gconstpointer data)
{
  const Published *published = get_published ();
  g_autoptr (BpDataset) dataset = NULL;

  if (published == NULL || (dataset = load (data)) == NULL)
    return;

  assert_form (dataset);
  g_assert_cmpuint (bp_dataset_get_samples (dataset, BP_SPLIT_TRAIN).count, ==, 0);
  g_assert_cmpuint (bp_dataset_get_samples (dataset, BP_SPLIT_HELD_OUT).count, ==, 0);
  assert_split (dataset, BP_SPLIT_TEST, published->test_images, published->test_labels, 50);
}

static void
test_counts (void)
{
  static const struct
  {
    const char *path;
    const char *name;
    const char *first_class;
    guint counts[2][10];
  } cases[] = {
    { "mnist",
      "MNIST",
      "0",
      { { 5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949 },
        { 980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009 } } },
    { "fashion-mnist",
      "Fashion-MNIST",
      "T-shirt/top",
      { { 6000, 6000, 6000, 6000, 6000, 6000, 6000, 6000, 6000, 6000 },
        { 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000 } } },
    { "kmnist",
      "KMNIST",
      "o",
      { { 690, 689, 695, 698, 755, 707, 688, 707, 672, 699 },
        { 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000 } } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BpDataset) dataset = load (cases[i].path);
      guint counts[2][10] = { { 0 } };

      if (dataset == NULL)
        continue;
      for (BpSplit split = 0; split < BP_N_SPLITS; split++)
        {
          BpSamples samples = bp_dataset_get_samples (dataset, split);

          for (gsize k = 0; k < samples.count; k++)
            counts[split == BP_SPLIT_TEST][samples.labels[k]]++;
        }

      g_assert_cmpstr (bp_dataset_get_name (dataset), ==, cases[i].name);
      g_assert_cmpstr (bp_dataset_get_class_name (dataset, 0), ==, cases[i].first_class);
      for (guint label = 0; label < 10; label++)
        {
          g_assert_cmpuint (counts[0][label], ==, cases[i].counts[0][label]);
          g_assert_cmpuint (counts[1][label], ==, cases[i].counts[1][label]);
        }
    }
}

static void
test_progress (void)
{
  g_autofree char *path = bp_test_find_data ("mnist");
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = NULL;
  BpProgress progress = { 0 };

  if (path == NULL)
    return;

  dataset = bp_dataset_load (path, &progress, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (bp_progress_get_fraction (&progress), ==, 1.0);

  bp_progress_cancel (&progress);
  g_assert_null (bp_dataset_load (path, &progress, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_CANCELLED);
}

/* Runs in a new process, which does nothing else. */
static void
test_memory (gconstpointer data)
{
  if (!bp_test_can_measure_memory ())
    return;
  if (!g_test_subprocess ())
    {
      g_autofree char *path = bp_test_find_data (data);

      if (path == NULL)
        return;
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      return;
    }

  g_autoptr (BpDataset) dataset = load (data);

  g_assert_nonnull (dataset);
  g_assert_cmpuint (bp_test_get_peak_memory (), <, MAX_PEAK_MEMORY);
}

BP_TEST_FILE (dataset_load)
{
  static const char *const whole[] = { "mnist",
                                       "mnist/t10k-labels-idx1-ubyte.gz",
                                       "mnist/mnist.pkl.gz",
                                       "mnist/mnist-keras.pkl.gz",
                                       "mnist/mnist-dict.pkl.gz",
                                       "mnist/mnist.npz" };
  static const char *const three[] = {
    "numpy2-p4-three-f32", "numpy2-p5-three-f32",     "py2-p0-three-f32",  "py2-p1-three-f32",
    "py2-p2-three-f32",    "py3-p0-three-f32",        "py3-p1-three-f32",  "py3-p2-three-f32",
    "py3-p3-three-f32",    "py3-p4-list-f64-fortran", "py3-p4-onehot-f32", "py3-p4-three-f32",
    "py3-p5-three-f32",
  };
  static const char *const pair[] = {
    "py2-p0-pair-u8", "py2-p1-pair-u8", "py2-p2-pair-u8",
    "py3-p3-pair-u8", "py3-p4-dict-u8", "py3-p5-readonly-dict-u8",
  };

  for (guint i = 0; i < G_N_ELEMENTS (whole); i++)
    {
      g_autofree char *name = g_strconcat ("/dataset-load/whole/", whole[i], NULL);
      g_autofree char *memory_name = g_strconcat ("/dataset-load/memory/", whole[i], NULL);

      g_test_add_data_func (name, whole[i], test_whole);
      g_test_add_data_func (memory_name, whole[i], test_memory);
    }
  for (guint i = 0; i < G_N_ELEMENTS (three); i++)
    {
      g_autofree char *name = g_strconcat ("/dataset-load/three/", three[i], NULL);

      g_test_add_data_func_full (name,
                                 g_strconcat ("mnist/pickle-forms/", three[i], ".pkl.gz", NULL),
                                 test_three, g_free);
    }
  for (guint i = 0; i < G_N_ELEMENTS (pair); i++)
    {
      g_autofree char *name = g_strconcat ("/dataset-load/pair/", pair[i], NULL);

      g_test_add_data_func_full (name,
                                 g_strconcat ("mnist/pickle-forms/", pair[i], ".pkl.gz", NULL),
                                 test_pair, g_free);
    }
  g_test_add_data_func ("/dataset-load/only-test", "mnist/pickle-forms/py3-p4-listoflists.pkl.gz",
                        test_only_test);
  g_test_add_func ("/dataset-load/counts", test_counts);
  g_test_add_func ("/dataset-load/progress", test_progress);
}
