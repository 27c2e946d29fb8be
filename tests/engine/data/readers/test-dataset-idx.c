/* SPDX-License-Identifier: MIT */
#include "dataset-load.h"
#include "error.h"
#include "test-file.h"
#include "test-files.h"

#include <string.h>

#define SIDE     4
#define N_PIXELS (SIDE * SIDE)
#define N_TRAIN  12
#define N_TEST   5

/* 10 training samples and 2 held-out ones, a sixth. */
#define N_HELD_OUT 2

static void
append_header (GByteArray *bytes, guint8 type, guint n_dims, const guint32 *dims)
{
  guint8 magic[] = { 0, 0, type, (guint8) n_dims };

  g_byte_array_append (bytes, magic, sizeof magic);
  for (guint i = 0; i < n_dims; i++)
    {
      guint32 dim = GUINT32_TO_BE (dims[i]);

      g_byte_array_append (bytes, (guint8 *) &dim, sizeof dim);
    }
}

static guint8
get_pixel (gsize image, gsize pixel)
{
  return (guint8) (image * 50 + pixel * 3);
}

static GByteArray *
make_images (guint count, guint first)
{
  GByteArray *bytes = g_byte_array_new ();

  append_header (bytes, 0x08, 3, (guint32[]){ count, SIDE, SIDE });
  for (guint i = 0; i < count; i++)
    for (guint k = 0; k < N_PIXELS; k++)
      g_byte_array_append (bytes, (guint8[]){ get_pixel (first + i, k) }, 1);
  return bytes;
}

static GByteArray *
make_labels (guint count)
{
  GByteArray *bytes = g_byte_array_new ();

  append_header (bytes, 0x08, 1, &count);
  for (guint i = 0; i < count; i++)
    g_byte_array_append (bytes, (guint8[]){ (guint8) (i * 3 % 10) }, 1);
  return bytes;
}

/* Writes a file, packed where its name ends in ".gz". */
static void
write_file (BpTestFolder *folder, const char *name, GByteArray *content)
{
  g_autoptr (GByteArray) bytes = content;
  g_autoptr (GByteArray) packed = bp_test_gzip (bytes->data, bytes->len);
  GByteArray *written = g_str_has_suffix (name, ".gz") ? packed : bytes;
  g_autofree char *path = bp_test_folder_write (folder, name, written->data, written->len);
}

static void
write_four (BpTestFolder *folder, const char *const names[4])
{
  write_file (folder, names[0], make_images (N_TRAIN, 0));
  write_file (folder, names[1], make_labels (N_TRAIN));
  write_file (folder, names[2], make_images (N_TEST, N_TRAIN));
  write_file (folder, names[3], make_labels (N_TEST));
}

static BpDataset *
load (BpTestFolder *folder, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (folder->path, name, NULL);

  return bp_dataset_load (path, NULL, error);
}

static void
assert_samples (BpSamples samples, gsize first, gsize first_label, gsize count)
{
  g_assert_cmpuint (samples.count, ==, count);
  for (gsize i = 0; i < count; i++)
    {
      g_assert_cmpuint (samples.labels[i], ==, (first_label + i) * 3 % 10);
      for (gsize k = 0; k < N_PIXELS; k++)
        g_assert_cmpuint (samples.images[i * N_PIXELS + k], ==, get_pixel (first + i, k));
    }
}

static void
assert_loads (BpTestFolder *folder, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = load (folder, name, &error);

  g_test_message ("%s", name);
  g_assert_no_error (error);
  assert_samples (bp_dataset_get_samples (dataset, BP_SPLIT_TRAIN), 0, 0, N_TRAIN - N_HELD_OUT);
  assert_samples (bp_dataset_get_samples (dataset, BP_SPLIT_HELD_OUT), N_TRAIN - N_HELD_OUT,
                  N_TRAIN - N_HELD_OUT, N_HELD_OUT);
  assert_samples (bp_dataset_get_samples (dataset, BP_SPLIT_TEST), N_TRAIN, 0, N_TEST);
}

/* The folder and each of its files give the same data set, with any names. */
static void
test_names (void)
{
  static const char *const names[][4] = {
    { "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
      "t10k-labels-idx1-ubyte" },
    { "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz",
      "t10k-labels-idx1-ubyte.gz" },
    { "train-images.idx3-ubyte", "train-labels.idx1-ubyte.gz", "t10k-images-idx3-ubyte",
      "t10k-labels.idx1-ubyte" },
    { "usps-digits-train-images-idx3-ubyte", "usps-digits-train-labels-idx1-ubyte",
      "usps-digits-test-images-idx3-ubyte", "usps-digits-test-labels-idx1-ubyte" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (BpTestFolder) folder = bp_test_folder_new ();

      write_four (folder, names[i]);
      assert_loads (folder, "");
      for (guint k = 0; k < 4; k++)
        assert_loads (folder, names[i][k]);
    }
}

/* Two families of files in one folder are two data sets. */
static void
test_families (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();

  write_four (folder, (const char *const[]){
                          "digits-train-images-idx3-ubyte", "digits-train-labels-idx1-ubyte",
                          "digits-test-images-idx3-ubyte", "digits-test-labels-idx1-ubyte" });
  write_file (folder, "clothes-train-images-idx3-ubyte", make_images (3, 70));
  write_file (folder, "clothes-train-labels-idx1-ubyte", make_labels (3));
  assert_loads (folder, "digits-test-labels-idx1-ubyte");
}

/* Also where the parent folder is opened, as in BACKPROP_DATA=~/data. */
static void
test_folder_above (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();

  write_four (folder, (const char *const[]){
                          "mnist/train-images-idx3-ubyte.gz", "mnist/train-labels-idx1-ubyte.gz",
                          "mnist/t10k-images-idx3-ubyte.gz", "mnist/t10k-labels-idx1-ubyte.gz" });
  assert_loads (folder, "");
}

/* Training images alone are split: 5 = 5 + 0 + 0, as a sixth of 5 is 0, and 12 = 8 + 2 + 2. Test
 * images alone stay test images. */
static void
test_one_split (void)
{
  static const struct
  {
    const char *split;
    guint count;
    gsize expected[BP_N_SPLITS];
  } cases[] = {
    { "train", 5, { 5, 0, 0 } },
    { "train", 12, { 8, 2, 2 } },
    { "t10k", 12, { 0, 0, 12 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
      g_autoptr (GError) error = NULL;
      g_autoptr (BpDataset) dataset = NULL;

      g_autofree char *images = g_strconcat (cases[i].split, "-images-idx3-ubyte", NULL);
      g_autofree char *labels = g_strconcat (cases[i].split, "-labels-idx1-ubyte", NULL);

      write_file (folder, images, make_images (cases[i].count, 0));
      write_file (folder, labels, make_labels (cases[i].count));
      dataset = load (folder, "", &error);
      g_assert_no_error (error);
      for (BpSplit split = 0; split < BP_N_SPLITS; split++)
        g_assert_cmpuint (bp_dataset_get_samples (dataset, split).count, ==,
                          cases[i].expected[split]);
    }
}

/* QMNIST's labels are rows of eight integers, the first of which is the class. */
static void
test_qmnist_labels (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = NULL;
  GByteArray *labels = g_byte_array_new ();

  append_header (labels, 0x0c, 2, (guint32[]){ N_TRAIN, 8 });
  for (guint32 i = 0; i < N_TRAIN; i++)
    {
      guint32 row[8] = { i * 3 % 10, 4, 2500 + i, i, 100000, 48, i, 0 };

      for (guint k = 0; k < 8; k++)
        row[k] = GUINT32_TO_BE (row[k]);
      g_byte_array_append (labels, (guint8 *) row, sizeof row);
    }
  write_file (folder, "qmnist-train-labels-idx2-int.gz", labels);
  write_file (folder, "qmnist-train-images-idx3-ubyte.gz", make_images (N_TRAIN, 0));
  write_file (folder, "qmnist-test-labels-idx1-ubyte", make_labels (N_TEST));
  write_file (folder, "qmnist-test-images-idx3-ubyte.gz", make_images (N_TEST, N_TRAIN));
  assert_loads (folder, "");
}

/* EMNIST's images are transposed. */
static void
test_emnist (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = NULL;
  GByteArray *images = g_byte_array_new ();
  BpSamples samples;

  append_header (images, 0x08, 3, (guint32[]){ 5, 4, 4 });
  for (guint i = 160; i < 160 + 5 * 16; i++)
    g_byte_array_append (images, &(guint8){ (guint8) i }, 1);
  write_file (folder, "emnist-letters-train-images-idx3-ubyte.gz", images);
  write_file (folder, "emnist-letters-train-labels-idx1-ubyte.gz", make_labels (5));

  dataset = load (folder, "emnist-letters-train-labels-idx1-ubyte.gz", &error);
  g_assert_no_error (error);
  samples = bp_dataset_get_samples (dataset, BP_SPLIT_TRAIN);
  g_assert_cmpuint (samples.count, ==, 5);
  for (gsize i = 0; i < 5; i++)
    for (guint y = 0; y < 4; y++)
      for (guint x = 0; x < 4; x++)
        g_assert_cmpuint (samples.images[i * 16 + y * 4 + x] % 16, ==, x * 4 + y);
}

static void
test_wider_numbers (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  GByteArray *images = g_byte_array_new ();

  append_header (images, 0x0d, 2, (guint32[]){ N_TRAIN, N_PIXELS });
  for (guint i = 0; i < N_TRAIN * N_PIXELS; i++)
    {
      float number = (float) get_pixel (i / N_PIXELS, i % N_PIXELS) / 255.0F;
      guint32 bits;

      memcpy (&bits, &number, sizeof bits);
      bits = GUINT32_TO_BE (bits);
      g_byte_array_append (images, (guint8 *) &bits, sizeof bits);
    }
  write_file (folder, "train-images-idx2-float.gz", images);
  write_file (folder, "train-labels-idx1-ubyte", make_labels (N_TRAIN));
  write_file (folder, "t10k-images-idx3-ubyte", make_images (N_TEST, N_TRAIN));
  write_file (folder, "t10k-labels-idx1-ubyte", make_labels (N_TEST));
  assert_loads (folder, "");
}

BP_TEST_FILE (dataset_idx)
{
  g_test_add_func ("/dataset-idx/names", test_names);
  g_test_add_func ("/dataset-idx/families", test_families);
  g_test_add_func ("/dataset-idx/folder-above", test_folder_above);
  g_test_add_func ("/dataset-idx/one-split", test_one_split);
  g_test_add_func ("/dataset-idx/qmnist-labels", test_qmnist_labels);
  g_test_add_func ("/dataset-idx/emnist", test_emnist);
  g_test_add_func ("/dataset-idx/wider-numbers", test_wider_numbers);
}
