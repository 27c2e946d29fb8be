/* SPDX-License-Identifier: MIT */
#include "store.h"

#include "data-search.h"
#include "dataset-builtin.h"
#include "dataset-load.h"
#include "dataset-mix.h"
#include "job.h"
#include "pretrained.h"
#include "store-job.h"
#include "weights.h"

#include <string.h>

/**
 * bp_store_path_is_mixed:
 * @path: of a data set
 *
 * Returns: whether it begins with %BP_STORE_MIXED_PREFIX
 */
gboolean
bp_store_path_is_mixed (const char *path)
{
  return g_str_has_prefix (path, BP_STORE_MIXED_PREFIX);
}

/**
 * bp_store_path_get_base:
 * @path: of a data set
 *
 * Returns: (transfer none): @path without %BP_STORE_MIXED_PREFIX
 */
const char *
bp_store_path_get_base (const char *path)
{
  return bp_store_path_is_mixed (path) ? path + strlen (BP_STORE_MIXED_PREFIX) : path;
}

static gboolean
find_dataset (BpStoreJob *job, GError **error G_GNUC_UNUSED)
{
  g_autofree char *last_used = g_steal_pointer (&job->path);
  const char *base = last_used != NULL ? bp_store_path_get_base (last_used) : NULL;

  if (g_strcmp0 (last_used, BP_STORE_BUILTIN) != 0)
    job->path = bp_data_search (base);
  if (job->path == NULL)
    job->path = g_strdup (BP_STORE_BUILTIN);
  else if (base != last_used && g_str_equal (job->path, base))
    {
      g_free (job->path);
      job->path = g_steal_pointer (&last_used);
    }

  return TRUE;
}

/**
 * bp_store_find_dataset_async:
 * @last_used: (nullable) (type filename): the path that was loaded last, or %BP_STORE_BUILTIN
 * @cancellable: (nullable): cancels
 * @callback: called when a data set is found
 * @user_data: for @callback
 *
 * Looks for the first data set in the places of bp_data_search().
 */
void
bp_store_find_dataset_async (const char *last_used,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  BpStoreJob *job = bp_store_job_new (find_dataset);

  job->path = g_strdup (last_used);
  bp_store_job_start (job, bp_store_find_dataset_async, cancellable, callback, user_data);
}

/**
 * bp_store_find_dataset_finish:
 * @result: the result that the callback got
 * @error: return location for %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (type filename): the path for bp_store_load_dataset_async():
 *   %BP_STORE_BUILTIN where no file is found; or %NULL with @error set
 */
char *
bp_store_find_dataset_finish (GAsyncResult *result, GError **error)
{
  BpStoreJob *job = bp_job_finish (result, bp_store_find_dataset_async, error);

  return job != NULL ? g_steal_pointer (&job->path) : NULL;
}

static gboolean
mix_dataset (BpStoreJob *job, GError **error)
{
  g_autoptr (BpDataset) plain = g_steal_pointer (&job->dataset);
  BpDatasetMix mix = { .n_builtin = BP_STORE_N_MIXED };

  job->dataset = bp_dataset_mix (plain, &mix, 0, job->progress, error);
  return job->dataset != NULL;
}

static gboolean
load_dataset (BpStoreJob *job, GError **error)
{
  const char *base = bp_store_path_get_base (job->path);

  if (g_str_equal (job->path, BP_STORE_BUILTIN))
    job->dataset =
        bp_dataset_new_builtin (BP_BUILTIN_SEED, BP_BUILTIN_N_TRAIN, BP_BUILTIN_N_HELD_OUT,
                                BP_BUILTIN_N_TEST, g_get_num_processors (), job->progress, error);
  else
    job->dataset = bp_dataset_load (base, job->progress, error);
  if (job->dataset == NULL)
    return FALSE;

  return base == job->path || mix_dataset (job, error);
}

/**
 * bp_store_load_dataset_async:
 * @path: (type filename): a file or a folder, or %BP_STORE_BUILTIN, or %BP_STORE_MIXED_PREFIX and a
 *   file or a folder
 * @progress_func: (nullable): called with the progress
 * @progress_data: for @progress_func
 * @cancellable: (nullable): cancels
 * @callback: called when it is loaded, or not
 * @user_data: for @callback
 *
 * Reads a data set in any known format, and mixes in %BP_STORE_N_MIXED built-in digits where @path
 * has the prefix.
 */
void
bp_store_load_dataset_async (const char *path,
                             BpProgressFunc progress_func,
                             gpointer progress_data,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  BpStoreJob *job;

  g_return_if_fail (path != NULL);

  job = bp_store_job_new (load_dataset);
  job->path = g_strdup (path);
  job->progress_func = progress_func;
  job->progress_data = progress_data;
  bp_store_job_start (job, bp_store_load_dataset_async, cancellable, callback, user_data);
}

/**
 * bp_store_load_dataset_finish:
 * @result: the result that the callback got
 * @error: return location for an error of bp_dataset_load(), or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): the data set, or %NULL with @error set
 */
BpDataset *
bp_store_load_dataset_finish (GAsyncResult *result, GError **error)
{
  BpStoreJob *job = bp_job_finish (result, bp_store_load_dataset_async, error);

  return job != NULL ? g_steal_pointer (&job->dataset) : NULL;
}

static void
finding_free (gpointer data)
{
  BpStoreFinding *finding = data;

  g_free (finding->path);
  g_clear_error (&finding->error);
  g_free (finding);
}

static gboolean
recognise (BpStoreJob *job, GError **error)
{
  for (guint i = 0; i < job->findings->len; i++)
    {
      BpStoreFinding *finding = g_ptr_array_index (job->findings, i);

      if (!bp_progress_check (job->progress, error))
        return FALSE;
      finding->use = bp_file_recognise (finding->path, &finding->error);
    }
  return TRUE;
}

/**
 * bp_store_recognise_async:
 * @paths: (array zero-terminated=1) (element-type filename): any files and folders
 * @cancellable: (nullable): cancels
 * @callback: called when it is known
 * @user_data: for @callback
 *
 * Recognises files with bp_file_recognise(), independent of their names.
 */
void
bp_store_recognise_async (const char *const *paths,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  BpStoreJob *job;

  g_return_if_fail (paths != NULL);

  job = bp_store_job_new (recognise);
  job->findings = g_ptr_array_new_with_free_func (finding_free);
  for (guint i = 0; paths[i] != NULL; i++)
    {
      BpStoreFinding *finding = g_new0 (BpStoreFinding, 1);

      finding->path = g_strdup (paths[i]);
      g_ptr_array_add (job->findings, finding);
    }
  bp_store_job_start (job, bp_store_recognise_async, cancellable, callback, user_data);
}

/**
 * bp_store_recognise_finish:
 * @result: the result that the callback got
 * @error: return location for %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (element-type BpStoreFinding): what each file is, in the order of the
 *   paths, or %NULL with @error set
 */
GPtrArray *
bp_store_recognise_finish (GAsyncResult *result, GError **error)
{
  BpStoreJob *job = bp_job_finish (result, bp_store_recognise_async, error);

  return job != NULL ? g_steal_pointer (&job->findings) : NULL;
}

static gboolean
load_network (BpStoreJob *job, GError **error)
{
  if (g_str_equal (job->path, BP_STORE_PRETRAINED))
    job->network = bp_pretrained_load (&job->info, error);
  else
    job->network = bp_weights_load (job->path, &job->info, error);
  return job->network != NULL;
}

/**
 * bp_store_load_network_async:
 * @path: (type filename): a weight file, or %BP_STORE_PRETRAINED
 * @cancellable: (nullable): cancels
 * @callback: called when it is loaded, or not
 * @user_data: for @callback
 *
 * Reads a network in any format that bp_weights_load() reads.
 */
void
bp_store_load_network_async (const char *path,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  BpStoreJob *job;

  g_return_if_fail (path != NULL);

  job = bp_store_job_new (load_network);
  job->path = g_strdup (path);
  bp_store_job_start (job, bp_store_load_network_async, cancellable, callback, user_data);
}

/**
 * bp_store_load_network_finish:
 * @result: the result that the callback got
 * @info: (out caller-allocates) (optional): the file's description of the network, to be cleared
 *   with bp_weights_info_clear(); initialised in any case
 * @error: return location for an error of bp_weights_load(), or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): the network, or %NULL with @error set
 */
BpNetwork *
bp_store_load_network_finish (GAsyncResult *result, BpWeightsInfo *info, GError **error)
{
  BpStoreJob *job = bp_job_finish (result, bp_store_load_network_async, error);

  if (info != NULL)
    bp_weights_info_init (info);
  if (job == NULL)
    return NULL;

  if (info != NULL)
    {
      *info = job->info;
      bp_weights_info_init (&job->info);
    }
  return g_steal_pointer (&job->network);
}

static gboolean
save_network (BpStoreJob *job, GError **error)
{
  return bp_weights_save (job->network, &job->info, job->path, error);
}

/**
 * bp_store_save_network_async:
 * @network: an immutable network; a reference is taken
 * @info: the description for the file; copied
 * @path: (type filename): the file to write or to replace
 * @cancellable: (nullable): cancels as long as writing has not begun
 * @callback: called when it is saved, or not
 * @user_data: for @callback
 *
 * Writes a weight file, whole or not at all, in the format of @path's ending; safetensors where the
 * ending is unknown.
 */
void
bp_store_save_network_async (BpNetwork *network,
                             const BpWeightsInfo *info,
                             const char *path,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  BpStoreJob *job;

  g_return_if_fail (network != NULL);
  g_return_if_fail (info != NULL);
  g_return_if_fail (path != NULL);

  job = bp_store_job_new (save_network);
  job->is_lasting = TRUE;
  job->network = bp_network_ref (network);
  job->path = g_strdup (path);
  bp_weights_info_copy (&job->info, info);
  bp_store_job_start (job, bp_store_save_network_async, cancellable, callback, user_data);
}

/**
 * bp_store_save_network_finish:
 * @result: the result that the callback got
 * @error: return location for an error of bp_weights_save(), or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether the file was written; if not, the file that was there before is unchanged
 */
gboolean
bp_store_save_network_finish (GAsyncResult *result, GError **error)
{
  return bp_job_finish (result, bp_store_save_network_async, error) != NULL;
}
