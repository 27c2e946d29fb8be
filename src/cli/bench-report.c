/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "bench-report.h"

#include "json-line.h"
#include "kernels.h"

#include <glib/gi18n.h>

static const char *const headings[] = {
  N_ ("Network"), N_ ("Batch"),     N_ ("Threads"),  N_ ("s/epoch"),
  N_ ("scaling"), N_ ("predicted"), N_ ("images/s"), N_ ("GFLOP/s"),
  N_ ("of peak"), N_ ("1 image"),   N_ ("test set"),
};

/**
 * bp_bench_report_begin:
 * @report: (out caller-allocates): the report
 * @is_json: print JSON
 * @machine: the computer
 *
 * Begins a report. For people, it prints the instruction set and the cores, and begins a table.
 */
void
bp_bench_report_begin (BpBenchReport *report, gboolean is_json, const BpBenchMachine *machine)
{
  report->is_json = is_json;
  report->machine = *machine;
  if (is_json)
    return;

  g_print (_ ("Instruction set: %s"), bp_kernels_get ()->name);
  g_print ("\n");
  if (machine->latency > 0.0)
    g_print (_ ("Cores: %u; a cache line takes %.0f ns from one to another"), machine->n_cores,
             1e9 * machine->latency);
  else
    g_print (_ ("Cores: %u"), machine->n_cores);
  g_print ("\n\n");
  bp_table_begin (&report->table, G_N_ELEMENTS (headings));
  for (guint i = 0; i < G_N_ELEMENTS (headings); i++)
    bp_table_add (&report->table, _ (headings[i]));
}

static char *
describe_network (const BpTrainingConfig *config)
{
  GString *text = g_string_new ("784");

  for (guint i = 0; i < config->n_hidden; i++)
    g_string_append_printf (text, "-%u", config->hidden[i]);
  g_string_append (text, "-10");

  return g_string_free (text, FALSE);
}

static void
print_as_json (const BpBenchMachine *machine,
               const BpTrainingConfig *config,
               double peak_gflops,
               const BpBenchmark *benchmark)
{
  g_autofree char *network = describe_network (config);
  BpJsonLine line;

  bp_json_line_begin (&line);
  bp_json_line_add_string (&line, "network", network);
  bp_json_line_add_unsigned (&line, "batch_size", config->batch_size);
  bp_json_line_add_unsigned (&line, "threads", config->n_threads);
  bp_json_line_add_number (&line, "momentum", (double) config->optimizer.momentum);
  bp_json_line_add_boolean (&line, "nesterov", config->optimizer.kind == BP_OPTIMIZER_NESTEROV);
  bp_json_line_add_string (&line, "instructions", bp_kernels_get ()->name);
  bp_json_line_add_string (&line, "precision",
                           bp_choices_get_name (&bp_precisions, config->precision));
  bp_json_line_add_number (&line, "seconds_per_epoch", benchmark->seconds_per_epoch);
  bp_json_line_add_number (&line, "images_per_second", benchmark->images_per_second);
  bp_json_line_add_number (&line, "gflops", benchmark->gflops);
  bp_json_line_add_number (&line, "peak_gflops", peak_gflops);
  bp_json_line_add_number (&line, "share_of_peak", benchmark->gflops / peak_gflops);
  bp_json_line_add_unsigned (&line, "cores", machine->n_cores);
  bp_json_line_add_number (&line, "core_latency_seconds", machine->latency);
  if (benchmark->scaling > 0.0)
    bp_json_line_add_number (&line, "scaling", benchmark->scaling);
  bp_json_line_add_number (&line, "predicted_seconds_per_epoch", benchmark->predicted_seconds);
  bp_json_line_add_number (&line, "classify_seconds", benchmark->classify_seconds);
  bp_json_line_add_number (&line, "evaluate_seconds", benchmark->evaluate_seconds);
  bp_json_line_print (&line);
}

/**
 * bp_bench_report_add:
 * @report: the report
 * @config: the measured configuration
 * @peak_gflops: the peak of the processor with as many threads
 * @benchmark: the figures
 */
void
bp_bench_report_add (BpBenchReport *report,
                     const BpTrainingConfig *config,
                     double peak_gflops,
                     const BpBenchmark *benchmark)
{
  BpTable *table = &report->table;
  g_autofree char *network = NULL;

  if (report->is_json)
    {
      print_as_json (&report->machine, config, peak_gflops, benchmark);
      return;
    }

  network = describe_network (config);
  bp_table_add (table, network);
  bp_table_add_format (table, "%u", config->batch_size);
  bp_table_add_format (table, "%u", config->n_threads);
  bp_table_add_format (table, "%.3f", benchmark->seconds_per_epoch);
  if (benchmark->scaling > 0.0)
    bp_table_add_format (table, "%.2f", benchmark->scaling);
  else
    bp_table_add (table, "–");
  bp_table_add_format (table, "%.3f", benchmark->predicted_seconds);
  bp_table_add_format (table, "%.0f", benchmark->images_per_second);
  bp_table_add_format (table, "%.1f", benchmark->gflops);
  bp_table_add_format (table, "%.0f %%", 100.0 * benchmark->gflops / peak_gflops);
  bp_table_add_format (table, _ ("%.1f µs"), 1e6 * benchmark->classify_seconds);
  bp_table_add_format (table, _ ("%.1f ms"), 1e3 * benchmark->evaluate_seconds);
}

/**
 * bp_bench_report_end:
 * @report: the report, which must not be used afterwards
 *
 * Prints the table.
 */
void
bp_bench_report_end (BpBenchReport *report)
{
  if (!report->is_json)
    bp_table_print (&report->table);
}
