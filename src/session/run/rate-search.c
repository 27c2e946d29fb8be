/* SPDX-License-Identifier: MIT */
#include "rate-search.h"

#include "job.h"

/* The arguments and results of a search. */
typedef struct
{
  BpTrainingConfig config;
  BpDataset *dataset; /* owned */
  BpNetwork *initial; /* owned, nullable */
  BpRateCurve curve;
  float learning_rate;
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  bp_dataset_unref (search->dataset);
  g_clear_pointer (&search->initial, bp_network_unref);
  bp_rate_curve_clear (&search->curve);
  g_free (search);
}

static gboolean
run (gpointer data, BpProgress *progress, GError **error)
{
  Search *search = data;

  return bp_find_learning_rate (&search->config, search->dataset, search->initial, progress,
                                &search->curve, &search->learning_rate, error);
}

/**
 * bp_rate_search_async:
 * @config: the settings of the training that the rate is for
 * @dataset: the training data; a reference is taken
 * @initial: (nullable): an immutable network to begin with; a reference is taken; %NULL draws
 *   initial weights from the seed
 * @progress_func: (nullable): called with the progress
 * @progress_data: for @progress_func
 * @cancellable: (nullable): cancels
 * @callback: called when a rate was found, or not
 * @user_data: for @callback
 *
 * Calls bp_find_learning_rate() on a thread.
 */
void
bp_rate_search_async (const BpTrainingConfig *config,
                      BpDataset *dataset,
                      BpNetwork *initial,
                      BpProgressFunc progress_func,
                      gpointer progress_data,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  Search *search = g_new0 (Search, 1);
  const BpJob job = {
    .work = run,
    .data = search,
    .free_data = search_free,
    .progress_func = progress_func,
    .progress_data = progress_data,
  };

  search->config = *config;
  search->dataset = bp_dataset_ref (dataset);
  search->initial = initial != NULL ? bp_network_ref (initial) : NULL;
  bp_job_start (&job, bp_rate_search_async, cancellable, callback, user_data);
}

/**
 * bp_rate_search_finish:
 * @result: the result that the callback got
 * @curve: (out caller-allocates): the losses, to be cleared with bp_rate_curve_clear()
 * @learning_rate: (out): the suggestion
 * @error: return location for an error of bp_find_learning_rate(), or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether @curve and @learning_rate were filled
 */
gboolean
bp_rate_search_finish (GAsyncResult *result,
                       BpRateCurve *curve,
                       float *learning_rate,
                       GError **error)
{
  Search *search = bp_job_finish (result, bp_rate_search_async, error);

  if (search == NULL)
    return FALSE;
  *curve = search->curve;
  search->curve = (BpRateCurve){ 0 };
  *learning_rate = search->learning_rate;
  return TRUE;
}
