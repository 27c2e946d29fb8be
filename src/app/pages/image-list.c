/* SPDX-License-Identifier: MIT */
#include "image-list.h"

#include "confusion-text.h"
#include "format.h"

#include <glib/gi18n.h>

static guint
find_class (guint class_index, const BpInspection *inspection)
{
  return MIN (class_index, inspection->n_classes - 1);
}

/**
 * bp_image_list_get_images:
 * @list: which images
 * @inspection: an inspection; a reference is taken
 *
 * Returns: (transfer full): the images, the greatest loss first
 */
BpInspectedImages *
bp_image_list_get_images (const BpImageList *list, BpInspection *inspection)
{
  const guint32 *indices;
  gsize count;

  switch (list->kind)
    {
    case BP_IMAGE_LIST_ERRORS:
      indices = inspection->errors;
      count = inspection->n_errors;
      break;
    case BP_IMAGE_LIST_SURE_ERRORS:
      indices = inspection->sure_errors;
      count = inspection->n_sure_errors;
      break;
    case BP_IMAGE_LIST_CELL:
    default:
      indices = bp_inspection_get_cell (inspection, find_class (list->label, inspection),
                                        find_class (list->answer, inspection), &count);
      break;
    }
  return bp_inspected_images_new (inspection, indices, count);
}

static char *
describe_cell (const BpImageList *list, const BpInspection *inspection)
{
  guint label = find_class (list->label, inspection);
  guint answer = find_class (list->answer, inspection);
  gsize count;

  (void) bp_inspection_get_cell (inspection, label, answer, &count);
  return bp_confusion_text_cell (bp_dataset_get_class_name (inspection->dataset, label),
                                 bp_dataset_get_class_name (inspection->dataset, answer), count,
                                 bp_metrics_get_class (&inspection->metrics, label).support);
}

/**
 * bp_image_list_describe:
 * @list: which images
 * @inspection: an inspection
 *
 * Returns: (transfer full): what they are and how many, as in "All errors: 218 of 10,000"
 */
char *
bp_image_list_describe (const BpImageList *list, const BpInspection *inspection)
{
  g_autofree char *n_errors = bp_format_count (inspection->n_errors);
  g_autofree char *n_sure = bp_format_count (inspection->n_sure_errors);
  g_autofree char *count = bp_format_count (inspection->metrics.count);

  switch (list->kind)
    {
    case BP_IMAGE_LIST_ERRORS:
      /* Translators: two numbers of images */
      return g_strdup_printf (_ ("All errors: %s of %s"), n_errors, count);
    case BP_IMAGE_LIST_SURE_ERRORS:
      /* Translators: two numbers of images, then 90 */
      return g_strdup_printf (_ ("Sure but wrong: %s of %s errors, with a probability of at least "
                                 "%d %%"),
                              n_sure, n_errors, (int) (100.0 * BP_INSPECTION_SURE));
    case BP_IMAGE_LIST_CELL:
    default:
      return describe_cell (list, inspection);
    }
}
