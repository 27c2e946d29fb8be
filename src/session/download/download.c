/* SPDX-License-Identifier: MIT */
/*
 * Downloads a list of files in sequence. The mirror of the last file is tried first for the next
 * one; after a failure, the next mirror continues where it ended. A file gets its final name only
 * after its SHA-256 was verified, so that its mirror need not be trusted.
 *
 * All work is done in the caller's main context, in short pieces: a few milliseconds for a piece of
 * a file, and up to about 50 for the checksum of an existing file.
 */
#include "config.h"

#include "download.h"

#include "clean-text.h"
#include "error.h"
#include "fetch.h"
#include "regular-file.h"
#include "sha256.h"
#include "soup-library.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* 60 frames a second. */
#define FRAME_MILLISECONDS 16

/* The most times that one mirror may be cut off within a file, if it sends some bytes each time. */
#define MAX_CUTS 5

/* The bytes of a file that one call reads. */
#define BUFFER_LENGTH 65536

/* For the owner alone, as in the XDG base directory specification. */
#define FOLDER_MODE 0700

typedef struct
{
  BpMirrors *mirrors;
  char *folder;
  SoupSession *session;
  GSource *timer;
  BpProgressFunc progress_func;
  gpointer progress_data;

  guint64 size;      /* of all files */
  guint64 done_size; /* of the finished ones */
  guint file_index;
  BpPartFile *part;    /* of that file */
  guint mirror;        /* the index of the current mirror */
  guint n_failed;      /* the number of mirrors that failed for the file */
  guint n_cuts;        /* of this mirror */
  guint64 old_length;  /* of the part, before this mirror was used */
  gboolean is_offline; /* no mirror could be reached */
  GString *failures;   /* the faults of the mirrors */
} Download;

G_DEFINE_QUARK (bp_download_error, bp_download_error)

static void
free_download (gpointer data)
{
  Download *download = data;

  bp_mirrors_unref (download->mirrors);
  g_free (download->folder);
  g_clear_object (&download->session);
  g_clear_pointer (&download->timer, g_source_unref);
  g_clear_pointer (&download->part, bp_part_file_free);
  g_string_free (download->failures, TRUE);
  g_free (download);
}

/* Ends the task, with an error where there is one. */
static void
end (GTask *task, GError *error)
{
  Download *download = g_task_get_task_data (task);

  g_source_destroy (download->timer);
  g_clear_pointer (&download->part, bp_part_file_free);
  if (download->session != NULL)
    bp_libsoup.soup_session_abort (download->session);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static gboolean
on_frame (gpointer data)
{
  Download *download = g_task_get_task_data (data);
  guint64 part_length = download->part != NULL ? bp_part_file_get_length (download->part) : 0;

  if (download->progress_func != NULL)
    download->progress_func ((double) (download->done_size + part_length) / (double) download->size,
                             download->progress_data);
  return G_SOURCE_CONTINUE;
}

static const BpMirrorFile *
get_file (const Download *download)
{
  return bp_mirrors_get_file (download->mirrors, download->file_index);
}

static char *
build_path (const Download *download)
{
  return g_build_filename (download->folder, get_file (download)->name, NULL);
}

/* Whether a file exists with @size bytes and the digest @sha256. */
static gboolean
has_digest (const char *path, guint64 size, const char *sha256)
{
  g_autoptr (BpSha256) digest = bp_sha256_new ();
  g_autofree guint8 *buffer = g_malloc (BUFFER_LENGTH);
  g_autofree char *found = NULL;
  guint64 length;
  int fd = bp_regular_file_open (path, &length, NULL);
  guint64 offset = 0;

  if (fd < 0)
    return FALSE;

  while (length == size && offset < size)
    {
      gsize n_bytes = (gsize) MIN (BUFFER_LENGTH, size - offset);

      if (!bp_regular_file_read_at (fd, path, buffer, n_bytes, offset, NULL))
        break;
      bp_sha256_update (digest, buffer, n_bytes);
      offset += n_bytes;
    }
  close (fd);
  found = bp_sha256_get_digest (digest);
  return length == size && offset == size && g_str_equal (found, sha256);
}

/* Checks that an existing file is the right one. Another file belongs to the user, and is not
 * overwritten. */
static gboolean
check_present (const BpMirrorFile *file, const char *path, GError **error)
{
  g_autofree char *display_name = NULL;

  if (has_digest (path, file->size, file->sha256))
    return TRUE;

  display_name = bp_clean_path (path);
  g_set_error (
      error, BP_DOWNLOAD_ERROR, BP_DOWNLOAD_ERROR_OCCUPIED,
      _ ("“%s” exists already and has other contents; move it away, or choose another folder"),
      display_name);
  return FALSE;
}

/* Opens the part of the file. A complete part gets its final name, and no part is left; a part of
 * the full size with a wrong digest is emptied. */
static gboolean
open_part (Download *download, const char *path, GError **error)
{
  const BpMirrorFile *file = get_file (download);

  download->part = bp_part_file_open (path, file->size, error);
  if (download->part == NULL)
    return FALSE;
  if (bp_part_file_get_length (download->part) < file->size)
    return TRUE;
  if (!bp_part_file_is_right (download->part, file->sha256))
    return bp_part_file_truncate (download->part, error);
  if (!bp_part_file_commit (download->part, error))
    return FALSE;
  g_clear_pointer (&download->part, bp_part_file_free);
  return TRUE;
}

/* Begins the next missing file; no part is left where all files exist. */
static gboolean
begin_file (Download *download, GError **error)
{
  for (; download->file_index < download->mirrors->files->len; download->file_index++)
    {
      const BpMirrorFile *file = get_file (download);
      g_autofree char *path = build_path (download);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        {
          if (!check_present (file, path, error))
            return FALSE;
        }
      else if (!open_part (download, path, error))
        return FALSE;
      if (download->part != NULL)
        return TRUE;
      download->done_size += file->size;
    }
  return TRUE;
}

static gboolean
end_file (Download *download, GError **error)
{
  if (!bp_part_file_commit (download->part, error))
    return FALSE;

  g_clear_pointer (&download->part, bp_part_file_free);
  download->done_size += get_file (download)->size;
  download->file_index++;
  download->n_failed = 0;
  download->n_cuts = 0;
  download->is_offline = TRUE;
  g_string_truncate (download->failures, 0);
  return begin_file (download, error);
}

static GError *
explain_failure (const Download *download)
{
  if (download->is_offline)
    return g_error_new (BP_DOWNLOAD_ERROR, BP_DOWNLOAD_ERROR_OFFLINE,
                        _ ("No server could be reached, so this computer seems to be offline; the "
                           "built-in digits need no network"));

  return g_error_new (BP_DOWNLOAD_ERROR, BP_DOWNLOAD_ERROR_NO_MIRROR,
                      /* Translators: a file name, and what happened, as in
                       * "example.org: 404 Not Found; example.com: no connection". */
                      _ ("“%s” could not be downloaded (%s); the built-in digits need no network"),
                      get_file (download)->name, download->failures->str);
}

/* Whether to try the same mirror again: it was cut off, but sent some bytes before. */
static gboolean
is_worth_resuming (Download *download, const GError *failure)
{
  return g_error_matches (failure, BP_FETCH_ERROR, BP_FETCH_ERROR_CUT) &&
         bp_part_file_get_length (download->part) > download->old_length &&
         download->n_cuts++ < MAX_CUTS;
}

/* Switches to the next mirror; returns FALSE where there is none. */
static gboolean
pass_on (Download *download, const GError *failure)
{
  GUri *base_uri = g_ptr_array_index (download->mirrors->base_uris, download->mirror);
  g_autofree char *host = bp_clean_text (g_uri_get_host (base_uri), BP_CLEAN_LABEL);

  g_string_append_printf (download->failures, "%s%s: %s", download->n_failed > 0 ? "; " : "", host,
                          failure->message);
  if (!g_error_matches (failure, BP_FETCH_ERROR, BP_FETCH_ERROR_UNREACHABLE))
    download->is_offline = FALSE;
  download->mirror = (download->mirror + 1) % download->mirrors->base_uris->len;
  download->n_cuts = 0;
  download->n_failed++;
  return download->n_failed < download->mirrors->base_uris->len;
}

/* Gives a complete file its final name if its digest is right; empties it otherwise. If it had an
 * old beginning, that may be the reason, so the mirror gets a second chance. */
static gboolean
check_part (Download *download, gboolean *is_to_blame, GError **error)
{
  *is_to_blame = FALSE;
  if (bp_part_file_is_right (download->part, get_file (download)->sha256))
    return end_file (download, error);

  *is_to_blame = download->old_length == 0;
  return bp_part_file_truncate (download->part, error);
}

static void fetch (GTask *task);

static void
on_fetched (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Download *download = g_task_get_task_data (task);
  g_autoptr (GError) failure = NULL;
  GError *error = NULL;
  gboolean is_to_blame = FALSE;

  if (bp_fetch_finish (result, &failure))
    {
      if (!check_part (download, &is_to_blame, &error))
        {
          end (task, error);
          return;
        }
      if (is_to_blame)
        failure = g_error_new_literal (BP_FETCH_ERROR, BP_FETCH_ERROR_CONTENT,
                                       _ ("wrong contents: the SHA-256 differs"));
    }
  else if (failure->domain != BP_FETCH_ERROR)
    {
      end (task, g_steal_pointer (&failure));
      return;
    }

  if (failure != NULL && !is_worth_resuming (download, failure) && !pass_on (download, failure))
    end (task, explain_failure (download));
  else
    fetch (task);
}

/* Fetches the missing part of the file; ends the task where no file is missing. */
static void
fetch (GTask *task)
{
  Download *download = g_task_get_task_data (task);
  g_autoptr (GUri) uri = NULL;

  if (download->part == NULL)
    {
      end (task, NULL);
      return;
    }

  download->old_length = bp_part_file_get_length (download->part);
  uri = bp_mirrors_get_uri (download->mirrors, download->mirror, get_file (download));
  bp_fetch_async (download->session, uri, download->part, download->mirrors->patience,
                  g_task_get_cancellable (task), on_fetched, g_object_ref (task));
}

/**
 * bp_download_get_folder:
 *
 * Returns: (transfer full) (type filename): "backprop" in the user's data folder, where
 *   bp_data_search() looks
 */
char *
bp_download_get_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "backprop", NULL);
}

/**
 * bp_download_async:
 * @mirrors: the files and their mirrors
 * @folder: (type filename): the folder for the files; made where it is missing
 * @progress_func: (nullable): called with the progress
 * @progress_data: for @progress_func
 * @cancellable: (nullable): cancels; the downloaded part is kept for the next time
 * @callback: called at the end
 * @user_data: for @callback
 *
 * Downloads the missing files.
 */
void
bp_download_async (BpMirrors *mirrors,
                   const char *folder,
                   BpProgressFunc progress_func,
                   gpointer progress_data,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Download *download = g_new0 (Download, 1);
  GError *error = NULL;

  g_task_set_source_tag (task, bp_download_async);
  g_task_set_task_data (task, download, free_download);
  download->mirrors = bp_mirrors_ref (mirrors);
  download->folder = g_strdup (folder);
  download->progress_func = progress_func;
  download->progress_data = progress_data;
  download->is_offline = TRUE;
  download->failures = g_string_new (NULL);
  for (guint i = 0; i < mirrors->files->len; i++)
    download->size += bp_mirrors_get_file (mirrors, i)->size;

  download->timer = g_timeout_source_new (FRAME_MILLISECONDS);
  g_task_attach_source (task, download->timer, on_frame);

  if (g_mkdir_with_parents (folder, FOLDER_MODE) != 0)
    {
      bp_set_errno_error (&error, errno, N_ ("Could not make the folder “%s”: %s"), folder);
      end (task, error);
      return;
    }
  download->session = bp_fetch_session_new (&error);
  if (download->session == NULL || !begin_file (download, &error))
    end (task, error);
  else
    fetch (task);
}

/**
 * bp_download_finish:
 * @result: the result that the callback got
 * @error: return location for a %BP_DOWNLOAD_ERROR, a %G_FILE_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether all files exist with the right content
 */
gboolean
bp_download_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, bp_download_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
