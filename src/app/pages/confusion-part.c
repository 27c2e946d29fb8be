/* SPDX-License-Identifier: MIT */
#include "confusion-part.h"

#include "chart-matrix-picture.h"
#include "confusion-view.h"
#include "format.h"
#include "image-list.h"

#include <glib/gi18n.h>

struct _BpConfusionPart
{
  AdwBin parent_instance;

  /* template children */
  BpConfusionView *confusion_view;
  GtkButton *errors_button;
  GtkButton *sure_errors_button;
};

enum
{
  SIGNAL_LIST_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpConfusionPart, bp_confusion_part, ADW_TYPE_BIN)

static BpChartMatrix *
make_matrix (const BpInspection *inspection)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  BpChartMatrix *matrix;

  for (guint i = 0; i < inspection->n_classes; i++)
    g_ptr_array_add (names, (gpointer) bp_dataset_get_class_name (inspection->dataset, i));
  matrix = bp_chart_matrix_new (inspection->n_classes, inspection->metrics.confusion,
                                (const char *const *) names->pdata);
  /* Translators: the axes of the confusion matrix: the labels of images, and the answers of the
   * network */
  bp_chart_matrix_set_axes (matrix, _ ("Label"), _ ("Answer"));
  return matrix;
}

static void
choose_list (BpConfusionPart *self, BpImageList list)
{
  g_signal_emit (self, signals[SIGNAL_LIST_CHOSEN], 0, &list);
}

static void
on_cell_activated (BpConfusionPart *self, guint label, guint answer)
{
  choose_list (self, (BpImageList){ BP_IMAGE_LIST_CELL, label, answer });
}

static void
on_errors_clicked (BpConfusionPart *self)
{
  choose_list (self, (BpImageList){ .kind = BP_IMAGE_LIST_ERRORS });
}

static void
on_sure_errors_clicked (BpConfusionPart *self)
{
  choose_list (self, (BpImageList){ .kind = BP_IMAGE_LIST_SURE_ERRORS });
}

static void
on_shares_toggled (BpConfusionPart *self, GtkCheckButton *button)
{
  bp_confusion_view_set_shows_shares (self->confusion_view, gtk_check_button_get_active (button));
}

static gboolean
bp_confusion_part_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (BP_CONFUSION_PART (widget)->confusion_view));
}

static void
bp_confusion_part_class_init (BpConfusionPartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->grab_focus = bp_confusion_part_grab_focus;

  /**
   * BpConfusionPart::list-chosen:
   * @list: (type gpointer): a #BpImageList, valid during the emission
   */
  signals[SIGNAL_LIST_CHOSEN] =
      g_signal_new ("list-chosen", BP_TYPE_CONFUSION_PART, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, G_TYPE_POINTER);

  g_type_ensure (BP_TYPE_CONFUSION_VIEW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/backprop/Backprop/pages/confusion-part.ui");
  gtk_widget_class_bind_template_child (widget_class, BpConfusionPart, confusion_view);
  gtk_widget_class_bind_template_child (widget_class, BpConfusionPart, errors_button);
  gtk_widget_class_bind_template_child (widget_class, BpConfusionPart, sure_errors_button);
  gtk_widget_class_bind_template_callback (widget_class, on_cell_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_errors_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_shares_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_sure_errors_clicked);
}

static void
bp_confusion_part_init (BpConfusionPart *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bp_confusion_part_set_inspection:
 * @self: the part
 * @inspection: whose figures to show
 */
void
bp_confusion_part_set_inspection (BpConfusionPart *self, const BpInspection *inspection)
{
  g_autofree char *n_errors = bp_format_count (inspection->n_errors);
  g_autofree char *n_sure = bp_format_count (inspection->n_sure_errors);
  /* Translators: a button that lists images; %s is their number */
  g_autofree char *errors = g_strdup_printf (_ ("All _Errors: %s"), n_errors);
  /* Translators: likewise, those of which the network was sure */
  g_autofree char *sure = g_strdup_printf (_ ("_Sure but Wrong: %s"), n_sure);

  bp_confusion_view_set_matrix (self->confusion_view, make_matrix (inspection));
  gtk_button_set_label (self->errors_button, errors);
  gtk_button_set_label (self->sure_errors_button, sure);
}

/**
 * bp_confusion_part_save_picture:
 * @self: the part
 * @inspection: whose matrix to save, with the counts or shares that are shown
 * @title: above the matrix
 * @path: (type filename): where to; its ending stands for the format
 * @error: return location for %BP_ERROR_UNRECOGNISED, %BP_ERROR_NO_MEMORY or a %G_FILE_ERROR
 *
 * Writes the matrix as a picture, whole or not at all.
 *
 * Returns: whether it was written
 */
gboolean
bp_confusion_part_save_picture (BpConfusionPart *self,
                                const BpInspection *inspection,
                                const char *title,
                                const char *path,
                                GError **error)
{
  g_autoptr (BpChartMatrix) matrix = make_matrix (inspection);

  matrix->shows_shares = bp_confusion_view_get_shows_shares (self->confusion_view);
  return bp_chart_matrix_picture_save (matrix, title, path, error);
}
