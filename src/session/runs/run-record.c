/* SPDX-License-Identifier: MIT */
/*
 * run.json and label.json. The program that trains a run writes the first; a program that renames,
 * pins or colours the run writes the second, so that neither overwrites the changes of the other.
 *
 * Thread rule: a record that was loaded is constant; the writer of a run changes its own.
 */
#include "run-record.h"

#include "atomic-file.h"
#include "clean-text.h"
#include "error.h"
#include "json-writer.h"
#include "regular-file.h"
#include "run-folder.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* The version of the format. A later program writes a later version. */
#define FORMAT 1

/* The largest file, far above a run.json with the longest names. */
#define MAX_LENGTH (1 << 20)

static const struct
{
  const char *name;
  const char *title;
} states[] = {
  [BP_RUN_STATE_RUNNING] = { "running", NC_ ("run state", "Running") },
  [BP_RUN_STATE_FINISHED] = { "finished", NC_ ("run state", "Finished") },
  [BP_RUN_STATE_STOPPED] = { "stopped", NC_ ("run state", "Stopped") },
  [BP_RUN_STATE_DIVERGED] = { "diverged", NC_ ("run state", "Diverged") },
  [BP_RUN_STATE_FAILED] = { "failed", NC_ ("run state", "Failed") },
  [BP_RUN_STATE_INTERRUPTED] = { "interrupted", NC_ ("run state", "Interrupted") },
};

const BpChoices bp_run_states = BP_CHOICES ("run state", NULL, states, __typeof__ (states[0]));

#define FIELD(its_key, its_type, type_of, name)                                 \
  {                                                                             \
    .key = its_key, .type = its_type, .offset = G_STRUCT_OFFSET (type_of, name) \
  }

static const BpField record_fields[] = {
  FIELD ("created", BP_FIELD_TIME, BpRunRecord, created),
  { .key = "state",
    .type = BP_FIELD_CHOICE,
    .offset = G_STRUCT_OFFSET (BpRunRecord, state),
    .choices = &bp_run_states },
  FIELD ("message", BP_FIELD_TEXT, BpRunRecord, message),
};

static const BpField label_fields[] = {
  FIELD ("name", BP_FIELD_TEXT, BpRunRecord, name),
  FIELD ("pinned", BP_FIELD_BOOLEAN, BpRunRecord, is_pinned),
  FIELD ("color", BP_FIELD_TEXT, BpRunRecord, color),
};

static const BpField figures_fields[] = {
  FIELD ("epochs", BP_FIELD_UINT, BpRunFigures, n_epochs),
  FIELD ("steps", BP_FIELD_UINT64, BpRunFigures, n_steps),
  FIELD ("seconds", BP_FIELD_DOUBLE, BpRunFigures, seconds),
  FIELD ("train_loss", BP_FIELD_DOUBLE, BpRunFigures, train_loss),
  FIELD ("train_accuracy", BP_FIELD_DOUBLE, BpRunFigures, train_accuracy),
  FIELD ("held_out_loss", BP_FIELD_DOUBLE, BpRunFigures, held_out_loss),
  FIELD ("held_out_accuracy", BP_FIELD_DOUBLE, BpRunFigures, held_out_accuracy),
  FIELD ("best_epoch", BP_FIELD_UINT, BpRunFigures, best_epoch),
  FIELD ("best_held_out_accuracy", BP_FIELD_DOUBLE, BpRunFigures, best_held_out_accuracy),
};

static const BpField result_fields[] = {
  FIELD ("tested", BP_FIELD_UINT64, BpRunResult, n_tested),
  FIELD ("test_loss", BP_FIELD_DOUBLE, BpRunResult, test_loss),
  FIELD ("test_accuracy", BP_FIELD_DOUBLE, BpRunResult, test_accuracy),
  FIELD ("weights_sha256", BP_FIELD_TEXT, BpRunResult, weights_sha256),
};

/**
 * bp_run_record_new:
 * @folder: (type filename): the run's folder
 *
 * Returns: (transfer full): an empty record, for the writer of the run
 */
BpRunRecord *
bp_run_record_new (const char *folder)
{
  BpRunRecord *record = g_atomic_rc_box_new0 (BpRunRecord);
  BpRunFigures *figures = &record->figures;

  record->folder = g_canonicalize_filename (folder, NULL);
  bp_run_settings_init (&record->settings);
  figures->train_loss = figures->train_accuracy = (double) NAN;
  figures->held_out_loss = figures->held_out_accuracy = (double) NAN;
  figures->best_held_out_accuracy = (double) NAN;
  record->result.test_loss = record->result.test_accuracy = (double) NAN;
  return record;
}

/**
 * bp_run_record_ref:
 * @record: a record
 *
 * Returns: (transfer full): @record with one reference more
 */
BpRunRecord *
bp_run_record_ref (BpRunRecord *record)
{
  return g_atomic_rc_box_acquire (record);
}

static void
clear (gpointer data)
{
  BpRunRecord *record = data;

  g_free (record->folder);
  g_free (record->name);
  g_free (record->color);
  g_free (record->message);
  g_free (record->result.weights_sha256);
  bp_run_settings_clear (&record->settings);
}

/**
 * bp_run_record_unref:
 * @record: (transfer full): a record
 */
void
bp_run_record_unref (BpRunRecord *record)
{
  g_atomic_rc_box_release_full (record, clear);
}

/**
 * bp_run_record_get_id:
 * @record: a record
 *
 * Returns: (transfer full): the base name of its folder, as UTF-8
 */
char *
bp_run_record_get_id (const BpRunRecord *record)
{
  g_autofree char *name = g_path_get_basename (record->folder);

  return g_filename_display_name (name);
}

/**
 * bp_run_record_can_continue:
 * @record: a record
 *
 * Returns: whether the run is not finished and no program trains it
 */
gboolean
bp_run_record_can_continue (const BpRunRecord *record)
{
  return record->state == BP_RUN_STATE_STOPPED || record->state == BP_RUN_STATE_INTERRUPTED ||
         record->state == BP_RUN_STATE_FAILED;
}

static void
read_format (BpJsonReader *reader)
{
  if (bp_json_reader_read_unsigned (reader) > FORMAT)
    bp_json_reader_fail (reader, N_ ("it was written by a later version of this program"));
}

static gboolean
parse (BpRunRecord *record, char *text, gsize length, GError **error)
{
  BpJsonReader reader;
  const char *key;

  bp_json_reader_init (&reader, text, length);
  bp_json_reader_begin_object (&reader);
  while ((key = bp_json_reader_next_member (&reader)) != NULL)
    {
      if (strcmp (key, "format") == 0)
        read_format (&reader);
      else if (strcmp (key, "figures") == 0)
        bp_fields_read (figures_fields, G_N_ELEMENTS (figures_fields), &record->figures, &reader);
      else if (strcmp (key, "result") == 0)
        bp_fields_read (result_fields, G_N_ELEMENTS (result_fields), &record->result, &reader);
      else if (!bp_run_settings_read_member (&record->settings, key, &reader) &&
               !bp_fields_read_member (record_fields, G_N_ELEMENTS (record_fields), record, key,
                                       &reader))
        bp_json_reader_skip_value (&reader);
    }
  return bp_json_reader_finish (&reader, error) && bp_run_settings_check (&record->settings, error);
}

/* Whether a text is a colour as in "#1c71d8". */
static gboolean
is_color (const char *text)
{
  const gsize n_digits = 6;

  return text[0] == '#' && strlen (text) == n_digits + 1 &&
         strspn (text + 1, "0123456789abcdefABCDEF") == n_digits;
}

/* Reads the name, the pin and the colour, where they exist. A damaged file only loses those. */
static void
load_label (BpRunRecord *record)
{
  g_autofree char *path = g_build_filename (record->folder, BP_RUN_FILE_LABEL, NULL);
  gsize length;
  g_autofree char *text = bp_regular_file_read (path, MAX_LENGTH, &length, NULL);
  BpJsonReader reader;

  if (text == NULL)
    return;
  bp_json_reader_init (&reader, text, length);
  bp_fields_read (label_fields, G_N_ELEMENTS (label_fields), record, &reader);
  if (record->color != NULL && !is_color (record->color))
    g_clear_pointer (&record->color, g_free);
}

/**
 * bp_run_record_load:
 * @folder: (type filename): a run's folder
 * @error: return location for %BP_ERROR_DAMAGED, %BP_ERROR_INVALID_VALUE or a %G_FILE_ERROR
 *
 * Reads the record of a run, and checks whether a program still trains it.
 *
 * Returns: (transfer full): the record, or %NULL with @error set
 */
BpRunRecord *
bp_run_record_load (const char *folder, GError **error)
{
  g_autoptr (BpRunRecord) record = bp_run_record_new (folder);
  g_autofree char *path = g_build_filename (record->folder, BP_RUN_FILE_RECORD, NULL);
  gsize length;
  g_autofree char *text = bp_regular_file_read (path, MAX_LENGTH, &length, error);

  if (text == NULL)
    return NULL;
  if (!parse (record, text, length, error))
    {
      bp_error_prefix_name (error, path, N_ ("“%s” cannot be read: "));
      return NULL;
    }
  load_label (record);
  if (record->state == BP_RUN_STATE_RUNNING && !bp_run_folder_is_locked (record->folder))
    record->state = BP_RUN_STATE_INTERRUPTED;
  return g_steal_pointer (&record);
}

static gboolean
replace_file (const char *folder, const char *name, const GString *text, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (BpAtomicFile) file = bp_atomic_file_new (path, error);

  return file != NULL && bp_atomic_file_write (file, text->str, text->len, error) &&
         bp_atomic_file_commit (file, error);
}

/**
 * bp_run_record_write:
 * @record: the record
 * @json: the text to append to
 *
 * Appends the contents of run.json: members of an object without its braces.
 */
void
bp_run_record_write (const BpRunRecord *record, GString *json)
{
  g_string_append_printf (json, "  \"format\": %d,\n  ", FORMAT);
  bp_fields_write (record_fields, G_N_ELEMENTS (record_fields), record, json);
  g_string_append (json, ",\n");
  bp_run_settings_write (&record->settings, json);
  g_string_append (json, "  \"figures\": {");
  bp_fields_write (figures_fields, G_N_ELEMENTS (figures_fields), &record->figures, json);
  g_string_append (json, "},\n  \"result\": {");
  bp_fields_write (result_fields, G_N_ELEMENTS (result_fields), &record->result, json);
  g_string_append (json, "}\n");
}

/**
 * bp_run_record_save:
 * @record: the record
 * @error: return location for a %G_FILE_ERROR
 *
 * Writes run.json atomically. Only the holder of the run's lock may call this.
 *
 * Returns: whether it was written
 */
gboolean
bp_run_record_save (const BpRunRecord *record, GError **error)
{
  g_autoptr (GString) json = g_string_new ("{\n");

  bp_run_record_write (record, json);
  g_string_append (json, "}\n");
  return replace_file (record->folder, BP_RUN_FILE_RECORD, json, error);
}

/**
 * bp_run_record_save_label:
 * @folder: (type filename): a run's folder
 * @name: (nullable): of the run, UTF-8
 * @is_pinned: whether it is pinned
 * @color: (nullable): of its curves, as in "#1c71d8"
 * @error: return location for a %G_FILE_ERROR
 *
 * Renames, pins and colours a run, also while it is being trained.
 *
 * Returns: whether it was written
 */
gboolean
bp_run_record_save_label (const char *folder,
                          const char *name,
                          gboolean is_pinned,
                          const char *color,
                          GError **error)
{
  const BpRunRecord label = { .name = (char *) name,
                              .is_pinned = is_pinned,
                              .color = (char *) color };
  g_autoptr (GString) json = g_string_new ("{");

  bp_fields_write (label_fields, G_N_ELEMENTS (label_fields), &label, json);
  g_string_append (json, "}\n");
  return replace_file (folder, BP_RUN_FILE_LABEL, json, error);
}
