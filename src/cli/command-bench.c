/* SPDX-License-Identifier: MIT */
/* "backprop-cli bench": the speed of training on this machine. */
#include "config.h"

#include "bench-report.h"
#include "command.h"
#include "core-latency.h"
#include "interrupt.h"
#include "kernels.h"
#include "options.h"
#include "processors.h"
#include "progress-bar.h"
#include "team.h"

#include <glib/gi18n.h>
#include <string.h>

/* The seed of the noise images. */
#define SEED 1

/* Small, so that training on noise does not diverge. */
#define LEARNING_RATE 0.01f

#define DEFAULT_SECONDS 0.5f
#define MAX_SECONDS     60.0f
#define PEAK_SECONDS    0.2

static const char *const default_layers[] = { "128", "30", "512", "800", "512,512" };
static const guint default_batch_sizes[] = { 10, 32, 128 };

typedef struct
{
  char *layers;
  char *batch_size;
  char *n_threads;
  char *momentum;
  char *precision;
  char *seconds_text;
  float seconds;
  gboolean use_nesterov;
  gboolean is_json;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->layers);
  g_free (options->batch_size);
  g_free (options->n_threads);
  g_free (options->momentum);
  g_free (options->precision);
  g_free (options->seconds_text);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static BpTrainingConfig
make_config (const char *layers, guint batch_size, guint n_threads)
{
  BpTrainingConfig config;

  bp_training_config_init (&config);
  bp_training_config_parse_hidden (&config, layers, NULL);
  config.batch_size = batch_size;
  config.n_threads = n_threads;
  config.learning_rate = LEARNING_RATE;
  return config;
}

static void
add_threads (GArray *configs, const char *layers, guint batch_size)
{
  guint n_all = bp_team_choose_n_threads (0);
  BpTrainingConfig alone = make_config (layers, batch_size, 1);
  BpTrainingConfig together = make_config (layers, batch_size, n_all);

  g_array_append_val (configs, alone);
  if (n_all > 1)
    g_array_append_val (configs, together);
}

/* The configurations to measure: all usual values of the settings that the command line does not
 * give. */
static GArray *
list_configs (const Options *options)
{
  GArray *configs = g_array_new (FALSE, FALSE, sizeof (BpTrainingConfig));
  guint n_layers = options->layers != NULL ? 1 : G_N_ELEMENTS (default_layers);
  guint n_batch_sizes = options->batch_size != NULL ? 1 : G_N_ELEMENTS (default_batch_sizes);

  for (guint i = 0; i < n_layers; i++)
    for (guint j = 0; j < n_batch_sizes; j++)
      add_threads (configs, default_layers[i], default_batch_sizes[j]);

  return configs;
}

/* Applies the command line's settings to every configuration, and drops duplicates. */
static gboolean
apply_options (GArray *configs, const Options *options, GError **error)
{
  for (guint i = 0; i < configs->len; i++)
    {
      BpTrainingConfig *config = &g_array_index (configs, BpTrainingConfig, i);
      g_autoptr (GError) cause = NULL;

      config->optimizer.kind = options->use_nesterov ? BP_OPTIMIZER_NESTEROV : BP_OPTIMIZER_SGD;
      if (!bp_options_read_uint ("--batch-size", options->batch_size, 1, BP_TRAINER_MAX_BATCH_SIZE,
                                 &config->batch_size, error) ||
          !bp_options_read_uint ("--threads", options->n_threads, 1, BP_TEAM_MAX_THREADS,
                                 &config->n_threads, error) ||
          !bp_options_read_float ("--momentum", options->momentum, &config->optimizer.momentum,
                                  error))
        return FALSE;
      if ((options->layers != NULL &&
           !bp_training_config_parse_hidden (config, options->layers, &cause)) ||
          (options->precision != NULL &&
           !bp_precision_parse (&config->precision, options->precision, &cause)) ||
          !bp_kernels_check_precision (config->precision, &cause) ||
          !bp_training_config_check (config, &cause))
        {
          g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, cause->message);
          return FALSE;
        }
      if (options->n_threads != NULL && i % 2 == 1)
        g_array_remove_index (configs, i--);
    }

  return TRUE;
}

static BpBenchMachine
look_at_machine (void)
{
  BpProcessors processors;

  bp_processors_read ("/", &processors);
  return (BpBenchMachine){ processors.n_cores, bp_core_latency_measure () };
}

/* Whether a configuration is of the network and the batch of the one before it. */
static gboolean
is_of_same_network (const BpTrainingConfig *config, const BpTrainingConfig *other)
{
  return config->batch_size == other->batch_size && config->n_hidden == other->n_hidden &&
         memcmp (config->hidden, other->hidden, config->n_hidden * sizeof config->hidden[0]) == 0;
}

static gboolean
measure_all (GArray *configs, const Options *options, BpProgress *progress, GError **error)
{
  g_autoptr (BpDataset) dataset = bp_benchmark_make_dataset (SEED, error);
  double peaks[BP_TEAM_MAX_THREADS + 1] = { 0.0 };
  BpBenchMachine machine = look_at_machine ();
  const BpTrainingConfig *alone = NULL; /* the last one on one thread */
  double alone_seconds = 0.0;
  BpBenchReport report;
  BpProgressBar *bar;
  gboolean is_done = TRUE;

  if (dataset == NULL)
    return FALSE;

  bp_bench_report_begin (&report, options->is_json, &machine);
  bar = bp_progress_bar_start (_ ("Measuring"), progress);
  for (guint i = 0; i < configs->len && is_done; i++)
    {
      const BpTrainingConfig *config = &g_array_index (configs, BpTrainingConfig, i);
      double *peak = &peaks[config->n_threads];
      BpBenchmark benchmark;

      bp_progress_report (progress, i, configs->len);
      if (*peak == 0.0)
        *peak = bp_benchmark_measure_peak (config->n_threads, PEAK_SECONDS);
      is_done = bp_benchmark_run (config, dataset, (double) options->seconds, *peak,
                                  machine.latency, progress, &benchmark, error);
      if (!is_done)
        break;
      if (config->n_threads == 1)
        {
          alone = config;
          alone_seconds = benchmark.seconds_per_epoch;
        }
      if (alone != NULL && is_of_same_network (config, alone))
        benchmark.scaling = alone_seconds / benchmark.seconds_per_epoch;
      bp_bench_report_add (&report, config, *peak, &benchmark);
    }
  bp_progress_bar_stop (bar);
  bp_bench_report_end (&report);

  return is_done;
}

/**
 * bp_command_bench:
 * @argc: the number of arguments
 * @argv: (array length=argc): "bench" and what follows it
 * @error: return location, see #BpCommandFunc
 *
 * Returns: whether everything was measured
 */
gboolean
bp_command_bench (int argc, char **argv, GError **error)
{
  g_auto (Options) options = { .seconds = DEFAULT_SECONDS };
  g_autofree char *precision_help =
      bp_options_describe_choices (_ ("The precision of the products in training: %s (float32)"),
                                   &bp_precisions);
  const GOptionEntry entries[] = {
    { "layers", 'l', 0, G_OPTION_ARG_STRING, &options.layers,
      N_ ("Units of the hidden layers (128; 30; 512; 800; 512,512)"), N_ ("UNITS") },
    { "batch-size", 'b', 0, G_OPTION_ARG_STRING, &options.batch_size,
      N_ ("Images in each step (10, 32, 128)"), N_ ("N") },
    { "threads", 't', 0, G_OPTION_ARG_STRING, &options.n_threads,
      N_ ("Threads to share the work (1, all)"), N_ ("N") },
    { "momentum", 'm', 0, G_OPTION_ARG_STRING, &options.momentum,
      N_ ("How much of each step is carried over into the next one, from 0 to less than 1 (0)"),
      N_ ("M") },
    { "nesterov", 0, 0, G_OPTION_ARG_NONE, &options.use_nesterov,
      N_ ("Use Nesterov’s kind of momentum"), NULL },
    { "precision", 0, 0, G_OPTION_ARG_STRING, &options.precision, precision_help, N_ ("NAME") },
    { "seconds", 0, 0, G_OPTION_ARG_STRING, &options.seconds_text,
      N_ ("How long to train each network (0.5)"), N_ ("S") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.is_json,
      N_ ("Print a line with a JSON object for each network"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GArray) configs = NULL;

  if (!bp_options_parse (
          entries, NULL,
          _ ("Measures how fast networks train, evaluate and classify on this computer."),
          _ ("Each figure is a median of training alone. “of peak” is relative to multiplications\n"
             "and additions in registers, which are the maximum of the processor.\n"
             "The images are noise: the speed of a network does not depend on its input."),
          argc, argv, error) ||
      !bp_options_read_float ("--seconds", options.seconds_text, &options.seconds, error))
    return FALSE;
  if (!(options.seconds > 0.0f && options.seconds <= MAX_SECONDS))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("--seconds takes a number over 0 and up to %g"), (double) MAX_SECONDS);
      return FALSE;
    }

  configs = list_configs (&options);
  return apply_options (configs, &options, error) &&
         measure_all (configs, &options, bp_interrupt_watch (), error);
}
