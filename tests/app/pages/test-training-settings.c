/* SPDX-License-Identifier: MIT */
#include "training-settings.h"

#include "error.h"
#include "settings.h"
#include "test-file.h"
#include "toy-data.h"

static const char *const KEYS[] = {
  BP_KEY_PRESET,        BP_KEY_HIDDEN_LAYERS, BP_KEY_EPOCHS,   BP_KEY_BATCH_SIZE,
  BP_KEY_LEARNING_RATE, BP_KEY_OPTIMIZER,     BP_KEY_MOMENTUM, BP_KEY_WEIGHT_DECAY,
  BP_KEY_DROPOUT,       BP_KEY_WARM_UP,       BP_KEY_SCHEDULE, BP_KEY_VARIATION,
  BP_KEY_TRAIN_LIMIT,   BP_KEY_ACTIVATION,
};

static void
test_read (void)
{
  g_autoptr (GSettings) settings = bp_settings_new ();
  g_autoptr (GError) error = NULL;
  BpTrainingConfig config;

  g_settings_set_string (settings, BP_KEY_HIDDEN_LAYERS, "128, 64");
  g_settings_set_int (settings, BP_KEY_BATCH_SIZE, 10);
  g_settings_set_double (settings, BP_KEY_LEARNING_RATE, 0.25);
  g_settings_set_int (settings, BP_KEY_SEED, 7);
  g_settings_set_int (settings, BP_KEY_THREADS, 2);

  g_assert_true (bp_training_settings_read (settings, &config, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (config.n_hidden, ==, 2);
  g_assert_cmpuint (config.hidden[0], ==, 128);
  g_assert_cmpuint (config.hidden[1], ==, 64);
  g_assert_cmpuint (config.batch_size, ==, 10);
  g_assert_cmpfloat (config.learning_rate, ==, 0.25f);
  g_assert_cmpuint (config.seed, ==, 7);
  g_assert_cmpuint (config.n_threads, ==, 2);
}

static void
test_optimizers (void)
{
  g_autoptr (GSettings) settings = bp_settings_new ();
  BpTrainingConfig config;

  g_settings_set_double (settings, BP_KEY_MOMENTUM, 0.8);
  g_settings_set_double (settings, BP_KEY_WEIGHT_DECAY, 0.25);
  g_settings_set_double (settings, BP_KEY_DROPOUT, 0.5);
  g_settings_set_int (settings, BP_KEY_EPOCHS, 10);
  g_settings_set_double (settings, BP_KEY_WARM_UP, 1.5);

  g_settings_set_string (settings, BP_KEY_OPTIMIZER, "adam");
  g_assert_true (bp_training_settings_read (settings, &config, NULL));
  g_assert_cmpint (config.optimizer.kind, ==, BP_OPTIMIZER_ADAM);
  g_assert_cmpfloat (config.optimizer.momentum, ==, 0.0F);
  g_assert_cmpfloat (config.optimizer.weight_decay, ==, 0.25F);
  g_assert_cmpfloat (config.dropout, ==, 0.5F);
  g_assert_cmpfloat (config.warm_up_epochs, ==, 1.5F);

  g_settings_set_string (settings, BP_KEY_OPTIMIZER, "nesterov");
  g_assert_true (bp_training_settings_read (settings, &config, NULL));
  g_assert_cmpint (config.optimizer.kind, ==, BP_OPTIMIZER_NESTEROV);
  g_assert_cmpfloat (config.optimizer.momentum, ==, 0.8F);

  g_settings_set_string (settings, BP_KEY_OPTIMIZER, "sgd");
  g_settings_set_int (settings, BP_KEY_EPOCHS, 1);
  g_assert_true (bp_training_settings_read (settings, &config, NULL));
  g_assert_cmpfloat (config.optimizer.momentum, ==, 0.8F);
  g_assert_cmpint (config.optimizer.kind, ==, BP_OPTIMIZER_SGD);
  g_assert_cmpfloat (config.warm_up_epochs, ==, 1.0F);
}

/* With another activation than the preset's, the settings are "Custom". */
static void
test_activations (void)
{
  g_autoptr (GSettings) settings = bp_settings_new ();

  bp_training_settings_set_preset (settings, bp_preset_find ("quick", NULL), FALSE);
  for (BpActivation activation = 0; activation < BP_N_ACTIVATIONS; activation++)
    {
      g_autofree char *name = NULL;
      BpTrainingConfig config;

      g_settings_set_string (settings, BP_KEY_ACTIVATION, bp_activation_get_name (activation));
      g_assert_true (bp_training_settings_read (settings, &config, NULL));
      g_assert_cmpint (config.activation, ==, activation);
      g_assert_cmpint (bp_training_settings_find_preset (settings) != NULL, ==,
                       activation == BP_ACTIVATION_RELU);

      bp_training_settings_set_preset (settings, bp_preset_find ("quick", NULL), FALSE);
      name = g_settings_get_string (settings, BP_KEY_ACTIVATION);
      g_assert_cmpstr (name, ==, "relu");
    }
}

static void
test_read_nonsense (void)
{
  g_autoptr (GSettings) settings = bp_settings_new ();
  g_autoptr (GError) error = NULL;
  BpTrainingConfig config;

  g_settings_set_string (settings, BP_KEY_HIDDEN_LAYERS, "many");
  g_assert_false (bp_training_settings_read (settings, &config, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE);
  g_assert_nonnull (g_strstr_len (error->message, -1, "many"));
}

static void
test_set_hidden_layers (void)
{
  g_autoptr (GSettings) settings = bp_settings_new ();
  g_autoptr (BpNetwork) deep = bp_network_new ((const guint[]){ 784, 32, 16, 10 }, 4, NULL);
  g_autoptr (BpNetwork) flat = bp_network_new ((const guint[]){ 784, 10 }, 2, NULL);
  g_autofree char *text = NULL;
  g_autofree char *activation = NULL;

  deep->activation = BP_ACTIVATION_TANH;
  bp_training_settings_set_hidden_layers (settings, deep);
  activation = g_settings_get_string (settings, BP_KEY_ACTIVATION);
  g_assert_cmpstr (activation, ==, "tanh");
  text = g_settings_get_string (settings, BP_KEY_HIDDEN_LAYERS);
  g_assert_cmpstr (text, ==, "32, 16");

  g_free (text);
  bp_training_settings_set_hidden_layers (settings, flat);
  text = g_settings_get_string (settings, BP_KEY_HIDDEN_LAYERS);
  g_assert_cmpstr (text, ==, "");
}

/* The defaults of the schema are those of a preset, so that the first start shows its name. */
static void
test_defaults_are_quick (void)
{
  g_autoptr (GSettings) settings = bp_settings_new ();
  const BpPreset *preset;

  for (guint i = 0; i < G_N_ELEMENTS (KEYS); i++)
    g_settings_reset (settings, KEYS[i]);
  preset = bp_training_settings_find_preset (settings);
  g_assert_nonnull (preset);
  g_assert_cmpstr (preset->name, ==, "quick");
}

/* Each preset is stored exactly in the settings: a run gets the configuration of the preset. */
static void
test_presets (void)
{
  g_autoptr (GSettings) settings = bp_settings_new ();
  guint n_presets;
  const BpPreset *presets = bp_preset_list (&n_presets);

  for (guint i = 0; i < 2 * n_presets; i++)
    {
      g_autoptr (GError) error = NULL;
      const BpPreset *preset = &presets[i / 2];
      gboolean is_builtin = i % 2 == 1;
      BpTrainingConfig expected;
      BpTrainingConfig config;

      bp_preset_get_config (preset, is_builtin, &expected);
      bp_training_settings_set_preset (settings, preset, is_builtin);
      g_assert_true (bp_training_settings_find_preset (settings) == preset);
      g_assert_true (bp_training_settings_read (settings, &config, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (config.hidden[0], ==, expected.hidden[0]);
      g_assert_cmpuint (config.n_epochs, ==, expected.n_epochs);
      g_assert_cmpint (config.schedule, ==, expected.schedule);
      g_assert_cmpfloat (config.learning_rate, ==, expected.learning_rate);
      g_assert_cmpfloat (config.optimizer.momentum, ==, expected.optimizer.momentum);
      g_assert_cmpint (config.optimizer.kind, ==, expected.optimizer.kind);
      g_assert_cmpfloat (config.augmentation.elastic, ==, expected.augmentation.elastic);
      g_assert_cmpint (g_settings_get_int (settings, BP_KEY_TRAIN_LIMIT), ==,
                       (int) preset->train_limit);
    }
}

/* A change of one setting keeps the others of the preset. */
static void
test_custom (void)
{
  g_autoptr (GSettings) settings = bp_settings_new ();
  const BpPreset *standard = bp_preset_find ("standard", NULL);
  BpTrainingConfig config;

  bp_training_settings_set_preset (settings, standard, FALSE);
  g_settings_set_int (settings, BP_KEY_SEED, 99);
  g_assert_true (bp_training_settings_find_preset (settings) == standard);

  g_settings_set_int (settings, BP_KEY_BATCH_SIZE, 77);
  g_assert_null (bp_training_settings_find_preset (settings));
  g_assert_true (bp_training_settings_read (settings, &config, NULL));
  g_assert_cmpuint (config.batch_size, ==, 77);
  g_assert_cmpint (config.schedule, ==, standard->config.schedule);
  g_assert_cmpfloat (config.augmentation.rotation, ==, standard->config.augmentation.rotation);

  g_settings_set_int (settings, BP_KEY_BATCH_SIZE, (int) standard->config.batch_size);
  g_assert_true (bp_training_settings_find_preset (settings) == standard);
}

static void
test_limit (void)
{
  g_autoptr (GSettings) settings = bp_settings_new ();
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (50, 10, 10, 1);
  g_autoptr (BpDataset) limited = NULL;
  g_autoptr (BpDataset) whole = NULL;

  g_settings_set_int (settings, BP_KEY_TRAIN_LIMIT, 20);
  limited = bp_training_settings_limit (settings, dataset, NULL);
  g_assert_cmpuint (bp_dataset_get_samples (limited, BP_SPLIT_TRAIN).count, ==, 20);
  g_assert_cmpuint (bp_dataset_get_samples (limited, BP_SPLIT_HELD_OUT).count, ==, 10);

  g_settings_set_int (settings, BP_KEY_TRAIN_LIMIT, 10000);
  whole = bp_training_settings_limit (settings, dataset, NULL);
  g_assert_true (whole == dataset);
}

static void
test_describe (void)
{
  BpTrainingConfig config;
  g_autofree char *one = NULL;
  g_autofree char *none = NULL;

  bp_training_config_init (&config);
  one = bp_describe_layers (784, &config, 10);
  g_assert_cmpstr (one, ==, "784-128-10");
  g_assert_cmpuint (bp_count_weights (784, &config, 10), ==, 785 * 128 + 129 * 10);

  config.n_hidden = 0;
  none = bp_describe_layers (784, &config, 10);
  g_assert_cmpstr (none, ==, "784-10");
  g_assert_cmpuint (bp_count_weights (784, &config, 10), ==, 7850);
}

/* The settings of a stored run: the next one has the same configuration, whatever was set before.
 */
static void
test_set_config (void)
{
  g_autoptr (GSettings) settings = bp_settings_new ();
  BpTrainingConfig config = bp_preset_find ("standard", NULL)->config;
  BpTrainingConfig found;

  bp_training_settings_set_preset (settings, bp_preset_find ("quick", NULL), FALSE);
  config.optimizer = (BpOptimizerConfig){ .kind = BP_OPTIMIZER_ADAM, .weight_decay = 0.125F };
  config.learning_rate = 0.5F;
  config.n_epochs = 77;
  config.batch_size = 33;
  config.patience = 4;
  config.n_hidden = 2;
  config.hidden[0] = 40;
  config.hidden[1] = 20;
  g_assert_true (bp_training_settings_set_config (settings, &config, 1234));
  g_assert_true (bp_training_settings_set_seed (settings, 99));
  g_assert_true (bp_training_settings_read (settings, &found, NULL));
  g_assert_cmpint (found.optimizer.kind, ==, BP_OPTIMIZER_ADAM);
  g_assert_cmpfloat (found.optimizer.weight_decay, ==, 0.125F);
  g_assert_cmpfloat (found.learning_rate, ==, 0.5F);
  g_assert_cmpfloat (found.augmentation.elastic, ==, config.augmentation.elastic);
  g_assert_cmpuint (found.n_epochs, ==, 77);
  g_assert_cmpuint (found.batch_size, ==, 33);
  g_assert_cmpuint (found.patience, ==, 4);
  g_assert_cmpuint (found.n_hidden, ==, 2);
  g_assert_cmpuint (found.hidden[1], ==, 20);
  g_assert_cmpuint (found.seed, ==, 99);
  g_assert_cmpint (g_settings_get_int (settings, BP_KEY_TRAIN_LIMIT), ==, 1234);
}

/* What the settings cannot hold is said, and stays as it was. */
static void
test_set_odd_config (void)
{
  g_autoptr (GSettings) settings = bp_settings_new ();
  BpTrainingConfig config = bp_preset_find ("quick", NULL)->config;

  g_assert_true (bp_training_settings_set_seed (settings, 5));
  g_assert_false (bp_training_settings_set_seed (settings, G_MAXUINT64));
  g_assert_cmpint (g_settings_get_int (settings, BP_KEY_SEED), ==, 5);

  config.augmentation.rotation = 0.123F;
  g_assert_false (bp_training_settings_set_config (settings, &config, 0));
  config = bp_preset_find ("quick", NULL)->config;
  config.n_epochs = 1000000;
  g_assert_false (bp_training_settings_set_config (settings, &config, 0));
  config = bp_preset_find ("quick", NULL)->config;
  config.precision = BP_PRECISION_BF16;
  g_assert_false (bp_training_settings_set_config (settings, &config, 0));
  config = bp_preset_find ("quick", NULL)->config;
  g_assert_true (bp_training_settings_set_config (settings, &config, 0));
}

BP_TEST_FILE (training_settings)
{
  g_test_add_func ("/training-settings/read", test_read);
  g_test_add_func ("/training-settings/optimizers", test_optimizers);
  g_test_add_func ("/training-settings/activations", test_activations);
  g_test_add_func ("/training-settings/read/nonsense", test_read_nonsense);
  g_test_add_func ("/training-settings/set-hidden-layers", test_set_hidden_layers);
  g_test_add_func ("/training-settings/defaults-are-quick", test_defaults_are_quick);
  g_test_add_func ("/training-settings/presets", test_presets);
  g_test_add_func ("/training-settings/custom", test_custom);
  g_test_add_func ("/training-settings/set-config", test_set_config);
  g_test_add_func ("/training-settings/set-odd-config", test_set_odd_config);
  g_test_add_func ("/training-settings/limit", test_limit);
  g_test_add_func ("/training-settings/describe", test_describe);
}
