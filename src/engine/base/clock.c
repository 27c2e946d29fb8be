/* SPDX-License-Identifier: MIT */
#include "clock.h"

#include <time.h>

/**
 * bp_clock_now:
 *
 * Reads the monotonic clock, which setting the time does not change. A call takes some 20 ns.
 *
 * Returns: nanoseconds from any origin
 */
gint64
bp_clock_now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return (gint64) time.tv_sec * BP_CLOCK_SECOND + time.tv_nsec;
}
