/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-picture.h"
#include "choices.h"
#include "run-log.h"
#include "run-record.h"

/**
 * BpRunChartKind:
 * @BP_RUN_CHART_KIND_LOSS: the loss of every step, and the held-out loss of every epoch
 * @BP_RUN_CHART_KIND_ACCURACY: the accuracies of every epoch
 *
 * The charts of a run: a row of %bp_run_chart_kinds.
 */
typedef enum
{
  BP_RUN_CHART_KIND_LOSS,
  BP_RUN_CHART_KIND_ACCURACY,
} BpRunChartKind;

extern const BpChoices bp_run_chart_kinds;

GBytes *bp_run_chart_render (const BpRunRecord *record,
                             const BpRunLog *log,
                             BpRunChartKind kind,
                             BpChartPictureKind format,
                             GError **error);
gboolean bp_run_chart_save (const BpRunRecord *record,
                            const BpRunLog *log,
                            BpRunChartKind kind,
                            const char *path,
                            GError **error);
