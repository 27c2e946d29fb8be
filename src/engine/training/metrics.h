/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "network.h"
#include "progress.h"

/**
 * BpMetrics:
 * @count: samples that were evaluated
 * @n_correct: the number of those with a right answer
 * @loss: mean cross-entropy, in nats; 0 where @count is 0
 * @accuracy: @n_correct / @count; 0 where @count is 0
 * @n_classes: the classes that @confusion is about
 * @confusion: (n_classes, n_classes) confusion[label * n_classes + prediction] counts samples
 */
typedef struct
{
  gsize count;
  gsize n_correct;
  double loss;
  double accuracy;
  guint n_classes;
  guint32 *confusion;
} BpMetrics;

/**
 * BpClassMetrics:
 * @support: samples of the class
 * @n_answers: samples that the network put into it
 * @precision: of its answers, the share that is right; NaN without any
 * @recall: of its samples, the share that is found; NaN without any
 * @f1: the harmonic mean of both, 2 right / (support + answers); NaN where both are missing
 *
 * The figures of one class.
 */
typedef struct
{
  guint64 support;
  guint64 n_answers;
  double precision;
  double recall;
  double f1;
} BpClassMetrics;

void bp_metrics_clear (BpMetrics *metrics);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BpMetrics, bp_metrics_clear)

gboolean bp_metrics_is_at_chance (const BpMetrics *metrics);
BpClassMetrics bp_metrics_get_class (const BpMetrics *metrics, guint label);
gboolean bp_network_reads_digits (const BpNetwork *network);
gboolean bp_network_check_fits (const BpNetwork *network, const BpDataset *dataset, GError **error);
gboolean bp_evaluate (const BpNetwork *network,
                      BpSamples samples,
                      guint n_threads,
                      BpProgress *progress,
                      BpMetrics *metrics,
                      GError **error);
gboolean bp_evaluate_some (const BpNetwork *network,
                           BpSamples samples,
                           const guint32 *indices,
                           gsize count,
                           guint n_threads,
                           BpProgress *progress,
                           BpMetrics *metrics,
                           GError **error);
