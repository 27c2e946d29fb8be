/* SPDX-License-Identifier: MIT */
#include "pace.h"

#include <math.h>

/* What this many seconds ago happened counts 1 / e. */
#define TIME_CONSTANT 1.0

/**
 * bp_pace_update:
 * @pace: the pace
 * @total_amount: what has been done so far
 * @total_seconds: the time that was spent on it, pauses left out
 *
 * Amount and time fade alike, so that their ratio is right from the first update on.
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
 * Returns: the amount per second of late; 0 as long as no time was spent
 */
double
bp_pace_get (const BpPace *pace)
{
  return pace->recent_seconds > 0.0 ? pace->recent_amount / pace->recent_seconds : 0.0;
}
