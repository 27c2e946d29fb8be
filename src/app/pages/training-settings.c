/* SPDX-License-Identifier: MIT */
#include "training-settings.h"

#include "settings.h"

#include <glib/gi18n.h>

/* A choice of the augmentation: that of a preset, or no augmentation. */
typedef struct
{
  const char *name;
  const char *title;
  const char *preset;
} Variation;

static const Variation VARIATIONS[] = {
  { "off", NC_ ("variation", "Off"), NULL },
  { "little", NC_ ("variation", "A Little"), "quick" },
  { "medium", NC_ ("variation", "Medium"), "standard" },
  { "much", NC_ ("variation", "Much"), "best" },
};

const BpChoices bp_variations = BP_CHOICES ("variation", NULL, VARIATIONS, Variation);

static BpAugmentation
get_augmentation (const Variation *variation)
{
  if (variation->preset == NULL)
    return (BpAugmentation){ 0 };
  return bp_preset_find (variation->preset, NULL)->config.augmentation;
}

static gboolean
augmentation_equal (const BpAugmentation *a, const BpAugmentation *b)
{
  return a->rotation == b->rotation && a->scale == b->scale && a->shear == b->shear &&
         a->shift == b->shift && a->elastic == b->elastic;
}

/* The name of the choice for @augmentation. */
static const char *
find_variation (const BpAugmentation *augmentation)
{
  for (guint i = 0; i < G_N_ELEMENTS (VARIATIONS); i++)
    {
      BpAugmentation candidate = get_augmentation (&VARIATIONS[i]);

      if (augmentation_equal (&candidate, augmentation))
        return VARIATIONS[i].name;
    }
  return VARIATIONS[0].name;
}

/**
 * bp_training_settings_get_augmentation:
 * @settings: the stored settings
 *
 * Returns: the augmentation of a run
 */
BpAugmentation
bp_training_settings_get_augmentation (GSettings *settings)
{
  g_autofree char *name = g_settings_get_string (settings, BP_KEY_VARIATION);
  guint position = 0;

  bp_choices_find (&bp_variations, name, &position, NULL);
  return get_augmentation (&VARIATIONS[position]);
}

/**
 * bp_training_settings_get_seed:
 * @settings: the stored settings
 *
 * Returns: the seed of a run
 */
guint64
bp_training_settings_get_seed (GSettings *settings)
{
  return (guint64) g_settings_get_int (settings, BP_KEY_SEED);
}

static gboolean
read_schedule (GSettings *settings, BpSchedule *schedule, GError **error)
{
  g_autofree char *name = g_settings_get_string (settings, BP_KEY_SCHEDULE);

  return bp_schedule_parse (schedule, name, error);
}

static gboolean
read_activation (GSettings *settings, BpActivation *activation, GError **error)
{
  g_autofree char *name = g_settings_get_string (settings, BP_KEY_ACTIVATION);

  return bp_activation_parse (activation, name, error);
}

static gboolean
read_optimizer (GSettings *settings, BpOptimizerConfig *optimizer, GError **error)
{
  g_autofree char *name = g_settings_get_string (settings, BP_KEY_OPTIMIZER);

  *optimizer = (BpOptimizerConfig){
    .weight_decay = (float) g_settings_get_double (settings, BP_KEY_WEIGHT_DECAY),
  };
  if (!bp_optimizer_parse (&optimizer->kind, name, error))
    return FALSE;

  if (bp_optimizer_uses_momentum (optimizer->kind))
    optimizer->momentum = (float) g_settings_get_double (settings, BP_KEY_MOMENTUM);
  return TRUE;
}

static void
read_numbers (GSettings *settings, BpTrainingConfig *config)
{
  config->n_epochs = g_settings_get_int (settings, BP_KEY_EPOCHS);
  config->patience = g_settings_get_int (settings, BP_KEY_PATIENCE);
  config->batch_size = g_settings_get_int (settings, BP_KEY_BATCH_SIZE);
  config->learning_rate = (float) g_settings_get_double (settings, BP_KEY_LEARNING_RATE);
  config->dropout = (float) g_settings_get_double (settings, BP_KEY_DROPOUT);
  config->warm_up_epochs = (float) g_settings_get_double (settings, BP_KEY_WARM_UP);
  config->warm_up_epochs = MIN (config->warm_up_epochs, (float) config->n_epochs);
  config->seed = bp_training_settings_get_seed (settings);
  config->n_threads = g_settings_get_int (settings, BP_KEY_THREADS);
}

/**
 * bp_training_settings_read:
 * @settings: the stored settings
 * @config: (out caller-allocates): set to the configuration of a run
 * @error: return location for %BP_ERROR_INVALID_VALUE, which names the setting
 *
 * Returns: whether the settings are valid
 */
gboolean
bp_training_settings_read (GSettings *settings, BpTrainingConfig *config, GError **error)
{
  g_autofree char *hidden = g_settings_get_string (settings, BP_KEY_HIDDEN_LAYERS);
  g_autofree char *name = g_settings_get_string (settings, BP_KEY_PRESET);
  const BpPreset *preset = bp_preset_find (name, error);

  if (preset == NULL)
    return FALSE;

  *config = preset->config;
  read_numbers (settings, config);
  config->augmentation = bp_training_settings_get_augmentation (settings);
  return read_activation (settings, &config->activation, error) &&
         read_optimizer (settings, &config->optimizer, error) &&
         read_schedule (settings, &config->schedule, error) &&
         bp_training_config_parse_hidden (config, hidden, error) &&
         bp_training_config_check (config, error);
}

/**
 * bp_training_settings_limit:
 * @settings: the stored settings
 * @dataset: the loaded data set
 * @error: return location for an error of bp_dataset_resplit()
 *
 * Returns: (transfer full): the data set of a run: @dataset, or a part of its training images where
 *   the settings limit them; or %NULL with @error set
 */
BpDataset *
bp_training_settings_limit (GSettings *settings, BpDataset *dataset, GError **error)
{
  gsize limit = g_settings_get_int (settings, BP_KEY_TRAIN_LIMIT);

  if (limit == 0 || limit >= bp_dataset_get_samples (dataset, BP_SPLIT_TRAIN).count)
    return bp_dataset_ref (dataset);
  return bp_dataset_resplit (dataset, limit, -1, error);
}

/* The nearest short decimal fraction: 0.1 and not 0.100000001490116. */
static double
to_decimal (float value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  return g_ascii_strtod (g_ascii_formatd (text, sizeof text, "%.6g", (double) value), NULL);
}

static void
set_hidden_layers (GSettings *settings, const guint *sizes, guint n_sizes)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n_sizes; i++)
    g_string_append_printf (text, "%s%u", i > 0 ? ", " : "", sizes[i]);
  g_settings_set_string (settings, BP_KEY_HIDDEN_LAYERS, text->str);
  g_string_free (text, TRUE);
}

/* Sets a key, where the schema allows the value. Returns: whether it does */
static gboolean
set_value (GSettings *settings, const char *key, GVariant *value)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (value);
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettingsSchemaKey) schema_key = NULL;

  g_object_get (settings, "settings-schema", &schema, NULL);
  schema_key = g_settings_schema_get_key (schema, key);
  return g_settings_schema_key_range_check (schema_key, owned) &&
         g_settings_set_value (settings, key, owned);
}

static gboolean
set_int (GSettings *settings, const char *key, gsize value)
{
  return value <= G_MAXINT32 && set_value (settings, key, g_variant_new_int32 ((gint32) value));
}

static gboolean
set_double (GSettings *settings, const char *key, float value)
{
  return set_value (settings, key, g_variant_new_double (to_decimal (value)));
}

/* The optimiser before the rate: choosing one may change the rate. */
static gboolean
set_update (GSettings *settings, const BpTrainingConfig *config)
{
  const BpOptimizerConfig *optimizer = &config->optimizer;
  gboolean is_set = TRUE;

  g_settings_set_string (settings, BP_KEY_OPTIMIZER, bp_optimizer_get_name (optimizer->kind));
  g_settings_set_string (settings, BP_KEY_SCHEDULE, bp_schedule_get_name (config->schedule));
  is_set &= set_double (settings, BP_KEY_LEARNING_RATE, config->learning_rate);
  is_set &= set_double (settings, BP_KEY_MOMENTUM, optimizer->momentum);
  is_set &= set_double (settings, BP_KEY_WEIGHT_DECAY, optimizer->weight_decay);
  is_set &= set_double (settings, BP_KEY_WARM_UP, config->warm_up_epochs);
  return is_set;
}

/**
 * bp_training_settings_set_config:
 * @settings: the stored settings
 * @config: the configuration of a run
 * @train_limit: the number of training images, or 0 for all
 *
 * Changes all settings but the preset that was chosen last, the seed and the number of threads.
 *
 * Returns: whether the next run has this configuration: not where the settings have no such choice
 *   of the augmentation, or no such number
 */
gboolean
bp_training_settings_set_config (GSettings *settings,
                                 const BpTrainingConfig *config,
                                 gsize train_limit)
{
  gboolean is_set = TRUE;
  BpAugmentation augmentation;

  set_hidden_layers (settings, config->hidden, config->n_hidden);
  g_settings_set_string (settings, BP_KEY_ACTIVATION, bp_activation_get_name (config->activation));
  g_settings_set_string (settings, BP_KEY_VARIATION, find_variation (&config->augmentation));
  is_set &= set_update (settings, config);
  is_set &= set_int (settings, BP_KEY_EPOCHS, config->n_epochs);
  is_set &= set_int (settings, BP_KEY_PATIENCE, config->patience);
  is_set &= set_int (settings, BP_KEY_BATCH_SIZE, config->batch_size);
  is_set &= set_double (settings, BP_KEY_DROPOUT, config->dropout);
  is_set &= set_int (settings, BP_KEY_TRAIN_LIMIT, train_limit);
  /* The window has no choice of the precision. */
  is_set &= config->precision == BP_PRECISION_FLOAT32;

  augmentation = bp_training_settings_get_augmentation (settings);
  return is_set && augmentation_equal (&augmentation, &config->augmentation);
}

/**
 * bp_training_settings_set_seed:
 * @settings: the stored settings
 * @seed: of a run
 *
 * Returns: whether the next run has this seed: not where it is larger than those of the settings
 */
gboolean
bp_training_settings_set_seed (GSettings *settings, guint64 seed)
{
  return set_int (settings, BP_KEY_SEED, seed);
}

/**
 * bp_training_settings_set_preset:
 * @settings: the stored settings
 * @preset: the preset to apply
 * @is_builtin: whether the data are built-in digits only
 *
 * Changes all settings but the seed and the number of threads.
 */
void
bp_training_settings_set_preset (GSettings *settings, const BpPreset *preset, gboolean is_builtin)
{
  BpTrainingConfig config;

  bp_preset_get_config (preset, is_builtin, &config);
  g_settings_set_string (settings, BP_KEY_PRESET, preset->name);
  bp_training_settings_set_config (settings, &config, preset->train_limit);
}

static gboolean
optimizer_equal (const BpOptimizerConfig *a, const BpOptimizerConfig *b)
{
  return a->kind == b->kind && a->momentum == b->momentum && a->weight_decay == b->weight_decay;
}

/* Compares all settings but the seed and the number of threads. */
static gboolean
config_equal (const BpTrainingConfig *a, const BpTrainingConfig *b)
{
  if (a->n_hidden != b->n_hidden)
    return FALSE;
  for (guint i = 0; i < a->n_hidden; i++)
    if (a->hidden[i] != b->hidden[i])
      return FALSE;
  return a->activation == b->activation && a->batch_size == b->batch_size &&
         a->learning_rate == b->learning_rate && a->schedule == b->schedule &&
         a->n_epochs == b->n_epochs && a->patience == b->patience &&
         a->warm_up_epochs == b->warm_up_epochs && a->dropout == b->dropout &&
         optimizer_equal (&a->optimizer, &b->optimizer) &&
         augmentation_equal (&a->augmentation, &b->augmentation);
}

static gboolean
is_config_of_preset (const BpTrainingConfig *config, const BpPreset *preset)
{
  BpTrainingConfig for_builtin;

  bp_preset_get_config (preset, TRUE, &for_builtin);
  return config_equal (&preset->config, config) || config_equal (&for_builtin, config);
}

/**
 * bp_training_settings_find_preset:
 * @settings: the stored settings
 *
 * Returns: (transfer none) (nullable): the preset that the settings match, for built-in digits or
 *   for other data, ignoring the seed and the number of threads; or %NULL for custom settings
 */
const BpPreset *
bp_training_settings_find_preset (GSettings *settings)
{
  gsize train_limit = g_settings_get_int (settings, BP_KEY_TRAIN_LIMIT);
  BpTrainingConfig config;
  const BpPreset *presets;
  guint n_presets;

  if (!bp_training_settings_read (settings, &config, NULL))
    return NULL;

  presets = bp_preset_list (&n_presets);
  for (guint i = 0; i < n_presets; i++)
    if (presets[i].train_limit == train_limit && is_config_of_preset (&config, &presets[i]))
      return &presets[i];
  return NULL;
}

/**
 * bp_training_settings_set_learning_rate:
 * @settings: what is remembered
 * @learning_rate: over 0
 *
 * Remembers the rate as the short decimal number that a person would type.
 */
void
bp_training_settings_set_learning_rate (GSettings *settings, float learning_rate)
{
  g_settings_set_double (settings, BP_KEY_LEARNING_RATE, to_decimal (learning_rate));
}

/**
 * bp_training_settings_get_optimizer:
 * @settings: what is remembered
 *
 * Returns: the rule of the update
 */
BpOptimizerKind
bp_training_settings_get_optimizer (GSettings *settings)
{
  BpOptimizerConfig optimizer;

  return read_optimizer (settings, &optimizer, NULL) ? optimizer.kind : BP_OPTIMIZER_SGD;
}

/* The learning rate that the program itself chooses for an optimizer: its usual one, or that of the
 * preset that was chosen last. */
static double
suggest_rate (GSettings *settings, BpOptimizerKind kind, gboolean is_builtin)
{
  float usual = bp_optimizer_get_usual_rate (kind);
  g_autofree char *name = g_settings_get_string (settings, BP_KEY_PRESET);
  const BpPreset *preset = bp_preset_find (name, NULL);
  BpTrainingConfig config;

  if (usual > 0.0F || preset == NULL)
    return to_decimal (usual);

  bp_preset_get_config (preset, is_builtin, &config);
  return to_decimal (config.learning_rate);
}

/**
 * bp_training_settings_follow_optimizer:
 * @settings: what is remembered, with an optimizer that has just been chosen
 * @before: the optimizer before it
 * @is_builtin: whether the data are built-in digits only
 *
 * Chooses a learning rate that suits the optimizer, unless the present one is a person's own.
 */
void
bp_training_settings_follow_optimizer (GSettings *settings,
                                       BpOptimizerKind before,
                                       gboolean is_builtin)
{
  BpOptimizerKind kind = bp_training_settings_get_optimizer (settings);
  double rate = g_settings_get_double (settings, BP_KEY_LEARNING_RATE);
  double suggested = suggest_rate (settings, kind, is_builtin);

  if (rate == suggest_rate (settings, before, is_builtin) && suggested > 0.0 && rate != suggested)
    g_settings_set_double (settings, BP_KEY_LEARNING_RATE, suggested);
}

/**
 * bp_training_settings_set_hidden_layers:
 * @settings: the stored settings
 * @network: the network whose hidden layers and activation to copy to the settings
 */
void
bp_training_settings_set_hidden_layers (GSettings *settings, const BpNetwork *network)
{
  guint sizes[BP_NETWORK_MAX_LAYERS] = { 0 };

  for (guint l = 0; l + 1 < network->n_layers; l++)
    sizes[l] = network->layers[l].n_outputs;
  set_hidden_layers (settings, sizes, network->n_layers - 1);
  g_settings_set_string (settings, BP_KEY_ACTIVATION, bp_activation_get_name (network->activation));
}

/**
 * bp_count_weights:
 * @n_inputs: pixels of an image
 * @config: whose hidden layers count
 * @n_outputs: classes
 *
 * Returns: the number of weights and biases of a network of this shape
 */
gsize
bp_count_weights (guint n_inputs, const BpTrainingConfig *config, guint n_outputs)
{
  gsize n_weights = 0;
  gsize n_before = n_inputs;

  for (guint i = 0; i < config->n_hidden; i++)
    {
      n_weights += (n_before + 1) * config->hidden[i];
      n_before = config->hidden[i];
    }
  return n_weights + (n_before + 1) * n_outputs;
}

/**
 * bp_describe_layers:
 * @n_inputs: pixels of an image
 * @config: whose hidden layers to describe
 * @n_outputs: classes
 *
 * Returns: (transfer full): the units from the inputs to the outputs, as in "784-128-10"
 */
char *
bp_describe_layers (guint n_inputs, const BpTrainingConfig *config, guint n_outputs)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%u", n_inputs);
  for (guint i = 0; i < config->n_hidden; i++)
    g_string_append_printf (text, "-%u", config->hidden[i]);
  g_string_append_printf (text, "-%u", n_outputs);
  return g_string_free (text, FALSE);
}
