/* SPDX-License-Identifier: MIT */
#pragma once

#include "document.h"
#include "pending.h"
#include "run-continuation.h"

#include <gtk/gtk.h>

/**
 * BpRunMember:
 * @group: the name of a series of runs
 * @seed: of this run
 * @histories: (element-type BpHistory): the runs of the series that have ended
 * @is_first: the run is the first one of the series
 *
 * What makes a run one of a series; borrowed.
 */
typedef struct
{
  const char *group;
  guint64 seed;
  GPtrArray *histories;
  gboolean is_first;
} BpRunMember;

#define BP_TYPE_RUN_CONTROLLER (bp_run_controller_get_type ())

/**
 * BpRunController:
 *
 * Starts, pauses and stops training runs, one at a time, and reports their results by its signals.
 * A run belongs to its #BpDocument even after the window has changed to another one.
 *
 * It adds the actions "train", "continue-run", "pause" (a state), "step-batch", "step-epoch",
 * "toggle-training", "stop", "go-back" and "restore-best", and enables those that are possible.
 */
G_DECLARE_FINAL_TYPE (BpRunController, bp_run_controller, BP, RUN_CONTROLLER, GObject)

BpRunController *bp_run_controller_new (GtkWindow *window, GSettings *settings, BpPending *pending);
void bp_run_controller_set_document (BpRunController *self, BpDocument *document);
void bp_run_controller_set_dataset (BpRunController *self, BpDataset *dataset, const char *path);
gboolean bp_run_controller_start_member (BpRunController *self, const BpRunMember *member);
void bp_run_controller_continue_run (BpRunController *self,
                                     BpRunContinuation *continuation,
                                     BpDataset *dataset);
gboolean
bp_run_controller_repeat_run (BpRunController *self, BpRunRecord *record, BpDataset *dataset);
gboolean bp_run_controller_can_start (BpRunController *self);
void bp_run_controller_set_own (BpRunController *self, BpDataset *own);
void bp_run_controller_set_step_time (BpRunController *self, double seconds);
void bp_run_controller_stop (BpRunController *self);
void bp_run_controller_close (BpRunController *self);
