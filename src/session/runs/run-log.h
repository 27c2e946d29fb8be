/* SPDX-License-Identifier: MIT */
#pragma once

#include "history-epoch.h"

#include <glib.h>

/**
 * BpRunEventKind:
 * @BP_RUN_EVENT_CONTINUED: the run was continued from a checkpoint
 * @BP_RUN_EVENT_LEARNING_RATE: the learning rate was changed
 *
 * The kinds of events of a run other than the ends of epochs: rows of a table.
 */
typedef enum
{
  BP_RUN_EVENT_CONTINUED,
  BP_RUN_EVENT_LEARNING_RATE,
} BpRunEventKind;

/**
 * BpRunEvent:
 * @kind: of the event
 * @step: the number of steps before it: its position on an axis of steps
 * @learning_rate: of the next step, before the factor of the schedule
 *
 * An event of a run, which its charts mark.
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
 * @epochs: (element-type BpHistoryEpoch): the figures of every finished epoch
 * @events: (element-type BpRunEvent): the other events, in order
 *
 * The log of a run.
 */
typedef struct
{
  GArray *losses;
  GArray *epochs;
  GArray *events;
} BpRunLog;

BpRunLog *bp_run_log_load (const char *folder, GError **error);
BpRunLog *bp_run_log_load_epochs (const char *folder, GError **error);
void bp_run_log_free (BpRunLog *log);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpRunLog, bp_run_log_free)

void bp_run_log_cut (BpRunLog *log, guint64 n_steps, guint epoch);
void bp_run_log_append_epoch (const BpHistoryEpoch *epoch, GString *lines);
void bp_run_log_append_event (const BpRunEvent *event, GString *lines);
