/* SPDX-License-Identifier: MIT */
#pragma once

#include "train-report.h"
#include "trainer.h"

void bp_train_explain_divergence (BpTrainer *trainer,
                                  BpProgress *progress,
                                  BpTrainReport *report,
                                  GError *error);
void bp_train_warn_at_chance (BpTrainer *trainer,
                              const BpEpoch *epoch,
                              BpProgress *progress,
                              BpTrainReport *report);
