/* SPDX-License-Identifier: MIT */
#include "app/training-settings.h"

#include "app/settings.h"

/**
 * bp_training_settings_read:
 * @settings: what is remembered
 * @config: (out caller-allocates): becomes what a run is made with
 * @error: return location for %BP_ERROR_INVALID_VALUE, which names the setting
 *
 * Returns: whether the settings make sense
 */
gboolean
bp_training_settings_read (GSettings *settings, BpTrainerConfig *config, GError **error)
{
  g_autofree char *hidden = g_settings_get_string (settings, BP_KEY_HIDDEN_LAYERS);

  bp_trainer_config_init (config);
  config->batch_size = g_settings_get_int (settings, BP_KEY_BATCH_SIZE);
  config->learning_rate = (float) g_settings_get_double (settings, BP_KEY_LEARNING_RATE);
  config->seed = g_settings_get_int (settings, BP_KEY_SEED);
  config->n_threads = g_settings_get_int (settings, BP_KEY_THREADS);
  return bp_trainer_config_parse_hidden (config, hidden, error) &&
         bp_trainer_config_check (config, error);
}

/**
 * bp_training_settings_set_hidden_layers:
 * @settings: what is remembered
 * @network: a network whose hidden layers the next one is to have
 */
void
bp_training_settings_set_hidden_layers (GSettings *settings, const BpNetwork *network)
{
  GString *text = g_string_new (NULL);

  for (guint l = 0; l + 1 < network->n_layers; l++)
    g_string_append_printf (text, "%s%u", l > 0 ? ", " : "", network->layers[l].n_outputs);
  g_settings_set_string (settings, BP_KEY_HIDDEN_LAYERS, text->str);
  g_string_free (text, TRUE);
}

/**
 * bp_count_weights:
 * @n_inputs: pixels of an image
 * @config: whose hidden layers count
 * @n_outputs: classes
 *
 * Returns: how many weights and biases a network of this shape has
 */
gsize
bp_count_weights (guint n_inputs, const BpTrainerConfig *config, guint n_outputs)
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
bp_describe_layers (guint n_inputs, const BpTrainerConfig *config, guint n_outputs)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%u", n_inputs);
  for (guint i = 0; i < config->n_hidden; i++)
    g_string_append_printf (text, "-%u", config->hidden[i]);
  g_string_append_printf (text, "-%u", n_outputs);
  return g_string_free (text, FALSE);
}
