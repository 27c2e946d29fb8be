/* SPDX-License-Identifier: MIT */

/* The summary of a data set: counts, the range of its pixels, and a picture of its samples. */
#include "cli-runner.h"
#include "sample-data.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

static gint64
sum (GVariant *object, const char *member)
{
  g_autoptr (GVariant) counts = bp_test_json_get_array (object, member);
  gint64 total = 0;

  g_assert_cmpuint (g_variant_n_children (counts), ==, 10);
  for (guint i = 0; i < g_variant_n_children (counts); i++)
    total += bp_test_json_get_count (counts, i);
  return total;
}

static void
test_summary (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (BpCliResult) result = bp_cli_run (NULL, "data", "info", "--json", sample->data, NULL);
  g_auto (BpCliResult) text = bp_cli_run (NULL, "data", "info", sample->data, NULL);
  g_autoptr (GVariant) object = NULL;
  g_autoptr (GVariant) range = NULL;

  bp_cli_assert_done (&result);
  object = bp_test_json_parse (result.output);
  g_assert_cmpint (sum (object, "train") + sum (object, "held_out"), ==, BP_SAMPLE_N_TRAIN);
  g_assert_cmpint (sum (object, "test"), ==, BP_SAMPLE_N_TEST);
  range = bp_test_json_get_array (object, "value_range");
  g_assert_cmpint (bp_test_json_get_count (range, 0), <, bp_test_json_get_count (range, 1));

  bp_cli_assert_done (&text);
  g_assert_nonnull (strstr (text.output, "Images: 28 × 28\n"));
  g_assert_nonnull (strstr (text.output, "Pixels: from "));
  g_assert_nonnull (strstr (text.output, "Class  Train  Held-out  Test\n"));
}

/* Writes images of 6 × 4 pixels from 10 to 250, and their labels. */
static void
write_wide_images (const char *folder, const char *split, const char *labels, guint8 count)
{
  const guint8 image_head[] = { 0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 4, 0, 0, 0, 6 };
  const guint8 label_head[] = { 0, 0, 8, 1, 0, 0, 0, count };
  g_autofree char *images_path = g_strdup_printf ("%s/%s-images-idx3-ubyte", folder, split);
  g_autofree char *labels_path = g_strdup_printf ("%s/%s-labels-idx1-ubyte", folder, split);
  g_autoptr (GString) images =
      g_string_new_len ((const char *) image_head, (gssize) sizeof image_head);
  g_autoptr (GString) numbers =
      g_string_new_len ((const char *) label_head, (gssize) sizeof label_head);

  for (guint i = 0; i < count * 6U * 4U; i++)
    g_string_append_c (images, (char) (10 + 30 * (i % 9)));
  for (guint i = 0; i < count; i++)
    g_string_append_c (numbers, (char) (labels[i] - '0'));
  g_assert_true (g_file_set_contents (images_path, images->str, (gssize) images->len, NULL));
  g_assert_true (g_file_set_contents (labels_path, numbers->str, (gssize) numbers->len, NULL));
}

/* Images that are wider than high, and classes that are not equally frequent in all splits. */
static void
test_classes (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *folder = g_build_filename (sample->folder, "wide", NULL);
  g_auto (BpCliResult) as_json = { 0 };
  g_auto (BpCliResult) in_words = { 0 };
  g_autoptr (GVariant) object = NULL;
  g_autoptr (GVariant) range = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  write_wide_images (folder, "train", "00012", 5);
  write_wide_images (folder, "t10k", "1112", 4);
  as_json = bp_cli_run (NULL, "data", "info", "--json", folder, NULL);
  in_words = bp_cli_run (NULL, "data", "info", folder, NULL);

  bp_cli_assert_done (&as_json);
  object = bp_test_json_parse (as_json.output);
  g_assert_cmpint (bp_test_json_get_integer (object, "width"), ==, 6);
  g_assert_cmpint (bp_test_json_get_integer (object, "height"), ==, 4);
  range = bp_test_json_get_array (object, "value_range");
  g_assert_cmpint (bp_test_json_get_count (range, 0), ==, 10);
  g_assert_cmpint (bp_test_json_get_count (range, 1), ==, 250);

  bp_cli_assert_done (&in_words);
  g_assert_nonnull (strstr (in_words.output, "Images: 6 × 4\n"));
  g_assert_nonnull (strstr (in_words.output, "Pixels: from 10 to 250,"));
  g_assert_nonnull (strstr (in_words.output, "Class  Train  Held-out  Test\n"
                                             "0          3         0     0\n"
                                             "1          1         0     3\n"
                                             "2          1         0     1\n"));
}

/* Ten by ten samples, each with ink. */
static void
test_sheet (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *path = g_build_filename (sample->folder, "sheet.png", NULL);
  g_auto (BpCliResult) result =
      bp_cli_run (NULL, "data", "info", sample->data, "--sheet", path, NULL);
  g_autoptr (GdkPixbuf) sheet = NULL;
  g_autoptr (GError) error = NULL;

  bp_cli_assert_done (&result);
  sheet = gdk_pixbuf_new_from_file (path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gdk_pixbuf_get_width (sheet), ==, 280);
  g_assert_cmpint (gdk_pixbuf_get_height (sheet), ==, 280);
  for (int cell = 0; cell < 100; cell++)
    {
      const guint8 *pixels = gdk_pixbuf_read_pixels (sheet);
      gsize row_stride = (gsize) gdk_pixbuf_get_rowstride (sheet);
      guint highest = 0;

      for (int y = 0; y < 28; y++)
        for (int x = 0; x < 28; x++)
          {
            const guint8 *pixel = pixels + (gsize) (cell / 10 * 28 + y) * row_stride +
                                  3 * (gsize) (cell % 10 * 28 + x);

            highest = MAX (highest, pixel[0]);
            g_assert_cmpuint (pixel[1], ==, pixel[0]);
            g_assert_cmpuint (pixel[2], ==, pixel[0]);
          }
      g_assert_cmpuint (highest, >, 0);
    }
}

static void
test_sheet_elsewhere (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (BpCliResult) result =
      bp_cli_run (NULL, "data", "info", sample->data, "--sheet", "/no/such/sheet.png", NULL);

  bp_cli_assert_failed (&result, 1, "/no/such/sheet.png");
}

/* Trains a network on folders of pictures. */
static void
test_folder_of_pictures (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *pictures = g_build_filename (sample->folder, "pictures", NULL);
  g_autofree char *weights = g_build_filename (sample->folder, "bars.safetensors", NULL);
  g_auto (BpCliResult) info = { 0 };
  g_auto (BpCliResult) trained = { 0 };
  g_auto (BpCliResult) described = { 0 };

  for (int i = 0; i < 40; i++)
    {
      const char *class_name = i % 2 == 0 ? "upright" : "level";
      g_autofree char *folder = g_build_filename (pictures, class_name, NULL);
      g_autofree char *path = g_strdup_printf ("%s/%d.png", folder, i);
      int side = 40 + i;
      int length = side - 12;
      g_autoptr (GdkPixbuf) picture = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, side, side);
      g_autoptr (GdkPixbuf) bar = i % 2 == 0
                                      ? gdk_pixbuf_new_subpixbuf (picture, side / 2, 6, 5, length)
                                      : gdk_pixbuf_new_subpixbuf (picture, 6, side / 2, length, 5);

      g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
      gdk_pixbuf_fill (picture, i % 3 == 0 ? 0xffffffff : 0x000000ff);
      gdk_pixbuf_fill (bar, i % 3 == 0 ? 0x202020ff : 0xf0f0f0ff);
      g_assert_true (gdk_pixbuf_save (picture, path, "png", NULL, NULL));
    }

  info = bp_cli_run (NULL, "data", "info", pictures, NULL);
  bp_cli_assert_done (&info);
  g_assert_nonnull (strstr (info.output, "28 images to train on, 6 held out, 6 to test with"));
  g_assert_nonnull (strstr (info.output, "upright"));

  trained = bp_cli_run (NULL, "train", "--data", pictures, "--epochs", "20", "--layers", "8",
                        "--save", weights, NULL);
  g_assert_cmpint (trained.exit_status, ==, 0);
  described = bp_cli_run (NULL, "info", weights, NULL);
  bp_cli_assert_done (&described);
  g_assert_nonnull (strstr (described.output, "784-8-2"));
}

/* Drawings are listed with what is known about them, and exported; a folder that is in use is
 * refused. */
static void
test_drawings (BpSample *sample, gconstpointer data G_GNUC_UNUSED)
{
  static const char lines[] =
      "{\"label\": 7, \"strokes\": [[[0, 0], [1, 0]], [[1, 0], [0, 2]]], \"answer\": 1, "
      "\"probability\": 0.75, \"sure\": true, \"prompted\": true}\n"
      "{\"label\": 3, \"strokes\": [[[0, 0], [1, 0]]]}\n";
  g_autofree char *path = g_build_filename (sample->data, "drawings.jsonl", NULL);
  g_autofree char *pictures = g_build_filename (sample->data, "pictures", NULL);
  g_autofree char *picture = g_build_filename (pictures, "7", "00001.png", NULL);
  g_auto (BpCliResult) listed = { 0 };
  g_auto (BpCliResult) exported = { 0 };
  g_auto (BpCliResult) again = { 0 };
  g_auto (BpCliResult) nowhere = { 0 };
  g_autoptr (GPtrArray) objects = NULL;
  GVariant *first;

  g_assert_true (g_file_set_contents (path, lines, -1, NULL));
  listed = bp_cli_run (NULL, "drawings", "list", "--json", "--drawings", path, NULL);
  bp_cli_assert_done (&listed);
  objects = bp_cli_parse_lines (listed.output);
  g_assert_cmpuint (objects->len, ==, 2);
  first = g_ptr_array_index (objects, 0);
  g_assert_cmpint (bp_test_json_get_integer (first, "label"), ==, 7);
  g_assert_cmpint (bp_test_json_get_integer (first, "answer"), ==, 1);
  g_assert_cmpint (bp_test_json_get_integer (first, "strokes"), ==, 2);
  g_assert_true (bp_test_json_get_boolean (first, "prompted"));
  g_assert_true (bp_test_json_is_null (g_ptr_array_index (objects, 1), "answer"));

  exported =
      bp_cli_run (NULL, "drawings", "export", "--drawings", path, "--pictures", pictures, NULL);
  bp_cli_assert_done (&exported);
  g_assert_true (g_file_test (picture, G_FILE_TEST_IS_REGULAR));
  again = bp_cli_run (NULL, "drawings", "export", "--drawings", path, "--pictures", pictures, NULL);
  bp_cli_assert_failed (&again, 1, "is not empty");
  nowhere = bp_cli_run (NULL, "drawings", "export", "--drawings", path, NULL);
  bp_cli_assert_failed (&nowhere, 2, "--idx, --pictures or --lines");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/cli/data/summary", BpSample, NULL, bp_sample_set_up, test_summary,
              bp_sample_tear_down);
  g_test_add ("/cli/data/classes", BpSample, NULL, bp_sample_set_up, test_classes,
              bp_sample_tear_down);
  g_test_add ("/cli/data/sheet", BpSample, NULL, bp_sample_set_up, test_sheet, bp_sample_tear_down);
  g_test_add ("/cli/data/sheet-elsewhere", BpSample, NULL, bp_sample_set_up, test_sheet_elsewhere,
              bp_sample_tear_down);
  g_test_add ("/cli/data/folder-of-pictures", BpSample, NULL, bp_sample_set_up,
              test_folder_of_pictures, bp_sample_tear_down);

  g_test_add ("/cli/data/drawings", BpSample, NULL, bp_sample_set_up, test_drawings,
              bp_sample_tear_down);

  return g_test_run ();
}
