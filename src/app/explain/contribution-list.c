/* SPDX-License-Identifier: MIT */
#include "contribution-list.h"

#include "formula-label.h"

#include <glib/gi18n.h>

/* A row, and its contribution. */
typedef struct
{
  GtkWidget *button;     /* borrowed: a child */
  BpFormulaLabel *label; /* borrowed */
  guint unit;
} Row;

struct _BpContributionList
{
  GtkWidget parent_instance;

  Row rows[BP_CONTRIBUTION_LIST_N_ROWS];
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpContributionList, bp_contribution_list, GTK_TYPE_WIDGET)

static void
on_clicked (BpContributionList *self, GtkButton *button)
{
  for (guint i = 0; i < BP_CONTRIBUTION_LIST_N_ROWS; i++)
    if (self->rows[i].button == GTK_WIDGET (button))
      g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, self->rows[i].unit);
}

static void
bp_contribution_list_dispose (GObject *object)
{
  BpContributionList *self = BP_CONTRIBUTION_LIST (object);

  for (guint i = 0; i < BP_CONTRIBUTION_LIST_N_ROWS; i++)
    g_clear_pointer (&self->rows[i].button, gtk_widget_unparent);

  G_OBJECT_CLASS (bp_contribution_list_parent_class)->dispose (object);
}

static void
bp_contribution_list_class_init (BpContributionListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bp_contribution_list_dispose;

  /**
   * BpContributionList::chosen:
   * @unit: the unit or pixel at the other end of the weight
   */
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", BP_TYPE_CONTRIBUTION_LIST, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_css_name (widget_class, "contributions");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
add_row (BpContributionList *self, Row *row)
{
  row->label = g_object_new (BP_TYPE_FORMULA_LABEL, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (row->label), "numeric");
  row->button = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (row->button), GTK_WIDGET (row->label));
  gtk_widget_add_css_class (row->button, "flat");
  gtk_widget_set_parent (row->button, GTK_WIDGET (self));
  g_signal_connect_object (row->button, "clicked", G_CALLBACK (on_clicked), self,
                           G_CONNECT_SWAPPED);
}

static void
bp_contribution_list_init (BpContributionList *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  for (guint i = 0; i < BP_CONTRIBUTION_LIST_N_ROWS; i++)
    add_row (self, &self->rows[i]);
}

static char *
describe (const BpNetwork *network,
          const BpUnitNames *names,
          guint layer,
          gboolean is_into,
          const BpContribution *contribution)
{
  g_autofree char *name = is_into
                              ? bp_unit_text_input (network, names, layer, contribution->unit)
                              : bp_unit_text_name (network, names, layer + 1, contribution->unit);
  g_autofree char *weight = bp_format_value ((double) contribution->weight);
  g_autofree char *activation = bp_format_value ((double) contribution->activation);
  g_autofree char *product = bp_format_value ((double) contribution->product);

  /* Translators: a pixel or unit, then its weight times its activation, as in "Pixel (14, 9): 0.5 ×
   * 0.8 = 0.4" */
  return g_strdup_printf (_ ("%s: %s × %s = %s"), name, weight, activation, product);
}

/**
 * bp_contribution_list_set:
 * @self: the list
 * @network: the network
 * @names: what its units are called
 * @layer: of the unit
 * @is_into: whether they are contributions into the unit, or from it
 * @contributions: (array length=n): the contributions
 * @n: how many; only the first %BP_CONTRIBUTION_LIST_N_ROWS are shown
 */
void
bp_contribution_list_set (BpContributionList *self,
                          const BpNetwork *network,
                          const BpUnitNames *names,
                          guint layer,
                          gboolean is_into,
                          const BpContribution *contributions,
                          guint n)
{
  for (guint i = 0; i < BP_CONTRIBUTION_LIST_N_ROWS; i++)
    {
      char *text;

      gtk_widget_set_visible (self->rows[i].button, i < n);
      if (i >= n)
        continue;
      self->rows[i].unit = contributions[i].unit;
      text = describe (network, names, layer, is_into, &contributions[i]);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->rows[i].button),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
      bp_formula_label_take_text (self->rows[i].label, text);
    }
}
