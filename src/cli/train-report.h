/* SPDX-License-Identifier: MIT */
#pragma once

#include "diagnosis.h"
#include "metrics.h"
#include "trainer.h"

/**
 * BpTrainResult:
 * @test: (borrowed): the figures of the test samples; missing where its count is 0
 * @weights_sha256: (borrowed): digest of the weights
 * @is_interrupted: whether the training was ended by the person
 * @is_stopped_early: whether the held-out loss ended it
 * @patience: epochs without a lower held-out loss after which that happens
 * @save_path: (nullable) (borrowed): the file that has the weights
 *
 * The result of a training.
 */
typedef struct
{
  const BpMetrics *test;
  const char *weights_sha256;
  gboolean is_interrupted;
  gboolean is_stopped_early;
  guint patience;
  const char *save_path;
} BpTrainResult;

/**
 * BpTrainReport:
 *
 * Prints the course of a training: as JSON line by line, or for people as a table at the end.
 */
typedef struct
{
  /*< private >*/
  gboolean is_json;
  GArray *epochs;
  gboolean is_flagged; /* the network was found not to learn */
} BpTrainReport;

void bp_train_report_begin (BpTrainReport *report,
                            gboolean is_json,
                            const BpDataset *dataset,
                            const BpNetwork *network);
void bp_train_report_add_epoch (BpTrainReport *report, const BpEpoch *epoch);
void bp_train_report_print_diagnosis (BpTrainReport *report, const BpDiagnosis *diagnosis);
void bp_train_report_print_epochs (BpTrainReport *report);
void bp_train_report_print_result (BpTrainReport *report, const BpTrainResult *result);
void bp_train_report_clear (BpTrainReport *report);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BpTrainReport, bp_train_report_clear)
