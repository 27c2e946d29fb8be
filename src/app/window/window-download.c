/* SPDX-License-Identifier: MIT */
#include "download.h"
#include "window-private.h"

#include <glib/gi18n.h>

typedef struct
{
  BpWindow *window; /* held */
  GCancellable *cancellable;
  char *folder;
} Downloading;

static void
downloading_free (Downloading *downloading)
{
  g_clear_pointer (&downloading->window, bp_window_release);
  g_clear_object (&downloading->cancellable);
  g_free (downloading->folder);
  g_free (downloading);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Downloading, downloading_free)

static gboolean
is_newest (const Downloading *downloading)
{
  return downloading->window->data_cancellable == downloading->cancellable;
}

static void
show_failure (BpWindow *self, const GError *error)
{
  bp_message_bar_show (self->message_bar, _ ("Could Not Download MNIST"), error->message,
                       (BpMessageButton){ _ ("_Try Again"), "win.download-data" },
                       (BpMessageButton){ _ ("Use _Built-in Digits"), "win.use-builtin-data" });
}

static void
on_progress (double fraction, gpointer user_data)
{
  Downloading *downloading = user_data;

  if (is_newest (downloading))
    bp_train_page_set_loading_fraction (downloading->window->train_page, fraction);
}

static void
on_downloaded (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Downloading) downloading = user_data;
  BpWindow *self = downloading->window;
  g_autoptr (GError) error = NULL;
  gboolean is_done = bp_download_finish (result, &error);

  if (!is_newest (downloading) || self->is_closing)
    return;

  g_clear_object (&self->data_cancellable);
  bp_train_page_end_loading (self->train_page);
  if (is_done)
    bp_window_load_data (self, downloading->folder);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_failure (self, error);
  if (!is_done && self->dataset == NULL)
    bp_window_find_data (self);
  bp_window_update_actions (self);
}

/**
 * bp_window_download_data:
 * @self: the window
 *
 * Downloads MNIST to the user's data folder and loads it from there. The data set that was there
 * stays until then.
 */
void
bp_window_download_data (BpWindow *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpMirrors) mirrors = bp_mirrors_load (NULL, &error);
  g_autofree char *text = NULL;
  Downloading *downloading;

  if (mirrors == NULL)
    {
      show_failure (self, error);
      return;
    }

  downloading = g_new0 (Downloading, 1);
  bp_window_hold (self);
  downloading->window = self;
  downloading->cancellable = bp_window_begin_data (self);
  downloading->folder = bp_download_get_folder ();

  /* Translators: %s is what a data set is called, as in "MNIST" */
  text = g_strdup_printf (_ ("Downloading %s…"), mirrors->name);
  bp_message_bar_hide (self->message_bar);
  bp_train_page_begin_loading (self->train_page, text);
  bp_download_async (mirrors, downloading->folder, on_progress, downloading,
                     downloading->cancellable, on_downloaded, downloading);
}
