/* SPDX-License-Identifier: MIT */
/*
 * The learning rate over the steps of a run, as a factor.
 *
 * Thread rule: pure functions of their arguments.
 */
#include "engine/schedule.h"

#include "engine/error.h"

#include <math.h>

static const char *const names[BP_N_SCHEDULES] = { "constant", "linear", "cosine" };

/**
 * bp_schedule_get_factor:
 * @schedule: how the learning rate falls
 * @step: steps made before, from 0
 * @n_steps: steps of the whole run; a step beyond them is as the last one
 * @n_warm_up_steps: over so many steps the learning rate first rises from near 0 in a straight line
 *
 * Cosine is that of Loshchilov and Hutter, "SGDR" (2017), equation 5, without restarts.
 *
 * Returns: what to multiply the learning rate with, over 0 and at most 1
 */
double
bp_schedule_get_factor (BpSchedule schedule, guint64 step, guint64 n_steps, guint64 n_warm_up_steps)
{
  double share;

  if (step < n_warm_up_steps)
    return (double) (step + 1) / (double) (n_warm_up_steps + 1);
  if (n_steps <= n_warm_up_steps || schedule == BP_SCHEDULE_CONSTANT)
    return 1.0;

  share =
      (double) (MIN (step, n_steps - 1) - n_warm_up_steps) / (double) (n_steps - n_warm_up_steps);
  return schedule == BP_SCHEDULE_LINEAR ? 1.0 - share : 0.5 * (1.0 + cos (G_PI * share));
}

/**
 * bp_schedule_get_name:
 * @schedule: a schedule
 *
 * Returns: (transfer none): its name, as bp_schedule_parse() takes it
 */
const char *
bp_schedule_get_name (BpSchedule schedule)
{
  g_return_val_if_fail (schedule < BP_N_SCHEDULES, NULL);

  return names[schedule];
}

/**
 * bp_schedule_parse:
 * @schedule: (out): the schedule
 * @name: "constant", "linear" or "cosine"
 * @error: return location for %BP_ERROR_INVALID_VALUE
 *
 * Returns: whether there is a schedule of that name
 */
gboolean
bp_schedule_parse (BpSchedule *schedule, const char *name, GError **error)
{
  for (guint i = 0; i < BP_N_SCHEDULES; i++)
    if (g_str_equal (name, names[i]))
      {
        *schedule = i;
        return TRUE;
      }

  g_set_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
               "“%s” is no schedule: choose constant, linear or cosine", name);
  return FALSE;
}
