/* SPDX-License-Identifier: MIT */
/*
 * A report on a stored run as one file of HTML: settings, charts, figures, confusion, and how to
 * train the same network again. It needs no other file, no script and no network, and its numbers
 * have a point in every locale.
 */
#include "config.h"

#include "lab-report.h"

#include "atomic-file.h"
#include "clean-text.h"
#include "dataset-builtin.h"
#include "dataset-load.h"
#include "dataset-mix.h"
#include "error.h"
#include "job.h"
#include "metrics.h"
#include "run-chart.h"
#include "run-command.h"
#include "weights-info.h"
#include "weights.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* The network at the end of a run, in its folder. */
#define FINAL_NETWORK "final.safetensors"

/* Codes of languages that are written from right to left. */
static const char *const RTL_LANGUAGES[] = { "ar", "fa", "he", "ur", NULL };

static const char HEAD[] =
    "<meta name=\"viewport\" content=\"width=device-width\">\n"
    "<style>\n"
    "body { max-width: 52rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 sans-serif; "
    "color: #241f31; background: #fff; overflow-wrap: break-word; }\n"
    "figure { margin: 1rem 0; }\n"
    ".wide { overflow-x: auto; }\n"
    "table { border-collapse: collapse; margin: 1rem 0; font-variant-numeric: tabular-nums; }\n"
    "td, th { padding: 0.15rem 0.7rem; border: 1px solid #c0bfbc; text-align: end; }\n"
    "th:first-child, .text td { text-align: start; }\n"
    ".text td { overflow-wrap: anywhere; direction: ltr; }\n"
    ".wide th { font-size: 0.85rem; }\n"
    ".wide td { white-space: nowrap; direction: ltr; }\n"
    "td.right { font-weight: bold; background: #dbe9f9; }\n"
    "pre { padding: 0.7rem; border: 1px solid #c0bfbc; white-space: pre-wrap; "
    "overflow-wrap: anywhere; direction: ltr; }\n"
    "svg { max-width: 100%; height: auto; }\n"
    "@media (max-width: 30rem) { td, th { padding: 0.15rem 0.35rem; font-size: 0.8rem; } }\n"
    "@media print { .wide { overflow-x: visible; } }\n"
    "</style>\n";

/* Texts of files and users: they could be of any length, and have any characters. */
static void
add_text (GString *html, const char *text)
{
  g_autofree char *clean = bp_clean_text (text, 0);
  g_autofree char *escaped = g_markup_escape_text (clean, -1);

  g_string_append (html, escaped);
}

static void
add_element (GString *html, const char *tag, const char *text)
{
  g_string_append_printf (html, "<%s>", tag);
  add_text (html, text);
  g_string_append_printf (html, "</%s>\n", tag);
}

/* A cell with a number; a figure that was not measured is a dash. */
static void
add_number (GString *html, const char *format, double number, const char *unit)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (isnan (number))
    g_string_append (html, "<td>–</td>");
  else
    g_string_append_printf (html, "<td>%s%s</td>",
                            g_ascii_formatd (text, sizeof text, format, number), unit);
}

static void
add_percent (GString *html, double share)
{
  add_number (html, "%.2f", share * 100.0, " %");
}

static void
add_row (GString *html, const char *name, const char *value)
{
  g_string_append (html, "<tr><th>");
  add_text (html, name);
  g_string_append (html, "</th><td>");
  add_text (html, value);
  g_string_append (html, "</td></tr>\n");
}

static void
add_settings (GString *html, const BpRunSettings *settings)
{
  add_element (html, "h2", _ ("Settings"));
  g_string_append (html, "<table class=\"text\">\n");
  for (guint i = 0; i < bp_run_settings_get_n_rows (); i++)
    {
      g_autofree char *key = bp_run_settings_get_row_key (i);
      g_autofree char *value = bp_run_settings_get_row_text (settings, i);

      if (*value != '\0')
        add_row (html, key, value);
    }
  g_string_append (html, "</table>\n");
}

/* The elements of a drawing refer to each other by names, which two drawings of a page must not
 * share. */
static char *
make_names_unique (const char *svg, const char *prefix)
{
  static const char *const MARKS[] = { " id=\"", "href=\"#", "url(#" };
  g_autofree char *text = g_strdup (svg);

  for (guint i = 0; i < G_N_ELEMENTS (MARKS); i++)
    {
      g_auto (GStrv) parts = g_strsplit (text, MARKS[i], -1);
      g_autofree char *mark = g_strconcat (MARKS[i], prefix, "-", NULL);

      g_free (text);
      text = g_strjoinv (mark, parts);
    }
  return g_steal_pointer (&text);
}

static gboolean
add_charts (GString *html, const BpRunRecord *record, const BpRunLog *log, GError **error)
{
  add_element (html, "h2", _ ("Course"));
  for (guint kind = 0; kind < bp_run_chart_kinds.n_rows; kind++)
    {
      const char *name = bp_choices_get_name (&bp_run_chart_kinds, kind);
      g_autoptr (GBytes) bytes =
          bp_run_chart_render (record, log, (BpRunChartKind) kind, BP_CHART_PICTURE_SVG, error);
      g_autofree char *svg = NULL;
      g_autofree char *unique = NULL;
      const char *begin;

      if (bytes == NULL)
        return FALSE;
      svg = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      begin = strstr (svg, "<svg");
      unique = make_names_unique (begin != NULL ? begin : svg, name);
      g_string_append_printf (html, "<figure>\n%s</figure>\n", unique);
    }
  return TRUE;
}

/* A table of numbers has no place to break: where the page is narrower, it is scrolled. */
static void
begin_wide_table (GString *html)
{
  g_string_append (html, "<div class=\"wide\">\n<table>\n<tr>");
}

static void
end_wide_table (GString *html)
{
  g_string_append (html, "</table>\n</div>\n");
}

static void
add_epochs (GString *html, const BpRunLog *log)
{
  const char *const heads[] = { _ ("Epoch"),
                                _ ("training loss"),
                                _ ("held-out loss"),
                                _ ("training accuracy"),
                                _ ("held-out accuracy"),
                                _ ("seconds") };

  begin_wide_table (html);
  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    add_element (html, "th", heads[i]);
  g_string_append (html, "</tr>\n");
  for (guint i = 0; i < log->epochs->len; i++)
    {
      const BpEpoch *epoch = &g_array_index (log->epochs, BpHistoryEpoch, i).values;

      g_string_append_printf (html, "<tr><td>%u</td>", epoch->epoch);
      add_number (html, "%.4f", epoch->train_loss, "");
      add_number (html, "%.4f", epoch->held_out_loss, "");
      add_percent (html, epoch->train_accuracy);
      add_percent (html, epoch->held_out_accuracy);
      add_number (html, "%.2f", epoch->seconds, "");
      g_string_append (html, "</tr>\n");
    }
  end_wide_table (html);
}

static void
add_result (GString *html, const BpRunRecord *record)
{
  const BpRunResult *result = &record->result;

  if (result->n_tested == 0)
    return;
  begin_wide_table (html);
  add_element (html, "th", _ ("test images"));
  add_element (html, "th", _ ("test loss"));
  add_element (html, "th", _ ("test accuracy"));
  g_string_append_printf (html, "</tr>\n<tr><td>%" G_GUINT64_FORMAT "</td>", result->n_tested);
  add_number (html, "%.4f", result->test_loss, "");
  add_percent (html, result->test_accuracy);
  g_string_append (html, "</tr>\n");
  end_wide_table (html);
}

static void
add_matrix (GString *html, const BpMetrics *metrics, const BpDataset *dataset)
{
  guint n_classes = metrics->n_classes;

  begin_wide_table (html);
  add_element (html, "th", _ ("Actual / answer"));
  for (guint j = 0; j < n_classes; j++)
    add_element (html, "th", bp_dataset_get_class_name (dataset, j));
  g_string_append (html, "</tr>\n");
  for (guint i = 0; i < n_classes; i++)
    {
      g_string_append (html, "<tr>");
      add_element (html, "th", bp_dataset_get_class_name (dataset, i));
      for (guint j = 0; j < n_classes; j++)
        g_string_append_printf (html, "<td%s>%u</td>", i == j ? " class=\"right\"" : "",
                                metrics->confusion[(gsize) i * n_classes + j]);
      g_string_append (html, "</tr>\n");
    }
  end_wide_table (html);
}

static BpDataset *
load_whole_data (const BpRunSettings *settings, BpProgress *progress, GError **error)
{
  g_auto (GStrv) paths = bp_run_settings_get_paths (settings);

  if (paths != NULL)
    return bp_dataset_load_files ((const char *const *) paths, progress, error);
  return bp_dataset_new_builtin (BP_BUILTIN_SEED, BP_BUILTIN_N_TRAIN, BP_BUILTIN_N_HELD_OUT,
                                 BP_BUILTIN_N_TEST, g_get_num_processors (), progress, error);
}

/* The data of the run, which are not stored with it: split as it was, and with the made images that
 * were mixed in, which its digest covers. */
static BpDataset *
load_data (const BpRunRecord *record, BpProgress *progress, GError **error)
{
  const BpRunSettings *settings = &record->settings;
  const BpDatasetMix *mix = &settings->mix;
  g_autoptr (BpDataset) whole = load_whole_data (settings, progress, error);
  g_autoptr (BpDataset) dataset = NULL;

  if (whole != NULL)
    dataset =
        bp_dataset_resplit (whole, settings->train_limit, (gssize) settings->n_held_out, error);
  if (dataset != NULL && mix->n_builtin + mix->n_hasty + mix->n_non_digits > 0)
    {
      g_autoptr (BpDataset) split = g_steal_pointer (&dataset);

      dataset = bp_dataset_mix (split, mix, settings->config.n_threads, progress, error);
    }
  if (dataset == NULL || g_strcmp0 (bp_dataset_get_sha256 (dataset), settings->dataset_sha256) == 0)
    return g_steal_pointer (&dataset);

  g_set_error_literal (error, BP_ERROR, BP_ERROR_MISMATCH,
                       _ ("the data there now are other ones than those of the run"));
  return NULL;
}

/* Counts the answers of the final network to the test images. */
static gboolean
evaluate (const BpRunRecord *record,
          BpProgress *progress,
          BpDataset **dataset,
          BpMetrics *metrics,
          GError **error)
{
  g_autofree char *path = g_build_filename (record->folder, FINAL_NETWORK, NULL);
  g_auto (BpWeightsInfo) info = { 0 };
  g_autoptr (BpNetwork) network = NULL;

  bp_weights_info_init (&info);
  network = bp_weights_load (path, &info, error);
  *dataset = network != NULL ? load_data (record, progress, error) : NULL;
  return *dataset != NULL && bp_network_check_fits (network, *dataset, error) &&
         bp_evaluate (network, bp_dataset_get_samples (*dataset, BP_SPLIT_TEST),
                      g_get_num_processors (), progress, metrics, error);
}

/* Data that are gone are no reason for no report. */
static gboolean
add_confusion (GString *html, const BpRunRecord *record, BpProgress *progress, GError **error)
{
  g_auto (BpMetrics) metrics = { 0 };
  g_autoptr (BpDataset) dataset = NULL;
  g_autoptr (GError) cause = NULL;
  g_autofree char *text = NULL;

  add_element (html, "h2", _ ("Confusion on the test images"));
  if (evaluate (record, progress, &dataset, &metrics, &cause))
    {
      add_matrix (html, &metrics, dataset);
      return TRUE;
    }
  if (!bp_progress_check (progress, error))
    return FALSE;

  text = g_strdup_printf (_ ("It could not be measured: %s"), cause->message);
  add_element (html, "p", text);
  return TRUE;
}

static void
add_repetition (GString *html, const BpRunRecord *record, const BpRunLog *log)
{
  const char *weights_sha256 = record->result.weights_sha256;
  const char *reason;
  g_autofree char *command = bp_run_command_describe (record, log, &reason);
  g_autofree char *text = NULL;

  add_element (html, "h2", _ ("How to train it again"));
  if (reason == NULL)
    /* Translators: %s is an instruction set of processors, as in "avx2" */
    text = g_strdup_printf (_ ("In the folder of the data, and with the instruction set %s, this "
                               "command gives the same weights, byte for byte:"),
                            record->settings.instructions);
  add_element (html, "p", reason != NULL ? reason : text);
  add_element (html, "pre", command);
  g_string_append (html, "<table class=\"text\">\n");
  add_row (html, _ ("program"), record->settings.program);
  add_row (html, _ ("SHA-256 of the data"), record->settings.dataset_sha256);
  add_row (html, _ ("SHA-256 of the weights"), weights_sha256 != NULL ? weights_sha256 : "–");
  g_string_append (html, "</table>\n");
}

static GString *
write_report (const BpRunRecord *record, const BpRunLog *log, BpProgress *progress, GError **error)
{
  g_autofree char *id = bp_run_record_get_id (record);
  const char *title = record->name != NULL ? record->name : id;
  g_autoptr (GDateTime) created = g_date_time_new_from_unix_utc (record->created / G_USEC_PER_SEC);
  g_autofree char *date = g_date_time_format (created, "%Y-%m-%d %H:%M UTC");
  GString *html = g_string_new ("<!DOCTYPE html>\n");
  /* Translators: the code of your language, as in "de" */
  const char *language = _ ("en");

  g_string_append_printf (html, "<html lang=\"%s\" dir=\"%s\">\n<meta charset=\"utf-8\">\n",
                          language, g_strv_contains (RTL_LANGUAGES, language) ? "rtl" : "ltr");
  add_element (html, "title", title);
  g_string_append (html, HEAD);
  add_element (html, "h1", title);
  add_element (html, "p", date);
  add_settings (html, &record->settings);
  if (add_charts (html, record, log, error))
    {
      add_epochs (html, log);
      add_result (html, record);
      if (add_confusion (html, record, progress, error))
        {
          add_repetition (html, record, log);
          g_string_append (html, "</html>\n");
          return html;
        }
    }
  g_string_free (html, TRUE);
  return NULL;
}

/**
 * bp_lab_report_save:
 * @record: the run
 * @log: its log
 * @path: (type filename): where to
 * @progress: counts the data that are loaded; cancels
 * @error: return location for an error of drawing or writing, or %G_IO_ERROR_CANCELLED
 *
 * Writes the report whole or not at all. The confusion is measured on the data of the run; where
 * they are gone or others, the report says so in its place.
 *
 * Returns: whether it was written
 */
gboolean
bp_lab_report_save (const BpRunRecord *record,
                    const BpRunLog *log,
                    const char *path,
                    BpProgress *progress,
                    GError **error)
{
  GString *html = write_report (record, log, progress, error);
  g_autoptr (GBytes) bytes = html != NULL ? g_string_free_to_bytes (html) : NULL;
  g_autoptr (BpAtomicFile) file = bytes != NULL ? bp_atomic_file_new (path, error) : NULL;

  return file != NULL &&
         bp_atomic_file_write (file, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                               error) &&
         bp_atomic_file_commit (file, error);
}

/* The arguments of a report that is written asynchronously. */
typedef struct
{
  BpRunRecord *record; /* owned */
  char *path;          /* owned */
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  bp_run_record_unref (request->record);
  g_free (request->path);
  g_free (request);
}

static gboolean
save (gpointer data, BpProgress *progress, GError **error)
{
  const Request *request = data;
  g_autoptr (BpRunLog) log = bp_run_log_load (request->record->folder, error);

  return log != NULL && bp_lab_report_save (request->record, log, request->path, progress, error);
}

/**
 * bp_lab_report_save_async:
 * @record: the run, as it is stored now
 * @path: (type filename): where to
 * @cancellable: (nullable): ends it early
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Reads the log of the run and does bp_lab_report_save() on a thread of its own.
 */
void
bp_lab_report_save_async (BpRunRecord *record,
                          const char *path,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  Request *request = g_new (Request, 1);

  *request = (Request){ .record = bp_run_record_ref (record), .path = g_strdup (path) };
  bp_job_start (&(BpJob){ .work = save, .data = request, .free_data = request_free },
                bp_lab_report_save_async, cancellable, callback, user_data);
}

/**
 * bp_lab_report_save_finish:
 * @result: the result
 * @error: return location for an error of bp_run_log_load() or bp_lab_report_save()
 *
 * Returns: whether the report was written
 */
gboolean
bp_lab_report_save_finish (GAsyncResult *result, GError **error)
{
  return bp_job_finish (result, bp_lab_report_save_async, error) != NULL;
}
