/* SPDX-License-Identifier: MIT */
#include "dataset-builtin.h"
#include "error.h"
#include "preset.h"
#include "test-file.h"
#include "test-stride.h"
#include "trainer.h"

static void
test_find (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (bp_preset_find ("best", &error)->name, ==, "best");
  g_assert_no_error (error);
  g_assert_null (bp_preset_find ("fastest", &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE);
  g_assert_nonnull (strstr (error->message, "standard"));
}

/* The trainer accepts the configuration of every preset for both kinds of data. */
static void
test_configs_are_right (void)
{
  guint n_presets;
  const BpPreset *presets = bp_preset_list (&n_presets);

  for (guint i = 0; i < 2 * n_presets; i++)
    {
      g_autoptr (GError) error = NULL;
      BpTrainingConfig config;

      bp_preset_get_config (&presets[i / 2], i % 2 == 1, &config);
      g_assert_true (bp_training_config_check (&config, &error));
      g_assert_no_error (error);
    }
}

/* For built-in digits, "quick" gets the augmentation of "best" and more epochs; "classroom" stays
 * without an augmentation. */
static void
test_builtin (void)
{
  const BpPreset *quick = bp_preset_find ("quick", NULL);
  const BpPreset *best = bp_preset_find ("best", NULL);
  BpTrainingConfig for_builtin;
  BpTrainingConfig for_others;

  bp_preset_get_config (quick, TRUE, &for_builtin);
  bp_preset_get_config (quick, FALSE, &for_others);
  g_assert_cmpuint (for_others.n_epochs, ==, 5);
  g_assert_cmpuint (for_builtin.n_epochs, ==, 20);
  g_assert_cmpuint (for_builtin.hidden[0], ==, for_others.hidden[0]);
  g_assert_cmpfloat (for_builtin.augmentation.elastic, ==, best->config.augmentation.elastic);
  g_assert_cmpfloat (for_others.augmentation.elastic, ==, 0.0f);

  bp_preset_get_config (best, TRUE, &for_builtin);
  g_assert_cmpuint (for_builtin.n_epochs, ==, best->config.n_epochs);

  bp_preset_get_config (bp_preset_find ("classroom", NULL), TRUE, &for_builtin);
  g_assert_true (bp_augmentation_is_none (&for_builtin.augmentation));
  g_assert_cmpuint (for_builtin.n_epochs, ==, 30);
}

/* A network learns with the settings of each preset. A few epochs of a few digits show that the
 * learning rate is not too large for the batch size and the momentum. */
static void
test_learns (void)
{
  g_autoptr (BpDataset) digits = bp_dataset_new_builtin (3, 2000, 500, 0, 1, NULL, NULL);
  guint n_presets;
  const BpPreset *presets = bp_preset_list (&n_presets);

  for (guint i = 0; i < n_presets; i += bp_test_get_stride ())
    {
      g_autoptr (BpTrainer) trainer = NULL;
      g_autoptr (GError) error = NULL;
      BpTrainingConfig config;
      BpEpoch epoch;

      bp_preset_get_config (&presets[i], FALSE, &config);
      config.n_epochs = 3;
      trainer = bp_trainer_new (&config, digits, NULL, &error);
      g_assert_no_error (error);
      for (guint j = 0; j < config.n_epochs; j++)
        {
          bp_trainer_train (trainer, NULL, &epoch, &error);
          g_assert_no_error (error);
        }
      g_test_message ("%s: %.1f %% of the held-out digits", presets[i].name,
                      100.0 * epoch.held_out_accuracy);
      g_assert_cmpfloat (epoch.held_out_accuracy, >, 0.6);
    }
}

BP_TEST_FILE (preset)
{
  g_test_add_func ("/preset/find", test_find);
  g_test_add_func ("/preset/configs-are-right", test_configs_are_right);
  g_test_add_func ("/preset/builtin", test_builtin);
  g_test_add_func ("/preset/learns", test_learns);
}
