/* SPDX-License-Identifier: MIT */
#pragma once

#include "benchmark.h"
#include "table.h"

/**
 * BpBenchMachine:
 * @n_cores: the cores that this program may use
 * @latency: seconds that a cache line takes from core to core; 0 where there is one
 *
 * What the figures depend on beside the speed of a core.
 */
typedef struct
{
  guint n_cores;
  double latency;
} BpBenchMachine;

/**
 * BpBenchReport:
 *
 * Figures of networks, shown as a table or as one JSON object a line.
 */
typedef struct
{
  /*< private >*/
  gboolean is_json;
  BpBenchMachine machine;
  BpTable table;
} BpBenchReport;

void bp_bench_report_begin (BpBenchReport *report, gboolean is_json, const BpBenchMachine *machine);
void bp_bench_report_add (BpBenchReport *report,
                          const BpTrainingConfig *config,
                          double peak_gflops,
                          const BpBenchmark *benchmark);
void bp_bench_report_end (BpBenchReport *report);
