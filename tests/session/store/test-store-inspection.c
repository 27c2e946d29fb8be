/* SPDX-License-Identifier: MIT */
#include "store-inspection.h"

#include "error.h"
#include "test-file.h"
#include "toy-data.h"
#include "toy-network.h"

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

/* The call holds the network and the data, and the result is that of the engine. */
static void
test_inspects (void)
{
  BpDataset *dataset = bp_toy_dataset_new (0, 300, 200, 3);
  BpNetwork *network = bp_toy_network_new (36, 5, 4, 1);
  g_autoptr (BpInspection) expected =
      bp_inspection_new (network, dataset, BP_SPLIT_HELD_OUT, NULL, NULL);
  g_autoptr (BpInspection) inspection = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  bp_store_inspect_async (network, dataset, BP_SPLIT_HELD_OUT, NULL, on_done, &result);
  bp_dataset_unref (dataset);
  bp_network_unref (network);
  inspection = bp_store_inspect_finish (wait_for (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (inspection->metrics.count, ==, 300);
  g_assert_cmpmem (inspection->by_cell, 300 * sizeof (guint32), expected->by_cell,
                   300 * sizeof (guint32));
}

static void
test_mismatch (void)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (0, 0, 200, 3);
  g_autoptr (BpNetwork) network = bp_toy_network_new (36, 5, 5, 1);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  bp_store_inspect_async (network, dataset, BP_SPLIT_TEST, NULL, on_done, &result);
  g_assert_null (bp_store_inspect_finish (wait_for (&result), &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_MISMATCH);
}

static void
test_cancelled (void)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (0, 0, 200, 3);
  g_autoptr (BpNetwork) network = bp_toy_network_new (36, 5, 4, 1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  bp_store_inspect_async (network, dataset, BP_SPLIT_TEST, cancellable, on_done, &result);
  g_cancellable_cancel (cancellable);
  g_assert_null (bp_store_inspect_finish (wait_for (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

BP_TEST_FILE (store_inspection)
{
  g_test_add_func ("/store-inspection/inspects", test_inspects);
  g_test_add_func ("/store-inspection/mismatch", test_mismatch);
  g_test_add_func ("/store-inspection/cancelled", test_cancelled);
}
