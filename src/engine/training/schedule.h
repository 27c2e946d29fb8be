/* SPDX-License-Identifier: MIT */
#pragma once

#include "choices.h"

#include <glib.h>

/**
 * BpSchedule:
 * @BP_SCHEDULE_CONSTANT: the learning rate stays constant
 * @BP_SCHEDULE_LINEAR: it falls to 0 linearly
 * @BP_SCHEDULE_COSINE: it falls to 0 along half a cosine: slowly, then fast, then slowly
 *
 * The course of the learning rate from the first step to the last: a row of %bp_schedules.
 */
typedef enum
{
  BP_SCHEDULE_CONSTANT,
  BP_SCHEDULE_LINEAR,
  BP_SCHEDULE_COSINE,
} BpSchedule;

extern const BpChoices bp_schedules;

double bp_schedule_get_factor (BpSchedule schedule,
                               guint64 step,
                               guint64 n_steps,
                               guint64 n_warm_up_steps);
const char *bp_schedule_get_name (BpSchedule schedule);
gboolean bp_schedule_parse (BpSchedule *schedule, const char *name, GError **error);
