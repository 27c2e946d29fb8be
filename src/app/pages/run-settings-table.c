/* SPDX-License-Identifier: MIT */
#include "run-settings-table.h"

#include "run-columns.h"
#include "run-differences.h"

#include <glib/gi18n.h>

/* The key of a factory's column: its run, counted from 1, or 0 for the titles. */
#define COLUMN_KEY "bp-column"

#define MAX_WIDTH_CHARS 28

struct _BpRunSettingsTable
{
  AdwBin parent_instance;

  GPtrArray *records; /* owned, of BpRunRecord */

  /* template children */
  GtkSwitch *all_switch;
  GtkWidget *all_box;
  GtkStack *stack;
  GtkColumnView *view;
  GListStore *settings;
};

G_DEFINE_FINAL_TYPE (BpRunSettingsTable, bp_run_settings_table, ADW_TYPE_BIN)

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0F);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_width_chars (GTK_LABEL (label), 6);
  gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_WIDTH_CHARS);
  gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (list_item, label);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  GtkWidget *label = gtk_list_item_get_child (list_item);
  BpRunSetting *setting = gtk_list_item_get_item (list_item);
  guint column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (factory), COLUMN_KEY));
  const char *text = column == 0 ? bp_run_setting_get_title (setting)
                                 : bp_run_setting_get_text (setting, column - 1);

  gtk_label_set_text (GTK_LABEL (label), text);
  gtk_widget_set_tooltip_text (label, text);
  if (column == 0)
    gtk_widget_add_css_class (label, "dim-label");
}

static void
append_column (BpRunSettingsTable *self, guint column, const char *title)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) view_column = NULL;

  g_object_set_data (G_OBJECT (factory), COLUMN_KEY, GUINT_TO_POINTER (column));
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  view_column = gtk_column_view_column_new (title, factory);
  gtk_column_view_append_column (self->view, view_column);
}

/* A column for each run, and one for the titles before them. */
static void
update_columns (BpRunSettingsTable *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

      gtk_column_view_remove_column (self->view, column);
    }
  append_column (self, 0, _ ("Setting"));
  for (guint i = 0; i < self->records->len; i++)
    {
      g_autofree char *name =
          bp_run_column_describe (BP_RUN_COLUMN_NAME, g_ptr_array_index (self->records, i));

      append_column (self, i + 1, name);
    }
}

static void
update_rows (BpRunSettingsTable *self)
{
  gboolean has_all = gtk_switch_get_active (self->all_switch) || self->records->len < 2;
  g_autoptr (GPtrArray) settings = bp_run_differences_list (self->records, has_all);

  g_list_store_splice (self->settings, 0, g_list_model_get_n_items (G_LIST_MODEL (self->settings)),
                       settings->pdata, settings->len);
  gtk_stack_set_visible_child_name (self->stack, settings->len > 0 ? "settings" : "same");
}

static void
on_all_changed (BpRunSettingsTable *self)
{
  if (self->records != NULL)
    update_rows (self);
}

static void
bp_run_settings_table_dispose (GObject *object)
{
  g_clear_pointer (&BP_RUN_SETTINGS_TABLE (object)->records, g_ptr_array_unref);

  G_OBJECT_CLASS (bp_run_settings_table_parent_class)->dispose (object);
}

static void
bp_run_settings_table_class_init (BpRunSettingsTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bp_run_settings_table_dispose;
  g_type_ensure (BP_TYPE_RUN_SETTING);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/backprop/Backprop/pages/run-settings-table.ui");
  gtk_widget_class_bind_template_child (widget_class, BpRunSettingsTable, all_switch);
  gtk_widget_class_bind_template_child (widget_class, BpRunSettingsTable, all_box);
  gtk_widget_class_bind_template_child (widget_class, BpRunSettingsTable, stack);
  gtk_widget_class_bind_template_child (widget_class, BpRunSettingsTable, view);
  gtk_widget_class_bind_template_child (widget_class, BpRunSettingsTable, settings);
  gtk_widget_class_bind_template_callback (widget_class, on_all_changed);
}

static void
bp_run_settings_table_init (BpRunSettingsTable *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bp_run_settings_table_set_records:
 * @self: the table
 * @records: (element-type BpRunRecord): the runs that it compares from now on
 */
void
bp_run_settings_table_set_records (BpRunSettingsTable *self, GPtrArray *records)
{
  g_ptr_array_ref (records);
  g_clear_pointer (&self->records, g_ptr_array_unref);
  self->records = records;
  gtk_widget_set_visible (self->all_box, records->len > 1);
  /* Without rows, the cells of the new columns are not made twice. */
  g_list_store_remove_all (self->settings);
  update_columns (self);
  update_rows (self);
}
