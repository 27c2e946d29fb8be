/* SPDX-License-Identifier: MIT */
#include "history.h"

#include <math.h>

/* The time that the steps of a history have taken, at one of them. */
typedef struct
{
  guint64 n_steps;
  double seconds;
} TimeMark;

struct _BpHistory
{
  GObject parent_instance;

  /* owned */
  GArray *step_losses; /* of float */
  GArray *epochs;      /* of BpHistoryEpoch */
  GArray *rates;       /* of BpHistoryRate, in the order of their steps */
  GArray *time_marks;  /* of TimeMark, likewise */
  GArray *divergences; /* of guint64: steps */
  GArray *folders;     /* of BpHistoryFolder, in the order of their epochs */
  BpNetwork *best_network;

  guint best_index; /* into epochs; only where has_best */
  gboolean has_best;
  guint64 steps_per_epoch;
  guint64 n_steps_before_run;
  double seconds_before_run;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpHistory, bp_history, G_TYPE_OBJECT)

static void
append_epoch (BpHistory *self, const BpHistoryEpoch *of_run)
{
  BpHistoryEpoch epoch = *of_run;

  epoch.values.epoch = self->epochs->len + 1;
  epoch.n_steps += self->n_steps_before_run;

  /* Comparisons with NaN are false, so that an epoch without held-out samples is never best. */
  if (epoch.values.held_out_accuracy >= 0.0 &&
      (!self->has_best ||
       epoch.values.held_out_accuracy > bp_history_get_best_epoch (self)->values.held_out_accuracy))
    {
      self->best_index = self->epochs->len;
      self->has_best = TRUE;
    }

  g_array_append_val (self->epochs, epoch);
}

static void
clear_folder (gpointer data)
{
  g_free (((BpHistoryFolder *) data)->path);
}

static void
bp_history_finalize (GObject *object)
{
  BpHistory *self = BP_HISTORY (object);

  g_array_unref (self->step_losses);
  g_array_unref (self->epochs);
  g_array_unref (self->rates);
  g_array_unref (self->time_marks);
  g_array_unref (self->divergences);
  g_array_unref (self->folders);
  g_clear_pointer (&self->best_network, bp_network_unref);

  G_OBJECT_CLASS (bp_history_parent_class)->finalize (object);
}

static void
bp_history_class_init (BpHistoryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = bp_history_finalize;

  /**
   * BpHistory::changed:
   *
   * Steps or epochs were added, a run has begun, or is stored.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", BP_TYPE_HISTORY, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
bp_history_init (BpHistory *self)
{
  self->step_losses = g_array_new (FALSE, FALSE, sizeof (float));
  self->epochs = g_array_new (FALSE, FALSE, sizeof (BpHistoryEpoch));
  self->rates = g_array_new (FALSE, FALSE, sizeof (BpHistoryRate));
  self->time_marks = g_array_new (FALSE, FALSE, sizeof (TimeMark));
  self->divergences = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->folders = g_array_new (FALSE, FALSE, sizeof (BpHistoryFolder));
  g_array_set_clear_func (self->folders, clear_folder);
}

/**
 * bp_history_new:
 *
 * Returns: (transfer full): an empty history
 */
BpHistory *
bp_history_new (void)
{
  return g_object_new (BP_TYPE_HISTORY, NULL);
}

/**
 * bp_history_get_n_steps:
 * @self: the history
 *
 * Returns: the number of steps
 */
gsize
bp_history_get_n_steps (BpHistory *self)
{
  g_return_val_if_fail (BP_IS_HISTORY (self), 0);

  return self->step_losses->len;
}

/**
 * bp_history_get_step_losses:
 * @self: the history
 * @n_steps: (out) (optional): their number
 *
 * Returns: (transfer none) (array length=n_steps): (n_steps) each step's mean cross-entropy before
 *   its update, in nats; valid until the history changes
 */
const float *
bp_history_get_step_losses (BpHistory *self, gsize *n_steps)
{
  g_return_val_if_fail (BP_IS_HISTORY (self), NULL);

  if (n_steps != NULL)
    *n_steps = self->step_losses->len;
  return (const float *) self->step_losses->data;
}

/**
 * bp_history_get_steps_per_epoch:
 * @self: the history
 *
 * Returns: the steps of an epoch of the newest run, or 0 before the first run
 */
guint64
bp_history_get_steps_per_epoch (BpHistory *self)
{
  g_return_val_if_fail (BP_IS_HISTORY (self), 0);

  return self->steps_per_epoch;
}

/**
 * bp_history_get_epoch_of:
 * @self: the history
 * @step: a step, from 0
 * @first_step: (out): the first step of its epoch
 * @end: (out): the step after its last one
 *
 * Finds the epoch that @step belongs to. The steps of an epoch that a run has not finished count to
 * the first epoch of the next run, which has the number of the unfinished one. An epoch in progress
 * ends after the steps that the newest run needs. Before the first run, all steps are one epoch.
 */
void
bp_history_get_epoch_of (BpHistory *self, guint64 step, guint64 *first_step, guint64 *end)
{
  guint first = 0;
  guint n_epochs;

  *first_step = 0;
  *end = G_MAXUINT64;
  g_return_if_fail (BP_IS_HISTORY (self));

  /* The first epoch that ends after the step. */
  n_epochs = self->epochs->len;
  while (first < n_epochs)
    {
      guint middle = first + (n_epochs - first) / 2;

      if (g_array_index (self->epochs, BpHistoryEpoch, middle).n_steps <= step)
        first = middle + 1;
      else
        n_epochs = middle;
    }
  if (first > 0)
    *first_step = g_array_index (self->epochs, BpHistoryEpoch, first - 1).n_steps;
  if (first < self->epochs->len)
    *end = g_array_index (self->epochs, BpHistoryEpoch, first).n_steps;
  else if (self->steps_per_epoch > 0)
    {
      guint64 begin = MAX (*first_step, self->n_steps_before_run);
      guint64 n_whole = step > begin ? (step - begin) / self->steps_per_epoch : 0;

      if (n_whole > 0)
        *first_step = begin + n_whole * self->steps_per_epoch;
      *end = begin + (n_whole + 1) * self->steps_per_epoch;
    }
}

/**
 * bp_history_get_n_epochs:
 * @self: the history
 *
 * Returns: the number of finished epochs
 */
guint
bp_history_get_n_epochs (BpHistory *self)
{
  g_return_val_if_fail (BP_IS_HISTORY (self), 0);

  return self->epochs->len;
}

/**
 * bp_history_get_epochs:
 * @self: the history
 * @n_epochs: (out) (optional): their number
 *
 * Returns: (transfer none) (array length=n_epochs): (n_epochs) the finished epochs, NaN where they
 *   lack a figure; valid until the history changes
 */
const BpHistoryEpoch *
bp_history_get_epochs (BpHistory *self, gsize *n_epochs)
{
  g_return_val_if_fail (BP_IS_HISTORY (self), NULL);

  if (n_epochs != NULL)
    *n_epochs = self->epochs->len;
  return (const BpHistoryEpoch *) self->epochs->data;
}

/**
 * bp_history_get_rates:
 * @self: the history
 * @n_rates: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_rates): (n_rates) the settings of the learning rate, in
 *   the order of their steps; valid until the history changes
 */
const BpHistoryRate *
bp_history_get_rates (BpHistory *self, gsize *n_rates)
{
  g_return_val_if_fail (BP_IS_HISTORY (self), NULL);

  *n_rates = self->rates->len;
  return (const BpHistoryRate *) self->rates->data;
}

/**
 * bp_history_get_learning_rate:
 * @self: the history
 * @step: a step, from 0
 *
 * Returns: the learning rate of that step as its schedule had it, or NaN where it is not known
 */
double
bp_history_get_learning_rate (BpHistory *self, guint64 step)
{
  g_return_val_if_fail (BP_IS_HISTORY (self), NAN);

  for (guint i = self->rates->len; i > 0; i--)
    {
      const BpHistoryRate *rate = &g_array_index (self->rates, BpHistoryRate, i - 1);

      if (rate->first_step <= step)
        return rate->learning_rate *
               bp_schedule_get_factor (rate->schedule, step - rate->run_first_step,
                                       rate->n_run_steps, rate->n_warm_up_steps);
    }
  return NAN;
}

/**
 * bp_history_get_seconds:
 * @self: the history
 * @n_steps: steps from the beginning, at most those of the history
 *
 * Returns: the time that they took, pauses and evaluations left out, over all runs; between two
 *   moments at which the time was noted, steps count as equally long
 */
double
bp_history_get_seconds (BpHistory *self, guint64 n_steps)
{
  TimeMark before = { 0, 0.0 };
  guint first = 0;
  guint end;

  g_return_val_if_fail (BP_IS_HISTORY (self), 0.0);

  /* The first mark that is not before that step. */
  end = self->time_marks->len;
  while (first < end)
    {
      guint middle = first + (end - first) / 2;

      if (g_array_index (self->time_marks, TimeMark, middle).n_steps < n_steps)
        first = middle + 1;
      else
        end = middle;
    }
  if (first > 0)
    before = g_array_index (self->time_marks, TimeMark, first - 1);
  if (first < self->time_marks->len)
    {
      TimeMark after = g_array_index (self->time_marks, TimeMark, first);

      return before.seconds + (after.seconds - before.seconds) *
                                  (double) (n_steps - before.n_steps) /
                                  (double) MAX (after.n_steps - before.n_steps, 1);
    }
  return before.seconds;
}

/**
 * bp_history_get_best_epoch:
 * @self: the history
 *
 * Returns: (transfer none) (nullable): the first epoch that reached the highest held-out accuracy;
 *   valid until the history changes
 */
const BpHistoryEpoch *
bp_history_get_best_epoch (BpHistory *self)
{
  g_return_val_if_fail (BP_IS_HISTORY (self), NULL);

  return self->has_best ? &g_array_index (self->epochs, BpHistoryEpoch, self->best_index) : NULL;
}

/**
 * bp_history_get_best_network:
 * @self: the history
 *
 * Returns: (transfer none) (nullable): the network at the end of bp_history_get_best_epoch();
 *   immutable
 */
BpNetwork *
bp_history_get_best_network (BpHistory *self)
{
  g_return_val_if_fail (BP_IS_HISTORY (self), NULL);

  return self->best_network;
}

/**
 * bp_history_get_divergences:
 * @self: the history
 * @n_divergences: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_divergences): (n_divergences) the numbers of steps after
 *   which a run has diverged; valid until the history changes
 */
const guint64 *
bp_history_get_divergences (BpHistory *self, gsize *n_divergences)
{
  *n_divergences = 0;
  g_return_val_if_fail (BP_IS_HISTORY (self), NULL);

  *n_divergences = self->divergences->len;
  return (const guint64 *) self->divergences->data;
}

/**
 * bp_history_get_folders:
 * @self: the history
 * @n_folders: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_folders): (n_folders) where the runs of the history are
 *   stored, in the order of their epochs; valid until the history changes
 */
const BpHistoryFolder *
bp_history_get_folders (BpHistory *self, gsize *n_folders)
{
  *n_folders = 0;
  g_return_val_if_fail (BP_IS_HISTORY (self), NULL);

  *n_folders = self->folders->len;
  return (const BpHistoryFolder *) self->folders->data;
}

/**
 * bp_history_begin_run:
 * @self: the history
 * @steps_per_epoch: steps that an epoch of the run takes
 *
 * Begins a new run, to which everything appended from now on belongs.
 */
void
bp_history_begin_run (BpHistory *self, guint64 steps_per_epoch)
{
  g_return_if_fail (BP_IS_HISTORY (self));

  self->steps_per_epoch = steps_per_epoch;
  self->n_steps_before_run = self->step_losses->len;
  self->seconds_before_run = bp_history_get_seconds (self, self->n_steps_before_run);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * bp_history_add_divergence:
 * @self: the history
 * @n_steps: the steps from the beginning up to the last one of a run
 *
 * Notes that the run has diverged with that step, and emits "changed".
 */
void
bp_history_add_divergence (BpHistory *self, guint64 n_steps)
{
  g_return_if_fail (BP_IS_HISTORY (self));

  g_array_append_val (self->divergences, n_steps);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * bp_history_add_folder:
 * @self: the history
 * @path: (type filename): the folder that the newest run is stored in
 * @n_epochs_before: the epochs of the history before those of that run
 * @first_number: the number by which the folder calls the first of its epochs
 *
 * Notes where the run is stored, and emits "changed". A run that is continued in the folder of the
 * one before changes nothing.
 */
void
bp_history_add_folder (BpHistory *self, const char *path, guint n_epochs_before, guint first_number)
{
  BpHistoryFolder folder;

  g_return_if_fail (BP_IS_HISTORY (self));

  if (self->folders->len > 0 &&
      g_str_equal (g_array_index (self->folders, BpHistoryFolder, self->folders->len - 1).path,
                   path))
    return;

  folder = (BpHistoryFolder){
    .path = g_strdup (path),
    .n_epochs_before = n_epochs_before,
    .first_number = first_number,
  };
  g_array_append_val (self->folders, folder);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * bp_history_append_rate:
 * @self: the history
 * @rate: a setting of the learning rate that holds from its first step on, which is not before that
 *   of the one before
 *
 * Adds it. The next run or step that is added emits "changed".
 */
void
bp_history_append_rate (BpHistory *self, const BpHistoryRate *rate)
{
  g_return_if_fail (BP_IS_HISTORY (self));

  g_array_append_val (self->rates, *rate);
}

/**
 * bp_history_set_seconds:
 * @self: the history
 * @n_steps: steps of the present run, not fewer than at the call before
 * @seconds: the time that they took, pauses and evaluations left out
 *
 * Notes the time, before those steps are appended.
 */
void
bp_history_set_seconds (BpHistory *self, guint64 n_steps, double seconds)
{
  TimeMark mark = { self->n_steps_before_run + n_steps, self->seconds_before_run + seconds };

  g_return_if_fail (BP_IS_HISTORY (self));

  g_array_append_val (self->time_marks, mark);
}

/**
 * bp_history_append:
 * @self: the history
 * @losses: (array length=n_losses): (n_losses) losses of the next steps
 * @n_losses: how many
 * @epochs: (array length=n_epochs): (n_epochs) the next epochs; @n_steps of each is counted from
 *   the beginning of the run, and its epoch number is ignored
 * @n_epochs: how many
 * @best_network: (nullable) (transfer none): the network of the best of all epochs, where one of
 *   @epochs is the best, or where the network has been calibrated since
 *
 * Adds new steps and epochs, and emits "changed" once.
 */
void
bp_history_append (BpHistory *self,
                   const float *losses,
                   gsize n_losses,
                   const BpHistoryEpoch *epochs,
                   gsize n_epochs,
                   BpNetwork *best_network)
{
  g_return_if_fail (BP_IS_HISTORY (self));

  if (n_losses == 0 && n_epochs == 0 && best_network == NULL)
    return;

  if (n_losses > 0)
    g_array_append_vals (self->step_losses, losses, n_losses);

  if (best_network != NULL)
    {
      g_clear_pointer (&self->best_network, bp_network_unref);
      self->best_network = bp_network_ref (best_network);
    }

  for (gsize i = 0; i < n_epochs; i++)
    append_epoch (self, &epochs[i]);

  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}
