/* SPDX-License-Identifier: MIT */
/*
 * The settings of a training run, and their ranges.
 *
 * Thread rule: pure functions of their arguments.
 */
#include "training-config.h"

#include "error.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/**
 * bp_training_config_init:
 * @config: (out caller-allocates): set to the defaults: one hidden layer of 128 units, batches of
 *   32, plain SGD at a learning rate of 0.3, seed 1, all threads
 */
void
bp_training_config_init (BpTrainingConfig *config)
{
  *config = (BpTrainingConfig){
    .hidden = { 128 },
    .n_hidden = 1,
    .batch_size = 32,
    .learning_rate = 0.3f,
    .n_epochs = 10,
    .seed = 1,
  };
}

static gboolean
check_layers (const BpTrainingConfig *config, GError **error)
{
  if (config->n_hidden > G_N_ELEMENTS (config->hidden))
    {
      g_set_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
                   _ ("A network has at most %d hidden layers, not %u"),
                   (int) G_N_ELEMENTS (config->hidden), config->n_hidden);
      return FALSE;
    }
  for (guint i = 0; i < config->n_hidden; i++)
    if (config->hidden[i] < 1 || config->hidden[i] > BP_NETWORK_MAX_UNITS)
      {
        g_set_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
                     _ ("A hidden layer has 1 to %d units, not %u"), BP_NETWORK_MAX_UNITS,
                     config->hidden[i]);
        return FALSE;
      }

  return TRUE;
}

static gboolean
check_step (const BpTrainingConfig *config, GError **error)
{
  if (config->batch_size < 1 || config->batch_size > BP_TRAINER_MAX_BATCH_SIZE)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE, _ ("The batch size is 1 to %d, not %u"),
                   BP_TRAINER_MAX_BATCH_SIZE, config->batch_size);
      return FALSE;
    }
  if (!isfinite (config->learning_rate) || config->learning_rate <= 0.0f)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
                   _ ("The learning rate is a number over 0, not %g"),
                   (double) config->learning_rate);
      return FALSE;
    }
  if (!(config->optimizer.momentum >= 0.0f && config->optimizer.momentum < 1.0f))
    {
      g_set_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
                   _ ("The momentum is from 0 to less than 1, not %g"),
                   (double) config->optimizer.momentum);
      return FALSE;
    }
  if (config->optimizer.momentum > 0.0f && !bp_optimizer_uses_momentum (config->optimizer.kind))
    {
      g_set_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
                   _ ("The optimizer “%s” uses no momentum: leave it at 0, not %g"),
                   bp_optimizer_get_name (config->optimizer.kind),
                   (double) config->optimizer.momentum);
      return FALSE;
    }
  if (!(config->warm_up_epochs >= 0.0f && config->warm_up_epochs <= (float) config->n_epochs))
    {
      g_set_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
                   _ ("The warm-up is from 0 to the %u epochs of the run, not %g"),
                   config->n_epochs, (double) config->warm_up_epochs);
      return FALSE;
    }

  return TRUE;
}

/* Checks a setting from 0 (not used) to a maximum. */
static gboolean
check_strengths (const BpTrainingConfig *config, GError **error)
{
  const BpAugmentation *augmentation = &config->augmentation;
  const struct
  {
    const char *format;
    float value;
    float most;
  } rows[] = {
    { N_ ("The weight decay is from 0 to %g, not %g"), config->optimizer.weight_decay, 1.0f },
    { N_ ("The dropout is from 0 to %g, not %g"), config->dropout, BP_DROPOUT_MAX },
    { N_ ("The rotation is from 0 to %g, not %g"), augmentation->rotation,
      BP_AUGMENTATION_MAX_ROTATION },
    { N_ ("The scaling is from 0 to %g, not %g"), augmentation->scale, BP_AUGMENTATION_MAX_SCALE },
    { N_ ("The shear is from 0 to %g, not %g"), augmentation->shear, BP_AUGMENTATION_MAX_SHEAR },
    { N_ ("The shift is from 0 to %g, not %g"), augmentation->shift, BP_AUGMENTATION_MAX_SHIFT },
    { N_ ("The elastic bending is from 0 to %g, not %g"), augmentation->elastic,
      BP_AUGMENTATION_MAX_ELASTIC },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (!(rows[i].value >= 0.0f && rows[i].value <= rows[i].most))
      {
        g_set_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE, _ (rows[i].format),
                     (double) rows[i].most, (double) rows[i].value);
        return FALSE;
      }

  return TRUE;
}

static gboolean
check_distillation (const BpDistillation *distillation, GError **error)
{
  float weight = distillation->soft_weight;
  float temperature = distillation->temperature;

  if (!(weight >= 0.0f && weight <= 1.0f))
    {
      g_set_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
                   _ ("The weight of the soft targets is from 0 to 1, not %g"), (double) weight);
      return FALSE;
    }
  if (weight > 0.0f && !(temperature >= BP_DISTILLATION_LEAST_TEMPERATURE &&
                         temperature <= BP_DISTILLATION_MOST_TEMPERATURE))
    {
      g_set_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
                   _ ("The temperature of the soft targets is from %g to %g, not %g"),
                   (double) BP_DISTILLATION_LEAST_TEMPERATURE,
                   (double) BP_DISTILLATION_MOST_TEMPERATURE, (double) temperature);
      return FALSE;
    }

  return TRUE;
}

/**
 * bp_training_config_check:
 * @config: settings
 * @error: return location for %BP_ERROR_INVALID_VALUE, which names the setting and its range
 *
 * Returns: whether all settings are in their ranges
 */
gboolean
bp_training_config_check (const BpTrainingConfig *config, GError **error)
{
  return check_layers (config, error) && check_step (config, error) &&
         check_strengths (config, error) && check_distillation (&config->distillation, error);
}

/**
 * bp_training_config_parse_hidden:
 * @config: the settings to change
 * @text: units of the hidden layers, separated by commas, such as "128" or "512, 64"; empty for no
 *   hidden layer
 * @error: return location for %BP_ERROR_INVALID_VALUE
 *
 * Returns: whether @text is valid; if not, @config is unchanged
 */
gboolean
bp_training_config_parse_hidden (BpTrainingConfig *config, const char *text, GError **error)
{
  BpTrainingConfig parsed = *config;
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);

  parsed.n_hidden = 0;
  for (guint i = 0; parts[i] != NULL; i++)
    {
      const char *part = g_strstrip (parts[i]);
      guint64 units;

      if (*part == '\0' && parts[1] == NULL)
        break;
      if (!g_ascii_string_to_unsigned (part, 10, 1, BP_NETWORK_MAX_UNITS, &units, NULL))
        {
          g_set_error (
              error, BP_ERROR, BP_ERROR_INVALID_VALUE,
              _ ("“%s” is not a number of units: give whole numbers from 1 to %d with commas "
                 "between, as in 128 or 512,64"),
              part, BP_NETWORK_MAX_UNITS);
          return FALSE;
        }
      if (parsed.n_hidden == G_N_ELEMENTS (parsed.hidden))
        {
          g_set_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
                       _ ("“%s” has more than the %d hidden layers that a network can have"), text,
                       (int) G_N_ELEMENTS (parsed.hidden));
          return FALSE;
        }
      parsed.hidden[parsed.n_hidden++] = units;
    }

  *config = parsed;
  return TRUE;
}

/* Adds "NAME VALUE", with a point in every locale. */
static void
append_option (GString *text, const char *name, float value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (number, sizeof number, "%.7g", (double) value);
  g_string_append_printf (text, " %s %s", name, number);
}

/**
 * bp_training_config_describe:
 * @config: the settings of a run
 *
 * Returns: (transfer full): all of them that are about training, in the words of the command line's
 *   options, as in "--optimizer sgd --learning-rate 0.15 … --rotation 0.12"; another precision than
 *   float32, how images are changed and what is learnt from teachers only where that is so
 */
char *
bp_training_config_describe (const BpTrainingConfig *config)
{
  const BpOptimizerConfig *optimizer = &config->optimizer;
  const BpAugmentation *augmentation = &config->augmentation;
  const struct
  {
    const char *name;
    float value;
  } changes[] = {
    { "--rotation", augmentation->rotation }, { "--scale", augmentation->scale },
    { "--shear", augmentation->shear },       { "--shift", augmentation->shift },
    { "--elastic", augmentation->elastic },
  };
  GString *text = g_string_new (NULL);

  g_string_printf (text, "--optimizer %s --batch-size %u --epochs %u --schedule %s",
                   bp_optimizer_get_name (optimizer->kind), config->batch_size, config->n_epochs,
                   bp_schedule_get_name (config->schedule));
  append_option (text, "--learning-rate", config->learning_rate);
  append_option (text, "--momentum", optimizer->momentum);
  append_option (text, "--weight-decay", optimizer->weight_decay);
  append_option (text, "--warm-up", config->warm_up_epochs);
  append_option (text, "--dropout", config->dropout);
  if (config->precision != BP_PRECISION_FLOAT32)
    g_string_append_printf (text, " --precision %s",
                            bp_choices_get_name (&bp_precisions, config->precision));
  if (config->patience > 0)
    g_string_append_printf (text, " --patience %u", config->patience);
  if (config->distillation.soft_weight > 0.0f)
    {
      append_option (text, "--temperature", config->distillation.temperature);
      append_option (text, "--soft-weight", config->distillation.soft_weight);
    }
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    if (changes[i].value > 0.0f)
      append_option (text, changes[i].name, changes[i].value);
  return g_string_free (text, FALSE);
}
