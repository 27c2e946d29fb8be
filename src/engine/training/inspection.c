/* SPDX-License-Identifier: MIT */
/*
 * Classifies all images of a split and sorts them by what the network took them for, so that every
 * cell of the confusion matrix knows its images. The images are propagated once; confusion,
 * probabilities and calibration are all computed from the same logits.
 *
 * Thread rule: callable from any thread; the network and the data set are only read. It uses one
 * thread, because it works beside training, which uses all of them.
 */
#include "inspection.h"

#include "error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* log (sum of exp (logits / temperature)): a logit / temperature minus this is the logarithm of a
 * probability. */
static double
find_log_sum (const float *logits, guint n_classes, double temperature)
{
  double largest = (double) logits[0];
  double sum = 0.0;

  for (guint j = 1; j < n_classes; j++)
    largest = MAX (largest, (double) logits[j]);
  for (guint j = 0; j < n_classes; j++)
    sum += exp (((double) logits[j] - largest) / temperature);
  return largest / temperature + log (sum);
}

/* The most probable class that is not among the first @n_known of @classes; of equal ones, the
 * first. */
static guint
find_next_best (const float *logits, guint n_classes, const guint8 *classes, guint n_known)
{
  guint best = n_classes;

  for (guint j = 0; j < n_classes; j++)
    if (memchr (classes, (int) j, n_known) == NULL &&
        (best == n_classes || logits[j] > logits[best]))
      best = j;
  return best;
}

static void
fill_answer (BpInspection *inspection, gsize index, const float *logits, double temperature)
{
  BpInspectedAnswer *answer = &inspection->answers[index];
  double log_sum = find_log_sum (logits, inspection->n_classes, temperature);
  guint label = inspection->samples.labels[index];
  double loss = log_sum - (double) logits[label] / temperature;

  for (guint i = 0; i < inspection->n_best; i++)
    {
      guint class = find_next_best (logits, inspection->n_classes, answer->classes, i);

      answer->classes[i] = (guint8) class;
      answer->probabilities[i] = (float) exp ((double) logits[class] / temperature - log_sum);
    }
  /* Logits beyond the range of floats have no order; those images are the worst. */
  answer->loss = isfinite (loss) ? (float) loss : G_MAXFLOAT;
}

static void
fill_metrics (BpInspection *inspection, const float *logits)
{
  BpMetrics *metrics = &inspection->metrics;
  gsize n_classes = inspection->n_classes;

  metrics->count = inspection->samples.count;
  metrics->n_classes = inspection->n_classes;
  metrics->confusion = g_new0 (guint32, n_classes * n_classes);
  for (gsize i = 0; i < metrics->count; i++)
    {
      const float *row = logits + i * n_classes;
      guint label = inspection->samples.labels[i];
      guint answer = inspection->answers[i].classes[0];

      metrics->confusion[label * n_classes + answer]++;
      metrics->n_correct += label == answer;
      metrics->loss += find_log_sum (row, inspection->n_classes, 1.0) - (double) row[label];
    }
  metrics->loss /= (double) metrics->count;
  metrics->accuracy = (double) metrics->n_correct / (double) metrics->count;
}

/* Orders indices of images: the greatest loss first; of equal ones, the first image. */
static int
compare_losses (gconstpointer a, gconstpointer b, gpointer data)
{
  const BpInspectedAnswer *answers = data;
  guint32 first = *(const guint32 *) a;
  guint32 second = *(const guint32 *) b;
  float first_loss = answers[first].loss;
  float second_loss = answers[second].loss;

  if (first_loss != second_loss)
    return first_loss > second_loss ? -1 : 1;
  return (first > second) - (first < second);
}

static void
sort_by_loss (const BpInspection *inspection, guint32 *indices, gsize count)
{
  g_qsort_with_data (indices, (gint) count, sizeof (guint32), compare_losses, inspection->answers);
}

static void
sort_by_cell (BpInspection *inspection)
{
  gsize n_classes = inspection->n_classes;
  gsize n_cells = n_classes * n_classes;
  g_autofree guint32 *ends = g_new0 (guint32, n_cells);

  inspection->by_cell = g_new (guint32, inspection->samples.count);
  inspection->cell_begins = g_new0 (guint32, n_cells + 1);
  for (gsize cell = 0; cell < n_cells; cell++)
    {
      ends[cell] = inspection->cell_begins[cell];
      inspection->cell_begins[cell + 1] = ends[cell] + inspection->metrics.confusion[cell];
    }
  for (gsize i = 0; i < inspection->samples.count; i++)
    {
      gsize cell = inspection->samples.labels[i] * n_classes + inspection->answers[i].classes[0];

      inspection->by_cell[ends[cell]++] = (guint32) i;
    }
  for (gsize cell = 0; cell < n_cells; cell++)
    sort_by_loss (inspection, inspection->by_cell + inspection->cell_begins[cell],
                  inspection->metrics.confusion[cell]);
}

static void
collect_errors (BpInspection *inspection)
{
  gsize n_errors = inspection->samples.count - inspection->metrics.n_correct;

  inspection->errors = g_new (guint32, n_errors);
  inspection->sure_errors = g_new (guint32, n_errors);
  for (gsize i = 0; i < inspection->samples.count; i++)
    if (inspection->answers[i].classes[0] != inspection->samples.labels[i])
      inspection->errors[inspection->n_errors++] = (guint32) i;
  sort_by_loss (inspection, inspection->errors, n_errors);
  for (gsize i = 0; i < n_errors; i++)
    if ((double) inspection->answers[inspection->errors[i]].probabilities[0] >= BP_INSPECTION_SURE)
      inspection->sure_errors[inspection->n_sure_errors++] = inspection->errors[i];
}

/**
 * bp_inspection_new:
 * @network: a network
 * @dataset: the images; a reference is taken
 * @split: which of them, %BP_SPLIT_HELD_OUT or %BP_SPLIT_TEST; there is at least one
 * @progress: (nullable): cancels
 * @error: return location for %BP_ERROR_MISMATCH, %BP_ERROR_NO_MEMORY or %BP_ERROR_CANCELLED
 *
 * Returns: (transfer full): the answers of @network to all images of the split, or %NULL with
 *   @error set
 */
BpInspection *
bp_inspection_new (const BpNetwork *network,
                   BpDataset *dataset,
                   BpSplit split,
                   BpProgress *progress,
                   GError **error)
{
  BpSamples samples = bp_dataset_get_samples (dataset, split);
  gsize n_classes = bp_network_get_n_outputs (network);
  double temperature = (double) network->temperature;
  g_autoptr (BpInspection) inspection = NULL;
  g_autofree float *logits = NULL;

  /* Training samples may have no class. */
  g_return_val_if_fail (split != BP_SPLIT_TRAIN, NULL);
  g_return_val_if_fail (samples.count > 0, NULL);

  if (!bp_network_check_fits (network, dataset, error))
    return NULL;
  logits = g_try_malloc_n (samples.count, n_classes * sizeof (float));
  if (logits == NULL)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                           _ ("There is no memory for the answers to so many images"));
      return NULL;
    }
  if (!bp_compute_logits (network, samples.images, samples.count, progress, logits, error))
    return NULL;

  inspection = g_rc_box_new0 (BpInspection);
  inspection->dataset = bp_dataset_ref (dataset);
  inspection->split = split;
  inspection->samples = samples;
  inspection->n_classes = (guint) n_classes;
  inspection->n_best = MIN (inspection->n_classes, BP_INSPECTION_N_BEST);
  inspection->answers = g_new0 (BpInspectedAnswer, samples.count);
  for (gsize i = 0; i < samples.count; i++)
    fill_answer (inspection, i, logits + i * n_classes, temperature);
  fill_metrics (inspection, logits);
  bp_calibration_measure_logits (network, logits, samples.labels, samples.count,
                                 &inspection->calibration);
  if (!bp_progress_check (progress, error))
    return NULL;
  sort_by_cell (inspection);
  collect_errors (inspection);
  return g_steal_pointer (&inspection);
}

/**
 * bp_inspection_ref:
 * @inspection: an inspection
 *
 * Returns: (transfer full): @inspection with one reference more
 */
BpInspection *
bp_inspection_ref (BpInspection *inspection)
{
  return g_rc_box_acquire (inspection);
}

static void
clear (gpointer data)
{
  BpInspection *inspection = data;

  g_clear_pointer (&inspection->dataset, bp_dataset_unref);
  bp_metrics_clear (&inspection->metrics);
  g_free (inspection->answers);
  g_free (inspection->by_cell);
  g_free (inspection->cell_begins);
  g_free (inspection->errors);
  g_free (inspection->sure_errors);
}

/**
 * bp_inspection_unref:
 * @inspection: (transfer full): an inspection
 *
 * Drops one reference; the last one frees it.
 */
void
bp_inspection_unref (BpInspection *inspection)
{
  g_rc_box_release_full (inspection, clear);
}

/**
 * bp_inspection_get_cell:
 * @inspection: an inspection
 * @label: a class, below n_classes
 * @answer: likewise
 * @count: (out): how many images of class @label were taken for @answer
 *
 * Returns: (transfer none) (array length=count): the indices of those images, the greatest loss
 *   first
 */
const guint32 *
bp_inspection_get_cell (const BpInspection *inspection, guint label, guint answer, gsize *count)
{
  gsize cell = (gsize) label * inspection->n_classes + answer;

  g_return_val_if_fail (label < inspection->n_classes, NULL);
  g_return_val_if_fail (answer < inspection->n_classes, NULL);

  *count = inspection->metrics.confusion[cell];
  return inspection->by_cell + inspection->cell_begins[cell];
}
