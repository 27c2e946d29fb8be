/* SPDX-License-Identifier: MIT */
/*
 * Decides before each step of training whether sharing it among threads is faster.
 *
 * While another program competes for a processor, a shared step waits again and again for the
 * thread that was preempted, and takes many times as long as a step made by one thread. So the time
 * of a lone step is measured from time to time. Time that shared steps lose against it is a debt.
 * When the debt is too large, steps are made alone for a while: for two debts, or for twice as many
 * as the last time where sharing has lost more than it gained since it was resumed. So repeated
 * attempts cost little. Time that shared steps gain is a credit: a short interruption, such as a
 * window that draws, does not end sharing that pays on the whole. The result does not depend on the
 * division among threads, so that the decision may change at any step.
 *
 * Thread rule: belongs to the thread that makes the steps.
 */
#include "sharing.h"

/* The debt, in ns, that ends sharing, in addition to the time of one lone step (the first shared
 * step moves the weights from one core to the other). It is more than an occasional late wake-up
 * and less than a time slice of the scheduler. */
#define MAX_DEBT 100000

/* The largest credit in ns: about a time slice of the scheduler, which a preempted thread loses. A
 * larger credit would be wasted on the next program that occupies a core. */
#define MAX_CREDIT 4000000

/* The time without sharing, in debts: at first, and at most. */
#define MIN_PATIENCE 2
#define MAX_PATIENCE 64

/* Lone steps of a measurement, of which the quickest counts: the first one warms up its cache, and
 * any may be interrupted. */
#define BURST 4

/* Shared steps until a lone step is measured again, since its time depends on the processor's
 * current frequency. */
#define STEPS_BETWEEN_BURSTS 1000

/**
 * bp_sharing_should_share:
 * @sharing: the measurements so far
 * @now: the present time, in ns from any origin
 *
 * Returns: whether the next step should be shared
 */
gboolean
bp_sharing_should_share (const BpSharing *sharing, gint64 now)
{
  gboolean is_measuring = sharing->lone_time == 0 || sharing->n_in_burst > 0 ||
                          sharing->n_shared >= STEPS_BETWEEN_BURSTS;

  return !is_measuring && now >= sharing->alone_until;
}

static void
note_lone_step (BpSharing *sharing, gint64 time)
{
  if (sharing->n_in_burst == 0 || time < sharing->best_of_burst)
    sharing->best_of_burst = time;

  sharing->n_in_burst++;
  if (sharing->n_in_burst < BURST)
    return;

  sharing->lone_time = MAX (sharing->best_of_burst, 1);
  sharing->n_in_burst = 0;
  sharing->n_shared = 0;
  if (sharing->debt > 0)
    sharing->debt = sharing->gain = 0;
}

static void
note_shared_step (BpSharing *sharing, gint64 time, gint64 end)
{
  gint64 loss = time - sharing->lone_time;

  sharing->debt = MAX (sharing->debt + loss, -MAX_CREDIT);
  sharing->gain -= loss;
  sharing->n_shared++;

  if (sharing->debt > MAX_DEBT + sharing->lone_time)
    {
      sharing->patience = sharing->gain > 0
                              ? MIN_PATIENCE
                              : CLAMP (2 * sharing->patience, MIN_PATIENCE, MAX_PATIENCE);
      sharing->alone_until = end + sharing->patience * sharing->debt;
    }
}

/**
 * bp_sharing_note_step:
 * @sharing: the measurements so far
 * @was_shared: whether the step was shared
 * @begin: when it began, in ns
 * @end: when it ended
 *
 * Learns from a step. Only steps of the same size are to be compared.
 */
void
bp_sharing_note_step (BpSharing *sharing, gboolean was_shared, gint64 begin, gint64 end)
{
  if (was_shared)
    note_shared_step (sharing, end - begin, end);
  else
    note_lone_step (sharing, end - begin);
}
