/* SPDX-License-Identifier: MIT */
#include "loss-survey.h"

#include "epoch-network.h"
#include "error.h"
#include "job.h"

#include <glib/gi18n.h>

/* The arguments and the result of a call. */
typedef struct
{
  BpNetwork *network; /* owned */
  BpDataset *dataset; /* owned */
  GStrv path;         /* owned, nullable */
  BpLossPlane *plane; /* owned, nullable */
  BpLossPlaneSettings settings;
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  bp_network_unref (call->network);
  bp_dataset_unref (call->dataset);
  g_strfreev (call->path);
  g_clear_pointer (&call->plane, bp_loss_plane_unref);
  g_free (call);
}

static gboolean
load_path (const Call *call, GPtrArray *networks, BpProgress *progress, GError **error)
{
  for (guint i = 0; call->path[i] != NULL; i++)
    {
      BpNetwork *network;

      if (!bp_progress_check (progress, error))
        return FALSE;
      network = bp_epoch_network_load (call->path[i], call->network);
      if (network != NULL)
        g_ptr_array_add (networks, network);
    }
  if (networks->len >= BP_LOSS_PLANE_LEAST_PATH)
    return TRUE;
  g_set_error (
      error, BP_ERROR, BP_ERROR_INVALID_VALUE,
      _ ("Of the networks of the run's epochs, %u can be read, and a path needs %u: choose "
         "random directions"),
      networks->len, BP_LOSS_PLANE_LEAST_PATH);
  return FALSE;
}

static gboolean
survey (gpointer data, BpProgress *progress, GError **error)
{
  Call *call = data;
  g_autoptr (GPtrArray) networks =
      g_ptr_array_new_with_free_func ((GDestroyNotify) bp_network_unref);

  if (call->path != NULL && !load_path (call, networks, progress, error))
    return FALSE;
  call->plane =
      bp_loss_plane_new (call->network, call->dataset, &call->settings,
                         (BpNetwork *const *) networks->pdata, networks->len, progress, error);
  return call->plane != NULL;
}

/**
 * bp_loss_survey_async:
 * @network: an immutable network that fits @dataset; a reference is taken
 * @dataset: the images; a reference is taken
 * @settings: what to compute
 * @path: (nullable) (array zero-terminated=1): the files of the networks of a run's epochs, in
 *   order, whose main directions the plane gets; those that cannot be read are left out. %NULL for
 *   random directions
 * @progress_func: (nullable): called with the progress
 * @progress_data: for @progress_func
 * @cancellable: (nullable): cancels within a few milliseconds
 * @callback: called when the plane is computed, or not
 * @user_data: for @callback
 *
 * Measures the loss on a plane through the weights: see bp_loss_plane_new().
 */
void
bp_loss_survey_async (BpNetwork *network,
                      BpDataset *dataset,
                      const BpLossPlaneSettings *settings,
                      const char *const *path,
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
  call->path = g_strdupv ((char **) path);
  call->settings = *settings;
  bp_job_start (&job, bp_loss_survey_async, cancellable, callback, user_data);
}

/**
 * bp_loss_survey_finish:
 * @result: the result that the callback got
 * @error: return location for an error of bp_loss_plane_new(), %BP_ERROR_INVALID_VALUE where too
 *   few networks of the path can be read, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): the plane, or %NULL with @error set
 */
BpLossPlane *
bp_loss_survey_finish (GAsyncResult *result, GError **error)
{
  Call *call = bp_job_finish (result, bp_loss_survey_async, error);

  return call != NULL ? g_steal_pointer (&call->plane) : NULL;
}
