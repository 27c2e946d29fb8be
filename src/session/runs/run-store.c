/* SPDX-License-Identifier: MIT */
/*
 * Lists, finds, deletes and restores runs. There is no index that could contradict the runs' files:
 * a list reads one small run.json for each run.
 *
 * Thread rule: any thread.
 */
#include "run-store.h"

#include "clean-text.h"
#include "error.h"
#include "job.h"
#include "run-folder.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

/* The folder of deleted runs, inside that of the others, so that deleting is a rename. */
#define TRASH ".deleted"

/* The most names that are tried: runs of the same second differ in the end of their names. */
#define MAX_NAMES 100

struct _BpRunStore
{
  char *folder;
};

/**
 * bp_run_store_new:
 * @folder: (nullable) (type filename): the folder of the runs' folders, which may be missing; %NULL
 *   is that of the user's data
 *
 * Returns: (transfer full): the store
 */
BpRunStore *
bp_run_store_new (const char *folder)
{
  BpRunStore *store = g_new (BpRunStore, 1);

  store->folder = folder != NULL
                      ? g_canonicalize_filename (folder, NULL)
                      : g_build_filename (g_get_user_data_dir (), "backprop", "runs", NULL);
  return store;
}

/**
 * bp_run_store_free:
 * @store: (transfer full): the store
 */
void
bp_run_store_free (BpRunStore *store)
{
  g_free (store->folder);
  g_free (store);
}

/**
 * bp_run_store_get_folder:
 * @store: the store
 *
 * Returns: (transfer none) (type filename): the folder of the runs' folders
 */
const char *
bp_run_store_get_folder (const BpRunStore *store)
{
  return store->folder;
}

/**
 * bp_run_store_make_folder:
 * @store: the store
 * @error: return location for a %G_FILE_ERROR
 *
 * Makes a folder for a new run, named after the time and a random number, so that names sort by
 * age: see bp_run_writer_new().
 *
 * Returns: (transfer full) (type filename): the folder, or %NULL with @error set
 */
char *
bp_run_store_make_folder (const BpRunStore *store, GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%Y%m%d-%H%M%S");
  int saved_errno = EEXIST;

  if (g_mkdir_with_parents (store->folder, 0777) != 0)
    {
      bp_set_errno_error (error, errno, N_ ("Could not make the folder “%s”: %s"), store->folder);
      return NULL;
    }
  for (guint i = 0; i < MAX_NAMES && saved_errno == EEXIST; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s-%04x", time, g_random_int () & 0xffff);
      g_autofree char *folder = g_build_filename (store->folder, name, NULL);

      if (g_mkdir (folder, 0777) == 0)
        return g_steal_pointer (&folder);
      saved_errno = errno;
    }
  bp_set_errno_error (error, saved_errno, N_ ("Could not make a folder in “%s”: %s"),
                      store->folder);
  return NULL;
}

static int
compare_ages (gconstpointer first, gconstpointer second)
{
  const BpRunRecord *a = *(const BpRunRecord *const *) first;
  const BpRunRecord *b = *(const BpRunRecord *const *) second;

  if (a->created != b->created)
    return a->created > b->created ? -1 : 1;
  return strcmp (b->folder, a->folder);
}

/**
 * bp_run_store_list:
 * @store: the store
 * @error: return location for a %G_FILE_ERROR
 *
 * Reads the records of all runs. Folders without a run, or with a damaged run.json, are left out.
 *
 * Returns: (transfer full) (element-type BpRunRecord): the newest run first; %NULL with @error set
 */
GPtrArray *
bp_run_store_list (const BpRunStore *store, GError **error)
{
  g_autoptr (GPtrArray) records =
      g_ptr_array_new_with_free_func ((GDestroyNotify) bp_run_record_unref);
  g_autoptr (GError) open_error = NULL;
  g_autoptr (GDir) directory = g_dir_open (store->folder, 0, &open_error);
  const char *name;

  if (directory == NULL)
    {
      if (g_error_matches (open_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return g_steal_pointer (&records);
      g_propagate_error (error, g_steal_pointer (&open_error));
      return NULL;
    }
  while ((name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *folder = g_build_filename (store->folder, name, NULL);
      BpRunRecord *record = name[0] != '.' ? bp_run_record_load (folder, NULL) : NULL;

      if (record != NULL)
        g_ptr_array_add (records, record);
    }
  g_ptr_array_sort (records, compare_ages);
  return g_steal_pointer (&records);
}

/* The argument and the result of a listing. */
typedef struct
{
  BpRunStore *store;
  GPtrArray *records; /* nullable */
} Listing;

static void
listing_free (gpointer data)
{
  Listing *listing = data;

  bp_run_store_free (listing->store);
  g_clear_pointer (&listing->records, g_ptr_array_unref);
  g_free (listing);
}

static gboolean
list (gpointer data, BpProgress *progress G_GNUC_UNUSED, GError **error)
{
  Listing *listing = data;

  listing->records = bp_run_store_list (listing->store, error);
  return listing->records != NULL;
}

/**
 * bp_run_store_list_async:
 * @store: the store
 * @cancellable: (nullable): drops the result
 * @callback: called in the main context of the call
 * @user_data: for @callback
 *
 * Calls bp_run_store_list() on another thread.
 */
void
bp_run_store_list_async (const BpRunStore *store,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  Listing *listing = g_new0 (Listing, 1);
  BpJob job = { .work = list, .data = listing, .free_data = listing_free };

  listing->store = bp_run_store_new (store->folder);
  bp_job_start (&job, bp_run_store_list_async, cancellable, callback, user_data);
}

/**
 * bp_run_store_list_finish:
 * @result: the result that the callback got
 * @error: return location for the errors of bp_run_store_list(), or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (element-type BpRunRecord): the newest run first; %NULL with @error set
 */
GPtrArray *
bp_run_store_list_finish (GAsyncResult *result, GError **error)
{
  Listing *listing = bp_job_finish (result, bp_run_store_list_async, error);

  return listing != NULL ? g_steal_pointer (&listing->records) : NULL;
}

/**
 * bp_run_store_find:
 * @store: the store
 * @name: (type filename): the id of a run of the store, or the folder of any run
 * @error: return location for %BP_ERROR_MISMATCH, where the run does not exist, or an error of
 *   bp_run_record_load()
 *
 * Returns: (transfer full): the run, or %NULL with @error set
 */
BpRunRecord *
bp_run_store_find (const BpRunStore *store, const char *name, GError **error)
{
  g_autofree char *in_store = g_build_filename (store->folder, name, NULL);
  gboolean is_id = strchr (name, G_DIR_SEPARATOR) == NULL && name[0] != '.';
  g_autofree char *display_name = NULL;

  if (is_id && bp_run_folder_has_run (in_store))
    return bp_run_record_load (in_store, error);
  if (bp_run_folder_has_run (name))
    return bp_run_record_load (name, error);

  display_name = bp_clean_path (name);
  g_set_error (
      error, BP_ERROR, BP_ERROR_MISMATCH,
      _ ("There is no run “%s”: name one by its id, as “runs list” shows it, or by its folder"),
      display_name);
  return NULL;
}

/* The path of a run among the deleted ones. */
static char *
get_place_in_trash (const BpRunStore *store, const BpRunRecord *record)
{
  g_autofree char *name = g_path_get_basename (record->folder);

  return g_build_filename (store->folder, TRASH, name, NULL);
}

static gboolean
move_folder (const char *from, const char *to, GError **error)
{
  g_autofree char *parent = g_path_get_dirname (to);

  if (g_mkdir_with_parents (parent, 0777) != 0)
    return bp_set_errno_error (error, errno, N_ ("Could not make the folder “%s”: %s"), parent);
  if (g_rename (from, to) != 0)
    return bp_set_errno_error (error, errno, N_ ("Could not move “%s”: %s"), from);
  return TRUE;
}

/**
 * bp_run_store_delete:
 * @store: the store
 * @record: one of its runs
 * @error: return location for %BP_ERROR_MISMATCH, where a program trains the run, or a
 *   %G_FILE_ERROR
 *
 * Moves a run to the trash. bp_run_store_restore() restores it, until bp_run_store_empty_trash().
 *
 * Returns: whether it was moved
 */
gboolean
bp_run_store_delete (const BpRunStore *store, const BpRunRecord *record, GError **error)
{
  g_autofree char *place = get_place_in_trash (store, record);

  if (bp_run_folder_is_locked (record->folder))
    {
      g_autofree char *display_name = bp_clean_path (record->folder);

      g_set_error (error, BP_ERROR, BP_ERROR_MISMATCH,
                   _ ("The run in “%s” is being trained: stop it before it is deleted"),
                   display_name);
      return FALSE;
    }
  return move_folder (record->folder, place, error);
}

/**
 * bp_run_store_restore:
 * @store: the store
 * @record: the run as it was before bp_run_store_delete()
 * @error: return location for a %G_FILE_ERROR
 *
 * Returns: whether the run is in the list again
 */
gboolean
bp_run_store_restore (const BpRunStore *store, const BpRunRecord *record, GError **error)
{
  g_autofree char *place = get_place_in_trash (store, record);

  return move_folder (place, record->folder, error);
}

/**
 * bp_run_store_empty_trash:
 * @store: the store
 *
 * Removes the deleted runs permanently. Runs that cannot be removed stay for the next call.
 */
void
bp_run_store_empty_trash (const BpRunStore *store)
{
  g_autofree char *trash = g_build_filename (store->folder, TRASH, NULL);
  g_autoptr (GDir) directory = g_dir_open (trash, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *folder = g_build_filename (trash, name, NULL);

      if (bp_run_folder_has_run (folder))
        (void) bp_run_folder_remove (folder, NULL);
    }
}
