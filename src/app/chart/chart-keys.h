/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-model.h"

gboolean bp_chart_find_place_of_key (const BpChartModel *model, guint key, double *x);
