/* SPDX-License-Identifier: MIT */
#pragma once

#include "history-epoch.h"

#include <glib.h>

/**
 * BpRunEventKind:
 * @BP_RUN_EVENT_CONTINUED: the run was continued from a checkpoint
 * @BP_RUN_EVENT_LEARNING_RATE: the learning rate was changed
 *
 * What can happen in a run, beside the ends of epochs: a row of a table.
 */
typedef enum
{
  BP_RUN_EVENT_CONTINUED,
  BP_RUN_EVENT_LEARNING_RATE,
} BpRunEventKind;

/**
 * BpRunEvent:
 * @kind: what happened
 * @step: steps that were made before it: its place on an axis of steps
 * @learning_rate: of the next step, before the factor of the schedule
 *
 * An event of a run, to be marked in its charts.
 */
typedef struct
{
  BpRunEventKind kind;
  guint64 step;
  double learning_rate;
} BpRunEvent;

/**
 * BpRunLog:
 * @losses: (element-type float): the loss of every step; NaN where it was lost
 * @epochs: (element-type BpHistoryEpoch): the figures of every epoch that has ended
 * @events: (element-type BpRunEvent): what else happened, in order
 *
 * The course of a run.
 */
typedef struct
{
  GArray *losses;
  GArray *epochs;
  GArray *events;
} BpRunLog;

BpRunLog *bp_run_log_load (const char *folder, GError **error);
void bp_run_log_free (BpRunLog *log);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpRunLog, bp_run_log_free)

void bp_run_log_cut (BpRunLog *log, guint64 n_steps, guint epoch);
void bp_run_log_append_epoch (const BpHistoryEpoch *epoch, GString *lines);
void bp_run_log_append_event (const BpRunEvent *event, GString *lines);
