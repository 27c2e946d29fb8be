/* SPDX-License-Identifier: MIT */
#pragma once

#include "run-continuer.h"
#include "run-controller.h"
#include "run-data-loader.h"
#include "runs-page.h"
#include "window.h"

/**
 * BpWindowRuns:
 * @page: the page of stored runs
 * @data_loader: loads the data of a run
 * @continuer: continues one
 * @controller: trains one again
 *
 * What the window does with stored runs needs these parts of it.
 */
typedef struct
{
  BpRunsPage *page;
  BpRunDataLoader *data_loader;
  BpRunContinuer *continuer;
  BpRunController *controller;
} BpWindowRuns;

void bp_window_runs_attach (BpWindow *self, const BpWindowRuns *parts);
