/* SPDX-License-Identifier: MIT */
#include "sample-data.h"

#include <glib/gstdio.h>

/* Makes a folder for the files of a test. */
char *
bp_sample_folder_new (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("backprop-cli-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

static void
remove_recursively (const char *path)
{
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
      const char *name;

      while ((name = g_dir_read_name (directory)) != NULL)
        {
          g_autofree char *inner = g_build_filename (path, name, NULL);

          remove_recursively (inner);
        }
    }
  g_remove (path);
}

/* Removes a folder with its contents, and frees its path. */
void
bp_sample_folder_remove (char *folder)
{
  remove_recursively (folder);
  g_free (folder);
}

static void
append_big_endian (GByteArray *bytes, guint32 value)
{
  guint32 stored = GUINT32_TO_BE (value);

  g_byte_array_append (bytes, (const guint8 *) &stored, sizeof stored);
}

static void
write_file (const char *folder, const char *name, const GByteArray *bytes)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, (const char *) bytes->data, bytes->len, &error);
  g_assert_no_error (error);
}

/* Writes images of noise in which the rows of the class are bright, and their labels.
 */
static void
write_split (const char *folder, const char *split, guint count, guint size, guint n_classes)
{
  g_autofree char *images_name = g_strdup_printf ("%s-images-idx3-ubyte", split);
  g_autofree char *labels_name = g_strdup_printf ("%s-labels-idx1-ubyte", split);
  g_autoptr (GByteArray) images = g_byte_array_new ();
  g_autoptr (GByteArray) labels = g_byte_array_new ();
  g_autoptr (GRand) random = g_rand_new_with_seed (count);

  append_big_endian (images, 0x803);
  append_big_endian (images, count);
  append_big_endian (images, size);
  append_big_endian (images, size);
  append_big_endian (labels, 0x801);
  append_big_endian (labels, count);
  for (guint i = 0; i < count; i++)
    {
      guint8 label = (guint8) g_rand_int_range (random, 0, (gint32) n_classes);

      g_byte_array_append (labels, &label, 1);
      for (guint pixel = 0; pixel < size * size; pixel++)
        {
          gboolean is_bright = pixel / size * n_classes / size == label;
          guint8 byte = (guint8) (g_rand_int_range (random, 0, 100) + (is_bright ? 100 : 0));

          g_byte_array_append (images, &byte, 1);
        }
    }
  write_file (folder, images_name, images);
  write_file (folder, labels_name, labels);
}

/* Writes an IDX data set of @size x @size pixels that is easy to learn, and returns its folder in
 * @folder. */
char *
bp_sample_data_new (const char *folder, const char *name, guint size, guint n_classes)
{
  char *data = g_build_filename (folder, name, NULL);

  g_assert_cmpint (g_mkdir (data, 0700), ==, 0);
  write_split (data, "train", BP_SAMPLE_N_TRAIN, size, n_classes);
  write_split (data, "t10k", BP_SAMPLE_N_TEST, size, n_classes);
  return data;
}

/* For g_test_add(). */
void
bp_sample_set_up (BpSample *sample, gconstpointer user_data G_GNUC_UNUSED)
{
  sample->folder = bp_sample_folder_new ();
  sample->data = bp_sample_data_new (sample->folder, "data", 28, 10);
  sample->weights = g_build_filename (sample->folder, "weights.safetensors", NULL);
}

void
bp_sample_tear_down (BpSample *sample, gconstpointer user_data G_GNUC_UNUSED)
{
  g_free (sample->data);
  g_free (sample->weights);
  bp_sample_folder_remove (sample->folder);
}
