/* SPDX-License-Identifier: MIT */
/* The command line that trains a stored run again, from its settings: also of a run of the window,
 * which no command line began. */
#include "config.h"

#include "run-command.h"

#include "json-writer.h"

#include <glib/gi18n.h>
#include <string.h>

static void
add_text (GString *command, const char *option, const char *value)
{
  g_autofree char *quoted = g_shell_quote (value);
  gboolean is_plain = strspn (value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                     "0123456789-_.,/") == strlen (value);

  g_string_append_printf (command, " --%s %s", option, is_plain ? value : quoted);
}

static void
add_count (GString *command, const char *option, guint64 value, guint64 usual)
{
  if (value != usual)
    g_string_append_printf (command, " --%s %" G_GUINT64_FORMAT, option, value);
}

/* The text of the number is the shortest that gives the same float. */
static void
add_float (GString *command, const char *option, float value, float usual)
{
  if (value == usual)
    return;
  g_string_append_printf (command, " --%s ", option);
  bp_json_append_float (command, value);
}

/* Files are named without their folder, for privacy. */
static void
add_data (GString *command, const BpRunSettings *settings)
{
  if (settings->dataset_paths == NULL || settings->dataset_paths[0] == NULL)
    add_text (command, "data", "builtin");
  else
    for (guint i = 0; settings->dataset_paths[i] != NULL; i++)
      {
        g_autofree char *name = g_path_get_basename (settings->dataset_paths[i]);

        add_text (command, "data", name);
      }
}

static void
add_teachers (GString *command, const BpRunSettings *settings)
{
  const BpDistillation *distillation = &settings->config.distillation;

  if (settings->teacher_paths == NULL)
    return;
  for (guint i = 0; settings->teacher_paths[i] != NULL; i++)
    {
      g_autofree char *name = g_path_get_basename (settings->teacher_paths[i]);

      add_text (command, "teacher", name);
    }
  add_float (command, "temperature", distillation->temperature, 0.0f);
  add_float (command, "soft-weight", distillation->soft_weight, -1.0f);
}

static void
add_network (GString *command, const BpTrainingConfig *config)
{
  g_autoptr (GString) layers = g_string_new (NULL);

  for (guint i = 0; i < config->n_hidden; i++)
    g_string_append_printf (layers, "%s%u", i > 0 ? "," : "", config->hidden[i]);
  g_string_append_printf (command, " --layers %s", layers->len > 0 ? layers->str : "''");
  add_text (command, "activation", bp_choices_get_name (&bp_activations, config->activation));
}

static void
add_training (GString *command, const BpTrainingConfig *config)
{
  const BpAugmentation *augmentation = &config->augmentation;

  g_string_append_printf (command, " --epochs %u --batch-size %u", config->n_epochs,
                          config->batch_size);
  add_float (command, "learning-rate", config->learning_rate, -1.0f);
  add_text (command, "optimizer", bp_optimizer_get_name (config->optimizer.kind));
  if (bp_optimizer_uses_momentum (config->optimizer.kind))
    add_float (command, "momentum", config->optimizer.momentum, 0.0f);
  add_float (command, "weight-decay", config->optimizer.weight_decay, 0.0f);
  add_text (command, "schedule", bp_schedule_get_name (config->schedule));
  add_float (command, "warm-up", config->warm_up_epochs, 0.0f);
  add_float (command, "dropout", config->dropout, 0.0f);
  add_count (command, "patience", config->patience, 0);
  if (config->precision != BP_PRECISION_FLOAT32)
    add_text (command, "precision", bp_choices_get_name (&bp_precisions, config->precision));
  add_float (command, "rotation", augmentation->rotation, 0.0f);
  add_float (command, "scale", augmentation->scale, 0.0f);
  add_float (command, "shear", augmentation->shear, 0.0f);
  add_float (command, "shift", augmentation->shift, 0.0f);
  add_float (command, "elastic", augmentation->elastic, 0.0f);
  g_string_append_printf (command, " --seed %" G_GUINT64_FORMAT, config->seed);
}

/* Why no command trains the run again, or NULL. */
static const char *
find_reason (const BpRunRecord *record, const BpRunLog *log)
{
  if (record->settings.starts_from_network)
    return _ ("The run began with the weights of another network, so that no command alone repeats "
              "it.");
  if (log->events->len > 0)
    return _ ("The run was continued, or its learning rate was changed on the way, so that no "
              "command alone repeats it.");
  if (record->state != BP_RUN_STATE_FINISHED)
    return _ ("The run was not trained to its end, so that the command below gives other weights: "
              "those of the whole run.");
  return NULL;
}

/**
 * bp_run_command_describe:
 * @record: the run
 * @log: its log
 * @reason: (out) (transfer none) (nullable): a sentence on why the command does not give the
 * weights of the run, or %NULL where it does, on the same data and with the same instruction set
 *
 * Returns: (transfer full): a command line for the folder of the data
 */
char *
bp_run_command_describe (const BpRunRecord *record, const BpRunLog *log, const char **reason)
{
  const BpRunSettings *settings = &record->settings;
  GString *command = g_string_new ("backprop-cli train");

  add_data (command, settings);
  add_network (command, &settings->config);
  add_training (command, &settings->config);
  add_teachers (command, settings);
  add_count (command, "limit", settings->train_limit, 0);
  add_count (command, "held-out", settings->n_held_out, G_MAXUINT64);
  add_count (command, "mix-builtin", settings->mix.n_builtin, 0);
  add_count (command, "mix-hasty", settings->mix.n_hasty, 0);
  add_count (command, "mix-non-digits", settings->mix.n_non_digits, 0);
  *reason = find_reason (record, log);
  return g_string_free (command, FALSE);
}
