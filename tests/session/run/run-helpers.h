/* SPDX-License-Identifier: MIT */
#pragma once

#include "training-run.h"

/* More epochs than a test finishes. */
#define BP_TEST_ENDLESS 100000000

/**
 * BpTestOutcome:
 * @is_done: whether the callback was called
 * @is_successful: the result of the run's finish function
 * @error: its error
 *
 * The outcome of a run. Begins as zeroed memory.
 */
typedef struct
{
  gboolean is_done;
  gboolean is_successful;
  GError *error;
} BpTestOutcome;

void bp_test_outcome_clear (BpTestOutcome *outcome);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BpTestOutcome, bp_test_outcome_clear)

void bp_test_outcome_wait (BpTestOutcome *outcome);
void bp_test_outcome_assert_success (const BpTestOutcome *outcome);
void bp_test_on_run_done (GObject *source, GAsyncResult *result, gpointer outcome);

void bp_test_training_config_init (BpTrainingConfig *config);
BpTrainer *bp_test_trainer_new (float learning_rate, const BpNetwork *initial);

void bp_test_iterate_for (guint milliseconds);
void bp_test_wait_for_steps (BpTrainingRun *run, gsize n_more);
gsize bp_test_wait_until_still (BpTrainingRun *run);
void bp_test_assert_is_calibrated (const BpNetwork *network);
void bp_test_assert_same_parameters (const BpNetwork *first, const BpNetwork *second);
