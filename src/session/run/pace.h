/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/**
 * BpPace:
 *
 * The present speed of some work: a running mean with a time constant of one second. Begins as
 * zeroed memory.
 */
typedef struct
{
  /*< private >*/
  double total_amount;
  double total_seconds;
  double recent_amount;
  double recent_seconds;
} BpPace;

void bp_pace_update (BpPace *pace, double total_amount, double total_seconds);
double bp_pace_get (const BpPace *pace);
