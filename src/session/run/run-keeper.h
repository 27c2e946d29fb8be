/* SPDX-License-Identifier: MIT */
#pragma once

#include "metrics.h"
#include "run-settings.h"
#include "run-writer.h"
#include "trainer.h"

/**
 * BpRunKeeper:
 *
 * Stores a training run in a new folder in the store of the user's runs. A run that cannot be
 * stored is still trained: then every function but bp_run_keeper_take_problem() does nothing. Used
 * by the training thread alone from bp_run_keeper_begin() on.
 */
typedef struct _BpRunKeeper BpRunKeeper;

BpRunKeeper *bp_run_keeper_new (const char *store_folder, const BpRunSettings *settings);
BpRunKeeper *bp_run_keeper_new_continuing (BpRunWriter *writer);
void bp_run_keeper_set_budget (BpRunKeeper *keeper, guint64 n_bytes);
void bp_run_keeper_free (BpRunKeeper *keeper);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpRunKeeper, bp_run_keeper_free)

const char *bp_run_keeper_begin (BpRunKeeper *keeper, const BpTrainer *trainer);
void bp_run_keeper_add_step (BpRunKeeper *keeper, const BpTrainer *trainer, const BpStep *step);
void bp_run_keeper_add_epoch (BpRunKeeper *keeper,
                              const BpTrainer *trainer,
                              BpNetwork *network,
                              const BpEpoch *epoch);
void bp_run_keeper_add_learning_rate (BpRunKeeper *keeper, double learning_rate);
void bp_run_keeper_leave (BpRunKeeper *keeper, const BpTrainer *trainer);
void bp_run_keeper_add_test (BpRunKeeper *keeper, const BpMetrics *metrics);
void bp_run_keeper_end (BpRunKeeper *keeper,
                        BpTrainer *trainer,
                        gboolean is_stopped,
                        BpProgress *progress,
                        const GError *cause);
char *bp_run_keeper_take_problem (BpRunKeeper *keeper);
