/* SPDX-License-Identifier: MIT */
#include "runs-page.h"

#include "run-item.h"
#include "run-store.h"

#include <glib/gi18n.h>

struct _BpRunsPage
{
  BpPage parent_instance;

  /* owned */
  BpRunStore *store;
  GCancellable *cancellable; /* nullable: of the list that is being read */
  GPtrArray *deleted;        /* (element-type BpRunRecord) nullable: deleted last */

  /* template children */
  GtkStack *stack;
  GtkSearchEntry *search_entry;
  GtkStack *results;
  GtkColumnView *view;
  GListStore *runs;
  GtkCustomFilter *filter;
  GtkSortListModel *sorted;
  GtkMultiSelection *selection;
};

enum
{
  SIGNAL_OPENED,
  SIGNAL_DELETED,
  SIGNAL_FAILED,
  SIGNAL_SELECTION_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpRunsPage, bp_runs_page, BP_TYPE_PAGE)

static void
update (BpRunsPage *self)
{
  gboolean has_runs = g_list_model_get_n_items (G_LIST_MODEL (self->runs)) > 0;
  gboolean has_results = g_list_model_get_n_items (G_LIST_MODEL (self->selection)) > 0;

  gtk_stack_set_visible_child_name (self->stack, has_runs ? "runs" : "empty");
  gtk_stack_set_visible_child_name (self->results, has_results ? "found" : "not-found");
}

static void
on_selection_changed (BpRunsPage *self)
{
  g_autoptr (GPtrArray) selected = bp_runs_page_get_selected (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "runs.delete", selected->len > 0);
  g_signal_emit (self, signals[SIGNAL_SELECTION_CHANGED], 0);
}

static gboolean
is_match (gpointer item, gpointer user_data)
{
  BpRunsPage *self = user_data;

  return bp_run_item_matches (item, gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
}

static void
on_search_changed (BpRunsPage *self)
{
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  update (self);
}

static void
show_records (BpRunsPage *self, const GPtrArray *records)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < records->len; i++)
    g_ptr_array_add (items, bp_run_item_new (g_ptr_array_index (records, i)));
  g_list_store_splice (self->runs, 0, g_list_model_get_n_items (G_LIST_MODEL (self->runs)),
                       items->pdata, items->len);
  update (self);
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BpRunsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records = bp_run_store_list_finish (result, &error);

  if (records != NULL)
    show_records (self, records);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error->message);
}

static void
on_activated (BpRunsPage *self, guint position)
{
  g_autoptr (BpRunItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  g_autofree char *name = NULL;

  g_object_get (item, "name", &name, NULL);
  g_signal_emit (self, signals[SIGNAL_OPENED], 0, bp_run_item_get_record (item)->folder, name);
}

/* What the deleted runs are called: the name of one, or how many. */
static char *
describe_deleted (const GPtrArray *records)
{
  g_autoptr (BpRunItem) item = bp_run_item_new (g_ptr_array_index (records, 0));
  char *name = NULL;

  if (records->len > 1)
    /* Translators: there are always at least 2 */
    return g_strdup_printf (ngettext ("%u run", "%u runs", records->len), records->len);
  g_object_get (item, "name", &name, NULL);
  return name;
}

/* Deletes the selected runs, up to the first that cannot be deleted. */
static void
delete_runs (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  BpRunsPage *self = BP_RUNS_PAGE (widget);
  g_autoptr (GPtrArray) selected = bp_runs_page_get_selected (self);
  g_autoptr (GPtrArray) deleted =
      g_ptr_array_new_with_free_func ((GDestroyNotify) bp_run_record_unref);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;

  for (guint i = 0; i < selected->len && error == NULL; i++)
    {
      BpRunRecord *record = g_ptr_array_index (selected, i);

      if (bp_run_store_delete (self->store, record, &error))
        g_ptr_array_add (deleted, bp_run_record_ref (record));
    }
  if (error != NULL)
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error->message);
  if (deleted->len == 0)
    return;

  name = describe_deleted (deleted);
  g_clear_pointer (&self->deleted, g_ptr_array_unref);
  self->deleted = g_steal_pointer (&deleted);
  g_signal_emit (self, signals[SIGNAL_DELETED], 0, name);
  bp_runs_page_refresh (self);
}

static void
bp_runs_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (bp_runs_page_parent_class)->map (widget);

  bp_runs_page_refresh (BP_RUNS_PAGE (widget));
}

static void
bp_runs_page_dispose (GObject *object)
{
  BpRunsPage *self = BP_RUNS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->store, bp_run_store_free);
  g_clear_pointer (&self->deleted, g_ptr_array_unref);

  G_OBJECT_CLASS (bp_runs_page_parent_class)->dispose (object);
}

static void
bp_runs_page_class_init (BpRunsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bp_runs_page_dispose;
  widget_class->map = bp_runs_page_map;

  /**
   * BpRunsPage::opened:
   * @folder: (type filename): of the run
   * @name: of the run
   */
  signals[SIGNAL_OPENED] = g_signal_new ("opened", BP_TYPE_RUNS_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);

  /**
   * BpRunsPage::deleted:
   * @name: of the run, or how many runs were deleted
   */
  signals[SIGNAL_DELETED] = g_signal_new ("deleted", BP_TYPE_RUNS_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  /**
   * BpRunsPage::failed:
   * @text: what could not be done, and why
   */
  signals[SIGNAL_FAILED] = g_signal_new ("failed", BP_TYPE_RUNS_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  /**
   * BpRunsPage::selection-changed:
   *
   * Other runs are selected, see bp_runs_page_get_selected().
   */
  signals[SIGNAL_SELECTION_CHANGED] =
      g_signal_new ("selection-changed", BP_TYPE_RUNS_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 0);

  g_type_ensure (BP_TYPE_RUN_ITEM);
  gtk_widget_class_install_action (widget_class, "runs.delete", NULL, delete_runs);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/backprop/Backprop/pages/runs-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BpRunsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, BpRunsPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, BpRunsPage, results);
  gtk_widget_class_bind_template_child (widget_class, BpRunsPage, view);
  gtk_widget_class_bind_template_child (widget_class, BpRunsPage, runs);
  gtk_widget_class_bind_template_child (widget_class, BpRunsPage, filter);
  gtk_widget_class_bind_template_child (widget_class, BpRunsPage, sorted);
  gtk_widget_class_bind_template_child (widget_class, BpRunsPage, selection);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_selection_changed);
}

static void
bp_runs_page_init (BpRunsPage *self)
{
  self->store = bp_run_store_new (NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_custom_filter_set_filter_func (self->filter, is_match, self, NULL);
  gtk_sort_list_model_set_sorter (self->sorted, gtk_column_view_get_sorter (self->view));
  on_selection_changed (self);
}

/**
 * bp_runs_page_refresh:
 * @self: the page
 *
 * Reads the store again, on a thread of its own. A page that is not on the screen does so when it
 * comes there.
 */
void
bp_runs_page_refresh (BpRunsPage *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  bp_run_store_list_async (self->store, self->cancellable, on_listed, g_object_ref (self));
}

/**
 * bp_runs_page_get_selected:
 * @self: the page
 *
 * Returns: (transfer full) (element-type BpRunRecord): the selected runs, in the order of the list
 */
GPtrArray *
bp_runs_page_get_selected (BpRunsPage *self)
{
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify) bp_run_record_unref);
  g_autoptr (GtkBitset) set =
      gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  GtkBitsetIter iter;
  guint position;

  for (gboolean is_valid = gtk_bitset_iter_init_first (&iter, set, &position); is_valid;
       is_valid = gtk_bitset_iter_next (&iter, &position))
    {
      g_autoptr (BpRunItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

      g_ptr_array_add (records, bp_run_record_ref ((BpRunRecord *) bp_run_item_get_record (item)));
    }
  return records;
}

/**
 * bp_runs_page_restore:
 * @self: the page
 *
 * Returns: whether the runs that were deleted last are in the list again
 */
gboolean
bp_runs_page_restore (BpRunsPage *self)
{
  g_autoptr (GPtrArray) records = g_steal_pointer (&self->deleted);
  g_autoptr (GError) error = NULL;

  if (records == NULL)
    return FALSE;
  for (guint i = 0; i < records->len && error == NULL; i++)
    bp_run_store_restore (self->store, g_ptr_array_index (records, i), &error);
  if (error != NULL)
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error->message);
  bp_runs_page_refresh (self);
  return error == NULL;
}
