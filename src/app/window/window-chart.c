/* SPDX-License-Identifier: MIT */
#include "window-chart.h"

#include "commands.h"
#include "export-dialog.h"
#include "settings.h"

#include <glib/gi18n.h>

static const BpFileFormat FORMATS[] = {
  { "SVG", ".svg" },
  { "PDF", ".pdf" },
  { "PNG", ".png" },
};

/* The key of the page of runs in the window's data. */
#define RUNS_PAGE "bp-chart-runs-page"

/* The charts that are exported: those of the runs that are compared on the page of runs, where that
 * is shown, or those of the page of training. */
static BpChartPair *
get_pair (BpWindow *self)
{
  BpChartPair *compared = bp_runs_page_get_charts (g_object_get_data (G_OBJECT (self), RUNS_PAGE));

  return compared != NULL ? compared : bp_run_charts_get_pair (bp_window_get_charts (self));
}

static guint
get_current (BpWindow *self)
{
  return bp_chart_pair_get_current (get_pair (self));
}

static const char *
get_id (guint part)
{
  return part == BP_RUN_CHART_LOSS ? "loss" : "accuracy";
}

static gboolean
save (BpWindow *self, guint part, const char *path, GError **error)
{
  g_autofree char *subject = bp_document_get_subtitle (bp_window_get_document (self));

  bp_chart_pair_set_subject (bp_run_charts_get_pair (bp_window_get_charts (self)), subject);
  return bp_chart_pair_save_picture (get_pair (self), (BpRunChart) part, path, error);
}

static const BpExport EXPORT = {
  .title = N_ ("Export Chart"),
  .choice = N_ ("Chart"),
  .failure = N_ ("Could Not Export the Chart"),
  .button = N_ ("_Export Chart…"),
  .action = "win.export-chart",
  .labels = { [BP_RUN_CHART_LOSS] = N_ ("Loss"), [BP_RUN_CHART_ACCURACY] = N_ ("Accuracy") },
  .get_id = get_id,
  .n_parts = 2,
  .formats = FORMATS,
  .n_formats = G_N_ELEMENTS (FORMATS),
  .get_part = get_current,
  .save = save,
};

static void
export_chart (BpWindow *self)
{
  bp_export_ask (self, &EXPORT);
}

static void
export_chart_as_activated (GSimpleAction *action G_GNUC_UNUSED,
                           GVariant *parameter,
                           gpointer user_data)
{
  bp_export_save_as (BP_WINDOW (user_data), &EXPORT, parameter,
                     _ ("There is no chart “%s”. Choose “loss” or “accuracy”."));
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
 * @runs_page: its page "Runs"
 *
 * Adds the ways to export a chart and to show its numbers.
 */
void
bp_window_chart_attach (BpWindow *self, BpRunsPage *runs_page)
{
  g_autoptr (GAction) shows_table =
      g_settings_create_action (bp_window_get_settings (self), BP_KEY_CHART_SHOWS_TABLE);

  g_object_set_data (G_OBJECT (self), RUNS_PAGE, runs_page);
  g_action_map_add_action (G_ACTION_MAP (self), shows_table);
  bp_commands_add (G_ACTION_MAP (self), COMMANDS, G_N_ELEMENTS (COMMANDS), self);
  g_action_map_add_action_entries (G_ACTION_MAP (self), ACTIONS, G_N_ELEMENTS (ACTIONS), self);
}
