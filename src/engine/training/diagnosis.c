/* SPDX-License-Identifier: MIT */
/*
 * Finds out why a network does not learn, by experiment: a few steps at several learning rates,
 * each from a copy of the last good network, and a look at the units of the network that is in
 * trouble. The run itself is left alone.
 *
 * Thread rule: callable from any thread; the networks and the data are only read.
 */
#include "diagnosis.h"

#include "backprop.h"
#include "error.h"
#include "loss-watch.h"
#include "number.h"
#include "trainer.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Enough for the effect of a momentum of 0.9, and a few milliseconds for small networks. */
#define N_STEPS 50

/* The first and the last losses of a trial that are averaged. */
#define N_FIRST 5
#define N_LAST  10

/* Rates are tried by halves downwards and by tens upwards. */
#define MOST_TRIALS_DOWN 14
#define MOST_TRIALS_UP   8
#define FACTOR_DOWN      0.5f
#define FACTOR_UP        10.0f

/* A network that has learnt nothing has to become better than guessing by this share within a
 * trial; one that has learnt must not become worse by more than the other share. */
#define LEAST_GAIN 0.03
#define MOST_LOSS  0.2

/* A trial whose loss grows by less than this share does no harm. */
#define FLAT_LOSS 0.05

/* Above this share of the loss of guessing, a network counts as one that has learnt nothing. */
#define CHANCE_SHARE 0.7

/* The initial loss of a sound network is that of guessing, or a little more. */
#define INITIAL_TIMES_CHANCE 3.0

/* Images that the units are looked at with, and the range within which a value counts as the same
 * for all of them. */
#define N_IMAGES    256
#define IDLE_RANGE  1e-4f
#define LARGE_SHARE 0.5

/**
 * Trial:
 * @first: the mean loss of its first steps
 * @last: of its last steps; infinite where it diverged
 * @highest: the highest loss of a step
 *
 * What came of a few steps.
 */
typedef struct
{
  double first;
  double last;
  double highest;
} Trial;

typedef struct
{
  BpTrainingConfig config; /* of the trials */
  BpDataset *dataset;
  const BpNetwork *good; /* nullable */
  BpProgress *progress;
  double chance_loss;
} Experiment;

static const char *const names[] = {
  [BP_CAUSE_UNKNOWN] = "unknown",           [BP_CAUSE_RATE_TOO_HIGH] = "rate-too-high",
  [BP_CAUSE_RATE_TOO_LOW] = "rate-too-low", [BP_CAUSE_INITIALISATION] = "initialisation",
  [BP_CAUSE_DEAD_UNITS] = "dead-units",     [BP_CAUSE_ACTIVATION] = "activation",
};

/**
 * bp_cause_get_name:
 * @cause: a cause
 *
 * Returns: (transfer none): its name for programs, as in "rate-too-high"
 */
const char *
bp_cause_get_name (BpCause cause)
{
  g_return_val_if_fail ((gsize) cause < G_N_ELEMENTS (names), NULL);

  return names[cause];
}

static double
average (const double *losses, guint n)
{
  double sum = 0.0;

  for (guint i = 0; i < n; i++)
    sum += losses[i];
  return sum / n;
}

/* Makes the steps of a trial. Returns: how many; fewer where the loss diverged, with @error set
 * where it is another error. */
static guint
make_steps (BpTrainer *trainer, Experiment *experiment, double *losses, GError **error)
{
  guint n = 0;

  while (n < N_STEPS)
    {
      g_autoptr (GError) own_error = NULL;
      BpEpoch epoch;
      BpStep step;

      if (!bp_trainer_step (trainer, &step, &own_error))
        {
          if (!g_error_matches (own_error, BP_ERROR, BP_ERROR_DIVERGED))
            g_propagate_error (error, g_steal_pointer (&own_error));
          else if (isfinite (step.loss) && n + 1 < N_STEPS)
            losses[n++] = (double) step.loss;
          return n;
        }
      losses[n++] = (double) step.loss;
      if (step.is_epoch_end && !bp_trainer_end_epoch (trainer, experiment->progress, &epoch, error))
        return n;
    }
  return n;
}

/* Returns: whether the trial was made, with any result */
static gboolean
try_rate (Experiment *experiment, float rate, Trial *trial, GError **error)
{
  BpTrainingConfig config = experiment->config;
  g_autoptr (BpTrainer) trainer = NULL;
  GError *own_error = NULL;
  double losses[N_STEPS];
  guint n;

  config.learning_rate = rate;
  trainer = bp_trainer_new (&config, experiment->dataset, experiment->good, error);
  if (trainer == NULL)
    return FALSE;

  bp_trainer_set_progress (trainer, experiment->progress);
  n = make_steps (trainer, experiment, losses, &own_error);
  if (own_error != NULL)
    {
      g_propagate_error (error, own_error);
      return FALSE;
    }

  *trial = (Trial){ .first = INFINITY, .last = INFINITY, .highest = INFINITY };
  if (n > 0)
    trial->first = average (losses, MIN (n, N_FIRST));
  if (n < N_STEPS)
    return TRUE;

  trial->last = average (losses + N_STEPS - N_LAST, N_LAST);
  trial->highest = 0.0;
  for (guint i = 0; i < n; i++)
    trial->highest = MAX (trial->highest, losses[i]);
  return TRUE;
}

static gboolean
has_learnt_nothing (const Experiment *experiment, double loss)
{
  return loss > CHANCE_SHARE * experiment->chance_loss;
}

/* @before: the loss before any step */
static gboolean
is_good (const Experiment *experiment, const Trial *trial, double before)
{
  if (has_learnt_nothing (experiment, before))
    return trial->last < (1.0 - LEAST_GAIN) * MIN (before, experiment->chance_loss) &&
           trial->highest < 2.0 * before;
  return trial->last < (1.0 + MOST_LOSS) * before;
}

/* The nearest number of two digits that is not larger: rates are read and typed. */
static float
round_rate (float rate)
{
  double unit = pow (10.0, floor (log10 ((double) rate)) - 1.0);

  return (float) (floor ((double) rate / unit + 0.01) * unit);
}

/* Looks for the rate that works which is closest to the run's. */
static gboolean
search (Experiment *experiment,
        float first,
        float factor,
        guint most,
        BpDiagnosis *diagnosis,
        GError **error)
{
  float wanted = first;

  for (guint i = 0; i < most; i++, wanted *= factor)
    {
      float rate = round_rate (wanted);
      Trial trial;

      if (!try_rate (experiment, rate, &trial, error))
        return FALSE;
      if (!is_good (experiment, &trial, diagnosis->loss_before))
        continue;

      diagnosis->found_rate = rate;
      diagnosis->found_loss = trial.last;
      return TRUE;
    }
  return TRUE;
}

/* The share of a layer's units that give the same value for every image of the batch. */
static double
count_idle (const BpNetwork *network, const BpWorkspace *workspace, guint layer)
{
  guint n_units = network->layers[layer].n_outputs;
  gsize stride = workspace->strides[layer + 1];
  const float *values = workspace->activations[layer + 1];
  guint n_idle = 0;

  for (guint j = 0; j < n_units; j++)
    {
      float least = values[j];
      float most = values[j];

      for (guint i = 1; i < workspace->batch; i++)
        {
          least = MIN (least, values[i * stride + j]);
          most = MAX (most, values[i * stride + j]);
        }
      n_idle += most - least <= IDLE_RANGE;
    }
  return (double) n_idle / n_units;
}

static gboolean
look_at_units (const BpNetwork *network, BpSamples samples, BpDiagnosis *diagnosis, GError **error)
{
  guint batch = MIN (N_IMAGES, samples.count);
  g_autoptr (BpWorkspace) workspace = bp_workspace_new (network, batch, error);

  if (workspace == NULL)
    return FALSE;

  bp_workspace_gather (workspace, network, samples.images, NULL, batch);
  bp_forward_propagation (network, workspace);
  for (guint l = 0; l + 1 < network->n_layers; l++)
    {
      double share = count_idle (network, workspace, l);

      if (share <= diagnosis->idle_share && diagnosis->idle_layer > 0)
        continue;
      diagnosis->idle_share = share;
      diagnosis->idle_layer = l + 1;
    }
  return TRUE;
}

/* Whether a network with ReLU learns where that with another activation does not, at any rate. */
static gboolean
try_relu (const Experiment *experiment, BpDiagnosis *diagnosis, gboolean *learns, GError **error)
{
  Experiment with_relu = *experiment;
  BpDiagnosis other = { .loss_before = experiment->chance_loss };

  *learns = FALSE;
  if (experiment->good != NULL || experiment->config.activation == BP_ACTIVATION_RELU)
    return TRUE;

  with_relu.config.activation = BP_ACTIVATION_RELU;
  if (!search (&with_relu, diagnosis->learning_rate, FACTOR_DOWN, MOST_TRIALS_DOWN, &other, error))
    return FALSE;

  *learns = other.found_rate > 0.0f;
  return TRUE;
}

static BpCause
find_cause (const Experiment *experiment,
            const BpDiagnosis *diagnosis,
            gboolean is_rate_good,
            gboolean learns_with_relu,
            BpActivation activation)
{
  if (diagnosis->loss_before > INITIAL_TIMES_CHANCE * experiment->chance_loss)
    return BP_CAUSE_INITIALISATION;
  if (!is_rate_good && diagnosis->found_rate > diagnosis->learning_rate)
    return BP_CAUSE_RATE_TOO_LOW;
  if (!is_rate_good && diagnosis->found_rate > 0.0f)
    return BP_CAUSE_RATE_TOO_HIGH;
  if (learns_with_relu)
    return BP_CAUSE_ACTIVATION;
  if (diagnosis->idle_share >= LARGE_SHARE)
    return activation == BP_ACTIVATION_RELU ? BP_CAUSE_DEAD_UNITS : BP_CAUSE_ACTIVATION;
  /* The rate works for some steps, and yet the run went wrong, later, at that rate. */
  return is_rate_good ? BP_CAUSE_RATE_TOO_HIGH : BP_CAUSE_UNKNOWN;
}

/**
 * bp_diagnose:
 * @config: the settings of the run, with its present learning rate
 * @dataset: its data
 * @troubled: the network that does not learn
 * @good: (nullable): the last good network; %NULL for the initial one that the settings' seed draws
 * @progress: (nullable): cancels
 * @diagnosis: (out caller-allocates): the result
 * @error: return location for %BP_ERROR_CANCELLED or %BP_ERROR_NO_MEMORY
 *
 * Makes up to some twenty trials of 50 steps: as long as an epoch of 100,000 samples takes in
 * batches of 128.
 *
 * Returns: whether @diagnosis was filled
 */
gboolean
bp_diagnose (const BpTrainingConfig *config,
             BpDataset *dataset,
             const BpNetwork *troubled,
             const BpNetwork *good,
             BpProgress *progress,
             BpDiagnosis *diagnosis,
             GError **error)
{
  Experiment experiment = {
    .config = *config,
    .dataset = dataset,
    .good = good,
    .progress = progress,
    .chance_loss = bp_chance_loss (bp_dataset_get_n_classes (dataset)),
  };
  gboolean is_rate_good;
  gboolean is_flat;
  gboolean learns_with_relu = FALSE;
  Trial trial;

  experiment.config.schedule = BP_SCHEDULE_CONSTANT;
  experiment.config.warm_up_epochs = 0.0f;
  experiment.config.n_epochs = 1;
  experiment.config.patience = 0;
  experiment.config.dropout = 0.0f;
  experiment.config.augmentation = (BpAugmentation){ 0 };
  *diagnosis = (BpDiagnosis){ .learning_rate = config->learning_rate, .n_steps = N_STEPS };

  if (bp_network_is_finite (troubled) &&
      !look_at_units (troubled, bp_dataset_get_samples (dataset, BP_SPLIT_TRAIN), diagnosis, error))
    return FALSE;
  /* A tiny rate gives the loss of the unchanged network. */
  if (!try_rate (&experiment, G_MINFLOAT, &trial, error))
    return FALSE;
  diagnosis->loss_before = isfinite (trial.last) ? trial.last : trial.first;
  if (!try_rate (&experiment, config->learning_rate, &trial, error))
    return FALSE;

  diagnosis->loss_after = trial.last;
  is_rate_good = is_good (&experiment, &trial, diagnosis->loss_before);
  is_flat = trial.last < (1.0 + FLAT_LOSS) * diagnosis->loss_before;
  if (!is_rate_good && is_flat &&
      !search (&experiment, FACTOR_UP * config->learning_rate, FACTOR_UP, MOST_TRIALS_UP, diagnosis,
               error))
    return FALSE;
  if (diagnosis->found_rate == 0.0f && !search (&experiment, FACTOR_DOWN * config->learning_rate,
                                                FACTOR_DOWN, MOST_TRIALS_DOWN, diagnosis, error))
    return FALSE;

  if (!is_rate_good && diagnosis->found_rate == 0.0f &&
      !try_relu (&experiment, diagnosis, &learns_with_relu, error))
    return FALSE;

  diagnosis->cause =
      find_cause (&experiment, diagnosis, is_rate_good, learns_with_relu, troubled->activation);
  return TRUE;
}

static void
append_cause (GString *text, const BpDiagnosis *diagnosis)
{
  double rate = (double) diagnosis->learning_rate;
  g_autofree char *loss_before = bp_number_format (diagnosis->loss_before);

  switch (diagnosis->cause)
    {
    case BP_CAUSE_RATE_TOO_HIGH:
      if (isfinite (diagnosis->loss_after) && diagnosis->loss_after <= diagnosis->loss_before)
        g_string_append_printf (text,
                                _ ("The likely cause is the learning rate: %g works for %u steps, "
                                   "but not for a run."),
                                rate, diagnosis->n_steps);
      else
        g_string_append_printf (text, _ ("The likely cause is the learning rate: %g is too high."),
                                rate);
      break;
    case BP_CAUSE_RATE_TOO_LOW:
      g_string_append_printf (text, _ ("The likely cause is the learning rate: %g is too low."),
                              rate);
      break;
    case BP_CAUSE_INITIALISATION:
      g_string_append_printf (text,
                              _ ("The likely cause is the weights that the run began with: their "
                                 "loss is %s before any step."),
                              loss_before);
      break;
    case BP_CAUSE_DEAD_UNITS:
      g_string_append (text, _ ("The likely cause is dead units."));
      break;
    case BP_CAUSE_ACTIVATION:
      g_string_append (text, _ ("The likely cause is the activation: too little of the gradient "
                                "comes through its units. ReLU, or fewer hidden layers, would "
                                "help."));
      break;
    case BP_CAUSE_UNKNOWN:
    default:
      g_string_append (text, _ ("No learning rate helps: look at the labels and the layers."));
      break;
    }
}

/* The losses of the trials at the rate of the run and at the one that was found. */
static void
append_trials (GString *text, const BpDiagnosis *diagnosis)
{
  g_autofree char *before = bp_number_format (diagnosis->loss_before);
  g_autofree char *found = bp_number_format (diagnosis->found_loss);
  g_autofree char *after = NULL;

  if (isfinite (diagnosis->loss_after))
    {
      after = bp_number_format (diagnosis->loss_after);
      g_string_append_printf (text,
                              _ ("In %u trial steps the loss went from %s to %s, and to %s at a "
                                 "learning rate of %g."),
                              diagnosis->n_steps, before, after, found,
                              (double) diagnosis->found_rate);
    }
  else
    g_string_append_printf (text,
                            _ ("In %u trial steps the loss grew without end; at a learning rate of "
                               "%g it went from %s to %s."),
                            diagnosis->n_steps, (double) diagnosis->found_rate, before, found);
}

/**
 * bp_diagnosis_describe:
 * @diagnosis: a diagnosis
 *
 * Returns: (transfer full): some sentences: the likely cause, and the measurements behind it
 */
char *
bp_diagnosis_describe (const BpDiagnosis *diagnosis)
{
  GString *text = g_string_new (NULL);

  append_cause (text, diagnosis);
  if (diagnosis->found_rate > 0.0f)
    {
      g_string_append_c (text, ' ');
      append_trials (text, diagnosis);
    }
  if (diagnosis->idle_share >= LARGE_SHARE)
    {
      g_string_append_c (text, ' ');
      g_string_append_printf (text,
                              _ ("%.0f %% of the units of hidden layer %u give the same value for "
                                 "every image."),
                              100.0 * diagnosis->idle_share, diagnosis->idle_layer);
    }
  return g_string_free (text, FALSE);
}
