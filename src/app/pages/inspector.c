/* SPDX-License-Identifier: MIT */
#include "inspector.h"

#include "store-inspection.h"

/* A network of the same epoch waits this long for the next: several times the interval in which a
 * run publishes. */
#define SETTLE_MILLISECONDS 400

/* A network with the number of epochs that it was trained for. */
typedef struct
{
  BpNetwork *network; /* owned, nullable */
  guint n_epochs;
} Subject;

struct _BpInspector
{
  GObject parent_instance;

  /* owned */
  BpDataset *dataset;        /* nullable */
  BpInspection *inspection;  /* nullable */
  GCancellable *cancellable; /* of the computation in progress, or NULL */
  char *failure;             /* nullable: why @inspected could not be inspected */
  Subject newest;            /* what should be inspected */
  Subject working;           /* what is being inspected */
  Subject inspected;         /* what @inspection or @failure is about */

  BpSplit split;
  gboolean is_active;
  guint settle_timer; /* or 0 */
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpInspector, bp_inspector, G_TYPE_OBJECT)

static void start (BpInspector *self);

static void
set_subject (Subject *subject, BpNetwork *network, guint n_epochs)
{
  if (network != NULL)
    bp_network_ref (network);
  g_clear_pointer (&subject->network, bp_network_unref);
  subject->network = network;
  subject->n_epochs = n_epochs;
}

static void
emit_changed (BpInspector *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static gboolean
is_up_to_date (BpInspector *self)
{
  return self->inspected.network == self->newest.network &&
         self->inspected.n_epochs == self->newest.n_epochs;
}

/* Ends a computation whose result is not wanted any more. */
static void
cancel (BpInspector *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->settle_timer, g_source_remove);
}

/* The figures are about other images, or about none. */
static void
forget (BpInspector *self)
{
  cancel (self);
  g_clear_pointer (&self->inspection, bp_inspection_unref);
  g_clear_pointer (&self->failure, g_free);
  set_subject (&self->inspected, NULL, 0);
}

static gboolean
has_images (BpInspector *self)
{
  return self->dataset != NULL && bp_dataset_get_samples (self->dataset, self->split).count > 0;
}

static gboolean
can_start (BpInspector *self)
{
  return self->is_active && self->newest.network != NULL && has_images (self) &&
         !is_up_to_date (self);
}

static void
on_inspected (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BpInspector) self = user_data;
  g_autoptr (GError) error = NULL;
  BpInspection *inspection = bp_store_inspect_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->inspection, bp_inspection_unref);
  g_clear_pointer (&self->failure, g_free);
  self->inspection = inspection;
  self->failure = error != NULL ? g_strdup (error->message) : NULL;
  set_subject (&self->inspected, self->working.network, self->working.n_epochs);
  emit_changed (self);
  start (self);
}

static void
start (BpInspector *self)
{
  if (!can_start (self) || self->cancellable != NULL)
    return;

  g_clear_handle_id (&self->settle_timer, g_source_remove);
  set_subject (&self->working, self->newest.network, self->newest.n_epochs);
  self->cancellable = g_cancellable_new ();
  bp_store_inspect_async (self->working.network, self->dataset, self->split, self->cancellable,
                          on_inspected, g_object_ref (self));
}

static gboolean
on_settled (gpointer data)
{
  BpInspector *self = data;

  self->settle_timer = 0;
  start (self);
  return G_SOURCE_REMOVE;
}

/* A new network has come. */
static void
follow (BpInspector *self)
{
  const Subject *last = self->cancellable != NULL ? &self->working : &self->inspected;

  if (!self->is_active)
    return;
  if (last->network == NULL || self->newest.network == NULL ||
      last->n_epochs != self->newest.n_epochs)
    {
      start (self);
      return;
    }
  g_clear_handle_id (&self->settle_timer, g_source_remove);
  self->settle_timer = g_timeout_add (SETTLE_MILLISECONDS, on_settled, self);
}

static void
bp_inspector_dispose (GObject *object)
{
  BpInspector *self = BP_INSPECTOR (object);

  forget (self);
  set_subject (&self->newest, NULL, 0);
  set_subject (&self->working, NULL, 0);
  g_clear_pointer (&self->dataset, bp_dataset_unref);

  G_OBJECT_CLASS (bp_inspector_parent_class)->dispose (object);
}

static void
bp_inspector_class_init (BpInspectorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bp_inspector_dispose;

  /**
   * BpInspector::changed:
   *
   * The state or the inspection has changed.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", BP_TYPE_INSPECTOR, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
bp_inspector_init (BpInspector *self)
{
  self->split = BP_SPLIT_HELD_OUT;
}

/**
 * bp_inspector_new:
 *
 * Returns: (transfer full): an inactive inspector, without images
 */
BpInspector *
bp_inspector_new (void)
{
  return g_object_new (BP_TYPE_INSPECTOR, NULL);
}

/**
 * bp_inspector_set_images:
 * @self: the inspector
 * @dataset: (nullable): the data whose images are classified; a reference is taken
 * @split: which of them, %BP_SPLIT_HELD_OUT or %BP_SPLIT_TEST
 */
void
bp_inspector_set_images (BpInspector *self, BpDataset *dataset, BpSplit split)
{
  if (dataset == self->dataset && split == self->split)
    return;
  forget (self);
  g_clear_pointer (&self->dataset, bp_dataset_unref);
  self->dataset = dataset != NULL ? bp_dataset_ref (dataset) : NULL;
  self->split = split;
  emit_changed (self);
  start (self);
}

/**
 * bp_inspector_set_network:
 * @self: the inspector
 * @network: (nullable): the newest network, immutable; a reference is taken
 * @n_epochs: the number of epochs that it was trained for
 */
void
bp_inspector_set_network (BpInspector *self, BpNetwork *network, guint n_epochs)
{
  if (network == self->newest.network && n_epochs == self->newest.n_epochs)
    return;
  set_subject (&self->newest, network, n_epochs);
  if (network != NULL)
    {
      follow (self);
      return;
    }
  forget (self);
  emit_changed (self);
}

/**
 * bp_inspector_set_is_active:
 * @self: the inspector
 * @is_active: whether the figures are on the screen
 */
void
bp_inspector_set_is_active (BpInspector *self, gboolean is_active)
{
  self->is_active = is_active;
  start (self);
}

/**
 * bp_inspector_get_state:
 * @self: the inspector
 *
 * Returns: whether there are figures, or why there are none
 */
BpInspectorState
bp_inspector_get_state (BpInspector *self)
{
  if (self->dataset == NULL)
    return BP_INSPECTOR_NO_DATA;
  if (!has_images (self))
    return BP_INSPECTOR_NO_IMAGES;
  if (self->newest.network == NULL)
    return BP_INSPECTOR_NO_NETWORK;
  if (self->failure != NULL)
    return BP_INSPECTOR_FAILED;
  return self->inspection != NULL ? BP_INSPECTOR_READY : BP_INSPECTOR_WORKING;
}

/**
 * bp_inspector_get_failure:
 * @self: the inspector
 *
 * Returns: (transfer none) (nullable): why the network could not be inspected, in the state
 *   %BP_INSPECTOR_FAILED
 */
const char *
bp_inspector_get_failure (BpInspector *self)
{
  return self->failure;
}

/**
 * bp_inspector_get_inspection:
 * @self: the inspector
 *
 * Returns: (transfer none) (nullable): the newest figures
 */
BpInspection *
bp_inspector_get_inspection (BpInspector *self)
{
  return self->inspection;
}

/**
 * bp_inspector_get_network:
 * @self: the inspector
 *
 * Returns: (transfer none) (nullable): the network that the figures are about, perhaps an older one
 *   than the newest
 */
BpNetwork *
bp_inspector_get_network (BpInspector *self)
{
  return self->inspected.network;
}

/**
 * bp_inspector_get_n_epochs:
 * @self: the inspector
 *
 * Returns: the number of epochs that bp_inspector_get_network() was trained for
 */
guint
bp_inspector_get_n_epochs (BpInspector *self)
{
  return self->inspected.n_epochs;
}
