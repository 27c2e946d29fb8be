/* SPDX-License-Identifier: MIT */
#include "pace.h"

#include <math.h>

/* The time constant of the running mean, in seconds. */
#define TIME_CONSTANT 1.0

/**
 * bp_pace_update:
 * @pace: the pace
 * @total_amount: the work done so far
 * @total_seconds: the time spent on it, without pauses
 *
 * Adds the work since the last update. Amount and time decay alike, so that their ratio is right
 * from the first update on.
 */
void
bp_pace_update (BpPace *pace, double total_amount, double total_seconds)
{
  double seconds = total_seconds - pace->total_seconds;
  double fading = exp (-seconds / TIME_CONSTANT);

  pace->recent_amount = pace->recent_amount * fading + (total_amount - pace->total_amount);
  pace->recent_seconds = pace->recent_seconds * fading + seconds;
  pace->total_amount = total_amount;
  pace->total_seconds = total_seconds;
}

/**
 * bp_pace_get:
 * @pace: the pace
 *
 * Returns: the recent amount per second; 0 before any time was spent
 */
double
bp_pace_get (const BpPace *pace)
{
  return pace->recent_seconds > 0.0 ? pace->recent_amount / pace->recent_seconds : 0.0;
}
