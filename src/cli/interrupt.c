/* SPDX-License-Identifier: MIT */
#include "interrupt.h"

#include <signal.h>

/* What a signal handler may touch: the flag in it is an atomic that takes no lock. */
static BpProgress interruptible;

static void
handle_signal (int signal_number G_GNUC_UNUSED)
{
  bp_progress_cancel (&interruptible);
}

/**
 * bp_interrupt_watch:
 *
 * From now on the first Ctrl+C (or request to terminate) does not end the program but cancels the
 * progress that is returned. The second one ends it, as always.
 *
 * Returns: (transfer none): the progress to hand to long calls, always the same one
 */
BpProgress *
bp_interrupt_watch (void)
{
  struct sigaction action = { .sa_handler = handle_signal, .sa_flags = (int) SA_RESETHAND };

  sigemptyset (&action.sa_mask);
  sigaction (SIGINT, &action, NULL);
  sigaction (SIGTERM, &action, NULL);
  return &interruptible;
}
