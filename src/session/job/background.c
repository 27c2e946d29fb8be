/* SPDX-License-Identifier: MIT */
#include "background.h"

#include <errno.h>
#include <glib.h>
#include <sys/resource.h>
#include <unistd.h>

/* Where all processors train, 99 % of the frames of the window come after 50 to 83 ms at a niceness
 * of 0, 33 to 50 at 3, and 33 at 5 and at 10 (2 cores, preset Best, a pen that moves). Beside
 * another busy program the threads get a quarter of a processor at 5 and a tenth at 10. */
#define NICENESS 5

/**
 * bp_background_begin:
 *
 * Lowers the priority of the calling thread, and of the threads that it starts from now on, so that
 * the window and the desktop are drawn ahead of long work on all processors. Without others to run,
 * the work is as fast as before. Does nothing where the system has no priorities of threads.
 */
void
bp_background_begin (void)
{
#ifdef __linux__
  /* See setpriority(2), "C library/kernel differences": each thread has a niceness. A process whose
   * priority was lowered further by its user stays there. */
  id_t thread = (id_t) gettid ();
  int niceness;

  errno = 0;
  niceness = getpriority (PRIO_PROCESS, thread);
  if (errno == 0 && niceness < NICENESS && setpriority (PRIO_PROCESS, thread, NICENESS) != 0)
    g_debug ("No lower priority for background work: %s", g_strerror (errno));
#endif
}
