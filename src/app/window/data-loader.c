/* SPDX-License-Identifier: MIT */
#include "data-loader.h"

#include "commands.h"
#include "download.h"
#include "settings.h"
#include "source-name.h"
#include "store.h"

#include <glib/gi18n.h>

struct _BpDataLoader
{
  GObject parent_instance;

  /* owned */
  GSettings *settings;
  BpPending *pending;
  BpDataset *dataset;        /* nullable: the data set loaded last */
  GCancellable *cancellable; /* nullable: of the newest work, until its end */

  gboolean is_closed;
};

enum
{
  SIGNAL_STARTED,
  SIGNAL_PROGRESS,
  SIGNAL_LOADED,
  SIGNAL_STOPPED,
  SIGNAL_FAILED,
  SIGNAL_FOUND,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpDataLoader, bp_data_loader, G_TYPE_OBJECT)

/**
 * Work:
 * @loader: (owned)
 * @cancellable: (owned)
 * @path: (owned) (nullable): the path that is loaded or downloaded to; %NULL during a search
 * @is_choice: whether the user chose it, so that the next start loads it again
 *
 * A search, a loading or a download.
 */
typedef struct
{
  BpDataLoader *loader;
  GCancellable *cancellable;
  char *path;
  gboolean is_choice;
} Work;

static Work *
work_new (BpDataLoader *self, const char *path, gboolean is_choice)
{
  Work *work = g_new0 (Work, 1);

  bp_pending_begin (self->pending);
  work->loader = g_object_ref (self);
  work->cancellable = g_object_ref (self->cancellable);
  work->path = g_strdup (path);
  work->is_choice = is_choice;
  return work;
}

/* Begins new work, which replaces the work in progress. */
static Work *
begin_work (BpDataLoader *self, const char *path, gboolean is_choice)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  return work_new (self, path, is_choice);
}

static void
work_free (Work *work)
{
  bp_pending_end (work->loader->pending);
  g_object_unref (work->loader);
  g_object_unref (work->cancellable);
  g_free (work->path);
  g_free (work);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Work, work_free)

static gboolean
is_newest (const Work *work)
{
  return work->loader->cancellable == work->cancellable && !work->loader->is_closed;
}

/* Emits "started". @path and @name are those of a data set that is being loaded, else NULL. */
static void
say_started (BpDataLoader *self,
             const char *text,
             const char *path,
             const char *name,
             gboolean is_choice)
{
  g_signal_emit (self, signals[SIGNAL_STARTED], 0, text, path, name, is_choice);
}

static void
say_failed (BpDataLoader *self,
            const char *heading,
            const char *text,
            const char *button_label,
            const char *action_name)
{
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, heading, text, button_label, action_name);
}

static void
on_progress (double fraction, gpointer user_data)
{
  Work *work = user_data;

  if (is_newest (work))
    g_signal_emit (work->loader, signals[SIGNAL_PROGRESS], 0, fraction);
}

/* The newest work has ended without a data set. */
static void
stop (Work *work)
{
  BpDataLoader *self = work->loader;

  g_clear_object (&self->cancellable);
  g_signal_emit (self, signals[SIGNAL_STOPPED], 0);
}

/* Without any data set, the window says so even after a cancellation by the user. */
static void
fail_to_load (Work *work, const GError *error)
{
  BpDataLoader *self = work->loader;

  stop (work);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_autofree char *name = bp_source_name_describe (work->path);
      /* Translators: %s is a file's name */
      g_autofree char *heading = g_strdup_printf (_ ("Could Not Load “%s”"), name);

      say_failed (self, heading, error->message, _ ("_Choose File…"), "win.open-data");
    }
  else if (self->dataset == NULL)
    say_failed (self, _ ("No Data Set"), _ ("Loading was cancelled. Training needs a data set."),
                _ ("_Choose File…"), "win.open-data");
}

static void
fail_to_download (BpDataLoader *self, const GError *error)
{
  say_failed (self, _ ("Could Not Download MNIST"), error->message, _ ("_Try Again"),
              "win.download-data");
}

static void
on_loaded (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Work) work = user_data;
  BpDataLoader *self = work->loader;
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = bp_store_load_dataset_finish (result, &error);

  if (!is_newest (work))
    return;
  if (dataset == NULL)
    {
      fail_to_load (work, error);
      return;
    }

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->dataset, bp_dataset_unref);
  self->dataset = g_steal_pointer (&dataset);
  if (work->is_choice)
    g_settings_set_string (self->settings, BP_KEY_LAST_DATA, work->path);
  g_signal_emit (self, signals[SIGNAL_LOADED], 0, self->dataset, work->path, work->is_choice);
}

/* Takes @work. */
static void
load (Work *work)
{
  g_autofree char *name = bp_source_name_describe (work->path);
  /* Translators: %s is a file's name */
  g_autofree char *text = g_strdup_printf (_ ("Loading %s…"), name);

  say_started (work->loader, text, work->path, name, work->is_choice);
  bp_store_load_dataset_async (work->path, on_progress, work, work->cancellable, on_loaded, work);
}

static void
on_found (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Work) work = user_data;
  g_autoptr (GError) error = NULL;

  work->path = bp_store_find_dataset_finish (result, &error);
  if (!is_newest (work))
    return;
  if (work->path != NULL)
    load (g_steal_pointer (&work));
  else
    fail_to_load (work, error);
}

static void
on_other_found (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Work) work = user_data;

  work->path = bp_store_find_dataset_finish (result, NULL);
  if (work->path != NULL && !work->loader->is_closed)
    {
      g_autofree char *name = bp_source_name_describe (work->path);

      g_signal_emit (work->loader, signals[SIGNAL_FOUND], 0, work->path, name);
    }
}

static void
on_downloaded (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Work) work = user_data;
  BpDataLoader *self = work->loader;
  g_autoptr (GError) error = NULL;
  gboolean is_done = bp_download_finish (result, &error);

  if (!is_newest (work))
    return;
  if (is_done)
    {
      bp_data_loader_load (self, work->path);
      return;
    }

  stop (work);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    fail_to_download (self, error);
  if (self->dataset == NULL)
    bp_data_loader_find (self);
}

/* Downloads MNIST to the user's data folder and loads it from there. */
static void
download (BpDataLoader *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpMirrors) mirrors = bp_mirrors_load (NULL, &error);
  g_autofree char *folder = bp_download_get_folder ();
  g_autofree char *text = NULL;
  Work *work;

  if (mirrors == NULL)
    {
      fail_to_download (self, error);
      return;
    }

  work = begin_work (self, folder, TRUE);
  /* Translators: %s is the name of a data set, as in "MNIST" */
  text = g_strdup_printf (_ ("Downloading %s…"), mirrors->name);
  say_started (self, text, NULL, NULL, TRUE);
  bp_download_async (mirrors, folder, on_progress, work, work->cancellable, on_downloaded, work);
}

static void
use_builtin (BpDataLoader *self)
{
  bp_data_loader_load (self, BP_STORE_BUILTIN);
}

static void
cancel (BpDataLoader *self)
{
  g_cancellable_cancel (self->cancellable);
}

static void
load_activated (GSimpleAction *action G_GNUC_UNUSED, GVariant *path, gpointer user_data)
{
  bp_data_loader_load (BP_DATA_LOADER (user_data), g_variant_get_string (path, NULL));
}

static const BpCommand COMMANDS[] = {
  { "download-data", G_CALLBACK (download) },
  { "use-builtin-data", G_CALLBACK (use_builtin) },
  { "cancel-loading", G_CALLBACK (cancel) },
};

static void
add_actions (BpDataLoader *self, GActionMap *map)
{
  g_autoptr (GSimpleAction) load_action = g_simple_action_new ("load-data", G_VARIANT_TYPE_STRING);

  bp_commands_add (map, COMMANDS, G_N_ELEMENTS (COMMANDS), self);
  g_signal_connect_object (load_action, "activate", G_CALLBACK (load_activated), self, 0);
  g_action_map_add_action (map, G_ACTION (load_action));
}

static void
bp_data_loader_finalize (GObject *object)
{
  BpDataLoader *self = BP_DATA_LOADER (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->pending);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->dataset, bp_dataset_unref);

  G_OBJECT_CLASS (bp_data_loader_parent_class)->finalize (object);
}

static void
bp_data_loader_class_init (BpDataLoaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bp_data_loader_finalize;

  /**
   * BpDataLoader::started:
   * @text: the work in a few words
   * @path: (nullable): the data set that is being loaded; %NULL during a download
   * @name: (nullable): its name
   * @is_choice: whether the user chose it
   */
  signals[SIGNAL_STARTED] =
      g_signal_new ("started", BP_TYPE_DATA_LOADER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 4, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_BOOLEAN);

  /**
   * BpDataLoader::progress:
   * @fraction: the share that is done, from 0 to 1, or -1 while unknown
   */
  signals[SIGNAL_PROGRESS] = g_signal_new ("progress", BP_TYPE_DATA_LOADER, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_DOUBLE);

  /**
   * BpDataLoader::loaded:
   * @dataset: (type BpDataset): the new data set
   * @path: its path
   * @is_choice: a person asked for it
   */
  signals[SIGNAL_LOADED] =
      g_signal_new ("loaded", BP_TYPE_DATA_LOADER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 3, G_TYPE_POINTER, G_TYPE_STRING, G_TYPE_BOOLEAN);

  /**
   * BpDataLoader::stopped:
   *
   * The work has ended without a new data set; the present one stays.
   */
  signals[SIGNAL_STOPPED] = g_signal_new ("stopped", BP_TYPE_DATA_LOADER, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * BpDataLoader::failed:
   * @heading: the failure
   * @text: the reason and the remedy
   * @button_label: of the remedy, with a mnemonic
   * @action_name: the action of the remedy
   */
  signals[SIGNAL_FAILED] =
      g_signal_new ("failed", BP_TYPE_DATA_LOADER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 4, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);

  /**
   * BpDataLoader::found:
   * @path: a data set that could be loaded
   * @name: of the data set
   */
  signals[SIGNAL_FOUND] = g_signal_new ("found", BP_TYPE_DATA_LOADER, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
bp_data_loader_init (BpDataLoader *self)
{
}

/**
 * bp_data_loader_new:
 * @actions: the window that gets the loader's actions
 * @settings: the settings, which hold the user's last choice
 * @pending: counts the work in progress
 *
 * Returns: (transfer full): a loader without a data set
 */
BpDataLoader *
bp_data_loader_new (GActionMap *actions, GSettings *settings, BpPending *pending)
{
  BpDataLoader *self = g_object_new (BP_TYPE_DATA_LOADER, NULL);

  self->settings = g_object_ref (settings);
  self->pending = g_object_ref (pending);
  add_actions (self, actions);
  return self;
}

/**
 * bp_data_loader_find:
 * @self: the loader
 *
 * Loads the data set chosen last, else the first one of the search order, else the built-in digits.
 * Where the built-in digits were chosen last, "found" announces another data set that exists.
 */
void
bp_data_loader_find (BpDataLoader *self)
{
  g_autofree char *last_used = g_settings_get_string (self->settings, BP_KEY_LAST_DATA);
  Work *work = begin_work (self, NULL, FALSE);

  bp_store_find_dataset_async (*last_used != '\0' ? last_used : NULL, work->cancellable, on_found,
                               work);
  if (g_str_equal (last_used, BP_STORE_BUILTIN))
    bp_store_find_dataset_async (NULL, work->cancellable, on_other_found,
                                 work_new (self, NULL, FALSE));
}

/**
 * bp_data_loader_load:
 * @self: the loader
 * @path: (type filename): a file or folder that the user chose, or %BP_STORE_BUILTIN, or
 *   %BP_STORE_MIXED_PREFIX and a file or folder
 */
void
bp_data_loader_load (BpDataLoader *self, const char *path)
{
  load (begin_work (self, path, TRUE));
}

/**
 * bp_data_loader_close:
 * @self: the loader
 *
 * Cancels the work in progress. The loader emits no more signals.
 */
void
bp_data_loader_close (BpDataLoader *self)
{
  self->is_closed = TRUE;
  cancel (self);
}

/**
 * bp_data_loader_is_busy:
 * @self: the loader
 *
 * Returns: whether a data set is being looked for, loaded or downloaded
 */
gboolean
bp_data_loader_is_busy (BpDataLoader *self)
{
  return self->cancellable != NULL;
}

/**
 * bp_data_loader_get_dataset:
 * @self: the loader
 *
 * Returns: (transfer none) (nullable): the data set loaded last
 */
BpDataset *
bp_data_loader_get_dataset (BpDataLoader *self)
{
  return self->dataset;
}
