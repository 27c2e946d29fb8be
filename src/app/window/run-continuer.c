/* SPDX-License-Identifier: MIT */
#include "run-continuer.h"

#include "commands.h"
#include "run-continuation.h"
#include "run-source.h"
#include "run-store.h"
#include "settings.h"

struct _BpRunContinuer
{
  GObject parent_instance;

  /* owned */
  GSettings *settings;
  BpPending *pending;
  BpRunRecord *record; /* nullable: the run that can be continued */
  BpDataset *run_cut;  /* nullable: the data set of the run that is being loaded */

  /* borrowed: the window's */
  GActionMap *actions;
  BpRunDataLoader *loader;
  BpRunController *controller;

  gboolean is_closed;
};

enum
{
  SIGNAL_FOUND,
  SIGNAL_FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpRunContinuer, bp_run_continuer, G_TYPE_OBJECT)

static void
fail (BpRunContinuer *self, const GError *error)
{
  if (!self->is_closed)
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error->message);
}

static void
on_continuation_loaded (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BpRunContinuer) self = user_data;
  g_autoptr (BpDataset) dataset = g_steal_pointer (&self->run_cut);
  g_autoptr (GError) error = NULL;
  BpRunContinuation *continuation = bp_run_continuation_load_finish (result, &error);

  bp_pending_end (self->pending);
  if (continuation == NULL)
    fail (self, error);
  else if (self->is_closed)
    bp_run_continuation_free (continuation);
  else
    bp_run_controller_continue_run (self->controller, continuation, dataset);
}

/* Loads the run's checkpoint, now that its data is there. */
static void
load_continuation (gpointer object, BpRunRecord *record, BpDataset *dataset)
{
  BpRunContinuer *self = object;
  g_autoptr (GError) error = NULL;

  bp_run_continuer_set_record (self, NULL);
  g_clear_pointer (&self->run_cut, bp_dataset_unref);
  self->run_cut = bp_run_data_loader_cut (record, dataset, &error);
  if (self->run_cut == NULL)
    {
      fail (self, error);
      return;
    }
  bp_pending_begin (self->pending);
  bp_run_continuation_load_async (record->folder, self->run_cut,
                                  g_settings_get_int (self->settings, BP_KEY_THREADS),
                                  bp_settings_get_run_budget (self->settings), NULL,
                                  on_continuation_loaded, g_object_ref (self));
}

static void
continue_interrupted (BpRunContinuer *self)
{
  bp_run_continuer_continue (self, self->record);
}

static void
on_listed (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BpRunContinuer) self = user_data;
  g_autoptr (GPtrArray) records = bp_run_store_list_finish (result, NULL);
  BpRunRecord *newest = records != NULL && records->len > 0 ? g_ptr_array_index (records, 0) : NULL;

  bp_pending_end (self->pending);
  if (self->is_closed || newest == NULL || newest->state != BP_RUN_STATE_INTERRUPTED ||
      !bp_run_source_can_continue (newest))
    return;
  bp_run_continuer_set_record (self, newest);
  g_signal_emit (self, signals[SIGNAL_FOUND], 0, newest);
}

static void
bp_run_continuer_dispose (GObject *object)
{
  BpRunContinuer *self = BP_RUN_CONTINUER (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->pending);
  g_clear_pointer (&self->record, bp_run_record_unref);
  g_clear_pointer (&self->run_cut, bp_dataset_unref);

  G_OBJECT_CLASS (bp_run_continuer_parent_class)->dispose (object);
}

static void
bp_run_continuer_class_init (BpRunContinuerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bp_run_continuer_dispose;

  /**
   * BpRunContinuer::found:
   * @record: (type BpRunRecord): the newest run of the user, which was interrupted
   *
   * "continue-interrupted" continues it.
   */
  signals[SIGNAL_FOUND] = g_signal_new ("found", BP_TYPE_RUN_CONTINUER, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  /**
   * BpRunContinuer::failed:
   * @message: why the run cannot be continued
   */
  signals[SIGNAL_FAILED] = g_signal_new ("failed", BP_TYPE_RUN_CONTINUER, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
bp_run_continuer_init (BpRunContinuer *self G_GNUC_UNUSED)
{
}

static const BpCommand COMMANDS[] = {
  { "continue-interrupted", G_CALLBACK (continue_interrupted) },
};

/**
 * bp_run_continuer_new:
 * @actions: the window of the action
 * @settings: the settings of runs
 * @pending: counts the calls in progress
 * @loader: loads the data of a run
 * @controller: trains it
 *
 * Returns: (transfer full): a continuer; the window, the loader and the controller have to outlive
 *   it
 */
BpRunContinuer *
bp_run_continuer_new (GActionMap *actions,
                      GSettings *settings,
                      BpPending *pending,
                      BpRunDataLoader *loader,
                      BpRunController *controller)
{
  BpRunContinuer *self = g_object_new (BP_TYPE_RUN_CONTINUER, NULL);

  self->actions = actions;
  self->settings = g_object_ref (settings);
  self->pending = g_object_ref (pending);
  self->loader = loader;
  self->controller = controller;
  bp_commands_add (actions, COMMANDS, G_N_ELEMENTS (COMMANDS), self);
  bp_commands_set_enabled (actions, "continue-interrupted", FALSE);
  return self;
}

/**
 * bp_run_continuer_find:
 * @self: the continuer
 *
 * Looks whether the newest run of the user was interrupted.
 */
void
bp_run_continuer_find (BpRunContinuer *self)
{
  g_autoptr (BpRunStore) store = bp_run_store_new (NULL);

  bp_pending_begin (self->pending);
  bp_run_store_list_async (store, NULL, on_listed, g_object_ref (self));
}

/**
 * bp_run_continuer_continue:
 * @self: the continuer
 * @record: a run, see bp_run_source_can_continue()
 *
 * Continues a run as soon as its data is loaded.
 */
void
bp_run_continuer_continue (BpRunContinuer *self, BpRunRecord *record)
{
  bp_run_data_loader_load (self->loader, record, load_continuation, self);
}

/**
 * bp_run_continuer_set_record:
 * @self: the continuer
 * @record: (nullable): the run that "continue-interrupted" is to continue
 */
void
bp_run_continuer_set_record (BpRunContinuer *self, BpRunRecord *record)
{
  if (record != NULL)
    bp_run_record_ref (record);
  g_clear_pointer (&self->record, bp_run_record_unref);
  self->record = record;
  if (!self->is_closed)
    bp_commands_set_enabled (self->actions, "continue-interrupted", record != NULL);
}

/**
 * bp_run_continuer_close:
 * @self: the continuer
 *
 * Continues nothing and emits no signal from now on.
 */
void
bp_run_continuer_close (BpRunContinuer *self)
{
  self->is_closed = TRUE;
}
