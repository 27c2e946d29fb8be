/* SPDX-License-Identifier: MIT */
#pragma once

#include "run-writer.h"
#include "train-options.h"

gboolean bp_train_run_check (const BpTrainOptions *options, GError **error);
BpRunWriter *bp_train_run_open (const BpTrainOptions *options, GError **error);

gboolean bp_train_run_begin (const BpTrainer *trainer,
                             const BpTrainOptions *options,
                             const char *command,
                             BpRunWriter **writer,
                             GError **error);
gboolean bp_train_run_read_options (const BpRunWriter *writer, BpTrainOptions *options);
gboolean bp_train_run_make_epoch (BpRunWriter *writer,
                                  BpTrainer *trainer,
                                  BpProgress *progress,
                                  BpEpoch *epoch,
                                  GError **error);
void bp_train_run_end (BpRunWriter *writer,
                       BpTrainer *trainer,
                       const BpMetrics *test,
                       gboolean is_interrupted);
void bp_train_run_fail (BpRunWriter *writer, BpTrainer *trainer, const GError *cause);
void bp_train_run_print_problem (BpRunWriter *writer);
