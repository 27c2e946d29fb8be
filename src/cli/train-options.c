/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "train-options.h"

#include "data-option.h"
#include "error.h"
#include "kernels.h"
#include "options.h"
#include "preset.h"
#include "weights-option.h"

#include <glib/gi18n.h>

/* Upper limits, far beyond any useful number of epochs and threads. */
#define MAX_EPOCHS  1000000
#define MAX_THREADS 256

/* Images in a data set, at most. */
#define MAX_IMAGES 100000000

/* A day between two checkpoints. */
#define MAX_SECONDS 86400.0f

/* Of the loss with teachers. At 4 and 0.9, a network of 128 units learns less in a few epochs: it
 * is too small for all that its teachers know. */
#define DEFAULT_TEMPERATURE 2.0f
#define DEFAULT_SOFT_WEIGHT 0.5f

/* Made images: a gigabyte of them. */
#define MAX_MIXED 1000000

/* The command line's value of each setting, as text, or NULL. */
typedef struct
{
  char *preset;
  char *layers;
  char *activation;
  char *n_epochs;
  char *patience;
  char *batch_size;
  char *learning_rate;
  char *optimizer;
  char *momentum;
  gboolean use_nesterov;
  char *weight_decay;
  char *schedule;
  char *warm_up_epochs;
  char *rotation;
  char *scale;
  char *shear;
  char *shift;
  char *elastic;
  char *dropout;
  char *precision;
  char *temperature;
  char *soft_weight;
  char *seed;
  char *n_threads;
  char *train_limit;
  char *n_held_out;
  char *n_builtin;
  char *n_hasty;
  char *n_non_digits;
  char *checkpoint_seconds;
} Numbers;

static void
numbers_clear (Numbers *numbers)
{
  g_free (numbers->preset);
  g_free (numbers->layers);
  g_free (numbers->activation);
  g_free (numbers->n_epochs);
  g_free (numbers->patience);
  g_free (numbers->batch_size);
  g_free (numbers->learning_rate);
  g_free (numbers->optimizer);
  g_free (numbers->momentum);
  g_free (numbers->weight_decay);
  g_free (numbers->schedule);
  g_free (numbers->warm_up_epochs);
  g_free (numbers->rotation);
  g_free (numbers->scale);
  g_free (numbers->shear);
  g_free (numbers->shift);
  g_free (numbers->elastic);
  g_free (numbers->dropout);
  g_free (numbers->precision);
  g_free (numbers->temperature);
  g_free (numbers->soft_weight);
  g_free (numbers->seed);
  g_free (numbers->n_threads);
  g_free (numbers->train_limit);
  g_free (numbers->n_held_out);
  g_free (numbers->n_builtin);
  g_free (numbers->n_hasty);
  g_free (numbers->n_non_digits);
  g_free (numbers->checkpoint_seconds);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Numbers, numbers_clear)

/* Turns the engine's error about a setting into one of wrong usage. */
static gboolean
propagate_as_usage_error (GError **error, GError *cause)
{
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, cause->message);
  g_error_free (cause);
  return FALSE;
}

/* Applies the preset, whose settings the other options then change. */
static gboolean
read_preset (BpTrainOptions *options, const char *name, GError **error)
{
  GError *cause = NULL;
  const BpPreset *preset;

  if (name == NULL)
    return TRUE;

  preset = bp_preset_find (name, &cause);
  if (preset == NULL)
    return propagate_as_usage_error (error, cause);

  bp_preset_get_config (preset, bp_data_option_is_builtin ((const char *const *) options->data),
                        &options->config);
  options->train_limit = preset->train_limit;
  return TRUE;
}

static gboolean
read_optimizer_kind (BpOptimizerConfig *optimizer, const Numbers *numbers, GError **error)
{
  GError *cause = NULL;

  if (numbers->optimizer != NULL)
    {
      *optimizer = (BpOptimizerConfig){ 0 };
      if (!bp_optimizer_parse (&optimizer->kind, numbers->optimizer, &cause))
        return propagate_as_usage_error (error, cause);
    }
  if (!numbers->use_nesterov)
    return TRUE;

  if (optimizer->kind != BP_OPTIMIZER_SGD && optimizer->kind != BP_OPTIMIZER_NESTEROV)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("--nesterov and --optimizer %s exclude each other"), numbers->optimizer);
      return FALSE;
    }
  optimizer->kind = BP_OPTIMIZER_NESTEROV;
  return TRUE;
}

static gboolean
read_optimizer (BpTrainingConfig *config, const Numbers *numbers, GError **error)
{
  BpOptimizerConfig *optimizer = &config->optimizer;
  GError *cause = NULL;

  if (!read_optimizer_kind (optimizer, numbers, error) ||
      !bp_options_read_float ("--momentum", numbers->momentum, &optimizer->momentum, error) ||
      !bp_options_read_float ("--weight-decay", numbers->weight_decay, &optimizer->weight_decay,
                              error) ||
      !bp_options_read_float ("--warm-up", numbers->warm_up_epochs, &config->warm_up_epochs, error))
    return FALSE;
  if (numbers->schedule != NULL &&
      !bp_schedule_parse (&config->schedule, numbers->schedule, &cause))
    return propagate_as_usage_error (error, cause);

  if (optimizer->kind == BP_OPTIMIZER_NESTEROV && optimizer->momentum == 0.0F)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _ ("--nesterov is a kind of momentum: give --momentum, as in "
                              "--momentum 0.9"));
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_augmentation (BpAugmentation *augmentation, const Numbers *numbers, GError **error)
{
  return bp_options_read_float ("--rotation", numbers->rotation, &augmentation->rotation, error) &&
         bp_options_read_float ("--scale", numbers->scale, &augmentation->scale, error) &&
         bp_options_read_float ("--shear", numbers->shear, &augmentation->shear, error) &&
         bp_options_read_float ("--shift", numbers->shift, &augmentation->shift, error) &&
         bp_options_read_float ("--elastic", numbers->elastic, &augmentation->elastic, error);
}

static gboolean
read_distillation (BpTrainOptions *options, const Numbers *numbers, GError **error)
{
  BpDistillation *distillation = &options->config.distillation;
  gboolean is_given = numbers->temperature != NULL || numbers->soft_weight != NULL;

  if (options->teachers == NULL && is_given && options->resume_path == NULL)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("%s is about the answers of teachers: give --teacher, too"),
                   numbers->temperature != NULL ? "--temperature" : "--soft-weight");
      return FALSE;
    }
  if (options->teachers == NULL)
    return TRUE;

  distillation->temperature = DEFAULT_TEMPERATURE;
  distillation->soft_weight = DEFAULT_SOFT_WEIGHT;
  return bp_options_read_float ("--temperature", numbers->temperature, &distillation->temperature,
                                error) &&
         bp_options_read_float ("--soft-weight", numbers->soft_weight, &distillation->soft_weight,
                                error);
}

static gboolean
read_config (BpTrainingConfig *config, const Numbers *numbers, GError **error)
{
  GError *cause = NULL;

  if (!bp_options_read_uint ("--epochs", numbers->n_epochs, 0, MAX_EPOCHS, &config->n_epochs,
                             error) ||
      !bp_options_read_uint ("--patience", numbers->patience, 0, MAX_EPOCHS, &config->patience,
                             error) ||
      !bp_options_read_uint ("--batch-size", numbers->batch_size, 1, BP_TRAINER_MAX_BATCH_SIZE,
                             &config->batch_size, error) ||
      !bp_options_read_float ("--dropout", numbers->dropout, &config->dropout, error) ||
      !bp_options_read_float ("--learning-rate", numbers->learning_rate, &config->learning_rate,
                              error) ||
      !bp_options_read_unsigned ("--seed", numbers->seed, 0, G_MAXUINT64, &config->seed, error) ||
      !bp_options_read_uint ("--threads", numbers->n_threads, 1, MAX_THREADS, &config->n_threads,
                             error) ||
      !read_optimizer (config, numbers, error) ||
      !read_augmentation (&config->augmentation, numbers, error))
    return FALSE;

  /* Another optimizer brings a rate that suits it. */
  if (numbers->optimizer != NULL && numbers->learning_rate == NULL &&
      bp_optimizer_get_usual_rate (config->optimizer.kind) > 0.0F)
    config->learning_rate = bp_optimizer_get_usual_rate (config->optimizer.kind);

  if ((numbers->layers != NULL &&
       !bp_training_config_parse_hidden (config, numbers->layers, &cause)) ||
      (numbers->activation != NULL &&
       !bp_activation_parse (&config->activation, numbers->activation, &cause)) ||
      (numbers->precision != NULL &&
       !bp_precision_parse (&config->precision, numbers->precision, &cause)) ||
      !bp_kernels_check_precision (config->precision, &cause) ||
      !bp_training_config_check (config, &cause))
    return propagate_as_usage_error (error, cause);
  return TRUE;
}

static gboolean
read_numbers (BpTrainOptions *options, const Numbers *numbers, GError **error)
{
  guint64 train_limit;
  guint64 n_held_out = 0;

  if (!read_preset (options, numbers->preset, error) ||
      !read_distillation (options, numbers, error) ||
      !read_config (&options->config, numbers, error))
    return FALSE;

  train_limit = options->train_limit;
  if (!bp_options_read_unsigned ("--limit", numbers->train_limit, 1, MAX_IMAGES, &train_limit,
                                 error) ||
      !bp_options_read_unsigned ("--held-out", numbers->n_held_out, 0, MAX_IMAGES, &n_held_out,
                                 error))
    return FALSE;

  if (!bp_options_read_uint ("--mix-builtin", numbers->n_builtin, 0, MAX_MIXED,
                             &options->mix.n_builtin, error) ||
      !bp_options_read_uint ("--mix-hasty", numbers->n_hasty, 0, MAX_MIXED, &options->mix.n_hasty,
                             error) ||
      !bp_options_read_uint ("--mix-non-digits", numbers->n_non_digits, 0, MAX_MIXED,
                             &options->mix.n_non_digits, error))
    return FALSE;

  options->train_limit = train_limit;
  options->n_held_out = numbers->n_held_out != NULL ? (gssize) n_held_out : -1;
  return TRUE;
}

/* The network to start from has its own layers; those of a preset give way. Without an epoch, it is
 * only calibrated. */
static gboolean
check_initial (const BpTrainOptions *options, const Numbers *numbers, GError **error)
{
  if (options->config.n_epochs == 0 && (options->initials == NULL || options->run_path != NULL))
    {
      g_set_error_literal (
          error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
          _ ("--epochs 0 only calibrates the network of --initial: give --initial, "
             "and no --run"));
      return FALSE;
    }
  if (options->initials == NULL || (numbers->layers == NULL && numbers->activation == NULL))
    return TRUE;

  g_set_error (
      error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
      _ ("--initial and %s exclude each other: a network that is trained further keeps its "
         "layers"),
      numbers->layers != NULL ? "--layers" : "--activation");
  return FALSE;
}

/* A run that is continued has its own settings. */
static gboolean
check_resume (const BpTrainOptions *options, const Numbers *numbers, GError **error)
{
  const struct
  {
    const char *option;
    gboolean is_given;
  } settings[] = {
    { "--run", options->run_path != NULL },
    { "--preset", numbers->preset != NULL },
    { "--layers", numbers->layers != NULL },
    { "--activation", numbers->activation != NULL },
    { "--epochs", numbers->n_epochs != NULL },
    { "--patience", numbers->patience != NULL },
    { "--batch-size", numbers->batch_size != NULL },
    { "--learning-rate", numbers->learning_rate != NULL },
    { "--optimizer", numbers->optimizer != NULL },
    { "--momentum", numbers->momentum != NULL },
    { "--nesterov", numbers->use_nesterov },
    { "--weight-decay", numbers->weight_decay != NULL },
    { "--schedule", numbers->schedule != NULL },
    { "--warm-up", numbers->warm_up_epochs != NULL },
    { "--rotation", numbers->rotation != NULL },
    { "--scale", numbers->scale != NULL },
    { "--shear", numbers->shear != NULL },
    { "--shift", numbers->shift != NULL },
    { "--elastic", numbers->elastic != NULL },
    { "--dropout", numbers->dropout != NULL },
    { "--precision", numbers->precision != NULL },
    { "--teacher", options->teachers != NULL },
    { "--temperature", numbers->temperature != NULL },
    { "--soft-weight", numbers->soft_weight != NULL },
    { "--initial", options->initials != NULL },
    { "--seed", numbers->seed != NULL },
    { "--limit", numbers->train_limit != NULL },
    { "--held-out", numbers->n_held_out != NULL },
    { "--mix-builtin", numbers->n_builtin != NULL },
    { "--mix-hasty", numbers->n_hasty != NULL },
    { "--mix-non-digits", numbers->n_non_digits != NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    if (settings[i].is_given)
      {
        g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                     _ ("--resume and %s exclude each other: a run goes on with its own settings"),
                     settings[i].option);
        return FALSE;
      }
  return TRUE;
}

static gboolean
read_run (BpTrainOptions *options, const Numbers *numbers, GError **error)
{
  if (options->resume_path != NULL && !check_resume (options, numbers, error))
    return FALSE;
  if (!bp_options_read_float ("--checkpoint-every", numbers->checkpoint_seconds,
                              &options->checkpoint_seconds, error))
    return FALSE;
  if (numbers->checkpoint_seconds == NULL)
    return TRUE;

  if (options->run_path == NULL && options->resume_path == NULL)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _ ("--checkpoint-every needs a run that is kept: give --run, too"));
      return FALSE;
    }
  if (!(options->checkpoint_seconds >= 0.0f && options->checkpoint_seconds <= MAX_SECONDS))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("--checkpoint-every takes seconds from 0 to %.0f, not “%s”"),
                   (double) MAX_SECONDS, numbers->checkpoint_seconds);
      return FALSE;
    }
  return TRUE;
}

/**
 * bp_train_options_parse:
 * @options: (out caller-allocates): the parsed options, to be cleared in either case
 * @argc: the number of arguments
 * @argv: (array length=argc): the command's name and its arguments
 * @error: return location for %G_OPTION_ERROR
 *
 * Returns: whether the command line is valid
 */
gboolean
bp_train_options_parse (BpTrainOptions *options, int argc, char **argv, GError **error)
{
  g_auto (Numbers) numbers = { NULL };
  g_autofree char *preset_help =
      bp_options_describe_choices (_ ("A combination of settings: %s"), &bp_presets);
  g_autofree char *activation_help =
      bp_options_describe_choices (_ ("The activation of the hidden units: %s (relu)"),
                                   &bp_activations);
  g_autofree char *optimizer_help =
      bp_options_describe_choices (_ ("The rule of the update: %s (sgd)"), &bp_optimizers);
  g_autofree char *schedule_help =
      bp_options_describe_choices (_ ("How the learning rate changes: %s (constant)"),
                                   &bp_schedules);
  g_autofree char *precision_help =
      bp_options_describe_choices (_ ("The precision of the products in training: %s (float32)"),
                                   &bp_precisions);
  const GOptionEntry entries[] = {
    { "data", 'd', 0, G_OPTION_ARG_FILENAME_ARRAY, &options->data, BP_DATA_OPTION_HELP,
      N_ ("PATH") },
    { "preset", 'p', 0, G_OPTION_ARG_STRING, &numbers.preset, preset_help, N_ ("NAME") },
    { "layers", 'l', 0, G_OPTION_ARG_STRING, &numbers.layers,
      N_ ("Units of the hidden layers, as in 128 or 512,64 (128)"), N_ ("UNITS") },
    { "activation", 'a', 0, G_OPTION_ARG_STRING, &numbers.activation, activation_help,
      N_ ("NAME") },
    { "epochs", 'e', 0, G_OPTION_ARG_STRING, &numbers.n_epochs,
      N_ ("Passes over all training images (10)"), N_ ("N") },
    { "patience", 0, 0, G_OPTION_ARG_STRING, &numbers.patience,
      N_ ("Stop early, after N epochs in a row without a lower held-out loss; 0 never does (0)"),
      N_ ("N") },
    { "batch-size", 'b', 0, G_OPTION_ARG_STRING, &numbers.batch_size,
      N_ ("Images in each step (32)"), N_ ("N") },
    { "learning-rate", 'r', 0, G_OPTION_ARG_STRING, &numbers.learning_rate,
      N_ ("Size of a step (0.3; 0.001 with Adam)"), N_ ("R") },
    { "momentum", 'm', 0, G_OPTION_ARG_STRING, &numbers.momentum,
      N_ ("How much of each step is carried over into the next one, from 0 to less than 1 (0)"),
      N_ ("M") },
    { "nesterov", 0, 0, G_OPTION_ARG_NONE, &numbers.use_nesterov,
      N_ ("Use Nesterov’s kind of momentum"), NULL },
    { "optimizer", 'o', 0, G_OPTION_ARG_STRING, &numbers.optimizer, optimizer_help, N_ ("NAME") },
    { "weight-decay", 0, 0, G_OPTION_ARG_STRING, &numbers.weight_decay,
      N_ ("The share by which each step shrinks all weights, times the learning rate (0)"),
      N_ ("D") },
    { "schedule", 0, 0, G_OPTION_ARG_STRING, &numbers.schedule, schedule_help, N_ ("NAME") },
    { "warm-up", 0, 0, G_OPTION_ARG_STRING, &numbers.warm_up_epochs,
      N_ ("For how many epochs the learning rate first rises (0)"), N_ ("N") },
    { "dropout", 0, 0, G_OPTION_ARG_STRING, &numbers.dropout,
      N_ ("Leave this share of the hidden units out of each step (0)"), N_ ("D") },
    { "precision", 0, 0, G_OPTION_ARG_STRING, &numbers.precision, precision_help, N_ ("NAME") },
    { "teacher", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->teachers,
      N_ ("Also learn what the network in FILE answers; give it again for the mean of several"),
      N_ ("FILE") },
    { "temperature", 0, 0, G_OPTION_ARG_STRING, &numbers.temperature,
      N_ ("Soften the answers of the teachers: their logits are divided by T (2)"), N_ ("T") },
    { "soft-weight", 0, 0, G_OPTION_ARG_STRING, &numbers.soft_weight,
      N_ ("The share of the loss that is about the teachers’ answers, from 0 to 1 (0.5)"),
      N_ ("A") },
    { "initial", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->initials,
      N_ ("Train the network in FILE further; give it again to start from the mean of several"),
      N_ ("FILE") },
    { "rotation", 0, 0, G_OPTION_ARG_STRING, &numbers.rotation,
      N_ ("Turn images by up to R radians, differently in each epoch (0)"), N_ ("R") },
    { "scale", 0, 0, G_OPTION_ARG_STRING, &numbers.scale,
      N_ ("Make images larger or smaller by up to this share (0)"), N_ ("S") },
    { "shear", 0, 0, G_OPTION_ARG_STRING, &numbers.shear,
      N_ ("Shear images by up to this slope (0)"), N_ ("S") },
    { "shift", 0, 0, G_OPTION_ARG_STRING, &numbers.shift,
      N_ ("Move images by up to this many pixels (0)"), N_ ("S") },
    { "elastic", 0, 0, G_OPTION_ARG_STRING, &numbers.elastic,
      N_ ("Bend images by about this many pixels (0)"), N_ ("S") },
    { "seed", 0, 0, G_OPTION_ARG_STRING, &numbers.seed,
      N_ ("The start of the random numbers: the same seed gives the same weights (1)"), N_ ("N") },
    { "threads", 't', 0, G_OPTION_ARG_STRING, &numbers.n_threads,
      N_ ("Threads to share the work; the weights are the same for any number (all)"), N_ ("N") },
    { "limit", 0, 0, G_OPTION_ARG_STRING, &numbers.train_limit,
      N_ ("Train on the first N images only"), N_ ("N") },
    { "held-out", 0, 0, G_OPTION_ARG_STRING, &numbers.n_held_out,
      N_ ("Hold out the last N images that are not for the test; 0 trains on all of them"),
      N_ ("N") },
    { "mix-builtin", 0, 0, G_OPTION_ARG_STRING, &numbers.n_builtin,
      N_ ("Also train on N built-in digits (0)"), N_ ("N") },
    { "mix-hasty", 0, 0, G_OPTION_ARG_STRING, &numbers.n_hasty,
      N_ ("Also train on N hastily written built-in digits (0)"), N_ ("N") },
    { "mix-non-digits", 0, 0, G_OPTION_ARG_STRING, &numbers.n_non_digits,
      N_ ("Also train on N drawings of no digit, so that such answers are not sure (0)"),
      N_ ("N") },
    { "save", 's', 0, G_OPTION_ARG_FILENAME, &options->save_path,
      N_ ("Save the weights as safetensors"), N_ ("FILE") },
    { "run", 0, 0, G_OPTION_ARG_FILENAME, &options->run_path,
      N_ ("Keep the run in a new folder: settings, every loss, networks, and checkpoints to "
          "continue from"),
      N_ ("DIR") },
    { "resume", 0, 0, G_OPTION_ARG_FILENAME, &options->resume_path,
      N_ ("Continue the run in DIR to its end; the weights are those of a run that was not "
          "interrupted"),
      N_ ("DIR") },
    { "checkpoint-every", 0, 0, G_OPTION_ARG_STRING, &numbers.checkpoint_seconds,
      N_ ("Seconds between two checkpoints within an epoch (5)"), N_ ("SECONDS") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->is_json,
      N_ ("Print a line with a JSON object for each epoch, and one for the test"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  *options = (BpTrainOptions){ .n_held_out = -1, .checkpoint_seconds = -1.0f };
  bp_training_config_init (&options->config);

  return bp_options_parse (entries, NULL, _ ("Trains a network and tests it."),
                           _ ("Without --data, the data set is searched in BACKPROP_DATA, in the "
                              "user’s data folder\n"
                              "(~/.local/share/backprop) and in the current folder; if none is "
                              "found, built-in digits are used.\n\n"
                              "Ctrl+C, a closed terminal or a request to terminate ends the "
                              "training early; the network is\n"
                              "still tested and saved. A run that is kept with --run continues "
                              "with --resume, even after a crash\n"
                              "or a power cut."),
                           argc, argv, error) &&
         read_numbers (options, &numbers, error) && check_initial (options, &numbers, error) &&
         read_run (options, &numbers, error);
}

/**
 * bp_train_options_clear:
 * @options: the options whose strings to free
 */
void
bp_train_options_clear (BpTrainOptions *options)
{
  g_clear_pointer (&options->teachers, g_strfreev);
  g_clear_pointer (&options->teacher_networks, g_ptr_array_unref);
  g_clear_pointer (&options->initials, g_strfreev);
  g_clear_pointer (&options->data, g_strfreev);
  g_clear_pointer (&options->save_path, g_free);
  g_clear_pointer (&options->run_path, g_free);
  g_clear_pointer (&options->resume_path, g_free);
}

/* Loads the networks in the files, and tells the most epochs that one of them was trained for.
 * Returns: (transfer full) (element-type BpNetwork) */
static GPtrArray *
load_networks (char *const *paths, guint *n_epochs, GError **error)
{
  g_autoptr (GPtrArray) networks =
      g_ptr_array_new_with_free_func ((GDestroyNotify) bp_network_unref);

  for (guint i = 0; paths[i] != NULL; i++)
    {
      g_auto (BpWeightsInfo) info = { NULL };
      BpNetwork *network = bp_weights_option_load (paths[i], NULL, &info, error);

      if (network == NULL)
        return NULL;
      g_ptr_array_add (networks, network);
      *n_epochs = MAX (*n_epochs, info.n_epochs);
    }
  return g_steal_pointer (&networks);
}

/**
 * bp_train_options_load_teachers:
 * @options: (inout): the parsed options, whose settings get the teachers
 * @error: return location for an error of bp_weights_option_load()
 *
 * Loads the teachers, if there are any, and prints assumptions made while reading.
 *
 * Returns: whether they were loaded
 */
gboolean
bp_train_options_load_teachers (BpTrainOptions *options, GError **error)
{
  guint n_epochs = 0;

  if (options->teachers == NULL)
    return TRUE;

  options->teacher_networks = load_networks (options->teachers, &n_epochs, error);
  options->config.distillation.teachers = options->teacher_networks;
  return options->teacher_networks != NULL;
}

/**
 * bp_train_options_load_initial:
 * @options: (inout): the parsed options, which get the epochs that the network was trained for
 * @initial: (out) (transfer full) (nullable): the network to start from, or %NULL for random
 * weights
 * @error: return location for an error of bp_weights_option_load(), %BP_ERROR_MISMATCH, where the
 *   layers differ, or %BP_ERROR_NO_MEMORY
 *
 * Loads the network to start from, if there is one, or the mean of several.
 *
 * Returns: whether there is no error
 */
gboolean
bp_train_options_load_initial (BpTrainOptions *options, BpNetwork **initial, GError **error)
{
  g_autoptr (GPtrArray) networks = NULL;

  *initial = NULL;
  if (options->initials == NULL)
    return TRUE;

  networks = load_networks (options->initials, &options->n_epochs_before, error);
  if (networks == NULL)
    return FALSE;
  for (guint i = 1; i < networks->len; i++)
    if (!bp_network_has_shape_of (networks->pdata[0], networks->pdata[i]))
      {
        g_autofree char *first = bp_network_describe (networks->pdata[0]);
        g_autofree char *other = bp_network_describe (networks->pdata[i]);

        g_set_error (error, BP_ERROR, BP_ERROR_MISMATCH,
                     _ ("Networks of different layers have no mean, and --initial names %s and %s: "
                        "name networks that were trained from the same one"),
                     first, other);
        return FALSE;
      }
  *initial = bp_network_mean ((BpNetwork *const *) networks->pdata, networks->len, error);
  return *initial != NULL;
}

/**
 * bp_train_options_load_data:
 * @options: the parsed options
 * @progress: counts what is loaded, and cancels
 * @error: return location for an error of bp_data_option_load(), bp_dataset_resplit() or
 *   bp_dataset_mix()
 *
 * Loads the data set, splits it and mixes made images in, as the options say.
 *
 * Returns: (transfer full): the data set, or %NULL with @error set
 */
BpDataset *
bp_train_options_load_data (const BpTrainOptions *options, BpProgress *progress, GError **error)
{
  g_autoptr (BpDataset) dataset =
      bp_data_option_load ((const char *const *) options->data, progress, error);
  g_autoptr (BpDataset) split = NULL;
  const BpDatasetMix *mix = &options->mix;

  if (dataset == NULL)
    return NULL;
  bp_dataset_print_notes (dataset);
  split = bp_dataset_resplit (dataset, options->train_limit, options->n_held_out, error);
  if (split == NULL || mix->n_builtin + mix->n_hasty + mix->n_non_digits == 0)
    return g_steal_pointer (&split);
  return bp_dataset_mix (split, mix, options->config.n_threads, progress, error);
}
