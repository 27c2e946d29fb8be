/* SPDX-License-Identifier: MIT */
/*
 * Whether it pays to share the steps of training among threads just now.
 *
 * Where another program wants one of the processors, a step that is shared waits again and again
 * for a thread that is kept from its core, and takes many times as long as one that a thread makes
 * alone. So the time of a lone step is kept in mind. What shared steps take longer is a debt; when
 * it is too large, steps are made alone for a while: for two debts, or twice as many debts as the
 * time before where sharing has lost more than it gained since it was taken up, so that all
 * attempts together cost little. What shared steps gain is a credit: whoever wants a core for a
 * moment and leaves it for a longer one, as a window that draws, does not end what pays on the
 * whole. Since the result does not depend on who makes what, the two ways can be changed at any
 * step.
 *
 * Thread rule: belongs to the thread that makes the steps.
 */
#include "sharing.h"

/* A debt that says that something is wrong, beside that of one lone step: the first shared step
 * brings the weights from one core to the other. More than the odd late wake-up, less than a time
 * slice of the scheduler's. In ns. */
#define MAX_DEBT 100000

/* What a thread loses that waits for a time slice of the scheduler's, in ns. A larger credit would
 * be lost to the next program that keeps a core for itself. */
#define MAX_CREDIT 4000000

/* How long to stay alone, in debts: at first, and at most. */
#define MIN_PATIENCE 2
#define MAX_PATIENCE 64

/* The quickest of so many lone steps counts: the first one has to warm its cache up, and any can be
 * interrupted. */
#define BURST 4

/* Shared steps until a lone step's time is taken anew, which may have changed with the processor's
 * frequency. */
#define STEPS_BETWEEN_BURSTS 1000

/**
 * bp_sharing_should_share:
 * @sharing: what is known
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
 * @sharing: what is known
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
