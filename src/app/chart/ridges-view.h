/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-ridges.h"
#include "figure.h"

#define BP_TYPE_RIDGES_VIEW (bp_ridges_view_get_type ())

/**
 * BpRidgesView:
 *
 * The widget of #BpChartRidges. Up and Down go to the older and to the newer ridge, Home and End to
 * the first and to the last one.
 */
G_DECLARE_FINAL_TYPE (BpRidgesView, bp_ridges_view, BP, RIDGES_VIEW, BpFigure)

void bp_ridges_view_set_ridges (BpRidgesView *self, BpChartRidges *ridges);
