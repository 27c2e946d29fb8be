/* SPDX-License-Identifier: MIT */
#include "accuracy-meter.h"

#include "store-inspection.h"

struct _BpAccuracyMeter
{
  GObject parent_instance;

  /* owned */
  GCancellable *cancellable; /* nullable: of the measurement in progress */

  double accuracy; /* from 0 to 1, or -1 where it is not known */
};

enum
{
  SIGNAL_MEASURED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpAccuracyMeter, bp_accuracy_meter, G_TYPE_OBJECT)

static void
bp_accuracy_meter_dispose (GObject *object)
{
  bp_accuracy_meter_forget (BP_ACCURACY_METER (object));

  G_OBJECT_CLASS (bp_accuracy_meter_parent_class)->dispose (object);
}

static void
bp_accuracy_meter_class_init (BpAccuracyMeterClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bp_accuracy_meter_dispose;

  /**
   * BpAccuracyMeter::measured:
   *
   * The accuracy of the network that was given last is known.
   */
  signals[SIGNAL_MEASURED] = g_signal_new ("measured", BP_TYPE_ACCURACY_METER, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
bp_accuracy_meter_init (BpAccuracyMeter *self)
{
  self->accuracy = -1.0;
}

/**
 * bp_accuracy_meter_new:
 *
 * Returns: (transfer full): a meter that has measured nothing
 */
BpAccuracyMeter *
bp_accuracy_meter_new (void)
{
  return g_object_new (BP_TYPE_ACCURACY_METER, NULL);
}

static void
on_inspected (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BpAccuracyMeter) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BpInspection) inspection = bp_store_inspect_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  if (inspection == NULL)
    {
      g_warning ("%s", error->message);
      return;
    }
  self->accuracy = inspection->metrics.accuracy;
  g_signal_emit (self, signals[SIGNAL_MEASURED], 0);
}

/**
 * bp_accuracy_meter_measure:
 * @self: the meter
 * @network: an immutable network; a reference is taken
 * @dataset: data that fit it; a reference is taken
 * @split: the images to classify, at least one
 *
 * Begins to measure, instead of what was being measured.
 */
void
bp_accuracy_meter_measure (BpAccuracyMeter *self,
                           BpNetwork *network,
                           BpDataset *dataset,
                           BpSplit split)
{
  bp_accuracy_meter_forget (self);
  self->cancellable = g_cancellable_new ();
  bp_store_inspect_async (network, dataset, split, self->cancellable, on_inspected,
                          g_object_ref (self));
}

/**
 * bp_accuracy_meter_forget:
 * @self: the meter
 *
 * Ends the measurement in progress, and forgets the last one.
 */
void
bp_accuracy_meter_forget (BpAccuracyMeter *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->accuracy = -1.0;
}

/**
 * bp_accuracy_meter_get:
 * @self: the meter
 * @accuracy: (out): the share of the images that are classified correctly, from 0 to 1
 *
 * Returns: whether it is known of the network that was given last
 */
gboolean
bp_accuracy_meter_get (BpAccuracyMeter *self, double *accuracy)
{
  *accuracy = self->accuracy;
  return self->accuracy >= 0.0;
}
