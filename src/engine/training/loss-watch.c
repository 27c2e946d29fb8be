/* SPDX-License-Identifier: MIT */
/*
 * Notices a loss that is finite and yet hopeless.
 *
 * Thread rule: pure functions of their arguments.
 */
#include "loss-watch.h"

#include <math.h>

/* The mean is taken over so many samples, since a single image that a good network is sure of, and
 * wrong about, can cost more than the limit. */
#define FEWEST_SAMPLES 64

/**
 * bp_chance_loss:
 * @n_classes: at least 1
 *
 * Returns: the cross-entropy of guessing, the logarithm of the number of classes, in nats
 */
double
bp_chance_loss (guint n_classes)
{
  return log (n_classes);
}

/**
 * bp_loss_watch_add_step:
 * @self: the steps so far
 * @loss: the mean cross-entropy of the step's samples, in nats
 * @n_samples: the number of samples
 * @n_classes: of the network
 *
 * Returns: whether the mean loss of the newest samples is over %BP_LOSS_WATCH_TIMES_CHANCE times
 *   that of guessing
 */
gboolean
bp_loss_watch_add_step (BpLossWatch *self, double loss, guint n_samples, guint n_classes)
{
  double mean;

  self->loss_sum += loss * n_samples;
  self->n_samples += n_samples;
  if (self->n_samples < FEWEST_SAMPLES)
    return FALSE;

  mean = self->loss_sum / self->n_samples;
  *self = (BpLossWatch){ 0 };
  return n_classes > 1 && mean > BP_LOSS_WATCH_TIMES_CHANCE * bp_chance_loss (n_classes);
}
