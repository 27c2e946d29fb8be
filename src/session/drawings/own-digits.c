/* SPDX-License-Identifier: MIT */
#include "own-digits.h"

#include "drawing-entry.h"

/* The most drawings, of more the newest: training waits for them at the end of every epoch. */
#define MOST 300

static gboolean
is_own_digit (const BpDrawingEntry *entry)
{
  return entry->is_prompted && entry->drawing.label >= 0 && entry->drawing.label < BP_N_DIGITS;
}

/**
 * bp_own_digits_new:
 * @entries: (element-type BpDrawingEntry): the drawings of a collection
 *
 * Returns: (transfer full) (nullable): those of them that the program asked for, as the test
 *   samples of a data set; %NULL where there are none
 */
BpDataset *
bp_own_digits_new (const GPtrArray *entries)
{
  g_auto (BpDatasetParts) parts = {
    .name = "own",
    .width = BP_DIGIT_SIZE,
    .height = BP_DIGIT_SIZE,
    .n_classes = BP_N_DIGITS,
    .test_images = g_malloc ((gsize) MOST * BP_DIGIT_N_PIXELS),
    .test_labels = g_malloc (MOST),
  };

  for (guint i = entries->len; i > 0 && parts.n_test < MOST; i--)
    {
      const BpDrawingEntry *entry = g_ptr_array_index (entries, i - 1);

      if (!is_own_digit (entry))
        continue;
      bp_digit_image_from_strokes (entry->drawing.strokes, entry->drawing.n_strokes,
                                   parts.test_images + parts.n_test * BP_DIGIT_N_PIXELS);
      parts.test_labels[parts.n_test++] = (guint8) entry->drawing.label;
    }
  return parts.n_test > 0 ? bp_dataset_new (&parts, NULL) : NULL;
}
