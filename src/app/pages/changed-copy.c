/* SPDX-License-Identifier: MIT */
#include "changed-copy.h"

#include "accuracy-meter.h"
#include "format.h"

#include <glib/gi18n.h>

struct _BpChangedCopy
{
  AdwBin parent_instance;

  /* owned */
  BpNetwork *original; /* nullable */
  BpNetwork *changed;  /* nullable: the copy, where it has been changed */
  BpDataset *dataset;  /* nullable: without one, no accuracy is told */
  BpAccuracyMeter *meter;
  BpAccuracyMeter *original_meter;

  BpSplit split; /* on which the accuracies are measured */
  gboolean is_original_asked;
  gboolean is_answering; /* the copy answers on the pad */

  /* template children */
  GtkLabel *answering;
  GtkLabel *accuracy;
};

enum
{
  SIGNAL_ANSWERING_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpChangedCopy, bp_changed_copy, ADW_TYPE_BIN)

static char *
describe_accuracy (BpChangedCopy *self, double changed, double original)
{
  g_autofree char *now = bp_format_percent (changed);
  g_autofree char *before = bp_format_percent (original);

  if (self->split == BP_SPLIT_TEST)
    /* Translators: accuracies in percent */
    return g_strdup_printf (_ ("Test accuracy of the copy: %s. Without the changes: %s."), now,
                            before);
  /* Translators: accuracies in percent */
  return g_strdup_printf (_ ("Held-out accuracy of the copy: %s. Without the changes: %s."), now,
                          before);
}

static void
show_accuracy (BpChangedCopy *self)
{
  double changed;
  double original;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->accuracy), self->dataset != NULL);
  if (bp_accuracy_meter_get (self->meter, &changed) &&
      bp_accuracy_meter_get (self->original_meter, &original))
    text = describe_accuracy (self, changed, original);
  gtk_label_set_label (self->accuracy,
                       text != NULL ? text : _ ("The accuracy of the copy is being measured…"));
}

static void
show_answering (BpChangedCopy *self)
{
  gtk_label_set_label (
      self->answering,
      self->is_answering
          ? _ ("This page works on a copy of the network, which you have changed. The "
               "copy answers on the pad. All other pages have the network of the window.")
          : _ ("This page works on a copy of the network, which you have changed. On the "
               "pad and on all other pages, the network of the window answers, as it "
               "was."));
}

static void
set_answering (BpChangedCopy *self, gboolean is_answering)
{
  self->is_answering = is_answering;
  show_answering (self);
  g_signal_emit (self, signals[SIGNAL_ANSWERING_CHANGED], 0, is_answering ? self->changed : NULL);
}

static void
bp_changed_copy_dispose (GObject *object)
{
  BpChangedCopy *self = BP_CHANGED_COPY (object);

  if (self->meter != NULL)
    {
      bp_accuracy_meter_forget (self->meter);
      bp_accuracy_meter_forget (self->original_meter);
    }
  g_clear_object (&self->meter);
  g_clear_object (&self->original_meter);
  g_clear_pointer (&self->original, bp_network_unref);
  g_clear_pointer (&self->changed, bp_network_unref);
  g_clear_pointer (&self->dataset, bp_dataset_unref);

  G_OBJECT_CLASS (bp_changed_copy_parent_class)->dispose (object);
}

static void
bp_changed_copy_class_init (BpChangedCopyClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bp_changed_copy_dispose;

  /**
   * BpChangedCopy::answering-changed:
   * @network: (nullable) (type gpointer): the copy (#BpNetwork) that answers on the pad from now
   *   on, which stays as it is; %NULL where none does
   */
  signals[SIGNAL_ANSWERING_CHANGED] =
      g_signal_new ("answering-changed", BP_TYPE_CHANGED_COPY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/backprop/Backprop/pages/changed-copy.ui");
  gtk_widget_class_bind_template_child (widget_class, BpChangedCopy, answering);
  gtk_widget_class_bind_template_child (widget_class, BpChangedCopy, accuracy);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
bp_changed_copy_init (BpChangedCopy *self)
{
  self->meter = bp_accuracy_meter_new ();
  self->original_meter = bp_accuracy_meter_new ();
  g_signal_connect_object (self->meter, "measured", G_CALLBACK (show_accuracy), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->original_meter, "measured", G_CALLBACK (show_accuracy), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  show_answering (self);
}

/* The images of a data set on which accuracies are measured: those that are held out, or else those
 * of the test. */
static gboolean
find_split (const BpDataset *dataset, BpSplit *split)
{
  *split = bp_dataset_get_samples (dataset, BP_SPLIT_HELD_OUT).count > 0 ? BP_SPLIT_HELD_OUT
                                                                         : BP_SPLIT_TEST;
  return bp_dataset_get_samples (dataset, *split).count > 0;
}

/**
 * bp_changed_copy_set_original:
 * @self: the widget
 * @network: (nullable): the network that the copy is of; it must not change any more
 * @dataset: (nullable): data that fit it, on which both are measured
 *
 * Begins with an unchanged copy.
 */
void
bp_changed_copy_set_original (BpChangedCopy *self, BpNetwork *network, BpDataset *dataset)
{
  g_clear_pointer (&self->original, bp_network_unref);
  g_clear_pointer (&self->dataset, bp_dataset_unref);
  if (network != NULL)
    self->original = bp_network_ref (network);
  if (dataset != NULL && find_split (dataset, &self->split))
    self->dataset = bp_dataset_ref (dataset);
  bp_accuracy_meter_forget (self->original_meter);
  self->is_original_asked = FALSE;
  bp_changed_copy_set_network (self, NULL);
}

/**
 * bp_changed_copy_set_network:
 * @self: the widget
 * @network: (nullable): the copy as it is now; it must not change any more. %NULL where it is as
 *   the original, which hides the widget
 *
 * Measures the accuracy again, instead of that of an earlier copy. Where the copy answers on the
 * pad, this one does from now on; the original needs no copy to answer.
 */
void
bp_changed_copy_set_network (BpChangedCopy *self, BpNetwork *network)
{
  if (network != NULL)
    bp_network_ref (network);
  g_clear_pointer (&self->changed, bp_network_unref);
  self->changed = network;
  gtk_widget_set_visible (GTK_WIDGET (self), network != NULL);
  bp_accuracy_meter_forget (self->meter);
  if (network != NULL && self->dataset != NULL)
    {
      bp_accuracy_meter_measure (self->meter, network, self->dataset, self->split);
      if (!self->is_original_asked)
        bp_accuracy_meter_measure (self->original_meter, self->original, self->dataset,
                                   self->split);
      self->is_original_asked = TRUE;
    }
  show_accuracy (self);
  if (self->is_answering)
    set_answering (self, network != NULL);
}

/**
 * bp_changed_copy_set_is_answering:
 * @self: the widget
 * @is_answering: whether the copy answers on the pad; without changes, it does not
 */
void
bp_changed_copy_set_is_answering (BpChangedCopy *self, gboolean is_answering)
{
  is_answering = is_answering && self->changed != NULL;
  if (is_answering != self->is_answering)
    set_answering (self, is_answering);
}

/**
 * bp_changed_copy_get_is_answering:
 * @self: the widget
 *
 * Returns: whether the copy answers on the pad
 */
gboolean
bp_changed_copy_get_is_answering (BpChangedCopy *self)
{
  return self->is_answering;
}
