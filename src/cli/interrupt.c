/* SPDX-License-Identifier: MIT */
#include "interrupt.h"

#include <signal.h>

/* Set by the signal handler, which is allowed because its flag is a lock-free atomic. */
static BpProgress interruptible;

/* Whether the signal was ignored before, as a closed terminal is under nohup. */
static gboolean
is_ignored (int signal_number)
{
  struct sigaction action;

  return sigaction (signal_number, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

static void
handle_signal (int signal_number G_GNUC_UNUSED)
{
  bp_progress_cancel (&interruptible);
}

/**
 * bp_interrupt_watch:
 *
 * Lets the first Ctrl+C (or request to terminate, or end of the terminal) cancel the returned
 * progress instead of ending the program. The second one ends it.
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
  if (!is_ignored (SIGHUP))
    sigaction (SIGHUP, &action, NULL);
  return &interruptible;
}
