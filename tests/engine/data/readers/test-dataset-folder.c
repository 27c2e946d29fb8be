/* SPDX-License-Identifier: MIT */

/* Folders of pictures, one for each class, and names of classes in a text file. */
#include "dataset-load.h"
#include "dataset-refusal.h"
#include "error.h"
#include "sample-pictures.h"
#include "test-file.h"
#include "test-files.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gstdio.h>
#include <string.h>

#define N_PICTURES 6

/* Draws an upright bar in the middle, light on dark where @is_light_on_dark. */
static void
write_picture (BpTestFolder *folder,
               const char *class_name,
               const char *name,
               const char *format,
               guint size,
               gboolean is_light_on_dark)
{
  g_autoptr (GdkPixbuf) picture =
      gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, (int) size, (int) size);
  g_autoptr (GError) error = NULL;
  guint8 *pixels = gdk_pixbuf_get_pixels (picture);
  gsize row_stride = (gsize) gdk_pixbuf_get_rowstride (picture);
  g_autofree char *file_name = g_build_filename (class_name, name, NULL);
  g_autofree char *path = bp_test_folder_write (folder, file_name, "", 0);

  for (gsize y = 0; y < size; y++)
    for (gsize x = 0; x < 3 * size; x++)
      {
        gboolean is_ink = y > size / 5 && y < size - size / 5 && x / 3 >= size / 2 &&
                          x / 3 < size / 2 + size / 10 + 1;

        pixels[y * row_stride + x] = is_ink == is_light_on_dark ? 250 : 5;
      }
  gdk_pixbuf_save (picture, path, format, &error, NULL);
  g_assert_no_error (error);
}

static void
write_classes (BpTestFolder *folder, const char *const *class_names)
{
  for (guint i = 0; class_names[i] != NULL; i++)
    for (guint k = 0; k < N_PICTURES; k++)
      {
        g_autofree char *name = g_strdup_printf ("%u.%s", k, k % 2 == 0 ? "png" : "JPG");

        write_picture (folder, class_names[i], name, k % 2 == 0 ? "png" : "jpeg", 20 + 30 * k,
                       k % 3 == 0);
      }
}

static void
assert_upright_bar (const guint8 *image)
{
  /* In the middle of 28 x 28, 20 high, light on dark in both cases. */
  g_assert_cmpuint (image[0], ==, 0);
  g_assert_cmpuint (image[14 * 28 + 4], ==, 0);
  g_assert_cmpuint (MAX (image[14 * 28 + 13], image[14 * 28 + 14]), >, 128);
  g_assert_cmpuint (MAX (image[8 * 28 + 13], image[8 * 28 + 14]), >, 128);
}

static void
test_load (void)
{
  static const char *const class_names[] = { "10", "2", "1", NULL };
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = NULL;
  guint counts[3] = { 0 };

  write_classes (folder, class_names);
  g_free (bp_test_folder_write (folder, "1/notes.txt", "notes", 5));
  g_free (bp_test_folder_write (folder, "empty/notes.txt", "notes", 5));
  dataset = bp_dataset_load (folder->path, NULL, &error);
  g_assert_no_error (error);

  g_assert_cmpuint (bp_dataset_get_width (dataset), ==, 28);
  g_assert_cmpuint (bp_dataset_get_n_classes (dataset), >=, 3);
  g_assert_cmpstr (bp_dataset_get_class_name (dataset, 0), ==, "1");
  g_assert_cmpstr (bp_dataset_get_class_name (dataset, 1), ==, "2");
  g_assert_cmpstr (bp_dataset_get_class_name (dataset, 2), ==, "10");
  for (BpSplit split = 0; split < BP_N_SPLITS; split++)
    {
      BpSamples samples = bp_dataset_get_samples (dataset, split);

      g_assert_cmpuint (samples.count, ==, split == BP_SPLIT_TRAIN ? 12 : 3);
      for (gsize i = 0; i < samples.count; i++)
        {
          g_assert_cmpuint (samples.labels[i], <, 3);
          counts[samples.labels[i]]++;
          assert_upright_bar (samples.images + i * 784);
        }
    }
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (counts[i], ==, N_PICTURES);
}

/* The same folder always gives the same data set. */
static void
test_repeatable (void)
{
  static const char *const class_names[] = { "a", "b", NULL };
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autoptr (BpDataset) first = NULL;
  g_autoptr (BpDataset) second = NULL;

  write_classes (folder, class_names);
  first = bp_dataset_load (folder->path, NULL, NULL);
  second = bp_dataset_load (folder->path, NULL, NULL);
  g_assert_cmpstr (bp_dataset_get_sha256 (first), ==, bp_dataset_get_sha256 (second));
}

/* "train" and "test" have folders of classes. A class in one of them is a class of the data set. */
static void
test_splits (void)
{
  static const char *const class_names[] = { "train/a", "train/b", "Test/b", "Test/c", NULL };
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = NULL;
  BpSamples test;

  write_classes (folder, class_names);
  dataset = bp_dataset_load (folder->path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (bp_dataset_get_n_classes (dataset), ==, 3);
  g_assert_cmpstr (bp_dataset_get_class_name (dataset, 2), ==, "c");
  g_assert_cmpuint (bp_dataset_get_samples (dataset, BP_SPLIT_TRAIN).count, ==, 10);
  g_assert_cmpuint (bp_dataset_get_samples (dataset, BP_SPLIT_HELD_OUT).count, ==, 2);
  test = bp_dataset_get_samples (dataset, BP_SPLIT_TEST);
  g_assert_cmpuint (test.count, ==, 2 * N_PICTURES);
  for (gsize i = 0; i < test.count; i++)
    g_assert_cmpuint (test.labels[i], ==, i < N_PICTURES ? 1 : 2);
}

static void
test_cancel (void)
{
  static const char *const class_names[] = { "a", "b", NULL };
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autoptr (GError) error = NULL;
  BpProgress progress = { 0 };

  write_classes (folder, class_names);
  bp_progress_cancel (&progress);
  g_assert_null (bp_dataset_load (folder->path, &progress, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_CANCELLED);
}

/* Loads a folder of classes "a" and "b", and checks its notes. */
static void
assert_notes (BpTestFolder *folder, gsize n_images, const char *first, const char *second)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = bp_dataset_load (folder->path, NULL, &error);
  const char *const *notes;
  gsize count = 0;

  g_assert_no_error (error);
  for (BpSplit split = 0; split < BP_N_SPLITS; split++)
    count += bp_dataset_get_samples (dataset, split).count;
  g_assert_cmpuint (count, ==, n_images);

  notes = bp_dataset_get_notes (dataset);
  g_assert_cmpstr (notes[0], ==, first);
  if (first != NULL)
    g_assert_cmpstr (notes[1], ==, second);
}

static void
write_blank (BpTestFolder *folder, const char *name)
{
  g_autoptr (GdkPixbuf) blank = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 30, 30);
  g_autofree char *path = bp_test_folder_write (folder, name, "", 0);

  gdk_pixbuf_fill (blank, 0xffffffff);
  g_assert_true (gdk_pixbuf_save (blank, path, "png", NULL, NULL));
}

/* Pictures that cannot be read are left out, and the first is named with the reason. */
static void
test_bad_pictures (void)
{
  static const char *const class_names[] = { "a", "b", NULL };
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();

  write_classes (folder, class_names);
  assert_notes (folder, 2 * N_PICTURES, NULL, NULL);

  g_free (bp_test_folder_write (folder, "b/page.png", "<!DOCTYPE html>", 15));
  assert_notes (folder, 2 * N_PICTURES,
                "1 picture could not be read and was left out: “b/page.png”, it is a web page "
                "(HTML): download the file that the page is about, not the page.",
                NULL);

  write_picture (folder, "b", "page.png", "png", 2001, TRUE);
  g_free (bp_test_folder_write (folder, "b/vector.svg", "<svg/>", 6));
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("a/empty-%u.png", i);

      g_free (bp_test_folder_write (folder, name, "", 0));
    }
  assert_notes (folder, 2 * N_PICTURES,
                "5 pictures could not be read and were left out: “a/empty-0.png”, “a/empty-1.png”, "
                "“a/empty-2.png” and 2 more; the first, for it is empty: it was not downloaded or "
                "copied whole.",
                NULL);
}

/* A truncated picture is left out instead of being read as half a picture. */
static void
test_cut_off (void)
{
  static const char *const class_names[] = { "a", "b", NULL };
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path = g_build_filename (folder->path, "a", "4.png", NULL);
  g_autofree char *contents = NULL;
  gsize length;

  write_classes (folder, class_names);
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  g_free (bp_test_folder_write (folder, "b/cut.png", contents, length / 2));
  assert_notes (folder, 2 * N_PICTURES,
                "1 picture could not be read and was left out: “b/cut.png”, it is a damaged "
                "picture: it ends too early.",
                NULL);
}

static void
test_blank_pictures (void)
{
  static const char *const class_names[] = { "a", "b", NULL };
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();

  write_classes (folder, class_names);
  write_blank (folder, "b/blank.png");
  assert_notes (folder, 2 * N_PICTURES, "1 picture is blank and was left out: “b/blank.png”.",
                NULL);

  write_blank (folder, "a/blank.png");
  g_free (bp_test_folder_write (folder, "a/empty.png", "", 0));
  assert_notes (folder, 2 * N_PICTURES,
                "2 pictures are blank and were left out: “a/blank.png”, “b/blank.png”.",
                "1 picture could not be read and was left out: “a/empty.png”, it is empty: it was "
                "not downloaded or copied whole.");

  /* A class of blank pictures, such as the empty cells of a form. */
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *name = g_strdup_printf ("none/%u.png", i);

      write_blank (folder, name);
    }
  g_autofree char *empty = g_build_filename (folder->path, "a", "empty.png", NULL);

  g_assert_cmpint (g_remove (empty), ==, 0);
  assert_notes (folder, 2 * N_PICTURES + 4,
                "4 of the 4 pictures of the class “none” are blank: they were kept, as that seems "
                "to be what the class shows.",
                "2 pictures are blank and were left out: “a/blank.png”, “b/blank.png”.");
}

static void
test_nothing_to_use (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();

  g_free (bp_test_folder_write (folder, "a/1.png", "", 0));
  g_free (bp_test_folder_write (folder, "b/1.png", "no", 2));
  bp_assert_dataset_refused (
      folder->path, BP_ERROR_UNSUPPORTED,
      "not one of its 2 pictures can be used; the first that cannot be read: it is empty: it was "
      "not downloaded or copied whole");
}

/* Folders named after digits are these digits, even where some are missing. */
static void
test_missing_digits (void)
{
  static const char *const class_names[] = { "0", "1", "9", NULL };
  static const char *const numbers[] = { "1", "9", "10", NULL };
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autoptr (BpTestFolder) other_folder = bp_test_folder_new ();
  g_autoptr (BpDataset) digits = NULL;
  g_autoptr (BpDataset) others = NULL;
  guint counts[10] = { 0 };

  write_classes (folder, class_names);
  digits = bp_dataset_load (folder->path, NULL, NULL);
  g_assert_cmpuint (bp_dataset_get_n_classes (digits), ==, 10);
  for (BpSplit split = 0; split < BP_N_SPLITS; split++)
    {
      BpSamples samples = bp_dataset_get_samples (digits, split);

      for (gsize i = 0; i < samples.count; i++)
        counts[samples.labels[i]]++;
    }
  for (guint i = 0; i < 10; i++)
    g_assert_cmpuint (counts[i], ==, i < 2 || i == 9 ? N_PICTURES : 0);

  write_classes (other_folder, numbers);
  others = bp_dataset_load (other_folder->path, NULL, NULL);
  g_assert_cmpuint (bp_dataset_get_n_classes (others), ==, 3);
  g_assert_cmpstr (bp_dataset_get_class_name (others, 2), ==, "10");
}

/* Nested folders, and folders of test images alone. */
static void
test_places (void)
{
  static const struct
  {
    const char *class_names[5];
    gsize counts[BP_N_SPLITS];
  } cases[] = {
    { { "data/mnist_png/a", "data/mnist_png/b" }, { 8, 2, 2 } },
    { { "png/training/a", "png/training/b", "png/testing/a", "png/testing/b" }, { 10, 2, 12 } },
    { { "mnist_train/a", "mnist_train/b", "mnist_test/a", "mnist_test/b" }, { 10, 2, 12 } },
    { { "trainingSet/trainingSet/a", "trainingSet/trainingSet/b", "testSet/testSet" },
      { 8, 2, 2 } },
    { { "train/a", "train/b" }, { 8, 2, 2 } },
    { { "test/a", "test/b" }, { 0, 0, 12 } },
    { { "val/a", "val/b" }, { 8, 2, 2 } },
    { { "val/a", "val/b", "test/a", "test/b" }, { 10, 2, 12 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
      g_autoptr (GError) error = NULL;
      g_autoptr (BpDataset) dataset = NULL;

      g_test_message ("case %u", i);
      write_classes (folder, cases[i].class_names);
      dataset = bp_dataset_load (folder->path, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (bp_dataset_get_n_classes (dataset), ==, 2);
      for (BpSplit split = 0; split < BP_N_SPLITS; split++)
        g_assert_cmpuint (bp_dataset_get_samples (dataset, split).count, ==,
                          cases[i].counts[split]);
    }
}

/* Every picture format, with any file name. */
static void
test_forms (void)
{
  static const struct
  {
    BpFileKind kind;
    const char *name;
  } forms[] = {
    { BP_FILE_KIND_PNG, "1.png" },   { BP_FILE_KIND_JPEG, "2.jpeg" }, { BP_FILE_KIND_GIF, "3.GIF" },
    { BP_FILE_KIND_BMP, "4.bmp" },   { BP_FILE_KIND_TIFF, "5.tif" },  { BP_FILE_KIND_PNM, "6.pgm" },
    { BP_FILE_KIND_WEBP, "7.webp" }, { BP_FILE_KIND_TIFF, "8.png" },
  };
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree guint8 *grey = bp_sample_picture_draw_seven (40);

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    for (guint class_index = 0; class_index < 2; class_index++)
      {
        g_autoptr (GBytes) bytes = bp_sample_picture (forms[i].kind, grey, 40, 40);
        g_autofree char *name = g_strdup_printf ("%u/%s", class_index, forms[i].name);

        g_free (bp_test_folder_write (folder, name, g_bytes_get_data (bytes, NULL),
                                      g_bytes_get_size (bytes)));
      }
  assert_notes (folder, 2 * G_N_ELEMENTS (forms), NULL, NULL);
}

static void
test_bad_folders (void)
{
  static const char *const one_class[] = { "a", NULL };
  g_autoptr (BpTestFolder) empty = bp_test_folder_new ();
  g_autoptr (BpTestFolder) lone = bp_test_folder_new ();
  g_autoptr (BpTestFolder) loose = bp_test_folder_new ();

  g_free (bp_test_folder_write (empty, "a/notes.txt", "notes", 5));
  g_free (bp_test_folder_write (empty, "b/.hidden.png", "", 0));
  bp_assert_dataset_refused (
      empty->path, BP_ERROR_UNRECOGNISED,
      "there is no data set in it: neither a file such as mnist.pkl.gz, nor IDX files such as "
      "train-images-idx3-ubyte.gz, nor tables or NumPy arrays, nor a folder of pictures for each "
      "class");

  write_classes (lone, one_class);
  bp_assert_dataset_refused (
      lone->path, BP_ERROR_UNSUPPORTED,
      "it has pictures in one folder only, “a”: put those of each class into a folder "
      "of their own");

  write_picture (loose, ".", "1.png", "png", 20, TRUE);
  bp_assert_dataset_refused (
      loose->path, BP_ERROR_UNRECOGNISED,
      "it holds pictures, but does not say what they show: put those of each class into a folder "
      "of their own");
}

/* More folders of pictures than a data set can have classes. */
static void
test_too_many_classes (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();

  for (guint i = 0; i <= BP_DATASET_MAX_CLASSES; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u/a.png", i);

      g_free (bp_test_folder_write (folder, name, "", 0));
    }
  bp_assert_dataset_refused (folder->path, BP_ERROR_TOO_LARGE,
                             "it has more than 210000 pictures, or more than 256 folders of them");
}

/* A list of names beside a data set, and a text that is not a list of names. */
static void
test_class_names (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autoptr (GString) table = g_string_new (NULL);
  g_autofree char *path = NULL;
  g_autoptr (BpDataset) named = NULL;
  g_autoptr (BpDataset) crowded = NULL;
  g_autoptr (BpDataset) unnamed = NULL;

  for (guint row = 0; row < 6; row++)
    g_string_append_printf (table, "%u,0,%u,2,3,4,5,6,7,8,9,10,11,12,13,14,255\n", row % 3, row);
  path = bp_test_folder_write (folder, "table.csv", table->str, table->len);
  g_free (bp_test_folder_write (folder, "labels.txt",
                                "\xef\xbb\xbf"
                                "circle\r\nsquare\r\n\r\nstar",
                                25));
  named = bp_dataset_load (path, NULL, NULL);
  g_assert_cmpuint (bp_dataset_get_n_classes (named), ==, 3);
  g_assert_cmpstr (bp_dataset_get_class_name (named, 0), ==, "circle");
  g_assert_cmpstr (bp_dataset_get_class_name (named, 1), ==, "square");
  g_assert_cmpstr (bp_dataset_get_class_name (named, 2), ==, "star");

  /* A text with another purpose, which has too many lines. */
  g_free (bp_test_folder_write (folder, "labels.txt", "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\n", 24));
  crowded = bp_dataset_load (path, NULL, NULL);
  g_assert_cmpuint (bp_dataset_get_n_classes (crowded), ==, 10);
  g_assert_cmpstr (bp_dataset_get_class_name (crowded, 2), ==, "2");

  /* Fewer names than labels. */
  g_free (bp_test_folder_write (folder, "labels.txt", "circle\nsquare\n", 14));
  unnamed = bp_dataset_load (path, NULL, NULL);
  g_assert_cmpstr (bp_dataset_get_class_name (unnamed, 2), ==, "2");
}

BP_TEST_FILE (dataset_folder)
{
  g_test_add_func ("/dataset-folder/load", test_load);
  g_test_add_func ("/dataset-folder/repeatable", test_repeatable);
  g_test_add_func ("/dataset-folder/bad-pictures", test_bad_pictures);
  g_test_add_func ("/dataset-folder/cut-off", test_cut_off);
  g_test_add_func ("/dataset-folder/blank-pictures", test_blank_pictures);
  g_test_add_func ("/dataset-folder/nothing-to-use", test_nothing_to_use);
  g_test_add_func ("/dataset-folder/missing-digits", test_missing_digits);
  g_test_add_func ("/dataset-folder/places", test_places);
  g_test_add_func ("/dataset-folder/forms", test_forms);
  g_test_add_func ("/dataset-folder/bad-folders", test_bad_folders);
  g_test_add_func ("/dataset-folder/too-many-classes", test_too_many_classes);
  g_test_add_func ("/dataset-folder/splits", test_splits);
  g_test_add_func ("/dataset-folder/cancel", test_cancel);
  g_test_add_func ("/dataset-folder/class-names", test_class_names);
}
