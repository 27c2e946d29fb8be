/* SPDX-License-Identifier: MIT */
#pragma once

#include "mailbox.h"
#include "run-keeper.h"
#include "trainer.h"

/**
 * BpTrainingThread:
 *
 * A thread that trains a network for a number of epochs, evaluates it on the test samples and ends.
 * It posts results to its mailbox and obeys the mailbox's requests after at most one step. A
 * request to stop also ends an evaluation.
 */
typedef struct _BpTrainingThread BpTrainingThread;

BpTrainingThread *bp_training_thread_new (BpTrainer *trainer, guint n_epochs, double best_accuracy);
void bp_training_thread_free (BpTrainingThread *thread);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpTrainingThread, bp_training_thread_free)

void bp_training_thread_set_keeper (BpTrainingThread *thread, BpRunKeeper *keeper);
void bp_training_thread_set_own (BpTrainingThread *thread, BpDataset *own);
gboolean bp_training_thread_start (BpTrainingThread *thread, GError **error);
BpMailbox *bp_training_thread_get_mailbox (BpTrainingThread *thread);
