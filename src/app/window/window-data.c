/* SPDX-License-Identifier: MIT */
#include "settings.h"
#include "store.h"
#include "window-private.h"

#include <glib/gi18n.h>

/* What is being loaded, and on whose wish. */
typedef struct
{
  BpWindow *window; /* held */
  GCancellable *cancellable;
  char *path;
  gboolean is_choice; /* a person chose it, so that it is to be there the next time */
} Loading;

static void
loading_free (Loading *loading)
{
  g_clear_pointer (&loading->window, bp_window_release);
  g_clear_object (&loading->cancellable);
  g_free (loading->path);
  g_free (loading);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Loading, loading_free)

static gboolean
is_newest (Loading *loading)
{
  return loading->window->data_cancellable == loading->cancellable;
}

/* Begins a loading that takes the place of the one in progress, if there is one. */
static Loading *
begin_loading (BpWindow *self, const char *path, gboolean is_choice)
{
  Loading *loading = g_new0 (Loading, 1);

  bp_window_hold (self);
  loading->window = self;
  loading->cancellable = bp_window_begin_data (self);
  loading->path = g_strdup (path);
  loading->is_choice = is_choice;
  return loading;
}

static char *
describe_source (const char *path)
{
  g_autofree char *base = NULL;

  if (g_str_equal (path, BP_STORE_BUILTIN))
    return g_strdup (_ ("Built-in digits"));
  base = g_filename_display_basename (bp_store_path_get_base (path));
  if (!bp_store_path_is_mixed (path))
    return g_steal_pointer (&base);
  return bp_settings_pane_describe_mixed (base);
}

static void
show_failure (BpWindow *self, const char *heading, const char *text)
{
  bp_message_bar_show (self->message_bar, heading, text,
                       (BpMessageButton){ _ ("_Choose File…"), "win.open-data" },
                       (BpMessageButton){ _ ("Use _Built-in Digits"), "win.use-builtin-data" });
}

static void
set_dataset (BpWindow *self, BpDataset *dataset, Loading *loading)
{
  g_clear_pointer (&self->dataset, bp_dataset_unref);
  self->dataset = bp_dataset_ref (dataset);
  if (loading->is_choice)
    g_settings_set_string (self->settings, BP_KEY_LAST_DATA, loading->path);
  bp_settings_pane_set_dataset (self->settings_pane, dataset, loading->path);
  bp_window_update_sheets (self);
  bp_window_show_document (self);
}

static void
on_progress (double fraction, gpointer user_data)
{
  Loading *loading = user_data;

  if (is_newest (loading))
    bp_train_page_set_loading_fraction (loading->window->train_page, fraction);
}

static void
on_loaded (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Loading) loading = user_data;
  BpWindow *self = loading->window;
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDataset) dataset = bp_store_load_dataset_finish (result, &error);

  if (!is_newest (loading) || self->is_closing)
    return;

  g_clear_object (&self->data_cancellable);
  bp_train_page_end_loading (self->train_page);
  if (dataset != NULL)
    {
      set_dataset (self, dataset, loading);
      return;
    }

  bp_settings_pane_reset_source (self->settings_pane);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_autofree char *name = describe_source (loading->path);
      /* Translators: %s is a file's name */
      g_autofree char *heading = g_strdup_printf (_ ("Could Not Load “%s”"), name);

      show_failure (self, heading, error->message);
    }
  else if (self->dataset == NULL)
    show_failure (self, _ ("No Data Set"), _ ("Loading was cancelled. Training needs a data set."));
  bp_window_update_actions (self);
}

static void
load (Loading *loading)
{
  BpWindow *self = loading->window;
  g_autofree char *name = describe_source (loading->path);
  /* Translators: %s is a file's name */
  g_autofree char *text = g_strdup_printf (_ ("Loading %s…"), name);

  bp_train_page_begin_loading (self->train_page, text);
  bp_settings_pane_show_source (self->settings_pane, loading->path, name);
  bp_window_update_actions (self);
  bp_store_load_dataset_async (loading->path, on_progress, loading, loading->cancellable, on_loaded,
                               loading);
}

static void
on_found (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Loading) loading = user_data;
  g_autoptr (GError) error = NULL;

  loading->path = bp_store_find_dataset_finish (result, &error);
  if (loading->path == NULL || !is_newest (loading))
    return;
  load (g_steal_pointer (&loading));
}

static void
on_other_found (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  BpWindow *self = user_data;
  g_autofree char *path = bp_store_find_dataset_finish (result, NULL);

  if (path != NULL && !g_str_equal (path, BP_STORE_BUILTIN) && !self->is_closing)
    {
      g_autofree char *name = describe_source (path);

      bp_settings_pane_add_source (self->settings_pane, path, name);
    }
  bp_window_release (self);
}

/* Whoever used the built-in digits last is to see what else there is. */
static void
offer_other_data (BpWindow *self)
{
  bp_window_hold (self);
  bp_store_find_dataset_async (NULL, self->data_cancellable, on_other_found, self);
}

/**
 * bp_window_begin_data:
 * @self: the window
 *
 * Ends the loading or download in progress, for a new one to take its place.
 *
 * Returns: (transfer full): the new one's cancellable, which is the window's as long as none is
 *   newer
 */
GCancellable *
bp_window_begin_data (BpWindow *self)
{
  g_cancellable_cancel (self->data_cancellable);
  g_clear_object (&self->data_cancellable);
  self->data_cancellable = g_cancellable_new ();
  return g_object_ref (self->data_cancellable);
}

/**
 * bp_window_find_data:
 * @self: the window
 *
 * Loads what was used last, or else the first data set of the search order; in the end, the
 * built-in digits.
 */
void
bp_window_find_data (BpWindow *self)
{
  g_autofree char *last_used = g_settings_get_string (self->settings, BP_KEY_LAST_DATA);
  Loading *loading = begin_loading (self, NULL, FALSE);

  bp_store_find_dataset_async (*last_used != '\0' ? last_used : NULL, loading->cancellable,
                               on_found, loading);
  if (g_str_equal (last_used, BP_STORE_BUILTIN))
    offer_other_data (self);
}

/**
 * bp_window_load_data:
 * @self: the window
 * @path: (type filename): a file or folder, or %BP_STORE_BUILTIN
 *
 * Loads a data set that a person chose; the one that was there stays until the new one is there.
 */
void
bp_window_load_data (BpWindow *self, const char *path)
{
  bp_message_bar_hide (self->message_bar);
  load (begin_loading (self, path, TRUE));
}

/**
 * bp_window_open_data:
 * @self: the window
 * @file: a data set: a local file or folder
 */
void
bp_window_open_data (BpWindow *self, GFile *file)
{
  g_autofree char *path = g_file_get_path (file);

  if (path != NULL)
    bp_window_load_data (self, path);
  else
    show_failure (self, _ ("Could Not Load the Data Set"),
                  _ ("It is not on this computer. Copy it to a local folder first."));
}

static void
open_data (BpWindow *self)
{
  static const char *const PATTERNS[] = { "*.gz", "*.pkl", "*.npz", "*.csv", "*ubyte", NULL };
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _ ("Image Data Sets"));
  for (guint i = 0; PATTERNS[i] != NULL; i++)
    gtk_file_filter_add_pattern (filter, PATTERNS[i]);
  bp_window_choose_file (self, _ ("Open Data Set"), filter, bp_window_open_data);
}

static void
load_data_activated (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter, gpointer user_data)
{
  bp_window_load_data (BP_WINDOW (user_data), g_variant_get_string (parameter, NULL));
}

static void
use_builtin_data (BpWindow *self)
{
  bp_window_load_data (self, BP_STORE_BUILTIN);
}

static void
cancel_loading (BpWindow *self)
{
  g_cancellable_cancel (self->data_cancellable);
}

static const BpWindowCommand COMMANDS[] = {
  { "download-data", bp_window_download_data },
  { "open-data", open_data },
  { "use-builtin-data", use_builtin_data },
  { "cancel-loading", cancel_loading },
};

static const GActionEntry ACTIONS[] = {
  { .name = "load-data", .parameter_type = "s", .activate = load_data_activated },
};

/**
 * bp_window_add_data_actions:
 * @self: the window, not yet set up
 */
void
bp_window_add_data_actions (BpWindow *self)
{
  bp_window_add_commands (self, COMMANDS, G_N_ELEMENTS (COMMANDS));
  g_action_map_add_action_entries (G_ACTION_MAP (self), ACTIONS, G_N_ELEMENTS (ACTIONS), self);
}
