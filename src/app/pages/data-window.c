/* SPDX-License-Identifier: MIT */
#include "data-window.h"

#include "child-window.h"
#include "class-table.h"
#include "format.h"
#include "sheet-view.h"
#include "source-name.h"

#include <glib/gi18n.h>

struct _BpDataWindow
{
  AdwWindow parent_instance;

  /* template children */
  AdwWindowTitle *window_title;
  BpSheetView *sheet_view;
  GtkLabel *sheet_caption;
  BpClassTable *class_table;
  GtkLabel *range_caption;
};

G_DEFINE_FINAL_TYPE (BpDataWindow, bp_data_window, ADW_TYPE_WINDOW)

static void
bp_data_window_class_init (BpDataWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/backprop/Backprop/pages/data-window.ui");
  gtk_widget_class_bind_template_child (widget_class, BpDataWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, BpDataWindow, sheet_view);
  gtk_widget_class_bind_template_child (widget_class, BpDataWindow, sheet_caption);
  gtk_widget_class_bind_template_child (widget_class, BpDataWindow, class_table);
  gtk_widget_class_bind_template_child (widget_class, BpDataWindow, range_caption);
}

static void
bp_data_window_init (BpDataWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bp_data_window_new:
 * @parent: its parent window, with which it is closed
 *
 * Returns: (transfer none): a window, not shown yet, for bp_data_window_set_dataset(); GTK owns it
 */
BpDataWindow *
bp_data_window_new (GtkWindow *parent)
{
  BpDataWindow *self = g_object_new (BP_TYPE_DATA_WINDOW, NULL);

  bp_child_window_set_parent (GTK_WINDOW (self), parent);
  return self;
}

static void
show_title (BpDataWindow *self, const BpDataset *dataset)
{
  gsize n_images = 0;
  g_autofree char *name = bp_source_name_translate (bp_dataset_get_name (dataset));
  g_autofree char *count = NULL;
  g_autofree char *subtitle = NULL;

  for (guint split = 0; split < BP_N_SPLITS; split++)
    n_images += bp_dataset_get_samples (dataset, (BpSplit) split).count;
  count = bp_format_count (n_images);
  /* Translators: the number and the size of the images, as in "70,000 images of 28 × 28 pixels" */
  subtitle =
      g_strdup_printf (ngettext ("%s image of %u × %u pixels", "%s images of %u × %u pixels",
                                 n_images),
                       count, bp_dataset_get_width (dataset), bp_dataset_get_height (dataset));
  adw_window_title_set_title (self->window_title, name);
  adw_window_title_set_subtitle (self->window_title, subtitle);
}

static void
show_sheet (BpDataWindow *self, const BpDataset *dataset)
{
  gboolean is_class_a_row = bp_dataset_get_n_classes (dataset) == BP_SHEET_SIDE;
  g_autoptr (GError) error = NULL;
  g_autoptr (BpDatasetSheet) sheet = bp_dataset_sheet_new (dataset, BP_SPLIT_TRAIN, &error);

  gtk_widget_set_visible (GTK_WIDGET (self->sheet_view), sheet != NULL);
  if (sheet == NULL)
    {
      gtk_label_set_text (self->sheet_caption, error->message);
      return;
    }
  bp_sheet_view_set_sheet (self->sheet_view, sheet, dataset);
  gtk_label_set_text (self->sheet_caption,
                      is_class_a_row
                          ? _ ("The first training images of each class, one class in each row")
                          : _ ("The first training images of each class"));
}

static void
show_numbers (BpDataWindow *self, const BpDataset *dataset)
{
  g_autofree char *range = NULL;
  BpDatasetSummary summary;

  bp_dataset_summarise (dataset, &summary);
  bp_class_table_set_summary (self->class_table, &summary, dataset);
  range = g_strdup_printf (_ ("Pixels from %u to %u; 0 is paper, 255 is ink"), summary.lowest,
                           summary.highest);
  gtk_label_set_text (self->range_caption, range);
}

/**
 * bp_data_window_set_dataset:
 * @self: the window
 * @dataset: the data set to show
 */
void
bp_data_window_set_dataset (BpDataWindow *self, const BpDataset *dataset)
{
  show_title (self, dataset);
  show_sheet (self, dataset);
  show_numbers (self, dataset);
}
