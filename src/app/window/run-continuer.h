/* SPDX-License-Identifier: MIT */
#pragma once

#include "run-controller.h"
#include "run-data-loader.h"
#include "run-record.h"

#define BP_TYPE_RUN_CONTINUER (bp_run_continuer_get_type ())

/**
 * BpRunContinuer:
 *
 * Continues a stored run: loads its data and its checkpoint, and hands it to the run controller. It
 * finds a run that was interrupted. Results are reported by its signals.
 *
 * It adds the action "continue-interrupted", which is enabled while there is a run to continue.
 */
G_DECLARE_FINAL_TYPE (BpRunContinuer, bp_run_continuer, BP, RUN_CONTINUER, GObject)

BpRunContinuer *bp_run_continuer_new (GActionMap *actions,
                                      GSettings *settings,
                                      BpPending *pending,
                                      BpRunDataLoader *loader,
                                      BpRunController *controller);
void bp_run_continuer_find (BpRunContinuer *self);
void bp_run_continuer_continue (BpRunContinuer *self, BpRunRecord *record);
void bp_run_continuer_set_record (BpRunContinuer *self, BpRunRecord *record);
void bp_run_continuer_close (BpRunContinuer *self);
