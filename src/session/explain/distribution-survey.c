/* SPDX-License-Identifier: MIT */
#include "distribution-survey.h"

#include "epoch-network.h"
#include "job.h"

/* The arguments and the results of a call. */
typedef struct
{
  BpNetwork *network; /* owned */
  BpDataset *dataset; /* owned */
  GStrv paths;        /* owned, nullable */
  GPtrArray *results; /* owned, of BpDistributions or NULL */
  BpSplit split;
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  bp_network_unref (call->network);
  bp_dataset_unref (call->dataset);
  g_strfreev (call->paths);
  g_ptr_array_unref (call->results);
  g_free (call);
}

static void
result_free (gpointer data)
{
  if (data != NULL)
    bp_distributions_free (data);
}

static gboolean
survey_network (Call *call, const BpNetwork *network, BpProgress *progress, GError **error)
{
  BpDistributions *distributions =
      bp_distributions_new (network, bp_dataset_get_samples (call->dataset, call->split), progress,
                            error);

  if (distributions == NULL)
    return FALSE;
  g_ptr_array_add (call->results, distributions);
  return TRUE;
}

static gboolean
survey (gpointer data, BpProgress *progress, GError **error)
{
  Call *call = data;
  guint n_paths = call->paths != NULL ? g_strv_length (call->paths) : 0;

  if (call->paths == NULL)
    return survey_network (call, call->network, progress, error);
  for (guint i = 0; i < n_paths; i++)
    {
      g_autoptr (BpNetwork) network = NULL;

      bp_progress_report (progress, i, n_paths);
      if (!bp_progress_check (progress, error))
        return FALSE;
      network = bp_epoch_network_load (call->paths[i], call->network);
      if (network == NULL)
        g_ptr_array_add (call->results, NULL);
      else if (!survey_network (call, network, progress, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * bp_distribution_survey_async:
 * @network: an immutable network that fits @dataset; a reference is taken
 * @dataset: the images; a reference is taken
 * @split: which of them; there is at least one
 * @paths: (nullable) (array zero-terminated=1): the files of networks of its run; %NULL for
 *   @network itself
 * @progress_func: (nullable): called with the progress
 * @progress_data: for @progress_func
 * @cancellable: (nullable): cancels
 * @callback: called when all are counted, or not
 * @user_data: for @callback
 *
 * Counts the weights, activations and gradients of networks: see bp_distributions_new().
 */
void
bp_distribution_survey_async (BpNetwork *network,
                              BpDataset *dataset,
                              BpSplit split,
                              const char *const *paths,
                              BpProgressFunc progress_func,
                              gpointer progress_data,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  Call *call = g_new0 (Call, 1);
  const BpJob job = {
    .work = survey,
    .data = call,
    .free_data = call_free,
    .progress_func = progress_func,
    .progress_data = progress_data,
  };

  call->network = bp_network_ref (network);
  call->dataset = bp_dataset_ref (dataset);
  call->paths = g_strdupv ((char **) paths);
  call->results = g_ptr_array_new_with_free_func (result_free);
  call->split = split;
  bp_job_start (&job, bp_distribution_survey_async, cancellable, callback, user_data);
}

/**
 * bp_distribution_survey_finish:
 * @result: the result that the callback got
 * @error: return location for an error of bp_distributions_new(), or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (element-type BpDistributions): one for each path, in order, and %NULL
 *   for a network that cannot be read or is not of the shape of the given one; or the distributions
 *   of the given network alone; %NULL with @error set
 */
GPtrArray *
bp_distribution_survey_finish (GAsyncResult *result, GError **error)
{
  Call *call = bp_job_finish (result, bp_distribution_survey_async, error);

  return call != NULL ? g_ptr_array_ref (call->results) : NULL;
}
