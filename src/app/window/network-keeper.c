/* SPDX-License-Identifier: MIT */
#include "network-keeper.h"

#include "pad-network.h"
#include "store.h"

/* The folder of the kept network in the user's state folder ($XDG_STATE_HOME). */
#define KEPT_FOLDER "backprop"
#define KEPT_NAME   "last-network.safetensors"

#define PRIVATE_FOLDER_MODE 0700

struct _BpNetworkKeeper
{
  GObject parent_instance;

  /* owned */
  BpPending *pending;
  BpDocument *next; /* nullable: to be written after the writing in progress */

  gboolean is_writing;
};

enum
{
  SIGNAL_RESTORED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpNetworkKeeper, bp_network_keeper, G_TYPE_OBJECT)

static char *
get_kept_path (void)
{
  return g_build_filename (g_get_user_state_dir (), KEPT_FOLDER, KEPT_NAME, NULL);
}

static void
hold (BpNetworkKeeper *self)
{
  g_object_ref (self);
  bp_pending_begin (self->pending);
}

static void
release (BpNetworkKeeper *self)
{
  bp_pending_end (self->pending);
  g_object_unref (self);
}

static void
bp_network_keeper_finalize (GObject *object)
{
  BpNetworkKeeper *self = BP_NETWORK_KEEPER (object);

  g_clear_object (&self->pending);
  g_clear_pointer (&self->next, bp_document_unref);

  G_OBJECT_CLASS (bp_network_keeper_parent_class)->finalize (object);
}

static void
bp_network_keeper_class_init (BpNetworkKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bp_network_keeper_finalize;

  /**
   * BpNetworkKeeper::restored:
   * @document: (type BpDocument): with the restored network
   */
  signals[SIGNAL_RESTORED] = g_signal_new ("restored", BP_TYPE_NETWORK_KEEPER, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
bp_network_keeper_init (BpNetworkKeeper *self)
{
}

/**
 * bp_network_keeper_new:
 * @pending: counts the files that are being read and written
 *
 * Returns: (transfer full): a keeper
 */
BpNetworkKeeper *
bp_network_keeper_new (BpPending *pending)
{
  BpNetworkKeeper *self = g_object_new (BP_TYPE_NETWORK_KEEPER, NULL);

  self->pending = g_object_ref (pending);
  return self;
}

static void
on_kept (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  BpNetworkKeeper *self = user_data;
  g_autoptr (BpDocument) next = g_steal_pointer (&self->next);
  g_autoptr (GError) error = NULL;

  if (!bp_store_save_network_finish (result, &error))
    g_message ("The network is not kept for the next start: %s", error->message);

  self->is_writing = FALSE;
  if (next != NULL)
    bp_network_keeper_keep (self, next);
  release (self);
}

/**
 * bp_network_keeper_keep:
 * @self: the keeper
 * @document: the document whose network the next start restores; without a network, nothing changes
 *
 * After several calls, the network of the last one is kept.
 */
void
bp_network_keeper_keep (BpNetworkKeeper *self, BpDocument *document)
{
  g_autofree char *path = get_kept_path ();
  g_autofree char *folder = g_path_get_dirname (path);

  g_clear_pointer (&self->next, bp_document_unref);
  if (document->network == NULL)
    return;
  if (self->is_writing)
    {
      self->next = bp_document_ref (document);
      return;
    }
  if (g_mkdir_with_parents (folder, PRIVATE_FOLDER_MODE) != 0)
    {
      g_message ("The network is not kept for the next start: the folder %s cannot be made",
                 folder);
      return;
    }

  self->is_writing = TRUE;
  hold (self);
  bp_store_save_network_async (document->network, &document->info, path, NULL, on_kept, self);
}

static gboolean
finish_loading (BpNetworkKeeper *self, GAsyncResult *result, gboolean is_pretrained)
{
  g_auto (BpWeightsInfo) info = { 0 };
  g_autoptr (BpNetwork) network = NULL;
  g_autoptr (BpDocument) document = NULL;

  bp_weights_info_init (&info);
  network = bp_store_load_network_finish (result, &info, NULL);
  if (network == NULL || !bp_pad_network_check (network, NULL))
    return FALSE;

  document = bp_document_new_from_file (network, &info, NULL);
  document->is_pretrained = is_pretrained;
  g_signal_emit (self, signals[SIGNAL_RESTORED], 0, document);
  return TRUE;
}

static void
on_pretrained_loaded (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  BpNetworkKeeper *self = user_data;

  finish_loading (self, result, TRUE);
  release (self);
}

static void
on_kept_loaded (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  BpNetworkKeeper *self = user_data;

  if (finish_loading (self, result, FALSE))
    release (self);
  else
    bp_store_load_network_async (BP_STORE_PRETRAINED, NULL, on_pretrained_loaded, self);
}

/**
 * bp_network_keeper_restore:
 * @self: the keeper
 *
 * Restores the kept network. Without a kept network that reads digits, restores the one that comes
 * with the program.
 */
void
bp_network_keeper_restore (BpNetworkKeeper *self)
{
  g_autofree char *path = get_kept_path ();

  hold (self);
  bp_store_load_network_async (path, NULL, on_kept_loaded, self);
}
