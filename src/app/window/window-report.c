/* SPDX-License-Identifier: MIT */
/* Reports on runs: the actions "export-report", which asks for a place, and "export-report-as". */
#include "window-report.h"

#include "clean-text.h"
#include "commands.h"
#include "file-chooser.h"
#include "lab-report.h"

#include <glib/gi18n.h>

static const BpFileFormat FORMATS[] = {
  { "HTML", ".html" },
};

/* The key of the page of runs in the window's data, and of the run in a dialog's. */
#define RUNS_PAGE "bp-report-runs-page"
#define RECORD    "bp-report-record"

/* A report that is being written. */
typedef struct
{
  BpWindow *window; /* held */
  char *path;       /* owned */
} ReportTask;

static void
report_task_free (ReportTask *task)
{
  bp_window_release (task->window);
  g_free (task->path);
  g_free (task);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReportTask, report_task_free)

/* The only run that is selected on the page of runs, where that is shown. */
static BpRunRecord *
get_selected (BpWindow *self)
{
  BpRunsPage *page = g_object_get_data (G_OBJECT (self), RUNS_PAGE);
  g_autoptr (GPtrArray) selected = bp_runs_page_get_selected (page);

  if (!gtk_widget_get_mapped (GTK_WIDGET (page)) || selected->len != 1)
    return NULL;
  return bp_run_record_ref (g_ptr_array_index (selected, 0));
}

/* Where the window's run is stored, or NULL. */
static const char *
get_folder (BpWindow *self)
{
  return bp_training_run_get_folder (bp_window_get_document (self)->run);
}

/* The run that the report is on: the selected one, or that of the window. */
static BpRunRecord *
find_record (BpWindow *self, GError **error)
{
  BpRunRecord *selected = get_selected (self);

  return selected != NULL ? selected : bp_run_record_load (get_folder (self), error);
}

static void
update (BpWindow *self)
{
  g_autoptr (BpRunRecord) selected = get_selected (self);
  gboolean has_run = selected != NULL || get_folder (self) != NULL;

  bp_commands_set_enabled (G_ACTION_MAP (self), "export-report", has_run);
  bp_commands_set_enabled (G_ACTION_MAP (self), "export-report-as", has_run);
}

static void
show_failure (BpWindow *self, const char *text)
{
  bp_window_show_message (self, _ ("Could Not Export the Report"), text,
                          (BpMessageButton){ _ ("Export Repor_t…"), "win.export-report" },
                          (BpMessageButton){ NULL, NULL });
}

static void
on_saved (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReportTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  if (!bp_lab_report_save_finish (result, &error))
    {
      show_failure (task->window, error->message);
      return;
    }
  name = bp_clean_name (task->path);
  /* Translators: %s is a file's name */
  text = g_strdup_printf (_ ("Saved “%s”"), name);
  bp_window_toast (task->window, text);
}

/* @path: (nullable): %NULL where the place is not on this computer */
static void
save (BpWindow *self, BpRunRecord *record, const char *path)
{
  ReportTask *task;

  if (path == NULL)
    {
      show_failure (self, _ ("The place is not on this computer. Choose a local folder."));
      return;
    }
  task = g_new0 (ReportTask, 1);
  bp_window_hold (self);
  task->window = self;
  task->path = g_strdup (path);
  bp_lab_report_save_async (record, path, NULL, on_saved, task);
}

static void
on_place_chosen (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  BpWindow *self = BP_WINDOW (user_data);
  g_autoptr (BpRunRecord) record =
      bp_run_record_ref (g_object_get_data (G_OBJECT (dialog), RECORD));
  g_autoptr (GListModel) files = bp_file_chooser_end (self, dialog, response);
  g_autoptr (GFile) file = files != NULL ? g_list_model_get_item (files, 0) : NULL;

  if (file != NULL)
    save (self, record, g_file_peek_path (file));
}

static void
export_report (BpWindow *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpRunRecord) record = find_record (self, &error);
  g_autoptr (GtkFileChooserNative) chooser = NULL;
  g_autofree char *id = NULL;
  g_autofree char *name = NULL;

  if (record == NULL)
    {
      show_failure (self, error->message);
      return;
    }
  id = bp_run_record_get_id (record);
  name = g_strconcat (id, FORMATS[0].ending, NULL);
  chooser =
      gtk_file_chooser_native_new (_ ("Export Report"), GTK_WINDOW (self),
                                   GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Export"), _ ("_Cancel"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  bp_file_chooser_add_formats (chooser, FORMATS, G_N_ELEMENTS (FORMATS));
  g_object_set_data_full (G_OBJECT (chooser), RECORD, bp_run_record_ref (record),
                          (GDestroyNotify) bp_run_record_unref);
  g_signal_connect (chooser, "response", G_CALLBACK (on_place_chosen), self);
  bp_file_chooser_show (self, chooser);
}

static const BpCommand COMMANDS[] = {
  { "export-report", G_CALLBACK (export_report) },
};

static void
export_report_as_activated (GSimpleAction *action G_GNUC_UNUSED,
                            GVariant *parameter,
                            gpointer user_data)
{
  BpWindow *self = BP_WINDOW (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (BpRunRecord) record = find_record (self, &error);

  if (record != NULL)
    save (self, record, g_variant_get_string (parameter, NULL));
  else
    show_failure (self, error->message);
}

/* What scripts activate, with the file's path. */
static const GActionEntry ACTIONS[] = {
  { .name = "export-report-as", .parameter_type = "s", .activate = export_report_as_activated },
};

/**
 * bp_window_report_attach:
 * @self: the window
 * @runs_page: its page "Runs"
 *
 * Adds the ways to export a report on the selected run, or on that of the window.
 */
void
bp_window_report_attach (BpWindow *self, BpRunsPage *runs_page)
{
  static const char *const SIGNALS[] = { "selection-changed", "map", "unmap" };

  g_object_set_data (G_OBJECT (self), RUNS_PAGE, runs_page);
  bp_commands_add (G_ACTION_MAP (self), COMMANDS, G_N_ELEMENTS (COMMANDS), self);
  g_action_map_add_action_entries (G_ACTION_MAP (self), ACTIONS, G_N_ELEMENTS (ACTIONS), self);
  for (guint i = 0; i < G_N_ELEMENTS (SIGNALS); i++)
    g_signal_connect_object (runs_page, SIGNALS[i], G_CALLBACK (update), self,
                             G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect (self, "document-changed", G_CALLBACK (update), NULL);
  update (self);
}
