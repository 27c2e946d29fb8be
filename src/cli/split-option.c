/* SPDX-License-Identifier: MIT */
/* The option --split: which images of a data set. */
#include "config.h"

#include "split-option.h"

#include "error.h"

#include <glib/gi18n.h>
#include <string.h>

/* What --split and the JSON output call the splits. */
static const char *const split_names[] = {
  [BP_SPLIT_TRAIN] = "train",
  [BP_SPLIT_HELD_OUT] = "held-out",
  [BP_SPLIT_TEST] = "test",
  [BP_SPLIT_OPTION_ALL] = "all",
};

/**
 * bp_split_option_get_name:
 * @split: a split, or %BP_SPLIT_OPTION_ALL
 *
 * Returns: (transfer none): its name on the command line and in JSON
 */
const char *
bp_split_option_get_name (BpSplit split)
{
  return split_names[split];
}

/**
 * bp_split_option_read:
 * @text: (nullable): the value of --split; %NULL is the test images
 * @can_be_all: whether the command takes "all"
 * @split: (out): the split, or %BP_SPLIT_OPTION_ALL
 * @error: return location for %G_OPTION_ERROR_BAD_VALUE
 *
 * Returns: whether @text names a split, or is missing
 */
gboolean
bp_split_option_read (const char *text, gboolean can_be_all, BpSplit *split, GError **error)
{
  *split = BP_SPLIT_TEST;
  if (text == NULL)
    return TRUE;

  for (guint i = 0; i < (can_be_all ? BP_N_SPLITS + 1 : BP_N_SPLITS); i++)
    if (strcmp (text, split_names[i]) == 0)
      {
        *split = (BpSplit) i;
        return TRUE;
      }
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               can_be_all ? _ ("--split takes all, train, held-out or test, not “%s”")
                          : _ ("--split takes train, held-out or test, not “%s”"),
               text);
  return FALSE;
}

/**
 * bp_split_option_get_samples:
 * @dataset: a data set
 * @split: one split
 * @error: return location for %BP_ERROR_MISMATCH, where it has no images
 *
 * Returns: the images of the split; none with @error set
 */
BpSamples
bp_split_option_get_samples (const BpDataset *dataset, BpSplit split, GError **error)
{
  BpSamples samples = bp_dataset_get_samples (dataset, split);

  if (samples.count == 0)
    g_set_error (error, BP_ERROR, BP_ERROR_MISMATCH,
                 _ ("%s has no images of the kind “%s”: choose others with --split"),
                 bp_dataset_get_name (dataset), split_names[split]);
  return samples;
}
