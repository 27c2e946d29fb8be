/* SPDX-License-Identifier: MIT */
#include "boxed.h"

G_DEFINE_BOXED_TYPE (BpNetwork, bp_network, bp_network_ref, bp_network_unref)
G_DEFINE_BOXED_TYPE (BpDataset, bp_dataset, bp_dataset_ref, bp_dataset_unref)
G_DEFINE_BOXED_TYPE (BpMetrics, bp_metrics, bp_metrics_dup, bp_metrics_free)

/**
 * bp_metrics_dup:
 * @metrics: figures
 *
 * Returns: (transfer full): a copy, to be freed with bp_metrics_free()
 */
BpMetrics *
bp_metrics_dup (const BpMetrics *metrics)
{
  BpMetrics *copy = g_new (BpMetrics, 1);

  *copy = *metrics;
  copy->confusion = g_memdup2 (metrics->confusion, sizeof *metrics->confusion * metrics->n_classes *
                                                       metrics->n_classes);
  return copy;
}

/**
 * bp_metrics_free:
 * @metrics: (transfer full): what bp_metrics_dup() returned
 */
void
bp_metrics_free (BpMetrics *metrics)
{
  bp_metrics_clear (metrics);
  g_free (metrics);
}
