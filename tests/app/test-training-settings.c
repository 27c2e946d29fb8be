/* SPDX-License-Identifier: MIT */
#include "app/training-settings.h"

#include "app/settings.h"
#include "engine/error.h"

static void
test_read (void)
{
  g_autoptr (GSettings) settings = bp_settings_new ();
  g_autoptr (GError) error = NULL;
  BpTrainerConfig config;

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
test_read_nonsense (void)
{
  g_autoptr (GSettings) settings = bp_settings_new ();
  g_autoptr (GError) error = NULL;
  BpTrainerConfig config;

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

  bp_training_settings_set_hidden_layers (settings, deep);
  text = g_settings_get_string (settings, BP_KEY_HIDDEN_LAYERS);
  g_assert_cmpstr (text, ==, "32, 16");

  g_free (text);
  bp_training_settings_set_hidden_layers (settings, flat);
  text = g_settings_get_string (settings, BP_KEY_HIDDEN_LAYERS);
  g_assert_cmpstr (text, ==, "");
}

static void
test_describe (void)
{
  BpTrainerConfig config;
  g_autofree char *one = NULL;
  g_autofree char *none = NULL;

  bp_trainer_config_init (&config);
  one = bp_describe_layers (784, &config, 10);
  g_assert_cmpstr (one, ==, "784-128-10");
  g_assert_cmpuint (bp_count_weights (784, &config, 10), ==, 785 * 128 + 129 * 10);

  config.n_hidden = 0;
  none = bp_describe_layers (784, &config, 10);
  g_assert_cmpstr (none, ==, "784-10");
  g_assert_cmpuint (bp_count_weights (784, &config, 10), ==, 7850);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/training-settings/read", test_read);
  g_test_add_func ("/training-settings/read/nonsense", test_read_nonsense);
  g_test_add_func ("/training-settings/set-hidden-layers", test_set_hidden_layers);
  g_test_add_func ("/training-settings/describe", test_describe);

  return g_test_run ();
}
