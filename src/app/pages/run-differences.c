/* SPDX-License-Identifier: MIT */
#include "run-differences.h"

#include "activation.h"
#include "optimizer.h"
#include "schedule.h"

#include <glib/gi18n.h>
#include <string.h>

/* Of a digest, so many characters tell two of them apart. */
#define DIGEST_LENGTH 12

#define NO_VALUE "–"

/* How a setting is shown: its key is in run.json. */
typedef struct
{
  const char *key;
  const char *title;
  const BpChoices *choices; /* nullable: of its values */
  gboolean is_digest;
  gboolean is_note; /* it says how the run was begun, and changes nothing of the result */
} Setting;

static const Setting settings[] = {
  { .key = "data.name", .title = N_ ("Data") },
  { .key = "data.paths", .title = N_ ("Files"), .is_note = TRUE },
  { .key = "data.sha256", .title = N_ ("SHA-256 of the data"), .is_digest = TRUE },
  { .key = "data.train", .title = N_ ("Training images") },
  { .key = "data.held_out", .title = N_ ("Held-out images") },
  { .key = "data.test", .title = N_ ("Test images") },
  { .key = "data.limit", .title = N_ ("Limit of training images") },
  { .key = "data.mix_builtin", .title = N_ ("Built-in digits mixed in") },
  { .key = "data.mix_hasty", .title = N_ ("Hasty digits mixed in") },
  { .key = "data.mix_non_digits", .title = N_ ("Drawings of no digit mixed in") },
  { .key = "network.layers", .title = N_ ("Layers") },
  { .key = "network.activation", .title = N_ ("Activation"), .choices = &bp_activations },
  { .key = "network.starts_from_network", .title = N_ ("Starts from a network") },
  { .key = "training.seed", .title = N_ ("Seed") },
  { .key = "training.epochs", .title = N_ ("Epochs") },
  { .key = "training.epochs_before", .title = N_ ("Epochs before") },
  { .key = "training.patience", .title = N_ ("Patience") },
  { .key = "training.batch_size", .title = N_ ("Batch size") },
  { .key = "training.optimizer", .title = N_ ("Optimizer"), .choices = &bp_optimizers },
  { .key = "training.learning_rate", .title = N_ ("Learning rate") },
  { .key = "training.schedule", .title = N_ ("Schedule"), .choices = &bp_schedules },
  { .key = "training.warm_up", .title = N_ ("Warm-up epochs") },
  { .key = "training.momentum", .title = N_ ("Momentum") },
  { .key = "training.weight_decay", .title = N_ ("Weight decay") },
  { .key = "training.dropout", .title = N_ ("Dropout") },
  { .key = "training.precision",
    .title = N_ ("Precision of the products"),
    .choices = &bp_precisions },
  { .key = "training.rotation", .title = N_ ("Rotation") },
  { .key = "training.scale", .title = N_ ("Scale") },
  { .key = "training.shear", .title = N_ ("Shear") },
  { .key = "training.shift", .title = N_ ("Shift") },
  { .key = "training.elastic", .title = N_ ("Elastic distortion") },
  { .key = "training.teachers", .title = N_ ("Files of the teachers"), .is_note = TRUE },
  { .key = "training.teacher_sha256", .title = N_ ("SHA-256 of the teachers") },
  { .key = "training.temperature", .title = N_ ("Temperature of the soft targets") },
  { .key = "training.soft_weight", .title = N_ ("Weight of the soft targets") },
  { .key = "made_by.group", .title = N_ ("Series of seeds") },
  { .key = "made_by.program", .title = N_ ("Program") },
  { .key = "made_by.instructions", .title = N_ ("Instruction set") },
  { .key = "made_by.command", .title = N_ ("Command"), .is_note = TRUE },
};

struct _BpRunSetting
{
  GObject parent_instance;

  char *title;      /* owned */
  GPtrArray *texts; /* owned, of char *: one for each run */
  gboolean differs;
};

G_DEFINE_FINAL_TYPE (BpRunSetting, bp_run_setting, G_TYPE_OBJECT)

static void
bp_run_setting_finalize (GObject *object)
{
  BpRunSetting *self = BP_RUN_SETTING (object);

  g_free (self->title);
  g_ptr_array_unref (self->texts);

  G_OBJECT_CLASS (bp_run_setting_parent_class)->finalize (object);
}

static void
bp_run_setting_class_init (BpRunSettingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bp_run_setting_finalize;
}

static void
bp_run_setting_init (BpRunSetting *self)
{
  self->texts = g_ptr_array_new_with_free_func (g_free);
}

static const Setting *
find_setting (const char *key)
{
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    if (strcmp (settings[i].key, key) == 0)
      return &settings[i];
  return NULL;
}

/* The text within the quotation marks of JSON. */
static char *
unquote (const char *json)
{
  g_autofree char *inner = g_strndup (json + 1, strlen (json) - 2);

  return g_strcompress (inner);
}

/* A list of numbers as layers are written, of texts one after the other. */
static char *
join_list (const char *json)
{
  g_autofree char *inner = g_strndup (json + 1, strlen (json) - 2);
  g_auto (GStrv) parts = g_strsplit (inner, ", ", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (parts[i][0] == '"')
      {
        char *text = unquote (parts[i]);

        g_free (parts[i]);
        parts[i] = text;
      }
  return g_strjoinv (inner[0] == '"' ? ", " : "-", parts);
}

/* A number as the user's language writes it. */
static char *
format_number (const char *json)
{
  char *end;
  double value = g_ascii_strtod (json, &end);

  if (*end != '\0' || strpbrk (json, ".e") == NULL)
    return g_strdup (json);
  return g_strdup_printf ("%.6g", value);
}

static char *
format_choice (const BpChoices *choices, const char *name)
{
  guint position;

  if (choices == NULL || !bp_choices_find (choices, name, &position, NULL))
    return g_strdup (name);
  return g_strdup (g_dpgettext2 (NULL, choices->kind, bp_choices_get_title (choices, position)));
}

/* A value as a person reads it. @setting: (nullable): how it is shown */
static char *
format_value (const char *json, const Setting *setting)
{
  g_autofree char *text = NULL;

  if (*json == '\0')
    return g_strdup (NO_VALUE);
  if (strcmp (json, "true") == 0)
    return g_strdup (_ ("Yes"));
  if (strcmp (json, "false") == 0)
    return g_strdup (_ ("No"));
  if (*json == '[')
    return join_list (json);
  if (*json != '"')
    return format_number (json);

  text = unquote (json);
  if (setting != NULL && setting->is_digest)
    return g_strndup (text, DIGEST_LENGTH);
  return format_choice (setting != NULL ? setting->choices : NULL, text);
}

/* Reads a setting of all runs. */
static BpRunSetting *
read_setting (const GPtrArray *records, guint row)
{
  BpRunSetting *self = g_object_new (BP_TYPE_RUN_SETTING, NULL);
  g_autofree char *key = bp_run_settings_get_row_key (row);
  const Setting *setting = find_setting (key);
  g_autofree char *first = NULL;

  self->title = setting != NULL ? g_strdup (_ (setting->title)) : g_strdup (key);
  for (guint i = 0; i < records->len; i++)
    {
      const BpRunRecord *record = g_ptr_array_index (records, i);
      char *json = bp_run_settings_get_row_text (&record->settings, row);

      g_ptr_array_add (self->texts, format_value (json, setting));
      if (i == 0)
        first = g_strdup (json);
      else if (strcmp (first, json) != 0)
        self->differs = setting == NULL || !setting->is_note;
      g_free (json);
    }
  return self;
}

/**
 * bp_run_differences_list:
 * @records: (element-type BpRunRecord): runs
 * @has_all: whether settings are listed that all runs share
 *
 * Compares the settings of runs. The files of the data and the command that began a run change
 * nothing of it, and so are no difference.
 *
 * Returns: (transfer full) (element-type BpRunSetting): the settings, in the order of run.json
 */
GPtrArray *
bp_run_differences_list (const GPtrArray *records, gboolean has_all)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint row = 0; row < bp_run_settings_get_n_rows (); row++)
    {
      g_autoptr (BpRunSetting) setting = read_setting (records, row);

      if (has_all || setting->differs)
        g_ptr_array_add (list, g_steal_pointer (&setting));
    }
  return list;
}

/**
 * bp_run_setting_get_title:
 * @self: the setting
 *
 * Returns: (transfer none): what it is called
 */
const char *
bp_run_setting_get_title (BpRunSetting *self)
{
  return self->title;
}

/**
 * bp_run_setting_get_text:
 * @self: the setting
 * @run: the position of a run among those that were compared
 *
 * Returns: (transfer none): its value in that run
 */
const char *
bp_run_setting_get_text (BpRunSetting *self, guint run)
{
  return g_ptr_array_index (self->texts, run);
}

/**
 * bp_run_setting_differs:
 * @self: the setting
 *
 * Returns: whether runs differ in it
 */
gboolean
bp_run_setting_differs (BpRunSetting *self)
{
  return self->differs;
}
