/* SPDX-License-Identifier: MIT */
#include "store-comparison.h"

#include "test-file.h"
#include "test-files.h"
#include "toy-data.h"
#include "toy-network.h"
#include "weights.h"

static void
on_done (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static char *
save (const BpTestFolder *folder, const char *name, const BpNetwork *network)
{
  g_auto (BpWeightsInfo) info = { 0 };
  char *path = g_build_filename (folder->path, name, NULL);
  g_autoptr (GError) error = NULL;

  bp_weights_info_init (&info);
  g_assert_true (bp_weights_save (network, &info, path, &error));
  g_assert_no_error (error);
  return path;
}

/* The files are compared on the test images, in their order, as by the engine. */
static void
test_compares (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  BpDataset *dataset = bp_toy_dataset_new (150, 100, 200, 3);
  g_autoptr (BpNetwork) first = bp_toy_network_new (36, 5, 4, 1);
  g_autoptr (BpNetwork) second = bp_toy_network_new (36, 5, 4, 2);
  g_autofree char *first_path = save (folder, "first.safetensors", first);
  g_autofree char *second_path = save (folder, "second.safetensors", second);
  g_autoptr (BpDisagreement) expected =
      bp_disagreement_new (first, second, dataset, BP_SPLIT_TEST, NULL, NULL);
  g_autoptr (BpDisagreement) disagreement = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  bp_store_compare_async (first_path, second_path, dataset, NULL, on_done, &result);
  bp_dataset_unref (dataset);
  disagreement = bp_store_compare_finish (wait_for (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (expected->count, >, 0);
  g_assert_cmpuint (expected->n_first_right, !=, expected->n_second_right);
  g_assert_cmpmem (disagreement->indices, disagreement->count * sizeof (guint32), expected->indices,
                   expected->count * sizeof (guint32));
  g_assert_cmpuint (disagreement->n_first_right, ==, expected->n_first_right);
  g_assert_cmpuint (disagreement->n_second_right, ==, expected->n_second_right);
}

/* A file that is gone is an error, whichever it is. */
static void
test_missing (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (0, 0, 50, 3);
  g_autoptr (BpNetwork) network = bp_toy_network_new (36, 5, 4, 1);
  g_autofree char *path = save (folder, "a.safetensors", network);
  g_autofree char *gone = g_build_filename (folder->path, "gone.safetensors", NULL);
  const char *const paths[] = { path, gone, path };

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      bp_store_compare_async (paths[i], paths[i + 1], dataset, NULL, on_done, &result);
      g_assert_null (bp_store_compare_finish (wait_for (&result), &error));
      g_assert_nonnull (error);
    }
}

BP_TEST_FILE (store_comparison)
{
  g_test_add_func ("/store-comparison/compares", test_compares);
  g_test_add_func ("/store-comparison/missing", test_missing);
}
