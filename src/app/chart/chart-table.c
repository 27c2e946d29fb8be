/* SPDX-License-Identifier: MIT */
#include "chart-table.h"

#include "chart-rows.h"
#include "row-list.h"

/* The key of a factory's column. */
#define COLUMN_KEY "bp-column"

/* The longest name of a curve that a title shows whole: runs have names of any length. */
#define MAX_TITLE_CHARS 24

struct _BpChartTable
{
  AdwBin parent_instance;

  /* owned */
  BpChart *chart; /* nullable */
  BpChartRows rows;

  /* template children */
  GtkStack *stack;
  GtkLabel *hint;
  GtkColumnView *view;
  BpRowList *list;
};

G_DEFINE_FINAL_TYPE (BpChartTable, bp_chart_table, ADW_TYPE_BIN)

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 1.0F);
  gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (list_item, label);
}

/* A screen reader reads the row that has the focus: the widget around its cells. */
static void
describe_row (BpChartTable *self, GtkWidget *cell_child, guint row)
{
  GtkWidget *cell = gtk_widget_get_parent (cell_child);
  GtkWidget *widget = cell != NULL ? gtk_widget_get_parent (cell) : NULL;
  g_autofree char *text = NULL;

  if (widget == NULL)
    return;
  text = bp_chart_rows_describe (&self->rows, bp_chart_get_model (self->chart), row);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *list_item, BpChartTable *self)
{
  GtkWidget *label = gtk_list_item_get_child (list_item);
  guint row = bp_row_list_item_get_row (gtk_list_item_get_item (list_item));
  guint column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (factory), COLUMN_KEY));
  g_autofree char *text =
      bp_chart_rows_format (&self->rows, bp_chart_get_model (self->chart), row, column);

  gtk_label_set_text (GTK_LABEL (label), text);
  if (column == 0)
    describe_row (self, label, row);
}

/* A title has no room for a long name, and no way to shorten it. */
static char *
shorten_title (const char *title)
{
  g_autofree char *beginning = NULL;

  if (g_utf8_strlen (title, -1) <= MAX_TITLE_CHARS)
    return g_strdup (title);
  beginning = g_utf8_substring (title, 0, MAX_TITLE_CHARS - 1);
  return g_strconcat (beginning, "…", NULL);
}

static void
append_column (BpChartTable *self, guint column)
{
  g_autofree char *title = shorten_title (bp_chart_rows_get_title (&self->rows, column));
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) view_column = NULL;

  g_object_set_data (G_OBJECT (factory), COLUMN_KEY, GUINT_TO_POINTER (column));
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind), self, 0);
  view_column = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_expand (view_column, TRUE);
  gtk_column_view_append_column (self->view, view_column);
}

/* Without rows, the cells of the new columns are not made twice. */
static void
replace_columns (BpChartTable *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  bp_row_list_replace (self->list, 0);
  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

      gtk_column_view_remove_column (self->view, column);
    }
  for (guint i = 0; i < bp_chart_rows_get_n_columns (&self->rows); i++)
    append_column (self, i);
}

/* Follows the chart, where a person can see it. */
static void
update (BpChartTable *self)
{
  BpChartRowsChange change;
  guint n_rows;

  if (self->chart == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  change = bp_chart_rows_update (&self->rows, bp_chart_get_model (self->chart));
  n_rows = bp_chart_rows_get_n_rows (&self->rows);
  if (change == BP_CHART_ROWS_NEW_COLUMNS)
    replace_columns (self);
  if (change == BP_CHART_ROWS_APPENDED)
    bp_row_list_grow (self->list, n_rows);
  else
    bp_row_list_replace (self->list, n_rows);
  gtk_stack_set_visible_child_name (self->stack, n_rows > 0 ? "numbers" : "empty");
}

static void
bp_chart_table_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (bp_chart_table_parent_class)->map (widget);

  update (BP_CHART_TABLE (widget));
}

static void
bp_chart_table_dispose (GObject *object)
{
  BpChartTable *self = BP_CHART_TABLE (object);

  g_clear_object (&self->chart);

  G_OBJECT_CLASS (bp_chart_table_parent_class)->dispose (object);
}

static void
bp_chart_table_finalize (GObject *object)
{
  bp_chart_rows_clear (&BP_CHART_TABLE (object)->rows);

  G_OBJECT_CLASS (bp_chart_table_parent_class)->finalize (object);
}

static void
bp_chart_table_class_init (BpChartTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = bp_chart_table_dispose;
  object_class->finalize = bp_chart_table_finalize;
  widget_class->map = bp_chart_table_map;

  g_type_ensure (BP_TYPE_ROW_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/backprop/Backprop/chart/chart-table.ui");
  gtk_widget_class_bind_template_child (widget_class, BpChartTable, stack);
  gtk_widget_class_bind_template_child (widget_class, BpChartTable, hint);
  gtk_widget_class_bind_template_child (widget_class, BpChartTable, view);
  gtk_widget_class_bind_template_child (widget_class, BpChartTable, list);
}

static void
bp_chart_table_init (BpChartTable *self)
{
  bp_chart_rows_init (&self->rows);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bp_chart_table_set_chart:
 * @self: the table, which has no chart yet
 * @chart: whose numbers it has from now on; its hint stands in for numbers while there are none
 */
void
bp_chart_table_set_chart (BpChartTable *self, BpChart *chart)
{
  g_return_if_fail (self->chart == NULL);

  self->chart = g_object_ref (chart);
  g_object_bind_property (chart, "hint", self->hint, "label", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (chart, "updated", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * bp_chart_table_set_label:
 * @self: the table
 * @label: what a screen reader calls it
 */
void
bp_chart_table_set_label (BpChartTable *self, const char *label)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}
