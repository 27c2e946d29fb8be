/* SPDX-License-Identifier: MIT */
#pragma once

#include "page.h"
#include "run-charts.h"
#include "time-travel.h"
#include "training-run.h"

#define BP_TYPE_TRAIN_PAGE (bp_train_page_get_type ())

/**
 * BpTrainPage:
 *
 * The charts of a run, and below them a slider over its epochs, and a line and a bar with its
 * progress. A second line shows the loading of a data set.
 *
 * Its buttons activate "win.cancel-loading", "win.step-batch", "win.step-epoch", "win.continue-run"
 * and "win.restore-best". The slider of slow motion emits "step-time-changed".
 */
G_DECLARE_FINAL_TYPE (BpTrainPage, bp_train_page, BP, TRAIN_PAGE, BpPage)

BpRunCharts *bp_train_page_get_charts (BpTrainPage *self);
void bp_train_page_set_run (BpTrainPage *self,
                            BpTrainingRun *run,
                            BpNetwork *network,
                            const char *idle_text);

void bp_train_page_set_time_travel (BpTrainPage *self, BpTimeTravel *time_travel);
void bp_train_page_set_n_epochs (BpTrainPage *self, int n_epochs);

void bp_train_page_begin_loading (BpTrainPage *self, const char *text);
void bp_train_page_set_loading_fraction (BpTrainPage *self, double fraction);
void bp_train_page_end_loading (BpTrainPage *self);
