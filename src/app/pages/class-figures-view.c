/* SPDX-License-Identifier: MIT */
#include "class-figures-view.h"

#include "class-figures.h"

struct _BpClassFiguresView
{
  AdwBin parent_instance;

  /* template children */
  GtkColumnView *view;
  GListStore *figures;
  GtkSortListModel *sorted;
};

G_DEFINE_FINAL_TYPE (BpClassFiguresView, bp_class_figures_view, ADW_TYPE_BIN)

static void
bp_class_figures_view_class_init (BpClassFiguresViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BP_TYPE_CLASS_FIGURES);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/backprop/Backprop/pages/class-figures-view.ui");
  gtk_widget_class_bind_template_child (widget_class, BpClassFiguresView, view);
  gtk_widget_class_bind_template_child (widget_class, BpClassFiguresView, figures);
  gtk_widget_class_bind_template_child (widget_class, BpClassFiguresView, sorted);
}

static void
bp_class_figures_view_init (BpClassFiguresView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_sort_list_model_set_sorter (self->sorted, gtk_column_view_get_sorter (self->view));
}

/**
 * bp_class_figures_view_set_inspection:
 * @self: the view
 * @inspection: (nullable): whose figures to show
 */
void
bp_class_figures_view_set_inspection (BpClassFiguresView *self, const BpInspection *inspection)
{
  guint n_classes = inspection != NULL ? inspection->n_classes : 0;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint label = 0; label < n_classes; label++)
    g_ptr_array_add (items, bp_class_figures_new (inspection, label));
  g_list_store_splice (self->figures, 0, g_list_model_get_n_items (G_LIST_MODEL (self->figures)),
                       items->pdata, items->len);
}
