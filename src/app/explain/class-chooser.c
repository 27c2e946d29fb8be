/* SPDX-License-Identifier: MIT */
#include "class-chooser.h"

#include "dataset.h"

#include <glib/gi18n.h>

struct _BpClassChooser
{
  AdwBin parent_instance;

  gboolean is_updating; /* the widgets are being set, not used */

  /* template children */
  GtkDropDown *label_row; /* first no class, then the classes */
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpClassChooser, bp_class_chooser, ADW_TYPE_BIN)

static void
on_selected (BpClassChooser *self)
{
  if (!self->is_updating)
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0);
}

static void
bp_class_chooser_class_init (BpClassChooserClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  /**
   * BpClassChooser::chosen:
   *
   * The user has chosen a class, or none.
   */
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", BP_TYPE_CLASS_CHOOSER, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/backprop/Backprop/explain/class-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, BpClassChooser, label_row);
  gtk_widget_class_bind_template_callback (widget_class, on_selected);
}

static void
bp_class_chooser_init (BpClassChooser *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bp_class_chooser_set_classes:
 * @self: the chooser
 * @names: the names of the classes
 * @n_outputs: how many the network tells apart, of which those that data can have are offered
 *
 * Offers other classes, and chooses none of them.
 */
void
bp_class_chooser_set_classes (BpClassChooser *self, const BpUnitNames *names, guint n_outputs)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  /* Translators: the first of the classes to choose from: none of them is chosen */
  gtk_string_list_append (labels, _ ("Choose…"));
  for (guint i = 0; i < n_outputs && i < BP_DATASET_MAX_CLASSES; i++)
    {
      g_autofree char *name = bp_class_text_name (names, n_outputs, i);

      gtk_string_list_append (labels, name);
    }
  self->is_updating = TRUE;
  gtk_drop_down_set_model (self->label_row, G_LIST_MODEL (labels));
  self->is_updating = FALSE;
}

/**
 * bp_class_chooser_set_label:
 * @self: the chooser
 * @label: one of the classes, or %BP_WALKTHROUGH_NO_LABEL
 *
 * Shows which class the picture has.
 */
void
bp_class_chooser_set_label (BpClassChooser *self, guint label)
{
  self->is_updating = TRUE;
  gtk_drop_down_set_selected (self->label_row, label == BP_WALKTHROUGH_NO_LABEL ? 0 : label + 1);
  self->is_updating = FALSE;
}

/**
 * bp_class_chooser_get_label:
 * @self: the chooser
 *
 * Returns: the class that is chosen, or %BP_WALKTHROUGH_NO_LABEL
 */
guint
bp_class_chooser_get_label (BpClassChooser *self)
{
  guint selected = gtk_drop_down_get_selected (self->label_row);

  return selected == 0 || selected == GTK_INVALID_LIST_POSITION ? BP_WALKTHROUGH_NO_LABEL
                                                                : selected - 1;
}
