/* SPDX-License-Identifier: MIT */

/* Allocations of the readers, and of data sets that are made, fail: the first, the second, and so
 * on to the last, alone and with all later ones. Each reader returns an error and frees its memory,
 * which the address sanitizer checks. */
#include "dataset-builtin.h"
#include "dataset-load.h"
#include "drawing.h"
#include "error.h"
#include "failing-allocator.h"
#include "picture-file.h"
#include "test-files.h"
#include "weights.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

/* Reads the file at @path; returns whether that succeeded. */
typedef gboolean (*Read) (const char *path, GError **error);

static gboolean
read_dataset (const char *path, GError **error)
{
  g_autoptr (BpDataset) dataset = bp_dataset_load (path, NULL, error);

  return dataset != NULL;
}

static gboolean
read_weights (const char *path, GError **error)
{
  g_auto (BpWeightsInfo) info = { NULL };
  g_autoptr (BpNetwork) network = bp_weights_load (path, &info, error);

  return network != NULL;
}

static gboolean
read_picture (const char *path, GError **error)
{
  guint8 image[BP_DIGIT_N_PIXELS];
  gboolean is_blank;

  return bp_picture_file_read (path, BP_PICTURE_MAX_PIXELS, image, &is_blank, error);
}

static gboolean
read_strokes (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_auto (BpDrawing) drawing = { NULL };
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  bp_drawing_init (&drawing);
  return bp_drawing_read_json (&drawing, text, length, error);
}

/* Makes digits instead of reading a file, in all three splits. */
static gboolean
make_digits (const char *path G_GNUC_UNUSED, GError **error)
{
  g_autoptr (BpDataset) dataset = bp_dataset_new_builtin (1, 3, 2, 2, 1, NULL, error);

  return dataset != NULL;
}

/* Reads while @n_failures calls fail from call @first on; returns the number of calls. */
static guint
read_without_memory (Read read, const char *path, guint first, guint n_failures)
{
  g_autoptr (GError) error = NULL;
  gboolean is_read;
  guint n_calls;

  bp_failing_allocator_begin (first, n_failures);
  is_read = read (path, &error);
  n_calls = bp_failing_allocator_end ();

  g_assert_true (is_read == (error == NULL));
  if (first == 0)
    g_assert_no_error (error);
  else if (!is_read && !g_error_matches (error, BP_ERROR, BP_ERROR_NO_MEMORY))
    g_error ("%s, call %u of memory: %s", path, first, error->message);
  return n_calls;
}

/* Returns the number of calls that may fail. */
static guint
assert_survives (Read read, const char *path)
{
  guint n_calls = read_without_memory (read, path, 0, 0);
  guint n_errors = 0;

  for (guint i = 1; i <= n_calls; i++)
    {
      read_without_memory (read, path, i, 1);
      read_without_memory (read, path, i, G_MAXUINT);
      n_errors++;
    }
  g_test_message ("%s: %u calls", path, n_calls);
  return n_errors;
}

static void
test_made_digits (void)
{
  g_assert_cmpuint (assert_survives (make_digits, "built-in digits"), >=, 4);
}

typedef struct
{
  const char *format;
  const char *name;
  Read read;
} Sample;

/* From the corpora of the fuzz targets. */
static const Sample samples[] = {
  { "csv", "header.csv", read_dataset },
  { "csv", "plain.csv.gz", read_dataset },
  { "csv", "quoted.csv", read_dataset },
  { "numpy", "data.npz", read_dataset },
  { "numpy", "data-deflated.npz", read_dataset },
  { "numpy", "weights.npz", read_weights },
  { "numpy", "sample.npz", read_weights },
  { "pickle", "lists-0", read_dataset },
  { "pickle", "lists-4", read_dataset },
  { "pickle", "one-hot-5", read_dataset },
  { "pickle", "pairs-1", read_dataset },
  { "pickle", "three-2.gz", read_dataset },
  { "pickle", "three-4", read_dataset },
  { "onnx", "sample.onnx", read_weights },
  { "safetensors", "sample.safetensors", read_weights },
  { "safetensors", "named", read_weights },
};

static void
test_sample (gconstpointer data)
{
  const Sample *sample = data;
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "fuzz", "corpus", sample->format, sample->name, NULL);

  g_assert_cmpuint (assert_survives (sample->read, path), >, 0);
}

/* The four files of a data set, 12 images of 4 x 4 in each. */
static void
test_idx (void)
{
  static const guint8 images[16 + 12 * 16] = {
    0, 0, 8, 3, 0, 0, 0, 12, 0, 0, 0, 4, 0, 0, 0, 4, 99
  };
  static const guint8 labels[8 + 12] = { 0, 0, 8, 1, 0, 0, 0, 12, 0, 1, 2, 3, 4, 5, 6, 7 };
  static const char *const parts[] = { "train", "t10k" };
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *images_name = g_strconcat (parts[i], "-images-idx3-ubyte", NULL);
      g_autofree char *labels_name = g_strconcat (parts[i], "-labels-idx1-ubyte", NULL);

      g_free (bp_test_folder_write (folder, images_name, images, sizeof images));
      g_free (bp_test_folder_write (folder, labels_name, labels, sizeof labels));
    }
  g_assert_cmpuint (assert_survives (read_dataset, folder->path), >, 0);
}

static void
write_picture (BpTestFolder *folder, const char *name)
{
  g_autoptr (GdkPixbuf) picture = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 40, 40);
  g_autoptr (GdkPixbuf) bar = gdk_pixbuf_new_subpixbuf (picture, 18, 5, 4, 30);
  g_autofree char *path = bp_test_folder_write (folder, name, "", 0);

  gdk_pixbuf_fill (picture, 0xffffffff);
  gdk_pixbuf_fill (bar, 0x000000ff);
  g_assert_true (gdk_pixbuf_save (picture, path, "png", NULL, NULL));
}

static void
test_pictures (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path = g_build_filename (folder->path, "b", "2.png", NULL);

  write_picture (folder, "a/1.png");
  write_picture (folder, "b/2.png");
  g_assert_cmpuint (assert_survives (read_picture, path), >, 0);
  g_assert_cmpuint (assert_survives (read_dataset, folder->path), >, 0);
}

/* The memory of strokes is limited by the length of the line, and is allocated without failure. */
static void
test_strokes (void)
{
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "fuzz", "corpus", "strokes", "seven", NULL);

  assert_survives (read_strokes, path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autofree char *name =
          g_strdup_printf ("/allocations/%s/%s", samples[i].format, samples[i].name);

      g_test_add_data_func (name, &samples[i], test_sample);
    }
  g_test_add_func ("/allocations/idx", test_idx);
  g_test_add_func ("/allocations/made-digits", test_made_digits);
  g_test_add_func ("/allocations/pictures", test_pictures);
  g_test_add_func ("/allocations/strokes", test_strokes);
  return g_test_run ();
}
