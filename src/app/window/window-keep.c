/* SPDX-License-Identifier: MIT */
#include "store.h"
#include "window-private.h"

/* The network of the last time lies here in the user's state folder ($XDG_STATE_HOME), from where
 * the next start takes it. */
#define KEPT_FOLDER "backprop"
#define KEPT_NAME   "last-network.safetensors"

#define PRIVATE_FOLDER_MODE 0700

static char *
get_kept_path (void)
{
  return g_build_filename (g_get_user_state_dir (), KEPT_FOLDER, KEPT_NAME, NULL);
}

static void
on_kept (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  BpWindow *self = user_data;
  g_autoptr (GError) error = NULL;

  if (!bp_store_save_network_finish (result, &error))
    g_message ("The network is not kept for the next start: %s", error->message);

  self->is_keeping = FALSE;
  if (self->needs_keeping)
    bp_window_keep_network (self);
  bp_window_release (self);
}

/**
 * bp_window_keep_network:
 * @self: the window
 *
 * Writes the network to where the next start takes it from, so that closing the window loses
 * nothing and has to ask nothing. Of several calls in a row, the last network is written last.
 */
void
bp_window_keep_network (BpWindow *self)
{
  BpDocument *document = self->document;
  g_autofree char *path = get_kept_path ();
  g_autofree char *folder = g_path_get_dirname (path);

  self->needs_keeping = self->is_keeping;
  if (document->network == NULL || self->is_keeping ||
      g_mkdir_with_parents (folder, PRIVATE_FOLDER_MODE) != 0)
    return;

  self->is_keeping = TRUE;
  bp_window_hold (self);
  bp_store_save_network_async (document->network, &document->info, path, NULL, on_kept, self);
}

/* Whether the window still waits for a network to begin with. */
static gboolean
is_waiting (BpWindow *self)
{
  return self->is_started && !self->is_closing && self->n_opening == 0 &&
         self->document->network == NULL &&
         bp_training_run_get_figures (self->document->run)->state == BP_TRAINING_STATE_IDLE;
}

static gboolean
finish_loading (BpWindow *self, GAsyncResult *result, gboolean is_pretrained)
{
  g_auto (BpWeightsInfo) info = { 0 };
  g_autoptr (BpNetwork) network = NULL;
  BpDocument *document;

  bp_weights_info_init (&info);
  network = bp_store_load_network_finish (result, &info, NULL);
  if (network == NULL || !bp_window_check_fits_pad (network, NULL))
    return FALSE;

  if (is_waiting (self))
    {
      document = bp_document_new_from_file (network, &info, NULL);
      document->is_pretrained = is_pretrained;
      bp_window_set_document (self, document, NULL);
    }
  return TRUE;
}

static void
on_pretrained_loaded (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  BpWindow *self = user_data;

  finish_loading (self, result, TRUE);
  bp_window_release (self);
}

static void
on_restored (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  BpWindow *self = user_data;

  if (finish_loading (self, result, FALSE) || !is_waiting (self))
    bp_window_release (self);
  else
    bp_store_load_network_async (BP_STORE_PRETRAINED, NULL, on_pretrained_loaded, self);
}

/**
 * bp_window_restore_network:
 * @self: the window
 *
 * Brings back what bp_window_keep_network() kept, or the network that comes with the program where
 * there is nothing. Does nothing where the window has a network, or is about to have one.
 */
void
bp_window_restore_network (BpWindow *self)
{
  g_autofree char *path = get_kept_path ();

  if (!is_waiting (self))
    return;

  bp_window_hold (self);
  bp_store_load_network_async (path, NULL, on_restored, self);
}
