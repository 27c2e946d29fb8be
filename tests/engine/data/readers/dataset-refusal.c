/* SPDX-License-Identifier: MIT */
#include "dataset-refusal.h"

#include "dataset-load.h"
#include "test-files.h"

/**
 * bp_assert_dataset_refused:
 * @path: (type filename): a file or a folder
 * @code: the expected code of the %BP_ERROR
 * @message: the expected message after the name
 */
void
bp_assert_dataset_refused (const char *path, BpError code, const char *message)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *expected = g_strdup_printf ("“%s” cannot be loaded: %s", name, message);
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = bp_dataset_load (path, NULL, &error);

  g_assert_null (dataset);
  g_assert_cmpstr (error->message, ==, expected);
  g_assert_error (error, BP_ERROR, (int) code);
}

/**
 * bp_assert_data_refused:
 * @name: for a file
 * @bytes: (array length=length): its content
 * @length: of @bytes
 * @code: as of bp_assert_dataset_refused()
 * @message: as of bp_assert_dataset_refused()
 */
void
bp_assert_data_refused (const char *name,
                        gconstpointer bytes,
                        gsize length,
                        BpError code,
                        const char *message)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *path = bp_test_folder_write (folder, name, bytes, length);

  bp_assert_dataset_refused (path, code, message);
}
