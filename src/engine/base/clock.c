/* SPDX-License-Identifier: MIT */
#include "clock.h"

#include <time.h>

/**
 * bp_clock_now:
 *
 * Reads the monotonic clock, which does not change when the time is set. A call takes about 20 ns.
 *
 * Returns: nanoseconds from an arbitrary origin
 */
gint64
bp_clock_now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return (gint64) time.tv_sec * BP_CLOCK_SECOND + time.tv_nsec;
}
