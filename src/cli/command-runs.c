/* SPDX-License-Identifier: MIT */
/* "backprop-cli runs": the runs that were kept. A run is named by its id or by its folder. */
#include "config.h"

#include "clean-text.h"
#include "command.h"
#include "error.h"
#include "interrupt.h"
#include "lab-report.h"
#include "options.h"
#include "run-chart.h"
#include "run-export.h"
#include "run-folder.h"
#include "run-report.h"
#include "run-store.h"

#include <glib/gi18n.h>
#include <string.h>

#define RUN_OPTIONS(variable)                                                      \
  {                                                                                \
    G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &(variable), NULL, NULL \
  }
#define JSON_OPTION(variable, help)                            \
  {                                                            \
    "json", 0, 0, G_OPTION_ARG_NONE, &(variable), (help), NULL \
  }

/* Loads the runs that are named, of which there are at least so many. */
static GPtrArray *
find_runs (char **names, guint n_least, GError **error)
{
  g_autoptr (BpRunStore) store = bp_run_store_new (NULL);
  g_autoptr (GPtrArray) records =
      g_ptr_array_new_with_free_func ((GDestroyNotify) bp_run_record_unref);

  if (names == NULL || g_strv_length (names) < n_least)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           n_least > 1 ? _ ("Name two runs or more, by id or by folder")
                                       : _ ("Name a run, by its id or by its folder"));
      return NULL;
    }
  for (guint i = 0; names[i] != NULL; i++)
    {
      BpRunRecord *record = bp_run_store_find (store, names[i], error);

      if (record == NULL)
        return NULL;
      g_ptr_array_add (records, record);
    }
  return g_steal_pointer (&records);
}

/* The one run that is named. */
static BpRunRecord *
find_run (char **names, GError **error)
{
  g_autoptr (GPtrArray) records = NULL;

  if (names != NULL && names[0] != NULL && names[1] != NULL)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("“%s” is an unexpected argument; --help lists the arguments"), names[1]);
      return NULL;
    }
  records = find_runs (names, 1, error);
  return records != NULL ? bp_run_record_ref (g_ptr_array_index (records, 0)) : NULL;
}

static gboolean
list_runs (int argc, char **argv, GError **error)
{
  gboolean is_json = FALSE;
  const GOptionEntry entries[] = {
    JSON_OPTION (is_json, N_ ("Print a line with a JSON object for each run")),
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (BpRunStore) store = bp_run_store_new (NULL);
  g_autoptr (GPtrArray) records = NULL;

  if (!bp_options_parse (entries, NULL, _ ("Lists the runs of the user, the newest first."),
                         _ ("Runs that “train --run” keeps elsewhere are named by their folder."),
                         argc, argv, error))
    return FALSE;
  records = bp_run_store_list (store, error);
  if (records == NULL)
    return FALSE;
  bp_run_report_print_list (records, is_json);
  return TRUE;
}

static gboolean
show_run (int argc, char **argv, GError **error)
{
  g_auto (GStrv) names = NULL;
  gboolean is_json = FALSE;
  const GOptionEntry entries[] = {
    RUN_OPTIONS (names),
    JSON_OPTION (is_json, N_ ("Print one JSON object, with the figures of every epoch")),
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (BpRunRecord) record = NULL;
  g_autoptr (BpRunLog) log = NULL;

  if (!bp_options_parse (entries, _ ("RUN"),
                         _ ("Describes a run: its settings, its progress and its result."), NULL,
                         argc, argv, error))
    return FALSE;
  record = find_run (names, error);
  log = record != NULL ? bp_run_log_load (record->folder, error) : NULL;
  if (log == NULL)
    return FALSE;
  bp_run_report_print (record, log, is_json);
  return TRUE;
}

static gboolean
compare_runs (int argc, char **argv, GError **error)
{
  g_auto (GStrv) names = NULL;
  gboolean with_all = FALSE;
  gboolean is_json = FALSE;
  const GOptionEntry entries[] = {
    RUN_OPTIONS (names),
    { "all", 0, 0, G_OPTION_ARG_NONE, &with_all, N_ ("Print the settings that are the same, too"),
      NULL },
    JSON_OPTION (is_json, N_ ("Print one JSON object")),
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GPtrArray) records = NULL;

  if (!bp_options_parse (entries, _ ("RUN RUN…"),
                         _ ("Compares runs: their figures, and the settings in which they differ."),
                         NULL, argc, argv, error))
    return FALSE;
  records = find_runs (names, 2, error);
  if (records == NULL)
    return FALSE;
  bp_run_report_print_comparison (records, with_all, is_json);
  return TRUE;
}

/* Removes a run that is not being trained. */
static gboolean
delete_run (const BpRunRecord *record, GError **error)
{
  int lock = bp_run_folder_lock (record->folder, error);
  gboolean is_removed;

  if (lock < 0)
    return FALSE;
  is_removed = bp_run_folder_remove (record->folder, error);
  bp_run_folder_unlock (lock);
  return is_removed;
}

static gboolean
delete_runs (int argc, char **argv, GError **error)
{
  g_auto (GStrv) names = NULL;
  gboolean is_json = FALSE;
  const GOptionEntry entries[] = {
    RUN_OPTIONS (names),
    JSON_OPTION (is_json, N_ ("Print a line with a JSON object for each run")),
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GPtrArray) records = NULL;

  if (!bp_options_parse (entries, _ ("RUN…"),
                         _ ("Removes runs permanently. Other files in their folders stay."), NULL,
                         argc, argv, error))
    return FALSE;
  records = find_runs (names, 1, error);
  if (records == NULL)
    return FALSE;
  for (guint i = 0; i < records->len; i++)
    {
      const BpRunRecord *record = g_ptr_array_index (records, i);

      if (!delete_run (record, error))
        return FALSE;
      bp_run_report_print_deleted (record, is_json);
    }
  return TRUE;
}

typedef struct
{
  char **names;
  char *csv_path;
  char *events_folder;
  char *report_path;
  char *chart_paths[2]; /* by #BpRunChartKind */
} ExportOptions;

static void
export_options_clear (ExportOptions *options)
{
  g_strfreev (options->names);
  g_free (options->csv_path);
  g_free (options->events_folder);
  g_free (options->report_path);
  for (guint i = 0; i < G_N_ELEMENTS (options->chart_paths); i++)
    g_free (options->chart_paths[i]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ExportOptions, export_options_clear)

static void
set_chart_error (GError **error)
{
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       _ ("--chart takes a chart and a file, as in “--chart loss loss.svg”"));
}

/* Takes "--chart NAME FILE", as often as it is there, from the arguments: GOption has no options of
 * two values. */
static gboolean
take_charts (int *argc, char **argv, ExportOptions *options, GError **error)
{
  g_autoptr (GError) unknown = NULL;
  int n_left = 0;

  for (int i = 0; i < *argc; i++)
    {
      guint kind;

      if (strcmp (argv[i], "--chart") != 0)
        {
          argv[n_left++] = argv[i];
          continue;
        }
      if (i + 2 >= *argc)
        {
          set_chart_error (error);
          return FALSE;
        }
      if (!bp_choices_find (&bp_run_chart_kinds, argv[i + 1], &kind, &unknown))
        {
          g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, unknown->message);
          return FALSE;
        }
      g_free (options->chart_paths[kind]);
      options->chart_paths[kind] = g_strdup (argv[i + 2]);
      i += 2;
    }
  *argc = n_left;
  return TRUE;
}

static gboolean
export_charts (const BpRunRecord *record,
               const BpRunLog *log,
               const ExportOptions *options,
               GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (options->chart_paths); i++)
    if (options->chart_paths[i] != NULL &&
        !bp_run_chart_save (record, log, (BpRunChartKind) i, options->chart_paths[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
export_run (int argc, char **argv, GError **error)
{
  g_auto (ExportOptions) options = { NULL };
  g_autofree char *chart = NULL; /* for --help, and "--chart=NAME": see take_charts() */
  const GOptionEntry entries[] = {
    RUN_OPTIONS (options.names),
    { "csv", 0, 0, G_OPTION_ARG_FILENAME, &options.csv_path,
      N_ ("Write a table with a row for each step; the last row of an epoch has its figures"),
      N_ ("FILE") },
    { "tensorboard", 0, 0, G_OPTION_ARG_FILENAME, &options.events_folder,
      N_ ("Write an event file of TensorBoard into the folder DIR"), N_ ("DIR") },
    { "chart", 0, 0, G_OPTION_ARG_STRING, &chart,
      N_ ("Draw a chart into FILE, whose name ends in .svg, .pdf or .png"),
      N_ ("loss|accuracy FILE") },
    { "report", 0, 0, G_OPTION_ARG_FILENAME, &options.report_path,
      N_ ("Write a report as one HTML file: settings, charts, figures, confusion, and the command "
          "that trains the same weights again"),
      N_ ("FILE") },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (BpRunRecord) record = NULL;
  g_autoptr (BpRunLog) log = NULL;

  if (!take_charts (&argc, argv, &options, error) ||
      !bp_options_parse (entries, _ ("RUN"), _ ("Writes the course of a run for other programs."),
                         NULL, argc, argv, error))
    return FALSE;
  if (chart != NULL)
    {
      set_chart_error (error);
      return FALSE;
    }
  if (options.csv_path == NULL && options.events_folder == NULL && options.report_path == NULL &&
      options.chart_paths[BP_RUN_CHART_KIND_LOSS] == NULL &&
      options.chart_paths[BP_RUN_CHART_KIND_ACCURACY] == NULL)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _ ("Say what to write: --csv, --tensorboard, --chart or --report"));
      return FALSE;
    }
  record = find_run (options.names, error);
  log = record != NULL ? bp_run_log_load (record->folder, error) : NULL;
  return log != NULL &&
         (options.csv_path == NULL || bp_run_export_csv (record, log, options.csv_path, error)) &&
         (options.events_folder == NULL ||
          bp_run_export_events (record, log, options.events_folder, error)) &&
         export_charts (record, log, &options, error) &&
         (options.report_path == NULL ||
          bp_lab_report_save (record, log, options.report_path, bp_interrupt_watch (), error));
}

typedef struct
{
  const char *name;
  BpCommandFunc function;
} Action;

static const Action actions[] = {
  { "list", list_runs },     { "show", show_run },     { "compare", compare_runs },
  { "delete", delete_runs }, { "export", export_run },
};

/**
 * bp_command_runs:
 * @argc: the number of arguments
 * @argv: (array length=argc): "runs" and what follows it
 * @error: return location, see #BpCommandFunc
 *
 * Returns: whether the command succeeded
 */
gboolean
bp_command_runs (int argc, char **argv, GError **error)
{
  const GOptionEntry no_entries[] = { G_OPTION_ENTRY_NULL };

  for (guint i = 0; argc > 1 && i < G_N_ELEMENTS (actions); i++)
    if (strcmp (argv[1], actions[i].name) == 0)
      {
        g_autofree char *program_name = g_strdup_printf ("%s %s", g_get_prgname (), argv[1]);

        g_set_prgname (program_name);
        return actions[i].function (argc - 1, argv + 1, error);
      }

  /* Only --help is left to be parsed. */
  if (!bp_options_parse (no_entries,
                         "list | show RUN | compare RUN RUN… | delete RUN… | export RUN",
                         _ ("Shows the runs that were kept."),
                         _ ("A run is named by its id or by its folder. “backprop-cli runs list "
                            "--help” and so on say more."),
                         argc, argv, error))
    return FALSE;

  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       _ ("“list”, “show”, “compare”, “delete” or “export” is missing; --help "
                          "explains them"));
  return FALSE;
}
