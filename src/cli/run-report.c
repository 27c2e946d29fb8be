/* SPDX-License-Identifier: MIT */
/* What "runs" prints of runs: for people, or as JSON with the keys of run.json. */
#include "config.h"

#include "run-report.h"

#include "clean-text.h"
#include "field.h"
#include "json-writer.h"
#include "table.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* In characters: names of runs and of data in a table. */
#define MAX_NAME 40

static void
append_member (GString *json, const char *key, const char *text)
{
  bp_json_append_string (json, key);
  g_string_append (json, ": ");
  bp_json_append_string (json, text);
  g_string_append (json, ", ");
}

/* Appends a text that has a line for each section, on one line. */
static void
append_on_one_line (GString *json, const GString *text)
{
  gboolean is_begin = TRUE;

  for (gsize i = 0; i < text->len; i++)
    {
      is_begin = text->str[i] == '\n' || (is_begin && text->str[i] == ' ');
      if (text->str[i] == '\n')
        g_string_append_c (json, ' ');
      else if (!is_begin)
        g_string_append_c (json, text->str[i]);
    }
}

static void
append_epochs (GString *json, const BpRunLog *log)
{
  g_string_append (json, ", \"epochs\": [");
  for (guint i = 0; i < log->epochs->len; i++)
    {
      g_autoptr (GString) line = g_string_new (NULL);

      bp_run_log_append_epoch (&g_array_index (log->epochs, BpHistoryEpoch, i), line);
      g_string_truncate (line, line->len - 1);
      g_string_append_printf (json, "%s%s", i > 0 ? ", " : "", line->str);
    }
  g_string_append_c (json, ']');
}

/* @log: (nullable) */
static void
print_as_json (const BpRunRecord *record, const BpRunLog *log)
{
  g_autofree char *id = bp_run_record_get_id (record);
  g_autofree char *folder = g_filename_display_name (record->folder);
  g_autoptr (GString) members = g_string_new (NULL);
  g_autoptr (GString) json = g_string_new ("{");

  append_member (json, "id", id);
  append_member (json, "folder", folder);
  if (record->name != NULL)
    append_member (json, "name", record->name);
  g_string_append_printf (json, "\"pinned\": %s, ", record->is_pinned ? "true" : "false");
  bp_run_record_write (record, members);
  append_on_one_line (json, members);
  g_string_truncate (json, json->len - 1);
  if (log != NULL)
    append_epochs (json, log);
  g_print ("%s}\n", json->str);
}

static char *
describe_layers (const BpRunSettings *settings)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < settings->layers.n_sizes; i++)
    g_string_append_printf (text, "%s%u", i > 0 ? "-" : "", settings->layers.sizes[i]);
  return g_string_free (text, FALSE);
}

static char *
describe_share (double share)
{
  return isnan (share) ? g_strdup ("–") : g_strdup_printf ("%.2f %%", share * 100.0);
}

static char *
get_state_text (BpRunState state)
{
  return g_strdup (g_dpgettext2 (NULL, "run state", bp_choices_get_title (&bp_run_states, state)));
}

/* The name that a person gave a run, or its id. */
static char *
get_title (const BpRunRecord *record)
{
  g_autofree char *id = bp_run_record_get_id (record);

  return bp_clean_text (record->name != NULL ? record->name : id, MAX_NAME);
}

static void
add_cells (BpTable *table, const BpRunRecord *record)
{
  g_autofree char *id = bp_run_record_get_id (record);
  g_autofree char *clean_id = bp_clean_text (id, MAX_NAME);
  g_autofree char *name = bp_clean_text (record->name != NULL ? record->name : "", MAX_NAME);
  g_autofree char *data = bp_clean_text (record->settings.dataset_name, MAX_NAME);
  g_autofree char *layers = describe_layers (&record->settings);
  g_autofree char *state = get_state_text (record->state);
  g_autofree char *best = describe_share (record->figures.best_held_out_accuracy);
  g_autofree char *test = describe_share (record->result.test_accuracy);

  bp_table_add (table, clean_id);
  bp_table_add (table, name);
  bp_table_add (table, state);
  bp_table_add (table, data);
  bp_table_add (table, layers);
  bp_table_add_format (table, "%u/%u", record->figures.n_epochs, record->settings.config.n_epochs);
  bp_table_add (table, best);
  bp_table_add (table, test);
}

/**
 * bp_run_report_print_list:
 * @records: (element-type BpRunRecord): the runs
 * @is_json: whether to print one line with a JSON object for each run
 */
void
bp_run_report_print_list (const GPtrArray *records, gboolean is_json)
{
  static const char *const headings[] = {
    N_ ("Run"),     N_ ("Name"),   N_ ("State"), N_ ("Data"),
    N_ ("Network"), N_ ("Epochs"), N_ ("Best"),  N_ ("Test"),
  };
  BpTable table;

  for (guint i = 0; is_json && i < records->len; i++)
    print_as_json (g_ptr_array_index (records, i), NULL);
  if (is_json)
    return;
  if (records->len == 0)
    {
      g_print ("%s\n", _ ("There are no runs yet: “train --run” keeps one."));
      return;
    }

  bp_table_begin (&table, G_N_ELEMENTS (headings));
  for (guint i = 0; i < G_N_ELEMENTS (headings); i++)
    bp_table_add (&table, _ (headings[i]));
  for (guint i = 0; i < records->len; i++)
    add_cells (&table, g_ptr_array_index (records, i));
  bp_table_print (&table);
}

/* A setting for people: a text without its quotation marks. */
static char *
describe_setting (const char *json)
{
  gsize length = strlen (json);

  return json[0] == '"' ? g_strndup (json + 1, length - 2) : g_strdup (json);
}

static void
print_settings (const BpRunSettings *settings)
{
  for (guint row = 0; row < bp_run_settings_get_n_rows (); row++)
    {
      g_autofree char *key = bp_run_settings_get_row_key (row);
      g_autofree char *json = bp_run_settings_get_row_text (settings, row);
      g_autofree char *text = describe_setting (json);

      if (*text != '\0')
        bp_print_field (key, text);
    }
}

/**
 * bp_run_report_print:
 * @record: a run
 * @log: its course
 * @is_json: print one JSON object
 */
void
bp_run_report_print (const BpRunRecord *record, const BpRunLog *log, gboolean is_json)
{
  const BpRunFigures *figures = &record->figures;
  g_autofree char *id = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *state = NULL;

  if (is_json)
    {
      print_as_json (record, log);
      return;
    }

  id = bp_run_record_get_id (record);
  folder = bp_clean_path (record->folder);
  state = get_state_text (record->state);
  bp_print_field (_ ("Run"), id);
  bp_print_field (_ ("Name"), record->name);
  bp_print_field (_ ("Folder"), folder);
  bp_print_field (_ ("State"), state);
  bp_print_field (_ ("Message"), record->message);
  bp_print_field_format (_ ("Epochs"), "%u/%u", figures->n_epochs,
                         record->settings.config.n_epochs);
  if (figures->best_epoch > 0)
    bp_print_field_format (_ ("Best epoch"), _ ("%u, held-out accuracy %.2f %%"),
                           figures->best_epoch, figures->best_held_out_accuracy * 100.0);
  if (record->result.n_tested > 0)
    bp_print_field_format (_ ("Test"), _ ("accuracy %.2f %%, loss %.4f"),
                           record->result.test_accuracy * 100.0, record->result.test_loss);
  bp_print_field (_ ("SHA-256 of the weights"), record->result.weights_sha256);
  print_settings (&record->settings);
}

/* A row of a comparison: (n_records) texts. */
static char **
list_texts (const GPtrArray *records, guint row)
{
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();

  for (guint i = 0; i < records->len; i++)
    {
      const BpRunRecord *record = g_ptr_array_index (records, i);
      g_autofree char *text = bp_run_settings_get_row_text (&record->settings, row);

      g_strv_builder_add (texts, text);
    }
  return g_strv_builder_end (texts);
}

static gboolean
differ (char *const *texts)
{
  for (guint i = 1; texts[i] != NULL; i++)
    if (strcmp (texts[i], texts[0]) != 0)
      return TRUE;
  return FALSE;
}

static void
print_comparison_as_json (const GPtrArray *records, gboolean with_all)
{
  g_autoptr (GString) json = g_string_new ("{\"runs\": [");
  const char *separator = "";

  for (guint i = 0; i < records->len; i++)
    {
      g_autofree char *id = bp_run_record_get_id (g_ptr_array_index (records, i));

      g_string_append (json, i > 0 ? ", " : "");
      bp_json_append_string (json, id);
    }
  g_string_append (json, "], \"settings\": [");
  for (guint row = 0; row < bp_run_settings_get_n_rows (); row++)
    {
      g_autofree char *key = bp_run_settings_get_row_key (row);
      g_auto (GStrv) texts = list_texts (records, row);

      if (!with_all && !differ (texts))
        continue;
      g_string_append_printf (json, "%s{\"key\": \"%s\", \"values\": [", separator, key);
      for (guint i = 0; texts[i] != NULL; i++)
        g_string_append_printf (json, "%s%s", i > 0 ? ", " : "",
                                *texts[i] != '\0' ? texts[i] : "null");
      g_string_append (json, "]}");
      separator = ", ";
    }
  g_print ("%s]}\n", json->str);
}

static char *
describe_figure (const BpRunRecord *record, guint figure)
{
  switch (figure)
    {
    case 0:
      return get_state_text (record->state);
    case 1:
      return g_strdup_printf ("%u", record->figures.n_epochs);
    case 2:
      return describe_share (record->figures.best_held_out_accuracy);
    case 3:
      return describe_share (record->figures.held_out_accuracy);
    default:
      return describe_share (record->result.test_accuracy);
    }
}

static void
add_figures (BpTable *table, const GPtrArray *records)
{
  const char *const headings[] = { _ ("State"), _ ("Epochs"), _ ("Best held-out accuracy"),
                                   _ ("Last held-out accuracy"), _ ("Test accuracy") };

  for (guint figure = 0; figure < G_N_ELEMENTS (headings); figure++)
    {
      bp_table_add (table, headings[figure]);
      for (guint i = 0; i < records->len; i++)
        {
          g_autofree char *text = describe_figure (g_ptr_array_index (records, i), figure);

          bp_table_add (table, text);
        }
    }
}

/**
 * bp_run_report_print_comparison:
 * @records: (element-type BpRunRecord): the runs
 * @with_all: print the settings that are the same, too
 * @is_json: print one JSON object
 */
void
bp_run_report_print_comparison (const GPtrArray *records, gboolean with_all, gboolean is_json)
{
  BpTable table;

  if (is_json)
    {
      print_comparison_as_json (records, with_all);
      return;
    }

  bp_table_begin (&table, records->len + 1);
  bp_table_add (&table, "");
  for (guint i = 0; i < records->len; i++)
    {
      g_autofree char *title = get_title (g_ptr_array_index (records, i));

      bp_table_add (&table, title);
    }
  add_figures (&table, records);
  for (guint row = 0; row < bp_run_settings_get_n_rows (); row++)
    {
      g_autofree char *key = bp_run_settings_get_row_key (row);
      g_auto (GStrv) texts = list_texts (records, row);

      if (!with_all && !differ (texts))
        continue;
      bp_table_add (&table, key);
      for (guint i = 0; texts[i] != NULL; i++)
        {
          g_autofree char *setting = describe_setting (texts[i]);
          g_autofree char *text = bp_clean_text (setting, MAX_NAME);

          bp_table_add (&table, text);
        }
    }
  bp_table_print (&table);
}

/**
 * bp_run_report_print_deleted:
 * @record: a run that was removed
 * @is_json: print one JSON object
 */
void
bp_run_report_print_deleted (const BpRunRecord *record, gboolean is_json)
{
  g_autofree char *id = bp_run_record_get_id (record);
  g_autofree char *clean_id = bp_clean_text (id, MAX_NAME);
  g_autoptr (GString) json = g_string_new ("{\"deleted\": ");

  bp_json_append_string (json, id);
  if (is_json)
    g_print ("%s}\n", json->str);
  else
    g_print (_ ("Deleted: %s\n"), clean_id);
}
