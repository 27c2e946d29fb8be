/* SPDX-License-Identifier: MIT */
#include "preview-window.h"

#include "child-window.h"
#include "sheet-view.h"
#include "spin-scroll.h"
#include "training-settings.h"

#include <glib/gi18n.h>

struct _BpPreviewWindow
{
  AdwWindow parent_instance;

  /* owned */
  GSettings *settings;
  BpDataset *dataset; /* nullable: 28 x 28 pixels */

  /* template children */
  GtkAdjustment *epoch;
  BpSheetView *sheet_view;
  GtkLabel *caption;
};

G_DEFINE_FINAL_TYPE (BpPreviewWindow, bp_preview_window, ADW_TYPE_WINDOW)

/* The samples that a run would train on, which may be fewer than the data set has. */
static BpDatasetSheet *
make_sheet (BpPreviewWindow *self, GError **error)
{
  g_autoptr (BpDataset) limited = bp_training_settings_limit (self->settings, self->dataset, error);

  return limited != NULL ? bp_dataset_sheet_new (limited, BP_SPLIT_TRAIN, error) : NULL;
}

static void
update (BpPreviewWindow *self)
{
  g_autoptr (BpDatasetSheet) sheet = NULL;
  g_autoptr (GError) error = NULL;
  BpAugmentation augmentation;

  if (self->dataset == NULL)
    return;

  sheet = make_sheet (self, &error);
  gtk_widget_set_visible (GTK_WIDGET (self->sheet_view), sheet != NULL);
  if (sheet == NULL)
    {
      gtk_label_set_text (self->caption, error->message);
      return;
    }

  augmentation = bp_training_settings_get_augmentation (self->settings);
  bp_dataset_sheet_augment (sheet, self->dataset, &augmentation,
                            bp_training_settings_get_seed (self->settings),
                            (guint32) gtk_adjustment_get_value (self->epoch));
  bp_sheet_view_set_sheet (self->sheet_view, sheet, self->dataset);
  gtk_label_set_text (
      self->caption,
      bp_augmentation_is_none (&augmentation)
          ? _ ("Images are not varied: the network sees them as they are, in every epoch.")
          : _ ("These training images as the network will see them in this epoch, with the current "
               "seed and settings."));
}

static void
on_next_clicked (BpPreviewWindow *self)
{
  double epoch = gtk_adjustment_get_value (self->epoch);

  gtk_adjustment_set_value (self->epoch,
                            epoch < gtk_adjustment_get_upper (self->epoch) ? epoch + 1.0 : 1.0);
}

static void
bp_preview_window_dispose (GObject *object)
{
  BpPreviewWindow *self = BP_PREVIEW_WINDOW (object);

  g_clear_object (&self->settings);
  g_clear_pointer (&self->dataset, bp_dataset_unref);

  G_OBJECT_CLASS (bp_preview_window_parent_class)->dispose (object);
}

static void
bp_preview_window_class_init (BpPreviewWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bp_preview_window_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/backprop/Backprop/pages/preview-window.ui");
  gtk_widget_class_bind_template_child (widget_class, BpPreviewWindow, epoch);
  gtk_widget_class_bind_template_child (widget_class, BpPreviewWindow, sheet_view);
  gtk_widget_class_bind_template_child (widget_class, BpPreviewWindow, caption);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, on_next_clicked);
}

static void
bp_preview_window_init (BpPreviewWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bp_spin_buttons_ignore_scrolling (GTK_WIDGET (self));
}

/**
 * bp_preview_window_new:
 * @parent: its parent window, with which it is closed
 * @settings: the settings of runs
 *
 * Returns: (transfer none): a window, not shown yet, for bp_preview_window_set_dataset(); GTK owns
 *   it
 */
BpPreviewWindow *
bp_preview_window_new (GtkWindow *parent, GSettings *settings)
{
  BpPreviewWindow *self = g_object_new (BP_TYPE_PREVIEW_WINDOW, NULL);

  bp_child_window_set_parent (GTK_WINDOW (self), parent);
  self->settings = g_object_ref (settings);
  g_signal_connect_object (settings, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * bp_preview_window_set_dataset:
 * @self: the window
 * @dataset: images of 28 x 28 pixels, which the next run learns from
 */
void
bp_preview_window_set_dataset (BpPreviewWindow *self, BpDataset *dataset)
{
  bp_dataset_ref (dataset);
  g_clear_pointer (&self->dataset, bp_dataset_unref);
  self->dataset = dataset;
  update (self);
}
