/* SPDX-License-Identifier: MIT */

/* Summarises a data set before training: the number of samples of each class, and the range of its
 * pixels. Pure; any thread. */
#include "dataset-summary.h"

#include <string.h>

/* The pixels between two checks whether the full range was found. Most data sets have it within a
 * few images. */
#define CHUNK 4096

static void
count_classes (const BpDataset *dataset, BpSplit split, BpDatasetSummary *summary)
{
  BpSamples samples = bp_dataset_get_samples (dataset, split);
  guint n_classes = bp_dataset_get_n_classes (dataset);

  for (gsize i = 0; i < samples.count; i++)
    if (samples.labels[i] < n_classes)
      summary->counts[split][samples.labels[i]]++;
    else
      summary->n_without_class++;
}

static void
add_pixels (const guint8 *pixels, gsize n_pixels, BpDatasetSummary *summary)
{
  guint8 lowest = summary->lowest;
  guint8 highest = summary->highest;

  for (gsize i = 0; i < n_pixels; i++)
    {
      lowest = MIN (lowest, pixels[i]);
      highest = MAX (highest, pixels[i]);
    }
  summary->lowest = lowest;
  summary->highest = highest;
}

static void
find_range (const BpDataset *dataset, BpSplit split, BpDatasetSummary *summary)
{
  BpSamples samples = bp_dataset_get_samples (dataset, split);
  gsize n_pixels = samples.count * bp_dataset_get_n_pixels (dataset);

  for (gsize i = 0; i < n_pixels; i += CHUNK)
    {
      if (summary->lowest == 0 && summary->highest == G_MAXUINT8)
        return;
      add_pixels (samples.images + i, MIN (CHUNK, n_pixels - i), summary);
    }
}

/**
 * bp_dataset_summarise:
 * @dataset: a data set
 * @summary: (out caller-allocates): the summary; without samples, @lowest is 255 and @highest 0
 */
void
bp_dataset_summarise (const BpDataset *dataset, BpDatasetSummary *summary)
{
  g_return_if_fail (dataset != NULL);
  g_return_if_fail (summary != NULL);

  memset (summary, 0, sizeof *summary);
  summary->lowest = G_MAXUINT8;
  for (guint split = 0; split < BP_N_SPLITS; split++)
    {
      count_classes (dataset, (BpSplit) split, summary);
      find_range (dataset, (BpSplit) split, summary);
    }
}
