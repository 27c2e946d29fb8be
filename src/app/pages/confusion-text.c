/* SPDX-License-Identifier: MIT */
#include "confusion-text.h"

#include "format.h"

#include <glib/gi18n.h>

/**
 * bp_confusion_text_cell:
 * @label: the name of the class that images have
 * @answer: the name of the class that the network answered
 * @count: the number of those images with that answer
 * @n_of_label: the number of those images
 *
 * Returns: (transfer full): a cell of a confusion matrix in words, as in "Label 4 answered 9: 12 of
 *   982"
 */
char *
bp_confusion_text_cell (const char *label, const char *answer, guint64 count, guint64 n_of_label)
{
  g_autofree char *number = bp_format_count (count);
  g_autofree char *sum = bp_format_count (n_of_label);

  /* Translators: a cell of the confusion matrix: the label of images, what the network answered,
   * how many there are, and the number of images with that label, as in "Label 4 answered 9: 12 of
   * 982" */
  return g_strdup_printf (_ ("Label %s answered %s: %s of %s"), label, answer, number, sum);
}
