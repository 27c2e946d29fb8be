/* SPDX-License-Identifier: MIT */
#include "history.h"

struct _BpHistory
{
  GObject parent_instance;

  /* owned */
  GArray *step_losses; /* of float */
  GArray *epochs;      /* of BpHistoryEpoch */
  BpNetwork *best_network;

  guint best_index; /* into epochs; only where has_best */
  gboolean has_best;
  guint64 steps_per_epoch;
  guint64 n_steps_before_run;
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
bp_history_finalize (GObject *object)
{
  BpHistory *self = BP_HISTORY (object);

  g_array_unref (self->step_losses);
  g_array_unref (self->epochs);
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
   * Steps or epochs were added, or a run has begun.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", BP_TYPE_HISTORY, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
bp_history_init (BpHistory *self)
{
  self->step_losses = g_array_new (FALSE, FALSE, sizeof (float));
  self->epochs = g_array_new (FALSE, FALSE, sizeof (BpHistoryEpoch));
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
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
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
