/* SPDX-License-Identifier: MIT */

/* The kinds of files by their content, independent of their names. */
#include "error.h"
#include "file-recogniser.h"
#include "test-file.h"
#include "test-files.h"
#include "toy-network.h"
#include "weights.h"

#include <glib/gstdio.h>
#include <string.h>

#define PNG_START "\x89PNG\r\n\x1a\n"

/* Each file has the name of another kind of file. */
typedef struct
{
  const char *name;
  const char *start;
  BpFileUse use;
  const char *words; /* of the error, for a file without a use */
} Start;

static const Start starts[] = {
  { "net.safetensors", PNG_START "....IHDR", BP_FILE_USE_PICTURE, NULL },
  { "mnist.npz", "GIF89a", BP_FILE_USE_PICTURE, NULL },
  { "7.png", "1,2,3\n4,5,6\n", BP_FILE_USE_DATA, NULL },
  { "7.csv", "<svg xmlns='http://www.w3.org/2000/svg'/>", BP_FILE_USE_NONE, "SVG" },
  { "mnist.pkl.gz", "<!DOCTYPE html><html>", BP_FILE_USE_NONE, "web page" },
  { "mnist.csv", "%PDF-1.7\n", BP_FILE_USE_NONE, "PDF" },
  { "mnist.mat", "\x89HDF\r\n\x1a\n", BP_FILE_USE_NONE, "HDF5" },
  { "train.csv", "PAR1....", BP_FILE_USE_NONE, "Parquet" },
  { "nothing", "", BP_FILE_USE_NONE, "empty" },
  { "run.json", "{}", BP_FILE_USE_NONE, "training run" },
};

static void
test_starts (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    {
      g_autofree char *path =
          bp_test_folder_write (folder, starts[i].name, starts[i].start, strlen (starts[i].start));
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", starts[i].name);
      g_assert_cmpint (bp_file_recognise (path, &error), ==, starts[i].use);
      if (starts[i].words == NULL)
        {
          g_assert_no_error (error);
          continue;
        }
      g_test_message ("%s", error->message);
      g_assert_error (error, BP_ERROR, BP_ERROR_UNRECOGNISED);
      g_assert_nonnull (strstr (error->message, starts[i].name));
      g_assert_nonnull (strstr (error->message, starts[i].words));
    }
}

static void
test_missing (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (bp_file_recognise ("/nowhere/7.png", &error), ==, BP_FILE_USE_NONE);
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

/* A folder is data, except for the folder of a training run. */
static void
test_folder (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (bp_file_recognise (folder->path, &error), ==, BP_FILE_USE_DATA);
  g_assert_no_error (error);
  g_free (bp_test_folder_write (folder, "run.json", "{}", 2));
  g_assert_cmpint (bp_file_recognise (folder->path, &error), ==, BP_FILE_USE_NONE);
  g_assert_error (error, BP_ERROR, BP_ERROR_UNRECOGNISED);
}

static char *
write_weights (BpTestFolder *folder, const char *name)
{
  char *path = g_build_filename (folder->path, name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (BpNetwork) network = bp_toy_network_new (16, 5, 10, 1);
  g_auto (BpWeightsInfo) info;

  bp_weights_info_init (&info);
  bp_weights_save (network, &info, path, &error);
  g_assert_no_error (error);
  return path;
}

/* A table of 4 x 4 pixels with three labels. */
static char *
write_table (BpTestFolder *folder, const char *name)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint row = 0; row < 30; row++)
    {
      g_string_append_printf (text, "%u", row % 3);
      for (guint k = 0; k < 16; k++)
        g_string_append_printf (text, ",%u", k == 0 ? 0 : (row * row * 31 + k * k * 17) % 256);
      g_string_append_c (text, '\n');
    }
  return bp_test_folder_write (folder, name, text->str, text->len);
}

static void
test_weights (void)
{
  static const char *const names[] = { "net.safetensors", "net.npz", "net.onnx" };
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = write_weights (folder, names[i]);
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (bp_file_recognise (path, &error), ==, BP_FILE_USE_WEIGHTS);
      g_assert_no_error (error);
    }
}

static void
assert_explained (const char *path, BpFileUse wanted, const char *message)
{
  g_autoptr (GError) error = g_error_new_literal (BP_ERROR, BP_ERROR_UNRECOGNISED, "unknown");

  bp_file_explain (path, wanted, "“%s” cannot be read: ", &error);
  g_assert_cmpstr (error->message, ==, message);
}

/* The message on a file that was named for another use tells its kind and its use. */
static void
test_explain (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *weights = write_weights (folder, "net.npz");
  g_autofree char *table = write_table (folder, "table.csv");
  g_autofree char *picture = bp_test_folder_write (folder, "7.png", PNG_START, strlen (PNG_START));
  g_autofree char *text = bp_test_folder_write (folder, "text.csv", "a,b\n1,2\n", 8);
  GError *damaged = g_error_new_literal (BP_ERROR, BP_ERROR_DAMAGED, "it has no end");

  assert_explained (weights, BP_FILE_USE_DATA,
                    "“net.npz” cannot be read: it holds a network: open it as weights");
  assert_explained (table, BP_FILE_USE_WEIGHTS,
                    "“table.csv” cannot be read: it holds images with labels: open it as data");
  assert_explained (picture, BP_FILE_USE_WEIGHTS,
                    "“7.png” cannot be read: it is a picture: a digit that it shows can be "
                    "classified");

  /* A file that has neither the named use nor another one. */
  assert_explained (picture, BP_FILE_USE_PICTURE, "unknown");
  assert_explained (text, BP_FILE_USE_WEIGHTS, "unknown");

  /* A fault of the file comes before its kind. */
  bp_file_explain (weights, BP_FILE_USE_DATA, "“%s” cannot be read: ", &damaged);
  g_assert_cmpstr (damaged->message, ==, "it has no end");
  g_clear_error (&damaged);
  bp_file_explain (weights, BP_FILE_USE_DATA, "“%s” cannot be read: ", &damaged);
  g_assert_no_error (damaged);
}

static void
test_one_data_set (void)
{
  static const struct
  {
    const char *first;
    const char *second;
    gboolean are_one;
  } pairs[] = {
    { "/a/train-images-idx3-ubyte", "/a/train-labels-idx1-ubyte.gz", TRUE },
    { "/a/mnist_train.csv", "/a/mnist_test.csv", TRUE },
    { "/a/x.npy", "/a/anything.npy", TRUE },
    { "/a/mnist_train.csv", "/b/mnist_test.csv", FALSE },
    { "/a/mnist_train.csv", "/a/kmnist_test.csv", FALSE },
    { "/a/mnist.csv", "/a/mnist.npz", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    g_assert_cmpint (bp_files_are_one_data_set (pairs[i].first, pairs[i].second), ==,
                     pairs[i].are_one);
}

BP_TEST_FILE (file_recogniser)
{
  g_test_add_func ("/file-recogniser/starts", test_starts);
  g_test_add_func ("/file-recogniser/missing", test_missing);
  g_test_add_func ("/file-recogniser/folder", test_folder);
  g_test_add_func ("/file-recogniser/weights", test_weights);
  g_test_add_func ("/file-recogniser/explain", test_explain);
  g_test_add_func ("/file-recogniser/one-data-set", test_one_data_set);
}
