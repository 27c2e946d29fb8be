/* SPDX-License-Identifier: MIT */
/*
 * Trains a network, a step at a time: shuffles the samples of each epoch and lets the pipeline make
 * the steps. The order depends on the seed and the epoch's number alone, and the initial weights on
 * the seed alone, so that a run can be repeated to the byte.
 *
 * Thread rule: one thread at a time uses a trainer. It may be handed from thread to thread.
 */
#include "trainer.h"

#include "calibration-drawings.h"
#include "calibration.h"
#include "clock.h"
#include "early-stopping.h"
#include "error.h"
#include "kernels.h"
#include "loss-watch.h"
#include "metrics.h"
#include "number.h"
#include "pipeline.h"
#include "training-sample.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdint.h>

/* Streams of the seed. Epochs use 1, 2, …; this one is out of their reach. */
#define STREAM_INITIAL_WEIGHTS G_MAXUINT64

/* After fewer steps, a network may well know nothing yet. */
#define FEWEST_STEPS_FOR_CHANCE 100

struct _BpTrainer
{
  BpTrainingConfig config;

  /* owned */
  BpDataset *dataset;
  BpNetwork *network;
  BpOptimizer optimizer;
  BpPipeline *pipeline;
  guint32 *order; /* (count) this epoch's order of the training samples */
  BpTrainingSample evaluated;
  BpNetwork *initial;          /* nullable: the network to continue from */
  BpHealthMeter *health_meter; /* nullable: at the end of an epoch, where there is memory */

  /* borrowed from the data set */
  BpSamples samples;

  BpProgress *progress; /* borrowed, nullable: cancels steps */
  BpEarlyStopping early_stopping;
  BpLossWatch loss_watch;

  guint64 n_steps;
  guint epoch;
  gsize position; /* samples of this epoch that are done */

  double loss_sum; /* over this epoch's samples */
  gsize n_correct;
  gint64 nanoseconds; /* spent in this epoch's steps and its shuffle */
};

static BpNetwork *
make_network (const BpTrainingConfig *config,
              BpDataset *dataset,
              BpProgress *progress,
              GError **error)
{
  guint sizes[BP_NETWORK_MAX_LAYERS + 1];
  guint n_sizes = 0;
  g_autoptr (BpNetwork) network = NULL;
  BpRandom random;

  sizes[n_sizes++] = bp_dataset_get_n_pixels (dataset);
  for (guint i = 0; i < config->n_hidden; i++)
    sizes[n_sizes++] = config->hidden[i];
  sizes[n_sizes++] = bp_dataset_get_n_classes (dataset);

  network = bp_network_new (sizes, n_sizes, error);
  if (network == NULL)
    return NULL;

  network->activation = config->activation;
  bp_random_init (&random, config->seed, STREAM_INITIAL_WEIGHTS);
  if (!bp_network_try_initialise (network, &random, progress, error))
    return NULL;
  return g_steal_pointer (&network);
}

static gboolean
is_varied (const BpTrainingConfig *config)
{
  return !bp_augmentation_is_none (&config->augmentation) || config->dropout > 0.0f;
}

/* Checks what needs no memory. */
static gboolean
check_data (const BpTrainer *trainer, GError **error)
{
  const BpTrainingConfig *config = &trainer->config;

  if (trainer->samples.count == 0)
    {
      gboolean has_held_out =
          bp_dataset_get_samples (trainer->dataset, BP_SPLIT_HELD_OUT).count > 0;

      g_set_error (
          error, BP_ERROR, BP_ERROR_MISMATCH,
          has_held_out
              ? _ ("%s has no images to train on: choose other data, or hold fewer images out")
              : _ ("%s has only test images, which are never trained on: choose data with "
                   "images to train on, or measure a network on these with “backprop-cli "
                   "evaluate”"),
          bp_dataset_get_name (trainer->dataset));
      return FALSE;
    }
  if (config->patience > 0 &&
      bp_dataset_get_samples (trainer->dataset, BP_SPLIT_HELD_OUT).count == 0)
    {
      g_set_error_literal (
          error, BP_ERROR, BP_ERROR_MISMATCH,
          _ ("Early stopping looks at held-out images, and there are none: hold some "
             "out, or train without it"));
      return FALSE;
    }
  if (!bp_augmentation_is_none (&config->augmentation) &&
      (bp_dataset_get_width (trainer->dataset) != BP_DIGIT_SIZE ||
       bp_dataset_get_height (trainer->dataset) != BP_DIGIT_SIZE))
    {
      g_set_error (error, BP_ERROR, BP_ERROR_MISMATCH,
                   _ ("Only images of 28 x 28 can be turned and bent, and these are %u x %u: train "
                      "without it"),
                   bp_dataset_get_width (trainer->dataset),
                   bp_dataset_get_height (trainer->dataset));
      return FALSE;
    }

  return TRUE;
}

/* Whether the teachers answer about the images of the data. */
static gboolean
check_teachers (const BpDistillation *distillation, const BpDataset *dataset, GError **error)
{
  const GPtrArray *teachers = distillation->teachers;
  guint n_pixels = bp_dataset_get_n_pixels (dataset);
  guint n_classes = bp_dataset_get_n_classes (dataset);

  if (distillation->soft_weight > 0.0f && (teachers == NULL || teachers->len == 0))
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_MISMATCH,
                           _ ("The training learns from teachers, and there are none: give their "
                              "weights, or train without them"));
      return FALSE;
    }
  for (guint i = 0; teachers != NULL && i < teachers->len; i++)
    {
      const BpNetwork *teacher = g_ptr_array_index (teachers, i);

      if (bp_network_get_n_inputs (teacher) == n_pixels &&
          bp_network_get_n_outputs (teacher) == n_classes)
        continue;
      g_set_error (
          error, BP_ERROR, BP_ERROR_MISMATCH,
          _ ("Teacher %u takes %u inputs and tells %u classes apart, but the data has images "
             "of %u pixels in %u classes: choose a teacher that was trained on such data"),
          i + 1, bp_network_get_n_inputs (teacher), bp_network_get_n_outputs (teacher), n_pixels,
          n_classes);
      return FALSE;
    }

  return TRUE;
}

static gboolean
allocate (BpTrainer *trainer, BpProgress *progress, GError **error)
{
  const BpTrainingConfig *config = &trainer->config;
  const BpPipelineConfig pipeline_config = {
    .batch_size = MIN (config->batch_size, trainer->samples.count),
    .n_threads = config->n_threads,
    .is_unfused = bp_optimizer_needs_gradient (&config->optimizer),
    .augmentation = config->augmentation,
    .seed = config->seed,
    .precision = config->precision,
    .dropout = { .rate = config->dropout, .seed = config->seed },
    .distillation = config->distillation,
  };

  trainer->order = g_try_new (guint32, trainer->samples.count);
  if (trainer->order == NULL)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                           _ ("There is no memory to train on so many images: train on fewer"));
      return FALSE;
    }
  if (!bp_training_sample_init (&trainer->evaluated, trainer->samples.count, config->seed, error))
    return FALSE;
  if (!bp_optimizer_init (&trainer->optimizer, &config->optimizer, trainer->network->n_parameters,
                          progress, error) ||
      !bp_progress_check (progress, error))
    return FALSE;

  trainer->pipeline = bp_pipeline_new (&pipeline_config, trainer->network, &trainer->optimizer,
                                       trainer->samples, error);
  return trainer->pipeline != NULL;
}

static void
swap_indices (gpointer data, gsize i, gsize j)
{
  guint32 *order = data;
  guint32 swapped = order[i];

  order[i] = order[j];
  order[j] = swapped;
}

/* Shuffles the identity, so that the order of an epoch does not depend on the one before. */
static void
shuffle (BpTrainer *trainer)
{
  BpRandom random;

  bp_random_init (&random, trainer->config.seed, trainer->epoch);
  for (gsize i = 0; i < trainer->samples.count; i++)
    trainer->order[i] = i;
  bp_random_shuffle (&random, trainer->samples.count, swap_indices, trainer->order);
}

/* Prepares the steps of an epoch, from its first sample or from a later one. */
static void
enter_epoch (BpTrainer *trainer, guint epoch, gsize position)
{
  trainer->epoch = epoch;
  trainer->position = position;
  bp_pipeline_begin_epoch (trainer->pipeline, epoch);
  shuffle (trainer);
}

static void
begin_epoch (BpTrainer *trainer)
{
  gint64 begin = bp_clock_now ();

  trainer->loss_sum = 0.0;
  trainer->n_correct = 0;
  enter_epoch (trainer, trainer->epoch + 1, 0);
  trainer->nanoseconds = bp_clock_now () - begin;
}

/**
 * bp_trainer_plan:
 * @config: the settings
 * @dataset: the training data; a reference is taken
 * @initial: (nullable): the network to continue from, which must not change any more; the layers
 *   and activation of @config are then ignored. %NULL draws initial weights from the seed.
 * @error: return location for %BP_ERROR_INVALID_VALUE (a setting out of its range),
 *   %BP_ERROR_UNSUPPORTED (a precision that this processor does not have) or %BP_ERROR_MISMATCH
 *   (@dataset has nothing to train on, does not fit @initial, or not the teachers, or these are
 *   missing)
 *
 * Makes a trainer that has all its settings but no memory yet, which takes no time. Before its
 * first step, bp_trainer_prepare() is called, perhaps on another thread.
 *
 * Returns: (transfer full): the trainer, or %NULL with @error set
 */
BpTrainer *
bp_trainer_plan (const BpTrainingConfig *config,
                 BpDataset *dataset,
                 BpNetwork *initial,
                 GError **error)
{
  g_autoptr (BpTrainer) trainer = NULL;

  if (!bp_training_config_check (config, error) ||
      !bp_kernels_check_precision (config->precision, error))
    return NULL;
  if (initial != NULL && !bp_network_check_fits (initial, dataset, error))
    return NULL;
  if (!check_teachers (&config->distillation, dataset, error))
    return NULL;

  trainer = g_new0 (BpTrainer, 1);
  trainer->config = *config;
  if (config->distillation.teachers != NULL)
    trainer->config.distillation.teachers = g_ptr_array_ref (config->distillation.teachers);
  trainer->epoch = config->n_epochs_before;
  trainer->dataset = bp_dataset_ref (dataset);
  trainer->samples = bp_dataset_get_samples (dataset, BP_SPLIT_TRAIN);
  trainer->initial = initial != NULL ? bp_network_ref (initial) : NULL;
  if (!check_data (trainer, error))
    return NULL;

  return g_steal_pointer (&trainer);
}

/**
 * bp_trainer_prepare:
 * @trainer: the trainer; where it has been prepared, nothing is done
 * @progress: (nullable): cancels
 * @error: return location for %BP_ERROR_NO_MEMORY or %BP_ERROR_CANCELLED, after which the trainer
 *   can only be freed
 *
 * Draws the initial weights, or copies those to continue from, and takes all the memory that
 * training needs: for the largest networks, this takes seconds.
 *
 * Returns: whether the trainer is before its first step
 */
gboolean
bp_trainer_prepare (BpTrainer *trainer, BpProgress *progress, GError **error)
{
  if (trainer->pipeline != NULL)
    return TRUE;

  if (trainer->network == NULL)
    trainer->network = trainer->initial != NULL
                           ? bp_network_copy (trainer->initial, error)
                           : make_network (&trainer->config, trainer->dataset, progress, error);
  if (trainer->network == NULL || !bp_progress_check (progress, error) ||
      !allocate (trainer, progress, error))
    return FALSE;

  bp_pipeline_set_progress (trainer->pipeline, trainer->progress);
  begin_epoch (trainer);
  return TRUE;
}

/**
 * bp_trainer_new:
 * @config: the settings
 * @dataset: the training data; a reference is taken
 * @initial: (nullable): the network to continue from, which is copied; the layers and activation of
 *   @config are then ignored. %NULL draws initial weights from the seed.
 * @error: return location for the errors of bp_trainer_plan() and for %BP_ERROR_NO_MEMORY
 *
 * Plans and prepares a trainer.
 *
 * Returns: (transfer full): the trainer, before its first step, or %NULL with @error set
 */
BpTrainer *
bp_trainer_new (const BpTrainingConfig *config,
                BpDataset *dataset,
                const BpNetwork *initial,
                GError **error)
{
  g_autoptr (BpNetwork) copy = NULL;
  g_autoptr (BpTrainer) trainer = NULL;

  if (initial != NULL)
    {
      copy = bp_network_copy (initial, error);
      if (copy == NULL)
        return NULL;
    }
  trainer = bp_trainer_plan (config, dataset, copy, error);
  if (trainer == NULL)
    return NULL;

  return bp_trainer_prepare (trainer, NULL, error) ? g_steal_pointer (&trainer) : NULL;
}

/**
 * bp_trainer_free:
 * @trainer: (transfer full): the trainer
 */
void
bp_trainer_free (BpTrainer *trainer)
{
  g_clear_pointer (&trainer->pipeline, bp_pipeline_free);
  bp_optimizer_clear (&trainer->optimizer);
  g_clear_pointer (&trainer->network, bp_network_unref);
  g_clear_pointer (&trainer->initial, bp_network_unref);
  g_clear_pointer (&trainer->health_meter, bp_health_meter_free);
  bp_training_sample_clear (&trainer->evaluated);
  g_clear_pointer (&trainer->dataset, bp_dataset_unref);
  g_free (trainer->order);
  g_clear_pointer (&trainer->config.distillation.teachers, g_ptr_array_unref);
  g_free (trainer);
}

/* The learning rate of the next step. */
static float
get_scheduled_rate (const BpTrainer *trainer)
{
  const BpTrainingConfig *config = &trainer->config;
  double steps_per_epoch = bp_trainer_get_steps_per_epoch (trainer);
  guint64 n_steps = (guint64) (steps_per_epoch * config->n_epochs);
  guint64 n_warm_up_steps = (guint64) (steps_per_epoch * (double) config->warm_up_epochs);

  return config->learning_rate * (float) bp_schedule_get_factor (config->schedule, trainer->n_steps,
                                                                 n_steps, n_warm_up_steps);
}

static gboolean
check_loss (BpTrainer *trainer, const BpStep *step, GError **error)
{
  guint n_classes = bp_network_get_n_outputs (trainer->network);
  g_autofree char *loss = NULL;

  if (!bp_loss_watch_add_step (&trainer->loss_watch, (double) step->loss, step->n_samples,
                               n_classes))
    return TRUE;

  loss = bp_number_format ((double) step->loss);
  g_set_error (error, BP_ERROR, BP_ERROR_DIVERGED,
               _ ("The loss is %s at step %ju of epoch %u, over %d times that of "
                  "guessing, %.2f: training makes the network worse"),
               loss, (uintmax_t) (step->index + 1), step->epoch, BP_LOSS_WATCH_TIMES_CHANCE,
               bp_chance_loss (n_classes));
  return FALSE;
}

/* Returns the meter, or %NULL where there is no memory for it. */
static BpHealthMeter *
get_health_meter (BpTrainer *trainer)
{
  if (trainer->health_meter == NULL)
    trainer->health_meter =
        bp_health_meter_new (trainer->network, trainer->samples, &trainer->evaluated);
  return trainer->health_meter;
}

/* The last update of an epoch is measured at its end. */
static void
begin_last_update (BpTrainer *trainer)
{
  BpHealthMeter *meter = get_health_meter (trainer);

  if (meter != NULL)
    bp_health_meter_begin_update (meter, trainer->network);
}

/**
 * bp_trainer_step:
 * @trainer: the trainer; where the step before ended an epoch, bp_trainer_end_epoch() has been
 * called
 * @step: (out caller-allocates): the figures of the step
 * @error: return location for %BP_ERROR_DIVERGED, or %BP_ERROR_CANCELLED: see
 *   bp_trainer_set_progress()
 *
 * Learns from the next batch. Where the loss is no longer finite, or the step was cancelled,
 * nothing is updated. Where the loss is finite and over ten times that of guessing, the step has
 * been made, and is still an error.
 *
 * Returns: whether the step was made and the loss is no sign of divergence
 */
gboolean
bp_trainer_step (BpTrainer *trainer, BpStep *step, GError **error)
{
  g_return_val_if_fail (trainer->position < trainer->samples.count, FALSE);

  gint64 begin = bp_clock_now ();
  gsize n_left = trainer->samples.count - trainer->position;
  guint batch = MIN (trainer->config.batch_size, n_left);
  guint n_correct;
  double loss;

  if (batch == n_left)
    begin_last_update (trainer);
  bp_optimizer_begin_step (&trainer->optimizer);
  loss = bp_pipeline_step (trainer->pipeline, trainer->order + trainer->position, n_left,
                           get_scheduled_rate (trainer), &n_correct);

  *step = (BpStep){
    .index = trainer->n_steps,
    .epoch = trainer->epoch,
    .n_samples = batch,
    .n_correct = n_correct,
    .loss = (float) loss,
    .is_epoch_end = batch == n_left,
  };
  if (!isfinite (loss))
    {
      bp_optimizer_cancel_step (&trainer->optimizer);
      if (!bp_progress_check (trainer->progress, error))
        return FALSE;
      g_set_error (error, BP_ERROR, BP_ERROR_DIVERGED,
                   _ ("The loss is not a finite number any more at step %ju of epoch %u: the "
                      "learning rate of %g is too large for this network"),
                   (uintmax_t) (step->index + 1), step->epoch,
                   (double) trainer->config.learning_rate);
      return FALSE;
    }

  trainer->n_steps++;
  trainer->position += batch;
  trainer->loss_sum += loss * batch;
  trainer->n_correct += n_correct;
  trainer->nanoseconds += bp_clock_now () - begin;
  return check_loss (trainer, step, error);
}

/**
 * bp_trainer_end_epoch:
 * @trainer: the trainer, right after a step that ended an epoch
 * @progress: (nullable): of the evaluation
 * @epoch: (out caller-allocates): the epoch's figures
 * @error: return location for %BP_ERROR_CANCELLED or %BP_ERROR_NO_MEMORY
 *
 * Evaluates the network on the held-out samples and on a sample of the training images, without
 * augmentation and dropout, measures the health of the layers, and begins the next epoch. A
 * cancelled call can be repeated.
 *
 * Returns: whether @epoch was filled
 */
gboolean
bp_trainer_end_epoch (BpTrainer *trainer, BpProgress *progress, BpEpoch *epoch, GError **error)
{
  g_return_val_if_fail (trainer->position == trainer->samples.count, FALSE);

  BpSamples held_out = bp_dataset_get_samples (trainer->dataset, BP_SPLIT_HELD_OUT);
  double count = trainer->samples.count;
  g_auto (BpMetrics) metrics = { 0 };
  g_auto (BpMetrics) train = { 0 };

  if (!bp_evaluate (trainer->network, held_out, trainer->config.n_threads, progress, &metrics,
                    error) ||
      !bp_evaluate_some (trainer->network, trainer->samples, trainer->evaluated.indices,
                         trainer->evaluated.count, trainer->config.n_threads, progress, &train,
                         error))
    return FALSE;

  *epoch = (BpEpoch){
    .epoch = trainer->epoch,
    .train_loss = train.loss,
    .train_accuracy = train.accuracy,
    .varied_loss = trainer->loss_sum / count,
    .varied_accuracy = (double) trainer->n_correct / count,
    .is_varied = is_varied (&trainer->config),
    .is_at_chance = trainer->n_steps >= FEWEST_STEPS_FOR_CHANCE && bp_metrics_is_at_chance (&train),
    .held_out_loss = held_out.count > 0 ? metrics.loss : (double) NAN,
    .held_out_accuracy = held_out.count > 0 ? metrics.accuracy : (double) NAN,
    .own_accuracy = (double) NAN,
    .seconds = (double) trainer->nanoseconds / (double) BP_CLOCK_SECOND,
  };
  if (get_health_meter (trainer) != NULL)
    bp_health_meter_measure (trainer->health_meter, trainer->network, &epoch->health);
  g_clear_pointer (&trainer->health_meter, bp_health_meter_free);
  epoch->images_per_second = count / MAX (epoch->seconds, 1.0 / (double) BP_CLOCK_SECOND);

  bp_early_stopping_add_epoch (&trainer->early_stopping, epoch->held_out_loss);
  begin_epoch (trainer);
  return TRUE;
}

/**
 * bp_trainer_train:
 * @trainer: the trainer
 * @progress: (nullable): counts samples; cancels between two steps
 * @epoch: (out caller-allocates): the epoch's figures
 * @error: return location for %BP_ERROR_CANCELLED, %BP_ERROR_DIVERGED or %BP_ERROR_NO_MEMORY
 *
 * Makes all steps up to the end of the epoch and evaluates the network: for programs that do
 * nothing else meanwhile. After a cancellation, the steps made so far stay.
 *
 * Returns: whether the epoch was finished
 */
gboolean
bp_trainer_train (BpTrainer *trainer, BpProgress *progress, BpEpoch *epoch, GError **error)
{
  BpStep step;

  while (trainer->position < trainer->samples.count)
    {
      if (!bp_progress_check (progress, error) || !bp_trainer_step (trainer, &step, error))
        return FALSE;
      bp_progress_report (progress, trainer->position, trainer->samples.count);
    }

  return bp_trainer_end_epoch (trainer, NULL, epoch, error);
}

/**
 * bp_trainer_get_state:
 * @trainer: the trainer
 * @copy: (nullable): a copy of its network that never changes, of which a reference is taken; %NULL
 *   copies the network
 * @state: (out caller-allocates): a copy of its state, to be cleared with bp_trainer_state_clear()
 * @error: return location for %BP_ERROR_NO_MEMORY
 *
 * Returns: whether the state was copied
 */
gboolean
bp_trainer_get_state (const BpTrainer *trainer,
                      BpNetwork *copy,
                      BpTrainerState *state,
                      GError **error)
{
  *state = (BpTrainerState){
    .n_steps = trainer->n_steps,
    .epoch = trainer->epoch,
    .position = trainer->position,
    .n_correct = trainer->n_correct,
    .loss_sum = trainer->loss_sum,
    .nanoseconds = trainer->nanoseconds,
    .early_stopping = trainer->early_stopping,
    .loss_watch = trainer->loss_watch,
    .learning_rate = trainer->config.learning_rate,
    .n_epochs = trainer->config.n_epochs,
  };
  if (copy != NULL)
    state->network = bp_network_ref (copy);
  else
    state->network = bp_network_copy (trainer->network, error);
  if (state->network != NULL && bp_trainer_state_take_optimizer (state, &trainer->optimizer, error))
    return TRUE;

  bp_trainer_state_clear (state);
  return FALSE;
}

static gboolean
check_state (const BpTrainer *trainer, const BpTrainerState *state, GError **error)
{
  gsize count = trainer->samples.count;
  gboolean is_batch_end =
      state->position == count || state->position % trainer->config.batch_size == 0;

  if (bp_trainer_state_fits (state, trainer->network, &trainer->optimizer) &&
      state->position <= count && is_batch_end && state->epoch > trainer->config.n_epochs_before &&
      isfinite (state->learning_rate) && state->learning_rate > 0.0f && state->n_epochs > 0)
    return TRUE;

  g_set_error_literal (
      error, BP_ERROR, BP_ERROR_MISMATCH,
      _ ("The kept state of the training does not fit its settings and data: it is "
         "that of another run"));
  return FALSE;
}

/**
 * bp_trainer_set_state:
 * @trainer: a trainer with the settings and the data of the one that @state is of; the number of
 *   threads may differ
 * @state: the state to continue from, which is copied
 * @error: return location for %BP_ERROR_MISMATCH
 *
 * From now on @trainer makes the steps that the other one would have made, to the same bytes.
 *
 * Returns: whether the state fits; if not, @trainer is as it was
 */
gboolean
bp_trainer_set_state (BpTrainer *trainer, const BpTrainerState *state, GError **error)
{
  if (!check_state (trainer, state, error))
    return FALSE;

  bp_network_assign (trainer->network, state->network);
  bp_trainer_state_put_optimizer (state, &trainer->optimizer);
  trainer->early_stopping = state->early_stopping;
  trainer->loss_watch = state->loss_watch;
  trainer->config.learning_rate = state->learning_rate;
  trainer->config.n_epochs = state->n_epochs;
  trainer->n_steps = state->n_steps;
  trainer->loss_sum = state->loss_sum;
  trainer->n_correct = state->n_correct;
  trainer->nanoseconds = state->nanoseconds;
  g_clear_pointer (&trainer->health_meter, bp_health_meter_free);
  enter_epoch (trainer, state->epoch, state->position);
  return TRUE;
}

/**
 * bp_trainer_calibrate:
 * @trainer: the trainer
 * @network: a network of its run, such as a copy of the best one
 * @progress: (nullable): cancels
 * @error: return location for %BP_ERROR_CANCELLED, %BP_ERROR_NO_MEMORY or %BP_ERROR_DIVERGED
 *
 * Calibrates @network on the held-out samples: sets its temperature and threshold. The threshold
 * also needs drawings that are no digits, so that only networks for images of their size get one.
 * Of letters, some of these drawings look like classes, which only lowers the threshold to the one
 * that calls few held-out samples unsure. Without held-out samples, both stay as they are. Training
 * can go on.
 *
 * Returns: whether the network was calibrated
 */
gboolean
bp_trainer_calibrate (BpTrainer *trainer, BpNetwork *network, BpProgress *progress, GError **error)
{
  BpSamples held_out = bp_dataset_get_samples (trainer->dataset, BP_SPLIT_HELD_OUT);
  BpSamples non_digits = { 0 };
  BpCalibration calibration;

  if (held_out.count == 0)
    return TRUE;
  if (bp_network_get_n_inputs (network) == BP_DIGIT_N_PIXELS &&
      !bp_calibration_drawings_get (&non_digits, progress, error))
    return FALSE;
  if (!bp_calibrate (network, held_out, non_digits, progress, &calibration, error))
    return FALSE;

  network->temperature = (float) calibration.temperature;
  network->sure_threshold = (float) calibration.sure_threshold;
  network->non_digits_found = (float) calibration.unsure_non_digits;
  return TRUE;
}

/**
 * bp_trainer_finish:
 * @trainer: the trainer, at the end of its run
 * @progress: (nullable): cancels
 * @error: return location for the errors of bp_trainer_calibrate()
 *
 * Calibrates the current network. Training can go on.
 *
 * Returns: whether the network was calibrated
 */
gboolean
bp_trainer_finish (BpTrainer *trainer, BpProgress *progress, GError **error)
{
  return bp_trainer_calibrate (trainer, trainer->network, progress, error);
}

/**
 * bp_trainer_get_config:
 * @trainer: the trainer
 *
 * Returns: (transfer none): its settings, with the learning rate as last set; a step uses that
 *   times the factor of the schedule
 */
const BpTrainingConfig *
bp_trainer_get_config (const BpTrainer *trainer)
{
  return &trainer->config;
}

/**
 * bp_trainer_get_dataset:
 * @trainer: the trainer
 *
 * Returns: (transfer none): the training data
 */
BpDataset *
bp_trainer_get_dataset (const BpTrainer *trainer)
{
  return trainer->dataset;
}

/**
 * bp_trainer_get_network:
 * @trainer: the trainer
 *
 * Returns: (transfer none) (nullable): the current network, or %NULL before bp_trainer_prepare();
 * the next step changes it, so take a bp_network_copy() to show it to another thread
 */
const BpNetwork *
bp_trainer_get_network (const BpTrainer *trainer)
{
  return trainer->network;
}

/**
 * bp_trainer_get_initial:
 * @trainer: the trainer
 *
 * Returns: (transfer none) (nullable): the network that it continues from; %NULL where the initial
 *   weights are drawn from the seed
 */
BpNetwork *
bp_trainer_get_initial (const BpTrainer *trainer)
{
  return trainer->initial;
}

/**
 * bp_trainer_get_steps_per_epoch:
 * @trainer: the trainer
 *
 * Returns: the number of steps in an epoch, including the last one with a smaller batch
 */
guint64
bp_trainer_get_steps_per_epoch (const BpTrainer *trainer)
{
  guint batch_size = trainer->config.batch_size;

  return (trainer->samples.count + batch_size - 1) / batch_size;
}

/**
 * bp_trainer_get_epoch:
 * @trainer: the trainer
 *
 * Returns: the epoch in progress, from 1 after those before the run
 */
guint
bp_trainer_get_epoch (const BpTrainer *trainer)
{
  return trainer->epoch;
}

/**
 * bp_trainer_get_n_steps:
 * @trainer: the trainer
 *
 * Returns: the steps of the run so far, over all its epochs, those before a checkpoint included
 */
guint64
bp_trainer_get_n_steps (const BpTrainer *trainer)
{
  return trainer->n_steps;
}

/**
 * bp_trainer_is_at_epoch_end:
 * @trainer: the trainer
 *
 * Returns: whether all steps of the epoch are made, so that bp_trainer_end_epoch() comes next, and
 *   not bp_trainer_step()
 */
gboolean
bp_trainer_is_at_epoch_end (const BpTrainer *trainer)
{
  return trainer->position == trainer->samples.count;
}

/**
 * bp_trainer_set_learning_rate:
 * @trainer: the trainer
 * @learning_rate: over 0, before the factor of the schedule; used from the next step on
 */
void
bp_trainer_set_learning_rate (BpTrainer *trainer, float learning_rate)
{
  g_return_if_fail (isfinite (learning_rate) && learning_rate > 0.0f);

  trainer->config.learning_rate = learning_rate;
}

/**
 * bp_trainer_set_n_epochs:
 * @trainer: the trainer
 * @n_epochs: the length of the run, at least 1; the schedule uses it from the next step on
 */
void
bp_trainer_set_n_epochs (BpTrainer *trainer, guint n_epochs)
{
  g_return_if_fail (n_epochs > 0);

  trainer->config.n_epochs = n_epochs;
}

/**
 * bp_trainer_should_stop_early:
 * @trainer: the trainer
 *
 * Returns: whether the held-out loss has not become lower for as many epochs as the patience of the
 *   settings; the trainer itself goes on
 */
gboolean
bp_trainer_should_stop_early (const BpTrainer *trainer)
{
  return bp_early_stopping_is_due (&trainer->early_stopping, trainer->config.patience);
}

/**
 * bp_trainer_set_progress:
 * @trainer: the trainer
 * @progress: (nullable): from now on cancels steps: one that is cancelled before its updates
 *   changes nothing and can be made again. It has to outlive the trainer.
 */
void
bp_trainer_set_progress (BpTrainer *trainer, BpProgress *progress)
{
  trainer->progress = progress;
  if (trainer->pipeline != NULL)
    bp_pipeline_set_progress (trainer->pipeline, progress);
}
