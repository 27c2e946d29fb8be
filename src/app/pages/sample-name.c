/* SPDX-License-Identifier: MIT */
#include "sample-name.h"

#include "dataset-drawn.h"
#include "format.h"
#include "source-name.h"

#include <glib/gi18n.h>

/**
 * bp_describe_sample:
 * @dataset: a data set
 * @split: one of its splits
 * @index: of a sample in the split
 *
 * Returns: (transfer full): the sample in words, with its number from 1, as in "Test image 1,234:
 *   labelled 7"
 */
char *
bp_describe_sample (const BpDataset *dataset, BpSplit split, gsize index)
{
  guint label = bp_dataset_get_samples (dataset, split).labels[index];
  g_autofree char *number = bp_format_count (index + 1);
  const char *name = label < bp_dataset_get_n_classes (dataset)
                         ? bp_dataset_get_class_name (dataset, label)
                         : _ ("No digit");

  if (bp_dataset_is_drawn (dataset))
    /* Translators: the description of a drawing that was kept, as in "Drawing 12: labelled 7" */
    return g_strdup_printf (_ ("Drawing %s: labelled %s"), number, name);
  switch (split)
    {
    case BP_SPLIT_TEST:
      /* Translators: the description of a sample from the data, as in "Test image 1,234: labelled
       * 7" */
      return g_strdup_printf (_ ("Test image %s: labelled %s"), number, name);
    case BP_SPLIT_HELD_OUT:
      return g_strdup_printf (_ ("Held-out image %s: labelled %s"), number, name);
    default:
      return g_strdup_printf (_ ("Training image %s: labelled %s"), number, name);
    }
}

/**
 * bp_describe_samples:
 * @dataset: a data set
 * @split: its held-out or its test samples
 * @count: how many of them
 *
 * Returns: (transfer full): what they are, as in "10,000 test images of MNIST"
 */
char *
bp_describe_samples (const BpDataset *dataset, BpSplit split, gsize count)
{
  g_autofree char *number = bp_format_count (count);
  g_autofree char *name = bp_source_name_translate (bp_dataset_get_name (dataset));

  if (bp_dataset_is_drawn (dataset))
    return g_strdup_printf (ngettext ("%s drawing of your own", "%s drawings of your own", count),
                            number);
  if (split == BP_SPLIT_TEST)
    /* Translators: a number, and the name of a data set */
    return g_strdup_printf (_ ("%s test images of %s"), number, name);
  return g_strdup_printf (_ ("%s held-out images of %s"), number, name);
}
