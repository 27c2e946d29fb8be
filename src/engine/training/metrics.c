/* SPDX-License-Identifier: MIT */
/*
 * Evaluates a network on samples. They are evaluated in chunks; the sums of the chunks are added in
 * the chunks' order, so that the result is the same for any number of threads.
 *
 * Thread rule: callable from any thread; the network and the samples are only read.
 */
#include "metrics.h"

#include "backprop.h"
#include "digit-image.h"
#include "error.h"
#include "team.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdatomic.h>

/* When bp_metrics_is_at_chance() says so. */
#define FEWEST_FOR_CHANCE 100
#define CHANCE_DEVIATIONS 2.0
#define CHANCE_GAIN       0.01

typedef struct
{
  double loss_sum;
  guint n_correct;
} ChunkSums;

typedef struct
{
  /* borrowed */
  const BpNetwork *network;
  BpSamples samples;
  const guint32 *indices; /* (count) or NULL for all of samples */
  gsize count;
  BpProgress *progress;
  ChunkSums *sums;     /* (n_chunks) */
  guint8 *predictions; /* (count) */

  /* owned */
  BpWorkspace *workspaces[BP_TEAM_MAX_THREADS]; /* one a thread */

  guint chunk_size;
  guint n_chunks;
  atomic_uint n_done;
} Evaluation;

/* The sample that is evaluated as the i-th one. */
static guint32
get_index (const Evaluation *evaluation, gsize i)
{
  return evaluation->indices != NULL ? evaluation->indices[i] : (guint32) i;
}

static void
evaluate_chunk (Evaluation *evaluation, BpWorkspace *workspace, guint chunk)
{
  const BpNetwork *network = evaluation->network;
  gsize start = (gsize) chunk * evaluation->chunk_size;
  guint batch = MIN (evaluation->chunk_size, evaluation->count - start);
  guint stride = workspace->strides[workspace->n_layers];
  ChunkSums *sums = &evaluation->sums[chunk];
  guint32 indices[BP_WORKSPACE_MOST_CHOSEN] = { 0 };
  guint8 labels[BP_WORKSPACE_MOST_CHOSEN] = { 0 };

  for (guint i = 0; i < batch; i++)
    {
      indices[i] = get_index (evaluation, start + i);
      labels[i] = evaluation->samples.labels[indices[i]];
    }
  bp_workspace_gather (workspace, network, evaluation->samples.images, indices, batch);
  bp_forward_propagation (network, workspace);
  sums->loss_sum = batch * bp_cross_entropy (network, workspace, labels, &sums->n_correct);
  for (guint i = 0; i < batch; i++)
    evaluation->predictions[start + i] =
        bp_find_largest (workspace->probabilities + (gsize) i * stride,
                         bp_network_get_n_outputs (network));
}

static void
evaluate_block (gpointer data, guint thread, guint chunk)
{
  Evaluation *evaluation = data;

  if (!bp_progress_check (evaluation->progress, NULL))
    return;

  evaluate_chunk (evaluation, evaluation->workspaces[thread], chunk);
  bp_progress_report (evaluation->progress, atomic_fetch_add (&evaluation->n_done, 1) + 1,
                      evaluation->n_chunks);
}

static gboolean
evaluate_chunks (Evaluation *evaluation, guint n_threads, GError **error)
{
  guint n_wanted = MIN (bp_team_choose_n_threads (n_threads), evaluation->n_chunks);
  guint n_workspaces = 0;
  g_autoptr (BpTeam) team = NULL;

  /* Without memory for another workspace, fewer threads share the chunks. */
  while (n_workspaces < n_wanted)
    {
      BpWorkspace *workspace = bp_workspace_new (evaluation->network, evaluation->chunk_size,
                                                 n_workspaces == 0 ? error : NULL);

      if (workspace == NULL)
        break;
      evaluation->workspaces[n_workspaces++] = workspace;
    }
  if (n_workspaces > 0)
    team = bp_team_new (n_workspaces, error);
  if (team != NULL)
    bp_team_run (team, evaluation->n_chunks, evaluate_block, evaluation);
  for (guint i = 0; i < n_workspaces; i++)
    bp_workspace_free (evaluation->workspaces[i]);

  return team != NULL && (atomic_load (&evaluation->n_done) == evaluation->n_chunks ||
                          bp_progress_check (evaluation->progress, error));
}

/**
 * bp_metrics_clear:
 * @metrics: the metrics whose contents to free
 */
void
bp_metrics_clear (BpMetrics *metrics)
{
  g_clear_pointer (&metrics->confusion, g_free);
}

/* The samples of a label. */
static guint32
count_label (const BpMetrics *metrics, guint label)
{
  guint32 n = 0;

  for (guint prediction = 0; prediction < metrics->n_classes; prediction++)
    n += metrics->confusion[(gsize) label * metrics->n_classes + prediction];
  return n;
}

/**
 * bp_metrics_is_at_chance:
 * @metrics: metrics of a network
 *
 * Returns: whether the network knows no more of the samples than how frequent each class is: it is
 *   right no more often than if it named the most frequent class for every sample (to within two
 *   standard deviations, for at least 100 samples), and its loss is not lower than the entropy of
 *   the classes, or by 1 % only
 */
gboolean
bp_metrics_is_at_chance (const BpMetrics *metrics)
{
  double count = (double) metrics->count;
  double entropy = 0.0;
  guint32 most = 0;
  double deviation;

  if (metrics->count < FEWEST_FOR_CHANCE)
    return FALSE;

  for (guint label = 0; label < metrics->n_classes; label++)
    {
      guint32 n = count_label (metrics, label);

      most = MAX (most, n);
      if (n > 0)
        entropy -= n / count * log (n / count);
    }
  deviation = sqrt (most * (1.0 - most / count));
  return entropy > 0.0 && (double) metrics->n_correct <= most + CHANCE_DEVIATIONS * deviation &&
         metrics->loss > (1.0 - CHANCE_GAIN) * entropy;
}

static double
divide (guint64 part, guint64 whole)
{
  return whole > 0 ? (double) part / (double) whole : (double) NAN;
}

/**
 * bp_metrics_get_class:
 * @metrics: the metrics
 * @label: a class, below n_classes
 *
 * Returns: the precision, recall and F1 of a class (van Rijsbergen, "Information retrieval", 1979,
 *   chapter 7)
 */
BpClassMetrics
bp_metrics_get_class (const BpMetrics *metrics, guint label)
{
  gsize n_classes = metrics->n_classes;
  BpClassMetrics figures = { 0 };
  guint64 n_right;

  g_return_val_if_fail (label < n_classes, figures);

  for (gsize i = 0; i < n_classes; i++)
    {
      figures.support += metrics->confusion[label * n_classes + i];
      figures.n_answers += metrics->confusion[i * n_classes + label];
    }
  n_right = metrics->confusion[label * n_classes + label];
  figures.precision = divide (n_right, figures.n_answers);
  figures.recall = divide (n_right, figures.support);
  figures.f1 = divide (2 * n_right, figures.support + figures.n_answers);
  return figures;
}

/**
 * bp_network_reads_digits:
 * @network: a network
 *
 * Returns: whether @network has the shape of one that reads digits: images of 28 x 28 as inputs,
 *   and ten classes
 */
gboolean
bp_network_reads_digits (const BpNetwork *network)
{
  return bp_network_get_n_inputs (network) == BP_DIGIT_N_PIXELS &&
         bp_network_get_n_outputs (network) == BP_N_DIGITS;
}

/**
 * bp_network_check_fits:
 * @network: a network
 * @dataset: a data set
 * @error: return location for %BP_ERROR_MISMATCH
 *
 * Returns: whether the inputs and the classes of @network are as many as those of @dataset
 */
gboolean
bp_network_check_fits (const BpNetwork *network, const BpDataset *dataset, GError **error)
{
  guint n_pixels = bp_dataset_get_n_pixels (dataset);
  guint n_classes = bp_dataset_get_n_classes (dataset);

  if (bp_network_get_n_inputs (network) == n_pixels &&
      bp_network_get_n_outputs (network) == n_classes)
    return TRUE;

  g_set_error (
      error, BP_ERROR, BP_ERROR_MISMATCH,
      _ ("The network takes %u inputs and tells %u classes apart, but the data has images of "
         "%u pixels in %u classes: train a new network, or choose other data"),
      bp_network_get_n_inputs (network), bp_network_get_n_outputs (network), n_pixels, n_classes);
  return FALSE;
}

/**
 * bp_evaluate:
 * @network: the network, which fits the samples: see bp_network_check_fits()
 * @samples: the samples to evaluate; without any, all figures are 0
 * @n_threads: threads to share the work, or 0 to choose by the machine; the result does not depend
 *   on it
 * @progress: (nullable): counts chunks; cancels between two of them
 * @metrics: (out caller-allocates): the result, to be cleared with bp_metrics_clear()
 * @error: return location for %BP_ERROR_CANCELLED or %BP_ERROR_NO_MEMORY
 *
 * Returns: whether @metrics was filled
 */
gboolean
bp_evaluate (const BpNetwork *network,
             BpSamples samples,
             guint n_threads,
             BpProgress *progress,
             BpMetrics *metrics,
             GError **error)
{
  return bp_evaluate_some (network, samples, NULL, samples.count, n_threads, progress, metrics,
                           error);
}

/**
 * bp_evaluate_some:
 * @network: the network, which fits the samples: see bp_network_check_fits()
 * @samples: the samples
 * @indices: (array length=count) (nullable): which of them to evaluate; %NULL for the first ones
 * @count: how many; without any, all figures are 0
 * @n_threads: threads to share the work, or 0 to choose by the machine; the result does not depend
 *   on it
 * @progress: (nullable): counts chunks; cancels between two of them
 * @metrics: (out caller-allocates): the result, to be cleared with bp_metrics_clear()
 * @error: return location for %BP_ERROR_CANCELLED or %BP_ERROR_NO_MEMORY
 *
 * Returns: whether @metrics was filled
 */
gboolean
bp_evaluate_some (const BpNetwork *network,
                  BpSamples samples,
                  const guint32 *indices,
                  gsize count,
                  guint n_threads,
                  BpProgress *progress,
                  BpMetrics *metrics,
                  GError **error)
{
  guint n_classes = bp_network_get_n_outputs (network);
  g_autofree ChunkSums *sums = NULL;
  g_autofree guint8 *predictions = NULL;
  Evaluation evaluation = {
    .network = network,
    .samples = samples,
    .indices = indices,
    .count = count,
    .progress = progress,
    .chunk_size = bp_workspace_choose_batch (network),
  };

  evaluation.n_chunks = (guint) ((count + evaluation.chunk_size - 1) / evaluation.chunk_size);

  *metrics = (BpMetrics){ .count = count, .n_classes = n_classes };
  metrics->confusion = g_new0 (guint32, (gsize) n_classes * n_classes);
  if (count == 0)
    return TRUE;

  evaluation.sums = sums = g_new0 (ChunkSums, evaluation.n_chunks);
  evaluation.predictions = predictions = g_malloc (count);
  if (!evaluate_chunks (&evaluation, n_threads, error))
    {
      bp_metrics_clear (metrics);
      return FALSE;
    }

  for (guint i = 0; i < evaluation.n_chunks; i++)
    {
      metrics->loss += sums[i].loss_sum;
      metrics->n_correct += sums[i].n_correct;
    }
  for (gsize i = 0; i < count; i++)
    {
      guint8 label = samples.labels[get_index (&evaluation, i)];

      if (label < n_classes)
        metrics->confusion[(gsize) label * n_classes + predictions[i]]++;
    }
  metrics->loss /= (double) count;
  metrics->accuracy = (double) metrics->n_correct / (double) count;

  return TRUE;
}
