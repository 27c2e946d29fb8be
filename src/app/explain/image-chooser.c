/* SPDX-License-Identifier: MIT */
#include "image-chooser.h"

#include "walkthrough.h"

#include <glib/gi18n.h>

struct _BpImageChooser
{
  AdwBin parent_instance;

  /* owned */
  BpDataset *dataset; /* nullable: only the pad can be chosen */

  gsize next; /* the training image of BP_IMAGE_SOURCE_NEXT, from 0 */

  /* template children */
  GtkDropDown *source_row;
  GtkWidget *next_button;
  GtkWidget *any_box;
  GtkDropDown *split_row;
  GtkAdjustment *number;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpImageChooser, bp_image_chooser, ADW_TYPE_BIN)

static BpSamples
get_samples (BpImageChooser *self, BpSplit split)
{
  return self->dataset != NULL ? bp_dataset_get_samples (self->dataset, split) : (BpSamples){ 0 };
}

/* The image of the data set that is chosen, or NULL where the split has none. */
static const guint8 *
get_sample (BpImageChooser *self, guint *label)
{
  gboolean is_any = bp_image_chooser_get_source (self) == BP_IMAGE_SOURCE_ANY;
  BpSplit split = is_any ? (BpSplit) gtk_drop_down_get_selected (self->split_row) : BP_SPLIT_TRAIN;
  BpSamples samples = get_samples (self, split);
  gsize index = is_any ? (gsize) gtk_adjustment_get_value (self->number) - 1 : self->next;

  if (index >= samples.count)
    return NULL;
  *label = samples.labels[index];
  return samples.images + index * bp_dataset_get_n_pixels (self->dataset);
}

static void
update (BpImageChooser *self)
{
  BpImageSource source = bp_image_chooser_get_source (self);
  BpSplit split = (BpSplit) gtk_drop_down_get_selected (self->split_row);

  gtk_widget_set_sensitive (GTK_WIDGET (self->source_row), self->dataset != NULL);
  gtk_widget_set_visible (self->next_button, source == BP_IMAGE_SOURCE_NEXT);
  gtk_widget_set_visible (self->any_box, source == BP_IMAGE_SOURCE_ANY);
  gtk_adjustment_set_upper (self->number, (double) MAX (get_samples (self, split).count, 1));
}

static void
on_changed (BpImageChooser *self)
{
  update (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_next_clicked (BpImageChooser *self)
{
  self->next = (self->next + 1) % MAX (get_samples (self, BP_SPLIT_TRAIN).count, 1);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
bp_image_chooser_finalize (GObject *object)
{
  BpImageChooser *self = BP_IMAGE_CHOOSER (object);

  g_clear_pointer (&self->dataset, bp_dataset_unref);

  G_OBJECT_CLASS (bp_image_chooser_parent_class)->finalize (object);
}

static void
bp_image_chooser_class_init (BpImageChooserClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = bp_image_chooser_finalize;

  /**
   * BpImageChooser::changed:
   *
   * Another image is chosen.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", BP_TYPE_IMAGE_CHOOSER, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/backprop/Backprop/explain/image-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, BpImageChooser, source_row);
  gtk_widget_class_bind_template_child (widget_class, BpImageChooser, next_button);
  gtk_widget_class_bind_template_child (widget_class, BpImageChooser, any_box);
  gtk_widget_class_bind_template_child (widget_class, BpImageChooser, split_row);
  gtk_widget_class_bind_template_child (widget_class, BpImageChooser, number);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_next_clicked);
}

static void
bp_image_chooser_init (BpImageChooser *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

/**
 * bp_image_chooser_set_dataset:
 * @self: the chooser
 * @dataset: (nullable): the data set; %NULL leaves the pad only
 *
 * The signal "changed" tells where that changes the image.
 */
void
bp_image_chooser_set_dataset (BpImageChooser *self, BpDataset *dataset)
{
  if (self->dataset == dataset)
    return;

  g_clear_pointer (&self->dataset, bp_dataset_unref);
  if (dataset != NULL)
    self->dataset = bp_dataset_ref (dataset);
  self->next = 0;
  if (dataset == NULL)
    gtk_drop_down_set_selected (self->source_row, BP_IMAGE_SOURCE_PAD);
  on_changed (self);
}

/**
 * bp_image_chooser_get_source:
 * @self: the chooser
 *
 * Returns: where the image comes from
 */
BpImageSource
bp_image_chooser_get_source (BpImageChooser *self)
{
  return (BpImageSource) gtk_drop_down_get_selected (self->source_row);
}

/**
 * bp_image_chooser_get_image:
 * @self: the chooser, whose data set fits the network
 * @drawing: what is on the pad
 * @n_inputs: the pixels that the network takes
 * @label: (out): the class of the image, %BP_LABEL_NONE where it has none, or
 *   %BP_WALKTHROUGH_NO_LABEL where it is not known
 *
 * Returns: (transfer none) (nullable): (n_inputs) the image that is chosen, of @drawing or of the
 *   data set; %NULL where there is none
 */
const guint8 *
bp_image_chooser_get_image (BpImageChooser *self,
                            const BpLabelledDrawing *drawing,
                            guint n_inputs,
                            guint *label)
{
  *label = BP_WALKTHROUGH_NO_LABEL;
  if (bp_image_chooser_get_source (self) != BP_IMAGE_SOURCE_PAD)
    return get_sample (self, label);
  if (!drawing->has_pixels || n_inputs != BP_DIGIT_N_PIXELS)
    return NULL;
  *label = drawing->label;
  return drawing->pixels;
}

/**
 * bp_image_chooser_describe_missing:
 * @self: the chooser, where bp_image_chooser_get_image() gives none
 * @n_inputs: the pixels that the network takes
 *
 * Returns: (transfer full): why there is no image, and what to do
 */
char *
bp_image_chooser_describe_missing (BpImageChooser *self, guint n_inputs)
{
  if (bp_image_chooser_get_source (self) != BP_IMAGE_SOURCE_PAD)
    return g_strdup (_ ("This part of the data set has no images."));
  if (n_inputs != BP_DIGIT_N_PIXELS)
    return g_strdup_printf (_ ("The network takes %u pixels, and the pad has 28 × 28. Choose an "
                               "image of the data set."),
                            n_inputs);
  return g_strdup (_ ("Draw on the pad, or choose an image of the data set."));
}
