/* SPDX-License-Identifier: MIT */
#include "window-chart.h"

#include "chart-picture.h"
#include "clean-text.h"
#include "commands.h"
#include "file-chooser.h"

#include <glib/gi18n.h>

/* The name of the dialog's choice of a chart. */
#define CHART "chart"

/* The charts, as scripts and the dialog name them. */
static const char *const IDS[] = {
  [BP_RUN_CHART_LOSS] = "loss",
  [BP_RUN_CHART_ACCURACY] = "accuracy",
};

static const BpFileFormat FORMATS[] = {
  { "SVG", ".svg" },
  { "PDF", ".pdf" },
  { "PNG", ".png" },
};

static gboolean
find_chart (const char *id, BpRunChart *which)
{
  for (guint i = 0; i < G_N_ELEMENTS (IDS); i++)
    if (g_strcmp0 (id, IDS[i]) == 0)
      {
        *which = (BpRunChart) i;
        return TRUE;
      }
  return FALSE;
}

static void
show_failure (BpWindow *self, const char *text)
{
  bp_window_show_message (self, _ ("Could Not Export the Chart"), text,
                          (BpMessageButton){ _ ("_Export Chart…"), "win.export-chart" },
                          (BpMessageButton){ NULL, NULL });
}

/* Writes a picture of a chart, which takes a fraction of a frame. */
static void
export_to (BpWindow *self, BpRunChart which, const char *path)
{
  g_autofree char *subject = bp_document_get_subtitle (bp_window_get_document (self));
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  if (path == NULL)
    {
      show_failure (self, _ ("The place is not on this computer. Choose a local folder."));
      return;
    }
  if (!bp_run_charts_save_picture (bp_window_get_charts (self), which, subject, path, &error))
    {
      show_failure (self, error->message);
      return;
    }
  name = bp_clean_name (path);
  /* Translators: %s is a file's name */
  text = g_strdup_printf (_ ("Saved “%s”"), name);
  bp_window_toast (self, text);
}

static void
on_place_chosen (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  BpWindow *self = BP_WINDOW (user_data);
  BpRunChart which = bp_run_charts_get_current (bp_window_get_charts (self));
  const char *id = gtk_file_chooser_get_choice (GTK_FILE_CHOOSER (dialog), CHART);
  gboolean is_known = id == NULL || find_chart (id, &which);
  g_autoptr (GListModel) files = bp_file_chooser_end (self, dialog, response);
  g_autoptr (GFile) file = files != NULL ? g_list_model_get_item (files, 0) : NULL;

  if (file != NULL && is_known)
    export_to (self, which, g_file_peek_path (file));
}

/* Asks for a place, a format, and which of the charts; the one that was used last comes first. */
static void
export_chart (BpWindow *self)
{
  const char *labels[] = { _ ("Loss"), _ ("Accuracy"), NULL };
  const char *options[] = { IDS[0], IDS[1], NULL };
  BpRunChart current = bp_run_charts_get_current (bp_window_get_charts (self));
  g_autofree char *name =
      g_strconcat (IDS[current], bp_chart_picture_get_ending (BP_CHART_PICTURE_SVG), NULL);
  g_autoptr (GtkFileChooserNative) chooser =
      gtk_file_chooser_native_new (_ ("Export Chart"), GTK_WINDOW (self),
                                   GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Export"), _ ("_Cancel"));

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  gtk_file_chooser_add_choice (GTK_FILE_CHOOSER (chooser), CHART, _ ("Chart"), options, labels);
  gtk_file_chooser_set_choice (GTK_FILE_CHOOSER (chooser), CHART, IDS[current]);
  bp_file_chooser_add_formats (chooser, FORMATS, G_N_ELEMENTS (FORMATS));
  g_signal_connect (chooser, "response", G_CALLBACK (on_place_chosen), self);
  bp_file_chooser_show (self, chooser);
}

static void
export_chart_as_activated (GSimpleAction *action G_GNUC_UNUSED,
                           GVariant *parameter,
                           gpointer user_data)
{
  BpWindow *self = BP_WINDOW (user_data);
  const char *id;
  const char *path;
  BpRunChart which;

  g_variant_get (parameter, "(&s&s)", &id, &path);
  if (find_chart (id, &which))
    export_to (self, which, path);
  else
    {
      g_autofree char *text =
          g_strdup_printf (_ ("There is no chart “%s”. Choose “loss” or “accuracy”."), id);

      show_failure (self, text);
    }
}

static const BpCommand COMMANDS[] = {
  { "export-chart", G_CALLBACK (export_chart) },
};

/* What scripts activate: the chart, "loss" or "accuracy", and the file's path. */
static const GActionEntry ACTIONS[] = {
  { .name = "export-chart-as", .parameter_type = "(ss)", .activate = export_chart_as_activated },
};

/**
 * bp_window_chart_attach:
 * @self: the window
 *
 * Adds the ways to export a chart.
 */
void
bp_window_chart_attach (BpWindow *self)
{
  bp_commands_add (G_ACTION_MAP (self), COMMANDS, G_N_ELEMENTS (COMMANDS), self);
  g_action_map_add_action_entries (G_ACTION_MAP (self), ACTIONS, G_N_ELEMENTS (ACTIONS), self);
}
