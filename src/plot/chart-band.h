/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-series.h"

BpChartSeries *bp_chart_band_new (const char *name,
                                  BpChartSeriesFlags flags,
                                  BpChartSeries *const *series,
                                  guint n_series);
