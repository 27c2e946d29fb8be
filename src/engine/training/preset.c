/* SPDX-License-Identifier: MIT */
/*
 * The presets, from the simplest recipe to the most accurate one. The README has their accuracy on
 * the test images of MNIST.
 */
#include "preset.h"

#include <glib/gi18n-lib.h>

/* Settings for training on built-in digits alone. These digits are more alike than those that
 * people write, and so need more augmentation and more epochs. The values were chosen by the
 * accuracy of networks of 128 and 512 units on MNIST's training images. */
#define BUILTIN_LEARNING_RATE 0.1f
#define BUILTIN_LEAST_EPOCHS  20

static const BpAugmentation builtin_augmentation = {
  .rotation = 0.2f,
  .scale = 0.15f,
  .shear = 0.2f,
  .shift = 1.0f,
  .elastic = 1.3f,
};

static const BpPreset presets[] = {
  {
    .name = "classroom",
    .title = N_ ("Classroom"),
    .sentence = N_ ("As in the textbook: plain gradient descent on 10,000 images, and nothing else."),
    .config = {
      .hidden = { 40 },
      .n_hidden = 1,
      .batch_size = 10,
      .learning_rate = 0.1f,
      .n_epochs = 30,
      .seed = 1,
    },
    .train_limit = 10000,
  },
  {
    .name = "quick",
    .title = N_ ("Quick"),
    .sentence = N_ ("A good network within seconds, to play with."),
    .config = {
      .hidden = { 128 },
      .n_hidden = 1,
      .batch_size = 128,
      .learning_rate = 0.2f,
      .optimizer = { .kind = BP_OPTIMIZER_NESTEROV, .momentum = 0.9f },
      .schedule = BP_SCHEDULE_LINEAR,
      .n_epochs = 5,
      .augmentation = { .rotation = 0.05f, .scale = 0.05f, .shear = 0.05f, .shift = 0.5f },
      .seed = 1,
    },
  },
  {
    .name = "standard",
    .title = N_ ("Standard"),
    .sentence = N_ ("Twice as many units, and images that are varied more: fewer mistakes, but more time."),
    .config = {
      .hidden = { 256 },
      .n_hidden = 1,
      .batch_size = 128,
      .learning_rate = 0.15f,
      .optimizer = { .kind = BP_OPTIMIZER_NESTEROV, .momentum = 0.9f },
      .schedule = BP_SCHEDULE_COSINE,
      .n_epochs = 12,
      .augmentation = {
        .rotation = 0.12f,
        .scale = 0.08f,
        .shear = 0.12f,
        .shift = 0.8f,
        .elastic = 0.6f,
      },
      .seed = 1,
    },
  },
  {
    .name = "best",
    .title = N_ ("Best"),
    .sentence = N_ ("A large network and many epochs of strongly varied images: the fewest "
                    "mistakes, in minutes."),
    .config = {
      .hidden = { 1000, 500 },
      .n_hidden = 2,
      .batch_size = 128,
      .learning_rate = 0.1f,
      .optimizer = { .kind = BP_OPTIMIZER_NESTEROV, .momentum = 0.9f },
      .schedule = BP_SCHEDULE_COSINE,
      .n_epochs = 75,
      .augmentation = {
        .rotation = 0.2f,
        .scale = 0.15f,
        .shear = 0.2f,
        .shift = 1.0f,
        .elastic = 1.3f,
      },
      .seed = 1,
    },
  },
};

const BpChoices bp_presets =
    BP_CHOICES ("preset", N_ ("“%s” is not a valid preset: choose %s"), presets, BpPreset);

/**
 * bp_preset_list:
 * @n_presets: (out): the number of presets
 *
 * Returns: (transfer none) (array length=n_presets): all presets, from the quickest to the best
 */
const BpPreset *
bp_preset_list (guint *n_presets)
{
  *n_presets = G_N_ELEMENTS (presets);
  return presets;
}

/**
 * bp_preset_find:
 * @name: of a preset
 * @error: return location for %BP_ERROR_INVALID_VALUE, which lists the names that there are
 *
 * Returns: (transfer none): the preset, or %NULL with @error set
 */
const BpPreset *
bp_preset_find (const char *name, GError **error)
{
  guint position;

  return bp_choices_find (&bp_presets, name, &position, error) ? &presets[position] : NULL;
}

/**
 * bp_preset_get_config:
 * @preset: a preset
 * @is_builtin: whether the data are built-in digits only
 * @config: (out caller-allocates): the settings of the trainer for such data
 *
 * For built-in digits, a preset with augmentation gets that of “best” and at least 20 epochs. A
 * preset without augmentation, the classroom's, is the same for all data.
 */
void
bp_preset_get_config (const BpPreset *preset, gboolean is_builtin, BpTrainingConfig *config)
{
  *config = preset->config;
  if (!is_builtin || bp_augmentation_is_none (&config->augmentation))
    return;

  config->augmentation = builtin_augmentation;
  config->learning_rate = BUILTIN_LEARNING_RATE;
  config->schedule = BP_SCHEDULE_COSINE;
  config->n_epochs = MAX (config->n_epochs, BUILTIN_LEAST_EPOCHS);
}
