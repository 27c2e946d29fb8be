/* SPDX-License-Identifier: MIT */
#include "store.h"

#include "data-search.h"
#include "dataset-builtin.h"
#include "error.h"
#include "metrics.h"
#include "test-data.h"
#include "test-file.h"
#include "test-stride.h"
#include "toy-data.h"
#include "toy-network.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static void
on_done (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **kept = data;

  g_assert_null (source);
  *kept = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static char *
make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("backprop-store-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

static void
test_save_and_load_network (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "network.safetensors", NULL);
  g_autoptr (BpNetwork) network = bp_toy_network_new (36, 5, 4, 1);
  g_autoptr (BpNetwork) loaded = NULL;
  g_autoptr (GAsyncResult) saving = NULL;
  g_autoptr (GAsyncResult) loading = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (BpWeightsInfo) info;
  g_auto (BpWeightsInfo) loaded_info;

  bp_weights_info_init (&info);
  info.dataset_name = g_strdup ("Quarters");
  info.n_epochs = 7;
  info.held_out_accuracy = 0.75;

  bp_store_save_network_async (network, &info, path, NULL, on_done, &saving);
  g_assert_true (bp_store_save_network_finish (wait_for (&saving), &error));
  g_assert_no_error (error);

  bp_store_load_network_async (path, NULL, on_done, &loading);
  loaded = bp_store_load_network_finish (wait_for (&loading), &loaded_info, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (loaded->parameters, loaded->n_parameters * sizeof (float), network->parameters,
                   network->n_parameters * sizeof (float));
  g_assert_cmpstr (loaded_info.dataset_name, ==, "Quarters");
  g_assert_cmpuint (loaded_info.n_epochs, ==, 7);
  g_assert_cmpfloat_with_epsilon (loaded_info.held_out_accuracy, 0.75, 1e-9);

  g_unlink (path);
  g_rmdir (folder);
}

static void
test_no_such_file (void)
{
  g_autoptr (GAsyncResult) network_result = NULL;
  g_autoptr (GAsyncResult) dataset_result = NULL;
  g_autoptr (GError) network_error = NULL;
  g_autoptr (GError) dataset_error = NULL;
  g_auto (BpWeightsInfo) info;

  bp_store_load_network_async ("/nowhere/network.safetensors", NULL, on_done, &network_result);
  bp_store_load_dataset_async ("/nowhere/mnist.pkl.gz", NULL, NULL, NULL, on_done, &dataset_result);
  g_assert_null (bp_store_load_network_finish (wait_for (&network_result), &info, &network_error));
  g_assert_error (network_error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_null (info.dataset_name);
  g_assert_null (bp_store_load_dataset_finish (wait_for (&dataset_result), &dataset_error));
  g_assert_error (dataset_error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

static gboolean
is_network (const char *path)
{
  const char *const paths[] = { path, NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GError) error = NULL;

  bp_store_recognise_async (paths, NULL, on_done, &result);
  findings = bp_store_recognise_finish (wait_for (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (findings->len, ==, 1);
  return ((const BpStoreFinding *) g_ptr_array_index (findings, 0))->use == BP_FILE_USE_WEIGHTS;
}

/* The name determines the format for writing, the content that for reading. */
static void
test_formats (void)
{
  static const struct
  {
    const char *name;
    const char *head;
  } FILES[] = {
    { "network.npz", "PK\3\4" },
    { "network.onnx", "\x08" },
    { "network", NULL },
  };
  g_autofree char *folder = make_folder ();
  g_autoptr (BpNetwork) network = bp_toy_network_new (36, 5, 4, 1);
  g_auto (BpWeightsInfo) info;

  bp_weights_info_init (&info);
  g_assert_false (is_network (folder));
  for (guint i = 0; i < G_N_ELEMENTS (FILES); i++)
    {
      g_autofree char *path = g_build_filename (folder, FILES[i].name, NULL);
      g_autofree char *moved = g_build_filename (folder, "moved", NULL);
      g_autoptr (GAsyncResult) save_result = NULL;
      g_autoptr (GAsyncResult) load_result = NULL;
      g_autoptr (BpNetwork) loaded = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *bytes = NULL;

      g_assert_false (is_network (path));
      bp_store_save_network_async (network, &info, path, NULL, on_done, &save_result);
      g_assert_true (bp_store_save_network_finish (wait_for (&save_result), &error));
      g_assert_true (g_file_get_contents (path, &bytes, NULL, &error));
      if (FILES[i].head != NULL)
        g_assert_cmpmem (bytes, strlen (FILES[i].head), FILES[i].head, strlen (FILES[i].head));

      g_assert_cmpint (g_rename (path, moved), ==, 0);
      g_assert_true (is_network (moved));
      bp_store_load_network_async (moved, NULL, on_done, &load_result);
      loaded = bp_store_load_network_finish (wait_for (&load_result), NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpmem (loaded->parameters, loaded->n_parameters * sizeof (float),
                       network->parameters, network->n_parameters * sizeof (float));
      g_unlink (moved);
    }
  g_rmdir (folder);
}

static void
test_save_fails (void)
{
  g_autoptr (BpNetwork) network = bp_toy_network_new (36, 5, 4, 1);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (BpWeightsInfo) info;

  bp_weights_info_init (&info);
  bp_store_save_network_async (network, &info, "/nowhere/network.safetensors", NULL, on_done,
                               &result);
  g_assert_false (bp_store_save_network_finish (wait_for (&result), &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

/* Without a call of finish, the argument and the result are freed. */
static void
test_never_finished (void)
{
  g_autoptr (GAsyncResult) result = NULL;

  bp_store_load_network_async (BP_STORE_PRETRAINED, NULL, on_done, &result);
  wait_for (&result);
}

static char *
find_dataset (const char *last_used)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *found;

  bp_store_find_dataset_async (last_used, NULL, on_done, &result);
  found = bp_store_find_dataset_finish (wait_for (&result), &error);
  g_assert_no_error (error);
  return found;
}

/* Meson gives the tests an empty user data folder. */
static void
test_find_dataset (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "mnist.pkl.gz", NULL);
  g_autofree char *missing = g_build_filename (folder, "missing", NULL);
  g_autofree char *old_folder = g_get_current_dir ();
  g_autofree char *old_environment = g_strdup (g_getenv (BP_DATA_ENVIRONMENT));
  g_autofree char *last_used = NULL;
  g_autofree char *from_environment = NULL;
  g_autofree char *after_builtin = NULL;
  g_autofree char *nothing = NULL;

  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  g_setenv (BP_DATA_ENVIRONMENT, folder, TRUE);
  last_used = find_dataset (old_folder);
  g_assert_cmpstr (last_used, ==, old_folder);
  from_environment = find_dataset (missing);
  g_assert_cmpstr (from_environment, ==, path);
  after_builtin = find_dataset (BP_STORE_BUILTIN);
  g_assert_cmpstr (after_builtin, ==, BP_STORE_BUILTIN);

  g_unlink (path);
  g_unsetenv (BP_DATA_ENVIRONMENT);
  g_assert_cmpint (g_chdir (folder), ==, 0);
  nothing = find_dataset (NULL);
  g_assert_cmpstr (nothing, ==, BP_STORE_BUILTIN);
  g_assert_cmpint (g_chdir (old_folder), ==, 0);
  if (old_environment != NULL)
    g_setenv (BP_DATA_ENVIRONMENT, old_environment, TRUE);
  g_rmdir (folder);
}

/* A data set with mixed-in built-in digits is found again; where it is missing, another one is
 * searched. */
static void
test_find_mixed (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *mixed = g_strconcat (BP_STORE_MIXED_PREFIX, folder, NULL);
  g_autofree char *found = find_dataset (mixed);
  g_autofree char *missing = NULL;

  g_assert_cmpstr (found, ==, mixed);
  g_assert_true (bp_store_path_is_mixed (mixed));
  g_assert_cmpstr (bp_store_path_get_base (mixed), ==, folder);
  g_assert_cmpstr (bp_store_path_get_base (folder), ==, folder);
  g_rmdir (folder);
  missing = find_dataset (mixed);
  g_assert_false (bp_store_path_is_mixed (missing));
}

/* The network that comes with the program reads digits. */
static void
test_pretrained (void)
{
  g_autoptr (BpDataset) digits = bp_dataset_new_builtin (5, 0, 0, 1000, 1, NULL, NULL);
  g_autoptr (BpNetwork) network = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (BpWeightsInfo) info;
  g_auto (BpMetrics) metrics = { 0 };

  bp_store_load_network_async (BP_STORE_PRETRAINED, NULL, on_done, &result);
  network = bp_store_load_network_finish (wait_for (&result), &info, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (info.n_epochs, >, 0);
  g_assert_cmpfloat (network->sure_threshold, >, 0.0F);
  g_assert_true (bp_evaluate (network, bp_dataset_get_samples (digits, BP_SPLIT_TEST), 1, NULL,
                              &metrics, &error));
  g_test_message ("%.1f %% of the built-in digits", 100.0 * metrics.accuracy);
  g_assert_cmpfloat (metrics.accuracy, >, 0.9);
}

static void
test_cancelled_before (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "network.safetensors", NULL);
  g_autoptr (BpNetwork) network = bp_toy_network_new (36, 5, 4, 1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) saving = NULL;
  g_autoptr (GAsyncResult) loading = NULL;
  g_autoptr (GError) saving_error = NULL;
  g_autoptr (GError) loading_error = NULL;
  g_auto (BpWeightsInfo) info;

  bp_weights_info_init (&info);
  g_cancellable_cancel (cancellable);
  bp_store_save_network_async (network, &info, path, cancellable, on_done, &saving);
  bp_store_load_dataset_async (BP_STORE_BUILTIN, NULL, NULL, cancellable, on_done, &loading);
  g_assert_false (bp_store_save_network_finish (wait_for (&saving), &saving_error));
  g_assert_error (saving_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_null (bp_store_load_dataset_finish (wait_for (&loading), &loading_error));
  g_assert_error (loading_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_rmdir (folder);
}

/* A save that finished before it was cancelled succeeds. */
static void
test_cancelled_after (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "network.safetensors", NULL);
  g_autoptr (BpNetwork) network = bp_toy_network_new (36, 5, 4, 1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) saving = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (BpWeightsInfo) info;

  bp_weights_info_init (&info);
  bp_store_save_network_async (network, &info, path, cancellable, on_done, &saving);
  /* The thread saves while the main loop does not run. */
  while (!g_file_test (path, G_FILE_TEST_EXISTS))
    g_usleep (1000);
  g_cancellable_cancel (cancellable);
  g_assert_true (bp_store_save_network_finish (wait_for (&saving), &error));
  g_assert_no_error (error);
  g_unlink (path);
  g_rmdir (folder);
}

typedef struct
{
  GAsyncResult *result;
  GCancellable *cancellable; /* (nullable) */
  guint n_calls;
  double first_fraction; /* over 0 */
  double fraction;
} Loading;

static void
on_progress (double fraction, gpointer data)
{
  Loading *loading = data;

  g_assert_null (loading->result);
  g_assert_cmpfloat (fraction, >=, loading->fraction);
  g_assert_cmpfloat (fraction, <=, 1.0);
  loading->fraction = fraction;
  loading->n_calls++;
  if (loading->first_fraction <= 0.0)
    loading->first_fraction = fraction;
  if (fraction > 0.0 && loading->cancellable != NULL)
    g_cancellable_cancel (loading->cancellable);
}

static void
test_builtin_with_progress (void)
{
  Loading loading = { .fraction = -1.0 };
  g_autoptr (BpDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;
  gint64 begin = g_get_monotonic_time ();
  guint n_frames;

  bp_store_load_dataset_async (BP_STORE_BUILTIN, on_progress, &loading, NULL, on_done,
                               &loading.result);
  dataset = bp_store_load_dataset_finish (wait_for (&loading.result), &error);
  g_assert_no_error (error);
  n_frames = (g_get_monotonic_time () - begin) / 16000;
  g_test_message ("%u frames: %u calls, the last at %.3f", n_frames, loading.n_calls,
                  loading.fraction);
  g_assert_cmpuint (loading.n_calls, <=, n_frames + 1);
  /* That many calls happen at different times of the work. */
  if (loading.n_calls >= 20)
    g_assert_cmpfloat (loading.fraction, >, loading.first_fraction);
  g_assert_cmpuint (bp_dataset_get_samples (dataset, BP_SPLIT_TRAIN).count, ==, 50000);
  g_assert_cmpuint (bp_dataset_get_samples (dataset, BP_SPLIT_HELD_OUT).count, ==, 10000);
  g_assert_cmpuint (bp_dataset_get_samples (dataset, BP_SPLIT_TEST).count, ==, 10000);
  g_clear_object (&loading.result);
}

static void
write_big_endian (GByteArray *bytes, guint32 value)
{
  guint32 stored = GUINT32_TO_BE (value);

  g_byte_array_append (bytes, (const guint8 *) &stored, sizeof stored);
}

/* Writes twenty black images of 28 x 28 pixels, two of each digit. */
static void
write_digits (const char *folder)
{
  g_autofree char *images_path = g_build_filename (folder, "train-images-idx3-ubyte", NULL);
  g_autofree char *labels_path = g_build_filename (folder, "train-labels-idx1-ubyte", NULL);
  g_autoptr (GByteArray) images = g_byte_array_new ();
  g_autoptr (GByteArray) labels = g_byte_array_new ();
  const guint8 image[28 * 28] = { 255 };

  write_big_endian (images, 0x803);
  write_big_endian (images, 20);
  write_big_endian (images, 28);
  write_big_endian (images, 28);
  write_big_endian (labels, 0x801);
  write_big_endian (labels, 20);
  for (guint8 i = 0; i < 20; i++)
    {
      guint8 label = i % 10;

      g_byte_array_append (images, image, sizeof image);
      g_byte_array_append (labels, &label, 1);
    }
  g_assert_true (g_file_set_contents (images_path, (const char *) images->data, images->len, NULL));
  g_assert_true (g_file_set_contents (labels_path, (const char *) labels->data, labels->len, NULL));
}

static void
remove_digits (char *folder)
{
  g_autofree char *images_path = g_build_filename (folder, "train-images-idx3-ubyte", NULL);
  g_autofree char *labels_path = g_build_filename (folder, "train-labels-idx1-ubyte", NULL);

  g_unlink (images_path);
  g_unlink (labels_path);
  g_rmdir (folder);
}

static gsize
count_training_images (const char *path)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BpDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;

  bp_store_load_dataset_async (path, NULL, NULL, NULL, on_done, &result);
  dataset = bp_store_load_dataset_finish (wait_for (&result), &error);
  g_assert_no_error (error);
  return bp_dataset_get_samples (dataset, BP_SPLIT_TRAIN).count;
}

/* A mixed data set has the stated number of built-in digits. */
static void
test_load_mixed (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *mixed = g_strconcat (BP_STORE_MIXED_PREFIX, folder, NULL);

  write_digits (folder);
  g_assert_cmpuint (count_training_images (mixed), ==,
                    count_training_images (folder) + BP_STORE_N_MIXED);
  remove_digits (folder);
}

static void
test_cancelled_midway (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Loading loading = { .fraction = -1.0, .cancellable = cancellable };
  g_autoptr (GError) error = NULL;

  bp_store_load_dataset_async (BP_STORE_BUILTIN, on_progress, &loading, cancellable, on_done,
                               &loading.result);
  g_assert_null (bp_store_load_dataset_finish (wait_for (&loading.result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_test_message ("cancelled at %.3f", loading.fraction);
  g_clear_object (&loading.result);
}

static void
test_mnist (void)
{
  g_autofree char *path = bp_test_find_data ("mnist/mnist.pkl.gz");
  Loading loading = { .fraction = -1.0 };
  g_autoptr (BpDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;

  if (path == NULL)
    return;

  bp_store_load_dataset_async (path, on_progress, &loading, NULL, on_done, &loading.result);
  dataset = bp_store_load_dataset_finish (wait_for (&loading.result), &error);
  g_assert_no_error (error);
  g_test_message ("%u calls, the last at %.3f", loading.n_calls, loading.fraction);
  g_assert_cmpuint (bp_dataset_get_samples (dataset, BP_SPLIT_TRAIN).count, ==, 50000);
  g_assert_cmpuint (bp_dataset_get_samples (dataset, BP_SPLIT_HELD_OUT).count, ==, 10000);
  g_assert_cmpuint (bp_dataset_get_samples (dataset, BP_SPLIT_TEST).count, ==, 10000);
  g_clear_object (&loading.result);
}

BP_TEST_FILE (store)
{
  g_test_add_func ("/store/save-and-load-network", test_save_and_load_network);
  g_test_add_func ("/store/no-such-file", test_no_such_file);
  g_test_add_func ("/store/formats", test_formats);
  g_test_add_func ("/store/save-fails", test_save_fails);
  g_test_add_func ("/store/never-finished", test_never_finished);
  g_test_add_func ("/store/find-dataset", test_find_dataset);
  g_test_add_func ("/store/find-mixed", test_find_mixed);
  g_test_add_func ("/store/pretrained", test_pretrained);
  g_test_add_func ("/store/cancelled-before", test_cancelled_before);
  g_test_add_func ("/store/cancelled-after", test_cancelled_after);
  g_test_add_func ("/store/load-mixed", test_load_mixed);
  g_test_add_func ("/store/builtin-with-progress", test_builtin_with_progress);
  g_test_add_func ("/store/cancelled-midway", test_cancelled_midway);
  /* The cases before load on the same threads. */
  if (BP_TEST_IS_FOR_THREADS)
    return;
  g_test_add_func ("/store/mnist", test_mnist);
}
