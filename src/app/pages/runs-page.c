/* SPDX-License-Identifier: MIT */
#include "runs-page.h"

#include "rename-dialog.h"
#include "run-columns.h"
#include "run-comparison.h"
#include "run-list.h"
#include "run-source.h"
#include "run-store.h"
#include "settings.h"

#include <glib/gi18n.h>

/* So many runs are compared at most; more curves could not be told apart. */
#define MAX_COMPARED 50

struct _BpRunsPage
{
  BpPage parent_instance;

  /* owned */
  GSettings *settings; /* nullable: keeps the axes of the charts that compare runs */
  BpRunStore *store;
  GCancellable *cancellable; /* nullable: of the list that is being read */
  GPtrArray *deleted;        /* (element-type BpRunRecord) nullable: deleted last */
  GPtrArray *compared;       /* (element-type BpRunItem): each has a slot of its own */
  BpRunItem *renamed;        /* nullable: the run whose name is being typed */

  gboolean wants_focus; /* the page has come to the screen, and its list has not been read yet */

  /* template children */
  GtkStack *stack;
  GtkSearchEntry *search_entry;
  GtkPaned *paned;
  BpRunList *list;
  BpRunComparison *comparison;
};

enum
{
  SIGNAL_OPENED,
  SIGNAL_DELETED,
  SIGNAL_FAILED,
  SIGNAL_COPY_SETTINGS,
  SIGNAL_CONTINUE,
  SIGNAL_REPEAT,
  SIGNAL_SELECTION_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpRunsPage, bp_runs_page, BP_TYPE_PAGE)

static void
fail (BpRunsPage *self, const char *text)
{
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, text);
}

static gboolean
has_item (const GPtrArray *items, BpRunItem *item)
{
  return g_ptr_array_find ((GPtrArray *) items, item, NULL);
}

/* (element-type BpRunItem) the selected runs; none before the page was shown. */
static GPtrArray *
list_selected (BpRunsPage *self)
{
  return bp_page_is_filled (BP_PAGE (self)) ? bp_run_list_get_selected (self->list)
                                            : g_ptr_array_new_with_free_func (g_object_unref);
}

/* The pinned runs, then the selected ones; none where none is selected. @n_left_out is set to the
 * number of runs beyond the most that are compared. */
static GPtrArray *
find_compared (BpRunsPage *self, const GPtrArray *selected, guint *n_left_out)
{
  GPtrArray *items = bp_run_list_get_pinned (self->list);

  for (guint i = 0; i < selected->len; i++)
    if (!has_item (items, g_ptr_array_index (selected, i)))
      g_ptr_array_add (items, g_object_ref (g_ptr_array_index (selected, i)));
  *n_left_out = items->len > MAX_COMPARED ? items->len - MAX_COMPARED : 0;
  g_ptr_array_set_size (items, selected->len > 0 ? (int) (items->len - *n_left_out) : 0);
  return items;
}

static gboolean
is_slot_free (const GPtrArray *items, guint slot)
{
  for (guint i = 0; i < items->len; i++)
    {
      guint other;

      if (bp_run_item_get_slot (g_ptr_array_index (items, i), &other) && other == slot)
        return FALSE;
    }
  return TRUE;
}

/* A run keeps its slot, and so its colour, as long as it is compared. */
static void
assign_slots (BpRunsPage *self, const GPtrArray *items)
{
  guint slot = 0;
  guint own;

  for (guint i = 0; i < self->compared->len; i++)
    if (!has_item (items, g_ptr_array_index (self->compared, i)))
      bp_run_item_clear_slot (g_ptr_array_index (self->compared, i));
  for (guint i = 0; i < items->len; i++)
    if (!bp_run_item_get_slot (g_ptr_array_index (items, i), &own))
      {
        while (!is_slot_free (items, slot))
          slot++;
        bp_run_item_set_slot (g_ptr_array_index (items, i), slot);
      }
}

static void
compare (BpRunsPage *self, const GPtrArray *selected)
{
  guint n_left_out;
  g_autoptr (GPtrArray) items = find_compared (self, selected, &n_left_out);

  assign_slots (self, items);
  gtk_widget_set_visible (GTK_WIDGET (self->comparison), items->len > 0);
  bp_run_comparison_set_items (self->comparison, items, n_left_out);
  g_ptr_array_unref (self->compared);
  self->compared = g_steal_pointer (&items);
}

/* Enables the actions that are possible with the selected runs. */
static void
update_actions (BpRunsPage *self, const GPtrArray *selected)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const BpRunRecord *only =
      selected->len == 1 ? bp_run_item_get_record (g_ptr_array_index (selected, 0)) : NULL;
  guint n_pinned = 0;

  for (guint i = 0; i < selected->len; i++)
    n_pinned += bp_run_item_get_record (g_ptr_array_index (selected, i))->is_pinned ? 1 : 0;
  gtk_widget_action_set_enabled (widget, "runs.open", only != NULL);
  gtk_widget_action_set_enabled (widget, "runs.rename", only != NULL);
  gtk_widget_action_set_enabled (widget, "runs.pin", n_pinned < selected->len);
  gtk_widget_action_set_enabled (widget, "runs.unpin",
                                 selected->len > 0 && n_pinned == selected->len);
  gtk_widget_action_set_enabled (widget, "runs.copy-settings", only != NULL);
  gtk_widget_action_set_enabled (widget, "runs.continue",
                                 only != NULL && bp_run_source_can_continue (only));
  gtk_widget_action_set_enabled (widget, "runs.repeat",
                                 only != NULL && bp_run_source_can_repeat (only));
  gtk_widget_action_set_enabled (widget, "runs.delete", selected->len > 0);
}

static void
follow_selection (BpRunsPage *self)
{
  g_autoptr (GPtrArray) selected = list_selected (self);

  update_actions (self, selected);
  compare (self, selected);
}

static void
on_selection_changed (BpRunsPage *self)
{
  follow_selection (self);
  g_signal_emit (self, signals[SIGNAL_SELECTION_CHANGED], 0);
}

static void
on_search_changed (BpRunsPage *self)
{
  bp_run_list_set_search (self->list, gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
}

/* Typing anywhere on the page searches. */
static void
on_search_started (BpRunsPage *self)
{
  gtk_text_grab_focus_without_selecting (
      GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (self->search_entry))));
}

static void
on_search_stopped (BpRunsPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BpRunsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records = bp_run_store_list_finish (result, &error);

  if (records != NULL)
    {
      bp_run_list_set_records (self->list, records);
      gtk_stack_set_visible_child_name (self->stack, records->len > 0 ? "runs" : "empty");
      if (self->wants_focus)
        gtk_widget_grab_focus (GTK_WIDGET (self->list));
      self->wants_focus = FALSE;
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    fail (self, error->message);
}

static void
open_item (BpRunsPage *self, BpRunItem *item)
{
  const BpRunRecord *record = bp_run_item_get_record (item);
  g_autofree char *name = bp_run_column_describe (BP_RUN_COLUMN_NAME, record);

  g_signal_emit (self, signals[SIGNAL_OPENED], 0, record->folder, name);
}

static void
on_activated (BpRunsPage *self, BpRunItem *item)
{
  open_item (self, item);
}

/* The only run that is selected, or NULL. */
static BpRunItem *
get_only (BpRunsPage *self)
{
  g_autoptr (GPtrArray) selected = list_selected (self);

  return selected->len == 1 ? g_object_ref (g_ptr_array_index (selected, 0)) : NULL;
}

static void
open_run (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  g_autoptr (BpRunItem) item = get_only (BP_RUNS_PAGE (widget));

  if (item != NULL)
    open_item (BP_RUNS_PAGE (widget), item);
}

/* Emits a signal with the only run that is selected. */
static void
emit_with_run (GtkWidget *widget, guint signal)
{
  g_autoptr (BpRunItem) item = get_only (BP_RUNS_PAGE (widget));

  if (item != NULL)
    g_signal_emit (widget, signals[signal], 0, bp_run_item_get_record (item));
}

static void
copy_settings (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  emit_with_run (widget, SIGNAL_COPY_SETTINGS);
}

static void
continue_run (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  emit_with_run (widget, SIGNAL_CONTINUE);
}

static void
repeat_run (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  emit_with_run (widget, SIGNAL_REPEAT);
}

/* Writes the name, the pin and the colour of a run, and shows the run as it is stored then. */
static void
save_label (BpRunsPage *self,
            BpRunItem *item,
            const char *name,
            gboolean is_pinned,
            const char *color)
{
  const char *folder = bp_run_item_get_record (item)->folder;
  g_autoptr (GError) error = NULL;
  g_autoptr (BpRunRecord) record = NULL;

  if (bp_run_record_save_label (folder, name, is_pinned, color, &error))
    record = bp_run_record_load (folder, &error);
  if (record == NULL)
    {
      fail (self, error->message);
      return;
    }
  bp_run_list_update_item (self->list, item, record);
  follow_selection (self);
}

static void
on_color_chosen (BpRunsPage *self, BpRunItem *item, const char *color)
{
  const BpRunRecord *record = bp_run_item_get_record (item);

  save_label (self, item, record->name, record->is_pinned, color);
}

static void
set_pinned (BpRunsPage *self, gboolean is_pinned)
{
  g_autoptr (GPtrArray) selected = list_selected (self);

  for (guint i = 0; i < selected->len; i++)
    {
      BpRunItem *item = g_ptr_array_index (selected, i);
      const BpRunRecord *record = bp_run_item_get_record (item);

      if (record->is_pinned != is_pinned)
        save_label (self, item, record->name, is_pinned, record->color);
    }
}

static void
pin_runs (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  set_pinned (BP_RUNS_PAGE (widget), TRUE);
}

static void
unpin_runs (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  set_pinned (BP_RUNS_PAGE (widget), FALSE);
}

static void
on_renamed (BpRunsPage *self, const char *name)
{
  g_autoptr (BpRunItem) item = g_steal_pointer (&self->renamed);
  const BpRunRecord *record;

  if (item == NULL)
    return;
  record = bp_run_item_get_record (item);
  save_label (self, item, *name != '\0' ? name : NULL, record->is_pinned, record->color);
}

static void
rename_run (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  BpRunsPage *self = BP_RUNS_PAGE (widget);
  g_autoptr (BpRunItem) item = get_only (self);
  BpRenameDialog *dialog;
  const char *name;

  if (item == NULL)
    return;
  name = bp_run_item_get_record (item)->name;
  dialog =
      bp_rename_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), name != NULL ? name : "");
  g_set_object (&self->renamed, item);
  g_signal_connect_object (dialog, "renamed", G_CALLBACK (on_renamed), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* The name of the deleted run, or how many they are. */
static char *
describe_deleted (const GPtrArray *records)
{
  g_autofree char *name = NULL;

  if (records->len > 1)
    return g_strdup_printf (ngettext ("%u run deleted", "%u runs deleted", records->len),
                            records->len);
  name = bp_run_column_describe (BP_RUN_COLUMN_NAME, g_ptr_array_index (records, 0));
  /* Translators: %s is what a run is called */
  return g_strdup_printf (_ ("“%s” deleted"), name);
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
  g_autofree char *text = NULL;

  for (guint i = 0; i < selected->len && error == NULL; i++)
    {
      BpRunRecord *record = g_ptr_array_index (selected, i);

      if (bp_run_store_delete (self->store, record, &error))
        g_ptr_array_add (deleted, bp_run_record_ref (record));
    }
  if (error != NULL)
    fail (self, error->message);
  if (deleted->len == 0)
    return;

  text = describe_deleted (deleted);
  g_clear_pointer (&self->deleted, g_ptr_array_unref);
  self->deleted = g_steal_pointer (&deleted);
  g_signal_emit (self, signals[SIGNAL_DELETED], 0, text);
  bp_runs_page_refresh (self);
}

/* Keeps the height that the user gives the list. */
static void
on_pane_moved (BpRunsPage *self)
{
  gboolean is_chosen;

  g_object_get (self->paned, "position-set", &is_chosen, NULL);
  if (self->settings != NULL && is_chosen)
    g_settings_set_int (self->settings, BP_KEY_RUNS_LIST_HEIGHT,
                        gtk_paned_get_position (self->paned));
}

static void
follow_settings (BpRunsPage *self)
{
  int height = g_settings_get_int (self->settings, BP_KEY_RUNS_LIST_HEIGHT);

  if (height > 0)
    gtk_paned_set_position (self->paned, height);
  bp_chart_pair_set_settings (bp_run_comparison_get_pair (self->comparison), self->settings);
}

static void
bp_runs_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (bp_runs_page_parent_class)->map (widget);

  BP_RUNS_PAGE (widget)->wants_focus = TRUE;
  bp_runs_page_refresh (BP_RUNS_PAGE (widget));
}

static void
bp_runs_page_dispose (GObject *object)
{
  BpRunsPage *self = BP_RUNS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->settings);
  g_clear_object (&self->renamed);
  g_clear_pointer (&self->store, bp_run_store_free);
  g_clear_pointer (&self->deleted, g_ptr_array_unref);
  g_clear_pointer (&self->compared, g_ptr_array_unref);

  G_OBJECT_CLASS (bp_runs_page_parent_class)->dispose (object);
}

/* A signal with a run. */
static guint
add_run_signal (const char *name)
{
  return g_signal_new (name, BP_TYPE_RUNS_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                       1, G_TYPE_POINTER);
}

static void
add_signals (void)
{
  /**
   * BpRunsPage::opened:
   * @folder: (type filename): of the run
   * @name: of the run
   */
  signals[SIGNAL_OPENED] = g_signal_new ("opened", BP_TYPE_RUNS_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);

  /**
   * BpRunsPage::deleted:
   * @text: which run was deleted, or how many
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
   * BpRunsPage::copy-settings:
   * @record: (type BpRunRecord): a run whose settings are to be those of the next run
   */
  signals[SIGNAL_COPY_SETTINGS] = add_run_signal ("copy-settings");

  /**
   * BpRunsPage::continue:
   * @record: (type BpRunRecord): a run that is to be continued
   */
  signals[SIGNAL_CONTINUE] = add_run_signal ("continue");

  /**
   * BpRunsPage::repeat:
   * @record: (type BpRunRecord): a run that is to be trained again
   */
  signals[SIGNAL_REPEAT] = add_run_signal ("repeat");

  /**
   * BpRunsPage::selection-changed:
   *
   * Other runs are selected, see bp_runs_page_get_selected().
   */
  signals[SIGNAL_SELECTION_CHANGED] =
      g_signal_new ("selection-changed", BP_TYPE_RUNS_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 0);
}

static void
bp_runs_page_fill (BpPage *page)
{
  BpRunsPage *self = BP_RUNS_PAGE (page);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_entry_set_key_capture_widget (self->search_entry, GTK_WIDGET (self));
  if (self->settings != NULL)
    follow_settings (self);
  follow_selection (self);
}

static void
bp_runs_page_class_init (BpRunsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bp_runs_page_dispose;
  widget_class->map = bp_runs_page_map;
  BP_PAGE_CLASS (klass)->fill = bp_runs_page_fill;

  add_signals ();
  gtk_widget_class_install_action (widget_class, "runs.open", NULL, open_run);
  gtk_widget_class_install_action (widget_class, "runs.rename", NULL, rename_run);
  gtk_widget_class_install_action (widget_class, "runs.pin", NULL, pin_runs);
  gtk_widget_class_install_action (widget_class, "runs.unpin", NULL, unpin_runs);
  gtk_widget_class_install_action (widget_class, "runs.copy-settings", NULL, copy_settings);
  gtk_widget_class_install_action (widget_class, "runs.continue", NULL, continue_run);
  gtk_widget_class_install_action (widget_class, "runs.repeat", NULL, repeat_run);
  gtk_widget_class_install_action (widget_class, "runs.delete", NULL, delete_runs);

  g_type_ensure (BP_TYPE_RUN_COMPARISON);
  g_type_ensure (BP_TYPE_RUN_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/backprop/Backprop/pages/runs-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BpRunsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, BpRunsPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, BpRunsPage, paned);
  gtk_widget_class_bind_template_child (widget_class, BpRunsPage, list);
  gtk_widget_class_bind_template_child (widget_class, BpRunsPage, comparison);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_color_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_pane_moved);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_started);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped);
  gtk_widget_class_bind_template_callback (widget_class, on_selection_changed);
}

static void
bp_runs_page_init (BpRunsPage *self)
{
  g_autoptr (GPtrArray) none = list_selected (self);

  self->store = bp_run_store_new (NULL);
  self->compared = g_ptr_array_new_with_free_func (g_object_unref);
  update_actions (self, none);
}

/**
 * bp_runs_page_set_settings:
 * @self: the page, which has no settings yet
 * @settings: what keeps the axes of the charts that compare runs
 */
void
bp_runs_page_set_settings (BpRunsPage *self, GSettings *settings)
{
  g_set_object (&self->settings, settings);
  if (bp_page_is_filled (BP_PAGE (self)))
    follow_settings (self);
}

/**
 * bp_runs_page_get_charts:
 * @self: the page
 *
 * Returns: (transfer none) (nullable): the charts that compare runs, where they are on the screen
 */
BpChartPair *
bp_runs_page_get_charts (BpRunsPage *self)
{
  return gtk_widget_get_mapped (GTK_WIDGET (self)) &&
                 gtk_widget_get_mapped (GTK_WIDGET (self->comparison))
             ? bp_run_comparison_get_pair (self->comparison)
             : NULL;
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
  g_autoptr (GPtrArray) items = list_selected (self);
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify) bp_run_record_unref);

  for (guint i = 0; i < items->len; i++)
    g_ptr_array_add (records,
                     bp_run_record_ref (bp_run_item_get_record (g_ptr_array_index (items, i))));
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
    fail (self, error->message);
  bp_runs_page_refresh (self);
  return error == NULL;
}
