/* SPDX-License-Identifier: MIT */
/*
 * The schedules of the learning rate: a factor for each step of a run. A schedule is a function and
 * a row of the table.
 *
 * Thread rule: pure functions of their arguments.
 */
#include "schedule.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* A schedule maps the share of the run that is over, from 0 to less than 1, to the factor. */
typedef struct
{
  const char *name;
  const char *title;
  double (*get_factor) (double share);
} Row;

static double
stay (double share G_GNUC_UNUSED)
{
  return 1.0;
}

static double
fall_linearly (double share)
{
  return 1.0 - share;
}

/* Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts" (2017), equation 5,
 * without restarts. */
static double
fall_along_cosine (double share)
{
  return 0.5 * (1.0 + cos (G_PI * share));
}

static const Row rows[] = {
  [BP_SCHEDULE_CONSTANT] = { "constant", NC_ ("schedule", "Constant"), stay },
  [BP_SCHEDULE_LINEAR] = { "linear", NC_ ("schedule", "Linear"), fall_linearly },
  [BP_SCHEDULE_COSINE] = { "cosine", NC_ ("schedule", "Cosine"), fall_along_cosine },
};

const BpChoices bp_schedules =
    BP_CHOICES ("schedule", N_ ("“%s” is not a valid schedule: choose %s"), rows, Row);

/**
 * bp_schedule_get_factor:
 * @schedule: the schedule
 * @step: the number of steps made before
 * @n_steps: steps of the whole run; steps beyond the last one get its factor
 * @n_warm_up_steps: the number of steps over which the learning rate first rises linearly from near
 *   0
 *
 * Returns: the factor of the learning rate, over 0 and at most 1
 */
double
bp_schedule_get_factor (BpSchedule schedule, guint64 step, guint64 n_steps, guint64 n_warm_up_steps)
{
  double share;

  if (step < n_warm_up_steps)
    return (double) (step + 1) / (double) (n_warm_up_steps + 1);
  if (n_steps <= n_warm_up_steps)
    return 1.0;

  share =
      (double) (MIN (step, n_steps - 1) - n_warm_up_steps) / (double) (n_steps - n_warm_up_steps);
  return rows[schedule].get_factor (share);
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
  return bp_choices_get_name (&bp_schedules, schedule);
}

/**
 * bp_schedule_parse:
 * @schedule: (out): the schedule
 * @name: of a schedule, as in "cosine"
 * @error: return location for %BP_ERROR_INVALID_VALUE, which lists the names that there are
 *
 * Returns: whether there is a schedule of that name
 */
gboolean
bp_schedule_parse (BpSchedule *schedule, const char *name, GError **error)
{
  guint position;

  if (!bp_choices_find (&bp_schedules, name, &position, error))
    return FALSE;

  *schedule = position;
  return TRUE;
}
