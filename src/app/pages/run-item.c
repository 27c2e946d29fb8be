/* SPDX-License-Identifier: MIT */
#include "run-item.h"

#include "run-columns.h"
#include "run-curves.h"

#include <glib/gi18n.h>
#include <string.h>

#define NO_SLOT (-1)

struct _BpRunItem
{
  GObject parent_instance;

  /* owned */
  BpRunRecord *record;
  BpRunCurves *curves; /* nullable: the figures of its epochs, once they were read */

  int slot; /* among the runs that are compared, or NO_SLOT */
  gboolean is_reading;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpRunItem, bp_run_item, G_TYPE_OBJECT)

static void
say_changed (BpRunItem *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* A run whose figures cannot be read has no curve. */
static void
on_curves_loaded (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BpRunItem) self = user_data;

  self->is_reading = FALSE;
  g_clear_pointer (&self->curves, bp_run_curves_free);
  self->curves = bp_run_curves_load_finish (result, NULL);
  say_changed (self);
}

static void
bp_run_item_finalize (GObject *object)
{
  BpRunItem *self = BP_RUN_ITEM (object);

  g_clear_pointer (&self->record, bp_run_record_unref);
  g_clear_pointer (&self->curves, bp_run_curves_free);

  G_OBJECT_CLASS (bp_run_item_parent_class)->finalize (object);
}

static void
bp_run_item_class_init (BpRunItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bp_run_item_finalize;

  /**
   * BpRunItem::changed:
   *
   * The record, the look or the accuracies have changed.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", BP_TYPE_RUN_ITEM, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
bp_run_item_init (BpRunItem *self)
{
  self->slot = NO_SLOT;
}

/**
 * bp_run_item_new:
 * @record: the run
 *
 * Returns: (transfer full): an item
 */
BpRunItem *
bp_run_item_new (BpRunRecord *record)
{
  BpRunItem *self = g_object_new (BP_TYPE_RUN_ITEM, NULL);

  self->record = bp_run_record_ref (record);
  return self;
}

/**
 * bp_run_item_get_record:
 * @self: the item
 *
 * Returns: (transfer none): its run
 */
BpRunRecord *
bp_run_item_get_record (BpRunItem *self)
{
  return self->record;
}

/**
 * bp_run_item_set_record:
 * @self: the item
 * @record: the same run, as it is stored now
 */
void
bp_run_item_set_record (BpRunItem *self, BpRunRecord *record)
{
  if (record->figures.n_epochs != self->record->figures.n_epochs)
    g_clear_pointer (&self->curves, bp_run_curves_free);
  bp_run_record_ref (record);
  bp_run_record_unref (self->record);
  self->record = record;
  say_changed (self);
}

/**
 * bp_run_item_describe:
 * @self: the item
 *
 * Returns: (transfer full): the run in a sentence, for screen readers
 */
char *
bp_run_item_describe (BpRunItem *self)
{
  g_autofree char *name = bp_run_column_describe (BP_RUN_COLUMN_NAME, self->record);
  g_autofree char *details = bp_run_describe_details (self->record);
  g_autofree char *best = bp_run_column_describe (BP_RUN_COLUMN_BEST, self->record);

  if (self->record->is_pinned)
    /* Translators: the name of a run, its data, network and state, and its best accuracy */
    return g_strdup_printf (_ ("%s, pinned, %s, best held-out accuracy %s"), name, details, best);
  return g_strdup_printf (_ ("%s, %s, best held-out accuracy %s"), name, details, best);
}

/**
 * bp_run_item_matches:
 * @self: the item
 * @words: words as typed
 *
 * Returns: whether each of the words is somewhere in its name, data, network or state, whatever the
 *   case
 */
gboolean
bp_run_item_matches (BpRunItem *self, const char *words)
{
  g_autofree char *name = bp_run_column_describe (BP_RUN_COLUMN_NAME, self->record);
  g_autofree char *details = bp_run_describe_details (self->record);
  g_autofree char *all = g_strjoin (" ", name, details, NULL);
  g_autofree char *folded = g_utf8_casefold (all, -1);
  g_autofree char *wanted = g_utf8_casefold (words, -1);
  g_auto (GStrv) parts = g_strsplit (wanted, " ", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (strstr (folded, parts[i]) == NULL)
      return FALSE;
  return TRUE;
}

/**
 * bp_run_item_get_slot:
 * @self: the item
 * @slot: (out): its number among the runs that are compared
 *
 * Returns: whether it is compared
 */
gboolean
bp_run_item_get_slot (BpRunItem *self, guint *slot)
{
  if (self->slot == NO_SLOT)
    return FALSE;
  *slot = (guint) self->slot;
  return TRUE;
}

/**
 * bp_run_item_set_slot:
 * @self: the item
 * @slot: its number among the runs that are compared from now on
 */
void
bp_run_item_set_slot (BpRunItem *self, guint slot)
{
  self->slot = (int) slot;
  say_changed (self);
}

/**
 * bp_run_item_clear_slot:
 * @self: an item that is not compared any more
 */
void
bp_run_item_clear_slot (BpRunItem *self)
{
  self->slot = NO_SLOT;
  say_changed (self);
}

/**
 * bp_run_item_get_look:
 * @self: the item
 * @look: (out caller-allocates): how its curves are drawn
 *
 * Returns: whether it is compared, and so has a look
 */
gboolean
bp_run_item_get_look (BpRunItem *self, BpRunLook *look)
{
  if (self->slot == NO_SLOT)
    return FALSE;
  bp_run_look_init (look, self->record, (guint) self->slot);
  return TRUE;
}

/**
 * bp_run_item_load_accuracies:
 * @self: the item
 *
 * Reads the accuracies of its epochs on another thread, unless they are there.
 */
void
bp_run_item_load_accuracies (BpRunItem *self)
{
  if (self->curves != NULL || self->is_reading)
    return;
  self->is_reading = TRUE;
  bp_run_curves_load_async (self->record, BP_RUN_CURVES_EPOCHS, NULL, on_curves_loaded,
                            g_object_ref (self));
}

/**
 * bp_run_item_get_accuracies:
 * @self: the item
 *
 * Returns: (transfer none) (nullable) (element-type BpRunPoint): the accuracies, once they were
 *   read
 */
const GArray *
bp_run_item_get_accuracies (BpRunItem *self)
{
  return self->curves != NULL ? self->curves->accuracies : NULL;
}
