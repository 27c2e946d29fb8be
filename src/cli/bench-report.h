/* SPDX-License-Identifier: MIT */
#pragma once

#include "benchmark.h"
#include "table.h"

/**
 * BpBenchReport:
 *
 * Figures of networks, shown as a table or as one JSON object a line.
 */
typedef struct
{
  /*< private >*/
  gboolean is_json;
  BpTable table;
} BpBenchReport;

void bp_bench_report_begin (BpBenchReport *report, gboolean is_json);
void bp_bench_report_add (BpBenchReport *report,
                          const BpTrainingConfig *config,
                          double peak_gflops,
                          const BpBenchmark *benchmark);
void bp_bench_report_end (BpBenchReport *report);
