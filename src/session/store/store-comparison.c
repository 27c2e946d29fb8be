/* SPDX-License-Identifier: MIT */
#include "store-comparison.h"

#include "job.h"
#include "weights.h"

/* The arguments of a comparison, and its result. */
typedef struct
{
  char *paths[2];
  BpDataset *dataset;
  BpDisagreement *disagreement; /* nullable */
} Comparison;

static void
comparison_free (gpointer data)
{
  Comparison *comparison = data;

  g_free (comparison->paths[0]);
  g_free (comparison->paths[1]);
  bp_dataset_unref (comparison->dataset);
  g_clear_pointer (&comparison->disagreement, bp_disagreement_unref);
  g_free (comparison);
}

static BpNetwork *
load_network (const char *path, GError **error)
{
  g_auto (BpWeightsInfo) info = { 0 };

  bp_weights_info_init (&info);
  return bp_weights_load (path, &info, error);
}

static gboolean
compare (gpointer data, BpProgress *progress, GError **error)
{
  Comparison *comparison = data;
  g_autoptr (BpNetwork) first = load_network (comparison->paths[0], error);
  g_autoptr (BpNetwork) second = first != NULL ? load_network (comparison->paths[1], error) : NULL;

  if (second != NULL)
    comparison->disagreement =
        bp_disagreement_new (first, second, comparison->dataset, BP_SPLIT_TEST, progress, error);
  return comparison->disagreement != NULL;
}

/**
 * bp_store_compare_async:
 * @first_path: (type filename): a weight file
 * @second_path: (type filename): another one
 * @dataset: a data set that has test images; a reference is taken
 * @cancellable: (nullable): cancels
 * @callback: called when all test images are classified by both networks, or not
 * @user_data: for @callback
 *
 * Finds the test images on which two networks disagree.
 */
void
bp_store_compare_async (const char *first_path,
                        const char *second_path,
                        BpDataset *dataset,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  Comparison *comparison = g_new0 (Comparison, 1);
  const BpJob job = { .work = compare, .data = comparison, .free_data = comparison_free };

  comparison->paths[0] = g_strdup (first_path);
  comparison->paths[1] = g_strdup (second_path);
  comparison->dataset = bp_dataset_ref (dataset);
  bp_job_start (&job, bp_store_compare_async, cancellable, callback, user_data);
}

/**
 * bp_store_compare_finish:
 * @result: the result that the callback got
 * @error: return location for an error of bp_weights_load() or bp_disagreement_new(), or
 *   %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): the comparison, or %NULL with @error set
 */
BpDisagreement *
bp_store_compare_finish (GAsyncResult *result, GError **error)
{
  Comparison *comparison = bp_job_finish (result, bp_store_compare_async, error);

  return comparison != NULL ? g_steal_pointer (&comparison->disagreement) : NULL;
}
