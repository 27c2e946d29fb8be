/* SPDX-License-Identifier: MIT */
/*
 * Early stopping (Prechelt, "Early stopping - but when?", 1998, the class of criteria UP): a run
 * ends when the held-out loss has not become lower for some epochs in a row.
 *
 * Thread rule: pure functions of their arguments.
 */
#include "early-stopping.h"

/**
 * bp_early_stopping_add_epoch:
 * @self: the state after the epochs before
 * @held_out_loss: the mean loss of the held-out samples after the epoch; NaN where there are none
 */
void
bp_early_stopping_add_epoch (BpEarlyStopping *self, double held_out_loss)
{
  /* False for NaN, which never is the best. */
  gboolean is_best = self->n_epochs == 0 || held_out_loss < self->best_loss;

  self->n_epochs++;
  if (is_best)
    {
      self->best_loss = held_out_loss;
      self->n_epochs_since_best = 0;
    }
  else
    self->n_epochs_since_best++;
}

/**
 * bp_early_stopping_is_due:
 * @self: the state after all epochs
 * @patience: epochs in a row without a lower held-out loss after which a run ends, or 0 for never
 *
 * Returns: whether the run should end
 */
gboolean
bp_early_stopping_is_due (const BpEarlyStopping *self, guint patience)
{
  return patience > 0 && self->n_epochs_since_best >= patience;
}
