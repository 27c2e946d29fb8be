/* SPDX-License-Identifier: MIT */
#include "class-table.h"

#include "format.h"

#include <glib/gi18n.h>

#define COLUMN_SPACING 18
#define ROW_SPACING    3

struct _BpClassTable
{
  GtkWidget parent_instance;

  GtkGrid *grid; /* owned: the only child */
};

G_DEFINE_FINAL_TYPE (BpClassTable, bp_class_table, GTK_TYPE_WIDGET)

static void
bp_class_table_dispose (GObject *object)
{
  BpClassTable *self = BP_CLASS_TABLE (object);
  GtkWidget *grid = GTK_WIDGET (g_steal_pointer (&self->grid));

  if (grid != NULL)
    gtk_widget_unparent (grid);

  G_OBJECT_CLASS (bp_class_table_parent_class)->dispose (object);
}

static void
bp_class_table_class_init (BpClassTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bp_class_table_dispose;

  gtk_widget_class_set_css_name (widget_class, "classtable");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TABLE);
}

static void
bp_class_table_init (BpClassTable *self)
{
  self->grid = GTK_GRID (gtk_grid_new ());
  gtk_grid_set_column_spacing (self->grid, COLUMN_SPACING);
  gtk_grid_set_row_spacing (self->grid, ROW_SPACING);
  gtk_widget_set_parent (GTK_WIDGET (self->grid), GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Images of each class"), -1);
}

static GtkWidget *
add_label (BpClassTable *self, guint column, guint row, const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), column == 0 ? 0.0F : 1.0F);
  gtk_label_set_ellipsize (GTK_LABEL (label),
                           column == 0 ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
  gtk_widget_set_hexpand (label, column == 0);
  gtk_widget_add_css_class (label, "numeric");
  gtk_grid_attach (self->grid, label, (int) column, (int) row, 1, 1);
  return label;
}

static void
add_heading (BpClassTable *self)
{
  const char *texts[1 + BP_N_SPLITS] = {
    /* Translators: headings of a table: a class of images, and the number of its images */
    _ ("Class"),
    _ ("Training"),
    _ ("Held-out"),
    _ ("Test"),
  };

  for (guint column = 0; column < G_N_ELEMENTS (texts); column++)
    {
      GtkWidget *label = add_label (self, column, 0, texts[column]);

      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_widget_set_tooltip_text (label, texts[column]);
      gtk_widget_add_css_class (label, "caption-heading");
    }
}

/* @counts is (BP_N_SPLITS). */
static void
add_row (BpClassTable *self, guint row, const char *name, const gsize *counts, const char *style)
{
  for (guint column = 0; column < 1 + BP_N_SPLITS; column++)
    {
      g_autofree char *count = column > 0 ? bp_format_count (counts[column - 1]) : NULL;
      GtkWidget *label = add_label (self, column, row, column > 0 ? count : name);

      if (style != NULL)
        gtk_widget_add_css_class (label, style);
    }
}

static void
remove_all (BpClassTable *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
    gtk_grid_remove (self->grid, child);
}

/**
 * bp_class_table_set_summary:
 * @self: the table
 * @summary: the summary to show
 * @dataset: the data set of @summary
 */
void
bp_class_table_set_summary (BpClassTable *self,
                            const BpDatasetSummary *summary,
                            const BpDataset *dataset)
{
  guint n_classes = bp_dataset_get_n_classes (dataset);
  gsize sums[BP_N_SPLITS];
  guint row = 0;

  remove_all (self);
  add_heading (self);
  for (guint label = 0; label < n_classes; label++)
    {
      gsize counts[BP_N_SPLITS];

      for (guint split = 0; split < BP_N_SPLITS; split++)
        counts[split] = summary->counts[split][label];
      add_row (self, ++row, bp_dataset_get_class_name (dataset, label), counts, NULL);
    }
  if (summary->n_without_class > 0)
    /* Translators: a row of a table of digits: drawings that are no digits */
    add_row (self, ++row, _ ("No digit"), (gsize[BP_N_SPLITS]){ summary->n_without_class }, NULL);

  for (guint split = 0; split < BP_N_SPLITS; split++)
    sums[split] = bp_dataset_get_samples (dataset, (BpSplit) split).count;
  add_row (self, ++row, _ ("All"), sums, "heading");
}
