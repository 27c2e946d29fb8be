/* SPDX-License-Identifier: MIT */
/*
 * The log of a run in two files that only grow: losses.f32, a little-endian float for each step;
 * and log.jsonl, a line with a JSON object for the end of every epoch ({"epoch": 1, "step": 430,
 * …}) and for other events ({"event": "continued", "step": 430, …}). A partial float or line at the
 * end, from a killed program, is ignored.
 *
 * Thread rule: pure functions of their arguments and the files.
 */
#include "run-log.h"

#include "choices.h"
#include "error.h"
#include "float-bits.h"
#include "json-fields.h"
#include "regular-file.h"
#include "run-folder.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* The limits: 250 million steps, and some million lines. */
#define MAX_LOSSES_LENGTH G_GUINT64_CONSTANT (1000000000)
#define MAX_LOG_LENGTH    G_GUINT64_CONSTANT (1000000000)

static const struct
{
  const char *name;
  const char *title;
} kinds[] = {
  [BP_RUN_EVENT_CONTINUED] = { "continued", NC_ ("run event", "Continued") },
  [BP_RUN_EVENT_LEARNING_RATE] = { "learning-rate", NC_ ("run event", "Learning rate changed") },
};

static const BpChoices event_kinds = BP_CHOICES ("run event", NULL, kinds, __typeof__ (kinds[0]));

#define EPOCH_FIELD(its_key, its_type, name)                                           \
  {                                                                                    \
    .key = its_key, .type = its_type, .offset = G_STRUCT_OFFSET (BpHistoryEpoch, name) \
  }

static const BpField epoch_fields[] = {
  EPOCH_FIELD ("epoch", BP_FIELD_UINT, values.epoch),
  EPOCH_FIELD ("step", BP_FIELD_UINT64, n_steps),
  EPOCH_FIELD ("train_loss", BP_FIELD_DOUBLE, values.train_loss),
  EPOCH_FIELD ("train_accuracy", BP_FIELD_DOUBLE, values.train_accuracy),
  EPOCH_FIELD ("varied", BP_FIELD_BOOLEAN, values.is_varied),
  EPOCH_FIELD ("varied_loss", BP_FIELD_DOUBLE, values.varied_loss),
  EPOCH_FIELD ("varied_accuracy", BP_FIELD_DOUBLE, values.varied_accuracy),
  EPOCH_FIELD ("held_out_loss", BP_FIELD_DOUBLE, values.held_out_loss),
  EPOCH_FIELD ("held_out_accuracy", BP_FIELD_DOUBLE, values.held_out_accuracy),
  EPOCH_FIELD ("own_drawings", BP_FIELD_UINT, values.n_own),
  EPOCH_FIELD ("own_accuracy", BP_FIELD_DOUBLE, values.own_accuracy),
  EPOCH_FIELD ("gradient_norms", BP_FIELD_LAYERS, values.health.gradient_norms),
  EPOCH_FIELD ("update_ratios", BP_FIELD_LAYERS, values.health.update_ratios),
  EPOCH_FIELD ("dead_shares", BP_FIELD_LAYERS, values.health.dead_shares),
  EPOCH_FIELD ("seconds", BP_FIELD_DOUBLE, values.seconds),
  EPOCH_FIELD ("images_per_second", BP_FIELD_DOUBLE, values.images_per_second),
};

static const BpField event_fields[] = {
  { .key = "event",
    .type = BP_FIELD_CHOICE,
    .offset = G_STRUCT_OFFSET (BpRunEvent, kind),
    .choices = &event_kinds },
  { .key = "step", .type = BP_FIELD_UINT64, .offset = G_STRUCT_OFFSET (BpRunEvent, step) },
  { .key = "learning_rate",
    .type = BP_FIELD_DOUBLE,
    .offset = G_STRUCT_OFFSET (BpRunEvent, learning_rate) },
};

static void
append_line (const BpField *fields, guint n_fields, gconstpointer object, GString *lines)
{
  g_string_append_c (lines, '{');
  bp_fields_write (fields, n_fields, object, lines);
  g_string_append (lines, "}\n");
}

/**
 * bp_run_log_append_epoch:
 * @epoch: an epoch that has ended
 * @lines: lines of log.jsonl, to append to
 */
void
bp_run_log_append_epoch (const BpHistoryEpoch *epoch, GString *lines)
{
  append_line (epoch_fields, G_N_ELEMENTS (epoch_fields), epoch, lines);
}

/**
 * bp_run_log_append_event:
 * @event: an event
 * @lines: lines of log.jsonl, to append to
 */
void
bp_run_log_append_event (const BpRunEvent *event, GString *lines)
{
  append_line (event_fields, G_N_ELEMENTS (event_fields), event, lines);
}

/* Reads a whole file; returns an empty text where it is missing. */
static char *
read_file (const char *folder, const char *name, guint64 max_length, gsize *length, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) read_error = NULL;
  char *content = bp_regular_file_read (path, max_length, length, &read_error);

  if (content != NULL)
    return content;
  if (g_error_matches (read_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      *length = 0;
      return g_strdup ("");
    }
  bp_error_prefix_name (&read_error, path, N_ ("“%s” cannot be read: "));
  g_propagate_error (error, g_steal_pointer (&read_error));
  return NULL;
}

/* Adds the content of a line. Returns: whether it is complete and valid */
static gboolean
parse_line (BpRunLog *log, char *line, gsize length)
{
  const double nan = (double) NAN;
  BpHistoryEpoch epoch = { .values = { .train_loss = nan,
                                       .train_accuracy = nan,
                                       .varied_loss = nan,
                                       .varied_accuracy = nan,
                                       .held_out_loss = nan,
                                       .held_out_accuracy = nan,
                                       .own_accuracy = nan } };
  BpRunEvent event = { .learning_rate = nan };
  gboolean is_epoch = g_str_has_prefix (line, "{\"epoch\"");
  BpJsonReader reader;

  bp_json_reader_init (&reader, line, length);
  if (is_epoch)
    bp_fields_read (epoch_fields, G_N_ELEMENTS (epoch_fields), &epoch, &reader);
  else
    bp_fields_read (event_fields, G_N_ELEMENTS (event_fields), &event, &reader);
  if (!bp_json_reader_finish (&reader, NULL))
    return FALSE;

  if (is_epoch)
    g_array_append_val (log->epochs, epoch);
  else
    g_array_append_val (log->events, event);
  return TRUE;
}

static void
parse_lines (BpRunLog *log, char *text)
{
  char *line = text;
  char *end;

  while ((end = strchr (line, '\n')) != NULL)
    {
      *end = '\0';
      if (!parse_line (log, line, (gsize) (end - line)))
        return;
      line = end + 1;
    }
}

static gboolean
load_losses (BpRunLog *log, const char *folder, GError **error)
{
  gsize length;
  g_autofree char *losses =
      read_file (folder, BP_RUN_FILE_LOSSES, MAX_LOSSES_LENGTH, &length, error);

  if (losses == NULL)
    return FALSE;
  g_array_set_size (log->losses, (guint) (length / sizeof (float)));
  bp_float_copy_little_endian (log->losses->data, losses, log->losses->len);
  return TRUE;
}

static gboolean
load_lines (BpRunLog *log, const char *folder, GError **error)
{
  gsize length;
  g_autofree char *lines = read_file (folder, BP_RUN_FILE_LOG, MAX_LOG_LENGTH, &length, error);

  if (lines == NULL)
    return FALSE;
  parse_lines (log, lines);
  return TRUE;
}

static BpRunLog *
log_new (void)
{
  BpRunLog *log = g_new (BpRunLog, 1);

  *log = (BpRunLog){
    .losses = g_array_new (FALSE, FALSE, sizeof (float)),
    .epochs = g_array_new (FALSE, FALSE, sizeof (BpHistoryEpoch)),
    .events = g_array_new (FALSE, FALSE, sizeof (BpRunEvent)),
  };
  return log;
}

/**
 * bp_run_log_load:
 * @folder: (type filename): a run's folder
 * @error: return location for a %G_FILE_ERROR or %BP_ERROR_TOO_LARGE
 *
 * Reads the complete part of a run's log, also while the run is trained.
 *
 * Returns: (transfer full): the log, which may be empty; %NULL with @error set
 */
BpRunLog *
bp_run_log_load (const char *folder, GError **error)
{
  g_autoptr (BpRunLog) log = log_new ();

  if (!load_losses (log, folder, error) || !load_lines (log, folder, error))
    return NULL;
  return g_steal_pointer (&log);
}

/**
 * bp_run_log_load_epochs:
 * @folder: (type filename): a run's folder
 * @error: return location for a %G_FILE_ERROR or %BP_ERROR_TOO_LARGE
 *
 * Reads a run's log without the losses of the steps, which are most of it.
 *
 * Returns: (transfer full): the log, whose losses are empty; %NULL with @error set
 */
BpRunLog *
bp_run_log_load_epochs (const char *folder, GError **error)
{
  g_autoptr (BpRunLog) log = log_new ();

  return load_lines (log, folder, error) ? g_steal_pointer (&log) : NULL;
}

/**
 * bp_run_log_free:
 * @log: (transfer full): the log
 */
void
bp_run_log_free (BpRunLog *log)
{
  g_clear_pointer (&log->losses, g_array_unref);
  g_clear_pointer (&log->epochs, g_array_unref);
  g_clear_pointer (&log->events, g_array_unref);
  g_free (log);
}

/**
 * bp_run_log_cut:
 * @log: (inout): a log
 * @n_steps: the steps until a checkpoint
 * @epoch: the epoch that was then in progress
 *
 * Removes everything after the checkpoint. Missing losses become NaN.
 */
void
bp_run_log_cut (BpRunLog *log, guint64 n_steps, guint epoch)
{
  const float unknown = NAN;
  guint n_before = log->losses->len;
  guint n_epochs = 0;
  guint n_events = 0;

  g_array_set_size (log->losses, (guint) MIN (n_steps, MAX_LOSSES_LENGTH / sizeof (float)));
  for (guint i = n_before; i < log->losses->len; i++)
    g_array_index (log->losses, float, i) = unknown;

  while (n_epochs < log->epochs->len &&
         g_array_index (log->epochs, BpHistoryEpoch, n_epochs).values.epoch < epoch)
    n_epochs++;
  g_array_set_size (log->epochs, n_epochs);
  while (n_events < log->events->len &&
         g_array_index (log->events, BpRunEvent, n_events).step <= n_steps)
    n_events++;
  g_array_set_size (log->events, n_events);
}
