/* SPDX-License-Identifier: MIT */
/* "backprop-cli evaluate": evaluates saved weights on a data set. */
#include "config.h"

#include "calibration.h"
#include "command.h"
#include "data-option.h"
#include "error.h"
#include "interrupt.h"
#include "json-line.h"
#include "metrics.h"
#include "options.h"
#include "progress-bar.h"
#include "split-option.h"
#include "table.h"
#include "weights-option.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define MAX_THREADS 256

typedef struct
{
  char *weights;
  char *activation;
  char **data;
  char *split;
  char *n_threads;
  gboolean is_json;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->weights);
  g_free (options->activation);
  g_strfreev (options->data);
  g_free (options->split);
  g_free (options->n_threads);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* The images of a split, or of all. */
typedef struct
{
  BpSamples samples;
  guint8 *images; /* owned: those of @samples, where they were put together */
  guint8 *labels;
} Chosen;

static void
chosen_clear (Chosen *chosen)
{
  g_clear_pointer (&chosen->images, g_free);
  g_clear_pointer (&chosen->labels, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Chosen, chosen_clear)

static gboolean
join_splits (const BpDataset *dataset, Chosen *chosen, GError **error)
{
  gsize n_pixels = bp_dataset_get_n_pixels (dataset);
  gsize count = 0;

  for (guint split = 0; split < BP_N_SPLITS; split++)
    count += bp_dataset_get_samples (dataset, (BpSplit) split).count;
  chosen->images = g_try_malloc_n (count, n_pixels);
  chosen->labels = g_try_malloc (count);
  if (chosen->images == NULL || chosen->labels == NULL)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                           _ ("There is no memory for all images at once: choose some with "
                              "--split"));
      return FALSE;
    }

  for (guint split = 0; split < BP_N_SPLITS; split++)
    {
      BpSamples samples = bp_dataset_get_samples (dataset, (BpSplit) split);

      if (samples.count == 0)
        continue;
      memcpy (chosen->images + chosen->samples.count * n_pixels, samples.images,
              samples.count * n_pixels);
      memcpy (chosen->labels + chosen->samples.count, samples.labels, samples.count);
      chosen->samples.count += samples.count;
    }
  chosen->samples.images = chosen->images;
  chosen->samples.labels = chosen->labels;
  return TRUE;
}

static gboolean
choose_samples (const BpDataset *dataset, BpSplit split, Chosen *chosen, GError **error)
{
  if (split == BP_SPLIT_OPTION_ALL)
    return join_splits (dataset, chosen, error);

  chosen->samples = bp_split_option_get_samples (dataset, split, error);
  return chosen->samples.count > 0;
}

static gboolean
evaluate (const BpNetwork *network,
          const BpDataset *dataset,
          BpSplit split,
          guint n_threads,
          BpProgress *progress,
          BpMetrics *metrics,
          BpCalibration *calibration,
          GError **error)
{
  g_auto (Chosen) chosen = { .images = NULL };
  BpProgressBar *bar;
  gboolean is_done;

  if (!bp_network_check_fits (network, dataset, error) ||
      !choose_samples (dataset, split, &chosen, error))
    return FALSE;

  bar = bp_progress_bar_start (_ ("Evaluating"), progress);
  is_done = bp_evaluate (network, chosen.samples, n_threads, progress, metrics, error) &&
            bp_calibration_measure (network, chosen.samples, progress, calibration, error);
  bp_progress_bar_stop (bar);
  return is_done;
}

static void
add_classes (BpJsonLine *line, const BpMetrics *metrics, const BpDataset *dataset)
{
  bp_json_line_open_array (line, "per_class");
  for (guint i = 0; i < metrics->n_classes; i++)
    {
      BpClassMetrics figures = bp_metrics_get_class (metrics, i);

      bp_json_line_open_object (line);
      bp_json_line_add_string (line, "name", bp_dataset_get_class_name (dataset, i));
      bp_json_line_add_number (line, "precision", figures.precision);
      bp_json_line_add_number (line, "recall", figures.recall);
      bp_json_line_add_number (line, "f1", figures.f1);
      bp_json_line_add_unsigned (line, "support", figures.support);
      bp_json_line_close_object (line);
    }
  bp_json_line_close_array (line);
}

static void
add_reliability (BpJsonLine *line, const char *key, const BpReliabilityBin *bins)
{
  bp_json_line_open_array (line, key);
  for (guint i = 0; i < BP_RELIABILITY_N_BINS; i++)
    {
      bp_json_line_open_object (line);
      bp_json_line_add_unsigned (line, "count", bins[i].count);
      bp_json_line_add_number (line, "confidence", bins[i].confidence);
      bp_json_line_add_number (line, "accuracy", bins[i].accuracy);
      bp_json_line_close_object (line);
    }
  bp_json_line_close_array (line);
}

static void
print_as_json (const BpMetrics *metrics,
               const BpCalibration *calibration,
               BpSplit split,
               const BpDataset *dataset)
{
  BpJsonLine line;

  bp_json_line_begin (&line);
  bp_json_line_add_string (&line, "split", bp_split_option_get_name (split));
  bp_json_line_add_unsigned (&line, "count", metrics->count);
  bp_json_line_add_unsigned (&line, "correct", metrics->n_correct);
  bp_json_line_add_number (&line, "loss", metrics->loss);
  bp_json_line_add_number (&line, "accuracy", metrics->accuracy);
  bp_json_line_add_number (&line, "temperature", calibration->temperature);
  bp_json_line_add_number (&line, "calibration_error_before", calibration->error_before);
  bp_json_line_add_number (&line, "calibration_error", calibration->error_after);
  bp_json_line_add_number (&line, "unsure", calibration->unsure_digits);
  bp_json_line_add_count_rows (&line, "confusion", metrics->confusion, metrics->n_classes,
                               metrics->n_classes);
  add_classes (&line, metrics, dataset);
  add_reliability (&line, "reliability_before", calibration->bins_before);
  add_reliability (&line, "reliability", calibration->bins_after);
  bp_json_line_print (&line);
}

/* Prints the confusion matrix: a row for each class, a column for each answer. */
static void
print_confusion (const BpMetrics *metrics, const BpDataset *dataset)
{
  guint n_classes = metrics->n_classes;
  BpTable table;

  bp_table_begin (&table, n_classes + 2);
  bp_table_add (&table, _ ("Actual / answer"));
  for (guint j = 0; j < n_classes; j++)
    bp_table_add (&table, bp_dataset_get_class_name (dataset, j));
  bp_table_add (&table, _ ("right"));

  for (guint i = 0; i < n_classes; i++)
    {
      const guint32 *row = metrics->confusion + (gsize) i * n_classes;
      guint64 count = 0;

      bp_table_add (&table, bp_dataset_get_class_name (dataset, i));
      for (guint j = 0; j < n_classes; j++)
        {
          bp_table_add_format (&table, "%u", row[j]);
          count += row[j];
        }
      if (count > 0)
        bp_table_add_format (&table, "%.1f %%", 100.0 * row[i] / (double) count);
      else
        bp_table_add (&table, "–");
    }
  bp_table_print (&table);
}

static void
add_share (BpTable *table, double share)
{
  if (isnan (share))
    bp_table_add (table, "–");
  else
    bp_table_add_format (table, "%.2f %%", share * 100.0);
}

static void
print_classes (const BpMetrics *metrics, const BpDataset *dataset)
{
  BpTable table;

  bp_table_begin (&table, 5);
  bp_table_add (&table, _ ("Class"));
  bp_table_add (&table, _ ("precision"));
  bp_table_add (&table, _ ("recall"));
  bp_table_add (&table, "F1");
  bp_table_add (&table, _ ("images"));
  for (guint i = 0; i < metrics->n_classes; i++)
    {
      BpClassMetrics figures = bp_metrics_get_class (metrics, i);

      bp_table_add (&table, bp_dataset_get_class_name (dataset, i));
      add_share (&table, figures.precision);
      add_share (&table, figures.recall);
      add_share (&table, figures.f1);
      bp_table_add_format (&table, "%" G_GUINT64_FORMAT, figures.support);
    }
  bp_table_print (&table);
}

static void
print_calibration (const BpCalibration *calibration)
{
  g_print (_ ("Expected calibration error: %.2f %%, without the temperature of %.3f: %.2f %%"),
           calibration->error_after * 100.0, calibration->temperature,
           calibration->error_before * 100.0);
  g_print ("\n");
  g_print (_ ("Not sure of: %.2f %%"), calibration->unsure_digits * 100.0);
  g_print ("\n\n");
}

/* The line of the accuracy, for a number of images. */
static const char *
get_heading (BpSplit split, gulong n_images)
{
  switch (split)
    {
    case BP_SPLIT_TRAIN:
      return ngettext ("Train accuracy: %.2f %%, loss %.4f, %u image",
                       "Train accuracy: %.2f %%, loss %.4f, %u images", n_images);
    case BP_SPLIT_HELD_OUT:
      return ngettext ("Held-out accuracy: %.2f %%, loss %.4f, %u image",
                       "Held-out accuracy: %.2f %%, loss %.4f, %u images", n_images);
    case BP_SPLIT_TEST:
      return ngettext ("Test accuracy: %.2f %%, loss %.4f, %u image",
                       "Test accuracy: %.2f %%, loss %.4f, %u images", n_images);
    default:
      return ngettext ("Accuracy on all images: %.2f %%, loss %.4f, %u image",
                       "Accuracy on all images: %.2f %%, loss %.4f, %u images", n_images);
    }
}

static void
print_for_people (const BpMetrics *metrics,
                  const BpCalibration *calibration,
                  BpSplit split,
                  const BpDataset *dataset)
{
  g_autofree char *description = bp_dataset_describe_splits (dataset);

  g_print ("%s\n\n", description);
  g_print (get_heading (split, metrics->count), metrics->accuracy * 100.0, metrics->loss,
           (guint) metrics->count);
  g_print ("\n");
  print_calibration (calibration);
  print_confusion (metrics, dataset);
  g_print ("\n");
  print_classes (metrics, dataset);
}

/**
 * bp_command_evaluate:
 * @argc: the number of arguments
 * @argv: (array length=argc): "evaluate" and what follows it
 * @error: return location, see #BpCommandFunc
 *
 * Returns: whether the network was evaluated
 */
gboolean
bp_command_evaluate (int argc, char **argv, GError **error)
{
  g_auto (Options) options = { NULL };
  const GOptionEntry entries[] = {
    { "weights", 'w', 0, G_OPTION_ARG_FILENAME, &options.weights, BP_WEIGHTS_OPTION_HELP,
      N_ ("FILE") },
    { "activation", 0, 0, G_OPTION_ARG_STRING, &options.activation, BP_ACTIVATION_OPTION_HELP,
      N_ ("NAME") },
    { "data", 'd', 0, G_OPTION_ARG_FILENAME_ARRAY, &options.data, BP_DATA_OPTION_HELP,
      N_ ("PATH") },
    { "split", 0, 0, G_OPTION_ARG_STRING, &options.split,
      N_ ("Which images: all, train, held-out or test (test)"), N_ ("SPLIT") },
    { "threads", 't', 0, G_OPTION_ARG_STRING, &options.n_threads,
      N_ ("Threads to share the work (all)"), N_ ("N") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.is_json, N_ ("Print one JSON object"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (BpWeightsInfo) info = { NULL };
  g_auto (BpMetrics) metrics = { 0 };
  g_autoptr (BpNetwork) network = NULL;
  g_autoptr (BpDataset) dataset = NULL;
  BpCalibration calibration;
  BpProgress *progress;
  BpSplit split;
  guint n_threads = 0;

  if (!bp_options_parse (entries, NULL, _ ("Measures saved weights on a data set."), NULL, argc,
                         argv, error) ||
      !bp_split_option_read (options.split, TRUE, &split, error) ||
      !bp_options_read_uint ("--threads", options.n_threads, 1, MAX_THREADS, &n_threads, error))
    return FALSE;

  network = bp_weights_option_load (options.weights, options.activation, &info, error);
  if (network == NULL)
    return FALSE;
  progress = bp_interrupt_watch ();
  dataset = bp_data_option_load ((const char *const *) options.data, progress, error);
  if (dataset == NULL)
    return FALSE;
  bp_dataset_print_notes (dataset);
  if (!evaluate (network, dataset, split, n_threads, progress, &metrics, &calibration, error))
    return FALSE;

  if (options.is_json)
    print_as_json (&metrics, &calibration, split, dataset);
  else
    print_for_people (&metrics, &calibration, split, dataset);
  return TRUE;
}
