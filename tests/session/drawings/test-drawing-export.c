/* SPDX-License-Identifier: MIT */
#include "drawing-export.h"

#include "dataset-load.h"
#include "digit-image.h"
#include "error.h"
#include "test-file.h"
#include "test-files.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

#define N_DRAWINGS 24

/* The fewest drawings of a data set. */
#define N_LEAST 20

/* Drawings of a line in different directions, whose label is the number of the direction. */
static char *
write_drawings (BpTestFolder *folder, guint n_drawings)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n_drawings; i++)
    g_string_append_printf (text, "{\"label\": %u, \"strokes\": [[[0, 0], [%u, %u]]]}\n", i % 4,
                            1 + i % 4, 4 - i % 4);
  g_string_append (text, "no drawing");
  return bp_test_folder_write (folder, "drawings.jsonl", text->str, text->len);
}

static void
export_to (const char *path, BpDrawingForm form, const char *target)
{
  g_autoptr (GError) error = NULL;
  guint n_drawings;

  g_assert_true (bp_drawings_export (path, form, target, NULL, &n_drawings, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_drawings, ==, N_DRAWINGS);
}

static BpDataset *
load (const char *path)
{
  g_autoptr (GError) error = NULL;
  BpDataset *dataset = bp_dataset_load (path, NULL, &error);

  g_assert_no_error (error);
  return dataset;
}

/* Each form is a data set with the same images as the collection itself. */
static void
test_forms (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path = write_drawings (folder, N_DRAWINGS);
  g_autofree char *idx = g_build_filename (folder->path, "idx", NULL);
  g_autofree char *pictures = g_build_filename (folder->path, "pictures", NULL);
  g_autofree char *lines = g_build_filename (folder->path, "lines.jsonl", NULL);
  g_autofree char *picture = g_build_filename (pictures, "3", "00004.png", NULL);
  g_autoptr (BpDataset) own = load (path);
  g_autoptr (BpDataset) of_idx = NULL;
  g_autoptr (BpDataset) of_lines = NULL;
  g_autoptr (BpDataset) of_pictures = NULL;

  export_to (path, BP_DRAWING_FORM_IDX, idx);
  export_to (path, BP_DRAWING_FORM_PICTURES, pictures);
  export_to (path, BP_DRAWING_FORM_LINES, lines);
  of_idx = load (idx);
  of_lines = load (lines);
  of_pictures = load (pictures);

  g_assert_cmpuint (bp_dataset_get_samples (own, BP_SPLIT_TRAIN).count, ==, 16);
  g_assert_true (bp_dataset_has_digits (own));
  g_assert_cmpstr (bp_dataset_get_notes (own)[0], ==,
                   "1 line is no drawing with a label and was left out.");
  g_assert_cmpstr (bp_dataset_get_sha256 (of_idx), ==, bp_dataset_get_sha256 (own));
  g_assert_cmpstr (bp_dataset_get_sha256 (of_lines), ==, bp_dataset_get_sha256 (own));
  g_assert_null (bp_dataset_get_notes (of_lines)[0]);
  g_assert_cmpuint (bp_dataset_get_samples (of_pictures, BP_SPLIT_TRAIN).count, ==, 16);
  g_assert_true (g_file_test (picture, G_FILE_TEST_IS_REGULAR));
}

/* Classes with a name are exported with it, after the digits. */
static void
test_names (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *idx = g_build_filename (folder->path, "idx", NULL);
  g_autofree char *pictures = g_build_filename (folder->path, "pictures", NULL);
  g_autofree char *picture = g_build_filename (pictures, "a%2Fb", "00002.png", NULL);
  g_autofree char *hidden = g_build_filename (pictures, "%2E.", "00003.png", NULL);
  g_autofree char *path = NULL;
  g_autoptr (BpDataset) dataset = NULL;

  for (guint i = 0; i < N_DRAWINGS / 3; i++)
    g_string_append (text, "{\"label\": 3, \"strokes\": [[[0, 0], [1, 2]]]}\n"
                           "{\"label\": \"a/b\", \"strokes\": [[[0, 0], [2, 1]]]}\n"
                           "{\"label\": \"..\", \"strokes\": [[[0, 0], [2, 0]]]}\n");
  path = bp_test_folder_write (folder, "drawings.jsonl", text->str, text->len);
  export_to (path, BP_DRAWING_FORM_IDX, idx);
  export_to (path, BP_DRAWING_FORM_PICTURES, pictures);
  dataset = load (idx);
  g_assert_cmpuint (bp_dataset_get_n_classes (dataset), ==, 12);
  g_assert_cmpstr (bp_dataset_get_class_name (dataset, 3), ==, "3");
  g_assert_cmpstr (bp_dataset_get_class_name (dataset, 10), ==, "a/b");
  g_assert_cmpstr (bp_dataset_get_class_name (dataset, 11), ==, "..");
  g_assert_true (g_file_test (picture, G_FILE_TEST_IS_REGULAR));
  g_assert_true (g_file_test (hidden, G_FILE_TEST_IS_REGULAR));
}

/* Pictures do not mix with those of an older export. */
static void
test_folder_in_use (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path = write_drawings (folder, N_DRAWINGS);
  g_autoptr (GError) error = NULL;
  guint n_drawings;

  g_assert_false (
      bp_drawings_export (path, BP_DRAWING_FORM_PICTURES, folder->path, NULL, &n_drawings, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_MISMATCH);
  g_assert_nonnull (strstr (error->message, "is not empty"));
}

/* Too few drawings are no data set, and none at all are not exported. */
static void
test_too_few (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path = write_drawings (folder, N_LEAST - 1);
  g_autofree char *none = bp_test_folder_write (folder, "none.jsonl", "", 0);
  g_autoptr (GError) error = NULL;
  guint n_drawings;

  g_assert_null (bp_dataset_load (path, NULL, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (error->message, "it has 19 drawings with a label"));
  g_clear_error (&error);
  g_assert_false (
      bp_drawings_export (none, BP_DRAWING_FORM_LINES, path, NULL, &n_drawings, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_MISMATCH);
}

/* Pictures are white on black, as a network gets them. */
static void
test_ink (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path = write_drawings (folder, N_DRAWINGS);
  g_autofree char *pictures = g_build_filename (folder->path, "pictures", NULL);
  g_autofree char *name = g_build_filename (pictures, "0", "00001.png", NULL);
  g_autoptr (GdkPixbuf) picture = NULL;
  const guint8 *pixels;
  gsize stride;

  export_to (path, BP_DRAWING_FORM_PICTURES, pictures);
  picture = gdk_pixbuf_new_from_file (name, NULL);
  g_assert_nonnull (picture);
  g_assert_cmpint (gdk_pixbuf_get_width (picture), ==, BP_DIGIT_SIZE);
  pixels = gdk_pixbuf_read_pixels (picture);
  stride = (gsize) gdk_pixbuf_get_rowstride (picture);
  g_assert_cmpuint (pixels[0], ==, 0);
  g_assert_cmpuint (pixels[BP_DIGIT_SIZE / 2 * stride +
                           (gsize) BP_DIGIT_SIZE / 2 * (gsize) gdk_pixbuf_get_n_channels (picture)],
                    >, 100);
}

BP_TEST_FILE (drawing_export)
{
  g_test_add_func ("/drawing-export/forms", test_forms);
  g_test_add_func ("/drawing-export/names", test_names);
  g_test_add_func ("/drawing-export/folder-in-use", test_folder_in_use);
  g_test_add_func ("/drawing-export/too-few", test_too_few);
  g_test_add_func ("/drawing-export/ink", test_ink);
}
