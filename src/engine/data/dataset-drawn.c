/* SPDX-License-Identifier: MIT */
/*
 * The user's own drawings as a data set, whose images are all test images.
 *
 * Thread rule: the functions have no state.
 */
#include "dataset-drawn.h"

#include "digit-names.h"
#include "drawing.h"
#include "error.h"

#include <glib/gi18n-lib.h>

/* What stands in place of a path, as no file has these images. */
#define DRAWN "drawn"

static gboolean
is_digit (const BpDrawing *drawing)
{
  return drawing->n_strokes > 0 && drawing->label >= 0 && drawing->label < BP_N_DIGITS;
}

/**
 * bp_dataset_new_drawn:
 * @drawings: (element-type BpDrawing): drawings; those without strokes and those that are no digit
 *   are left out
 * @error: return location for %BP_ERROR_UNSUPPORTED where there are none, or %BP_ERROR_NO_MEMORY
 *
 * Returns: (transfer full): a data set of their images as the network sees them, in their order, as
 *   test images; or %NULL with @error set
 */
BpDataset *
bp_dataset_new_drawn (const GPtrArray *drawings, GError **error)
{
  g_auto (BpDatasetParts) parts = {
    .name = DRAWN,
    .path = DRAWN,
    .class_names = bp_digit_names,
    .width = BP_DIGIT_SIZE,
    .height = BP_DIGIT_SIZE,
    .n_classes = BP_N_DIGITS,
    .n_test = drawings->len,
  };

  if (!bp_dataset_parts_allocate (&parts))
    {
      g_set_error (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                   _ ("There is no memory for the images of %zu drawings"), parts.n_test);
      return NULL;
    }
  parts.n_test = 0;
  for (guint i = 0; i < drawings->len; i++)
    {
      const BpDrawing *drawing = g_ptr_array_index (drawings, i);

      if (!is_digit (drawing))
        continue;
      bp_digit_image_from_strokes (drawing->strokes, drawing->n_strokes,
                                   parts.test_images + parts.n_test * BP_DIGIT_N_PIXELS);
      parts.test_labels[parts.n_test++] = (guint8) drawing->label;
    }
  return bp_dataset_new (&parts, error);
}

/**
 * bp_dataset_is_drawn:
 * @dataset: a data set
 *
 * Returns: whether it is of bp_dataset_new_drawn()
 */
gboolean
bp_dataset_is_drawn (const BpDataset *dataset)
{
  return g_strcmp0 (bp_dataset_get_path (dataset), DRAWN) == 0;
}
