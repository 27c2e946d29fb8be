/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-series.h"
#include "run-record.h"

/**
 * BpRunLook:
 * @color: of its curves
 * @flags: their dashes, and whether they are thick
 *
 * What tells the curves of a stored run from those of others.
 */
typedef struct
{
  BpChartColor color;
  BpChartSeriesFlags flags;
} BpRunLook;

void bp_run_look_init (BpRunLook *look, const BpRunRecord *record, guint slot);
