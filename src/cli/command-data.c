/* SPDX-License-Identifier: MIT */
/* "backprop-cli data": downloads or describes a data set. */
#include "config.h"

#include "clean-text.h"
#include "command.h"
#include "dataset-report.h"
#include "download.h"
#include "interrupt.h"
#include "options.h"
#include "progress-bar.h"

#include <glib/gi18n.h>
#include <string.h>

/* The steps of the progress bar for a download. */
#define PROGRESS_STEPS 1000000

typedef struct
{
  char *folder;
  char *mirrors;
} DownloadOptions;

static void
download_options_clear (DownloadOptions *options)
{
  g_free (options->folder);
  g_free (options->mirrors);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DownloadOptions, download_options_clear)

/* A download that this thread waits for. */
typedef struct
{
  BpProgress *progress; /* borrowed */
  GCancellable *cancellable;
  GMainLoop *loop;
  GAsyncResult *result;
} Download;

static void
on_progress (double fraction, gpointer data)
{
  Download *download = data;

  bp_progress_report (download->progress, (guint64) (fraction * PROGRESS_STEPS), PROGRESS_STEPS);
  if (!bp_progress_check (download->progress, NULL))
    g_cancellable_cancel (download->cancellable);
}

static void
on_done (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  Download *download = data;

  download->result = g_object_ref (result);
  g_main_loop_quit (download->loop);
}

static gboolean
download_to (const char *folder, BpMirrors *mirrors, GError **error)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autofree char *label = g_strdup_printf (_ ("Downloading %s"), mirrors->name);
  Download download = {
    .progress = bp_interrupt_watch (),
    .cancellable = cancellable,
    .loop = loop,
  };
  BpProgressBar *bar = bp_progress_bar_start (label, download.progress);
  g_autoptr (GError) cause = NULL;
  gboolean is_done;

  bp_download_async (mirrors, folder, on_progress, &download, cancellable, on_done, &download);
  g_main_loop_run (loop);
  bp_progress_bar_stop (bar);
  is_done = bp_download_finish (download.result, &cause);
  g_object_unref (download.result);
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_set_error_literal (
        error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
        _ ("Interrupted; the downloaded part is kept, and the next download continues from there"));
  else if (!is_done)
    g_propagate_error (error, g_steal_pointer (&cause));
  return is_done;
}

static gboolean
download_data (int argc, char **argv, GError **error)
{
  g_auto (DownloadOptions) options = { NULL };
  const GOptionEntry entries[] = {
    { "folder", 0, 0, G_OPTION_ARG_FILENAME, &options.folder,
      N_ ("The folder for the files; “backprop” in your data folder by default"), N_ ("PATH") },
    { "mirrors", 0, 0, G_OPTION_ARG_FILENAME, &options.mirrors,
      N_ ("A list of files and servers, instead of the program’s own"), N_ ("FILE") },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (BpMirrors) mirrors = NULL;
  g_autofree char *folder_name = NULL;

  if (!bp_options_parse (
          entries, NULL,
          _ ("Downloads MNIST: 60,000 handwritten digits to train on and 10,000 to test with, 11.6 "
             "MB. Existing files are not downloaded again."),
          _ ("The environment variable BACKPROP_MIRRORS can name another list, too."), argc, argv,
          error))
    return FALSE;

  mirrors = bp_mirrors_load (options.mirrors, error);
  if (mirrors == NULL)
    return FALSE;
  if (options.folder == NULL)
    options.folder = bp_download_get_folder ();
  if (!download_to (options.folder, mirrors, error))
    return FALSE;

  folder_name = bp_clean_path (options.folder);
  g_print (_ ("%s is in %s\n"), mirrors->name, folder_name);
  return TRUE;
}

static gboolean
describe_data (int argc, char **argv, GError **error)
{
  g_auto (GStrv) paths = NULL;
  g_autofree char *sheet_path = NULL;
  gboolean is_json = FALSE;
  const GOptionEntry entries[] = {
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &paths, NULL, NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &is_json, N_ ("Print one JSON object"), NULL },
    { "sheet", 0, 0, G_OPTION_ARG_FILENAME, &sheet_path,
      N_ ("Write a hundred samples, the classes in their order, as a PNG"), N_ ("FILE") },
    G_OPTION_ENTRY_NULL,
  };

  if (!bp_options_parse (entries, _ ("PATH…"),
                         _ ("Describes a data set: the images of each class, their size and the "
                            "range of their pixels."),
                         NULL, argc, argv, error))
    return FALSE;
  if (paths == NULL)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _ ("Name a data set or “builtin”"));
      return FALSE;
    }
  return bp_dataset_report ((const char *const *) paths, sheet_path, is_json, error);
}

typedef struct
{
  const char *name;
  BpCommandFunc function;
} Action;

static const Action actions[] = {
  { "download", download_data },
  { "info", describe_data },
};

/**
 * bp_command_data:
 * @argc: the number of arguments
 * @argv: (array length=argc): "data" and what follows it
 * @error: return location, see #BpCommandFunc
 *
 * Returns: whether the command succeeded
 */
gboolean
bp_command_data (int argc, char **argv, GError **error)
{
  const GOptionEntry no_entries[] = { G_OPTION_ENTRY_NULL };

  for (guint i = 0; argc > 1 && i < G_N_ELEMENTS (actions); i++)
    if (strcmp (argv[1], actions[i].name) == 0)
      {
        g_autofree char *program_name = g_strdup_printf ("%s %s", g_get_prgname (), argv[1]);

        g_set_prgname (program_name);
        return actions[i].function (argc - 1, argv + 1, error);
      }

  /* Only --help is left to be parsed. */
  if (!bp_options_parse (
          no_entries, "download | info PATH…", _ ("Downloads or describes a data set."),
          _ ("See “backprop-cli data download --help” and “backprop-cli data info --help”."), argc,
          argv, error))
    return FALSE;

  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       _ ("“download” or “info” is missing; --help explains them"));
  return FALSE;
}
