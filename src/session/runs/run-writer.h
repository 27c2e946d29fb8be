/* SPDX-License-Identifier: MIT */
#pragma once

#include "metrics.h"
#include "run-record.h"
#include "trainer.h"

/* The default seconds between two checkpoints within an epoch. */
#define BP_RUN_CHECKPOINT_SECONDS 5.0

/**
 * BpRunWriter:
 *
 * Stores a run during training: its settings, every step's loss, every epoch's figures and network,
 * and checkpoints from which it can be continued to the same bytes. It holds the run's lock until
 * it is freed.
 *
 * The training thread adds the data, and the writer's thread writes them, so that training never
 * waits for a disk. A failed write (a full disk, a removed folder) does not end the training:
 * bp_run_writer_take_problem() reports it once, and data that can be written later are.
 *
 * |[<!-- language="C" -->
 * writer = bp_run_writer_new (folder, &error);
 * ...make a trainer; fill in the settings...
 * bp_run_writer_begin (writer, trainer, &settings, &error);
 * while (...)
 *   {
 *     bp_trainer_step (trainer, &step, &error);
 *     bp_run_writer_add_step (writer, trainer, &step);
 *     if (step.is_epoch_end)
 *       {
 *         bp_trainer_end_epoch (trainer, progress, &epoch, &error);
 *         ...copy the network...
 *         bp_run_writer_add_epoch (writer, trainer, copy, &epoch);
 *       }
 *   }
 * bp_run_writer_leave (writer, trainer);
 * ...calibrate and test the network...
 * bp_run_writer_end (writer, &ending, &error);
 * bp_run_writer_free (writer);
 * ]|
 *
 * A continued run begins with bp_run_writer_open() and bp_run_writer_continue() instead, and
 * proceeds in the same way. A writer that is freed without bp_run_writer_end() leaves an
 * interrupted run.
 */
typedef struct _BpRunWriter BpRunWriter;

/**
 * BpRunEnding:
 * @state: the final state: any but running and interrupted
 * @message: (nullable): the error that ended it, for users
 * @final: (nullable): the last network, calibrated; %NULL where it is not usable
 * @best: (nullable): the best epoch's network, likewise; %NULL where the run has none
 * @test: (nullable): figures of the last network on the test samples
 *
 * The end of a run. All fields are borrowed.
 */
typedef struct
{
  BpRunState state;
  const char *message;
  const BpNetwork *final;
  const BpNetwork *best;
  const BpMetrics *test;
} BpRunEnding;

BpRunWriter *bp_run_writer_new (const char *folder, GError **error);
BpRunWriter *bp_run_writer_open (const char *folder, GError **error);
void bp_run_writer_free (BpRunWriter *writer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpRunWriter, bp_run_writer_free)

void bp_run_writer_set_interval (BpRunWriter *writer, double seconds);
void bp_run_writer_set_budget (BpRunWriter *writer, guint64 n_bytes);
const char *bp_run_writer_get_folder (const BpRunWriter *writer);
const BpRunRecord *bp_run_writer_get_record (const BpRunWriter *writer);

gboolean bp_run_writer_begin (BpRunWriter *writer,
                              const BpTrainer *trainer,
                              const BpRunSettings *settings,
                              GError **error);
BpTrainer *
bp_run_writer_continue (BpRunWriter *writer, BpDataset *dataset, guint n_threads, GError **error);

void bp_run_writer_add_step (BpRunWriter *writer, const BpTrainer *trainer, const BpStep *step);
void bp_run_writer_add_epoch (BpRunWriter *writer,
                              const BpTrainer *trainer,
                              BpNetwork *network,
                              const BpEpoch *epoch);
void bp_run_writer_add_learning_rate (BpRunWriter *writer, double learning_rate);
void bp_run_writer_leave (BpRunWriter *writer, const BpTrainer *trainer);
BpNetwork *bp_run_writer_get_best (const BpRunWriter *writer);
BpNetwork *bp_run_writer_calibrate_best (const BpRunWriter *writer,
                                         BpTrainer *trainer,
                                         BpProgress *progress,
                                         GError **error);
gboolean bp_run_writer_end (BpRunWriter *writer, const BpRunEnding *ending, GError **error);

char *bp_run_writer_take_problem (BpRunWriter *writer);
