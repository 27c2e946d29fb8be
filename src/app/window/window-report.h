/* SPDX-License-Identifier: MIT */
#pragma once

#include "runs-page.h"
#include "window.h"

void bp_window_report_attach (BpWindow *self, BpRunsPage *runs_page);
