/* SPDX-License-Identifier: MIT */

/* A hundred samples of a data set as one picture, the classes in their order: with ten classes, one
 * row is one class. The sheet has the first samples of each class, so that the same data always
 * gives the same sheet. Pure; any thread. */
#include "dataset-sheet.h"

#include "error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The class of a cell: the cells are divided among the classes as evenly as possible. */
static guint
get_cell_class (guint cell, guint n_classes)
{
  return cell * n_classes / BP_SHEET_N_CELLS;
}

/* The first cell of a class or, where it has no cell, of the next class that has one. */
static guint
get_first_cell (guint label, guint n_classes)
{
  return (label * BP_SHEET_N_CELLS + n_classes - 1) / n_classes;
}

static void
choose_samples (BpDatasetSheet *sheet, BpSamples samples, guint n_classes)
{
  guint next_cells[BP_DATASET_MAX_CLASSES + 1];
  guint n_blank = BP_SHEET_N_CELLS;

  for (guint label = 0; label <= n_classes; label++)
    next_cells[label] = get_first_cell (label, n_classes);
  for (guint cell = 0; cell < BP_SHEET_N_CELLS; cell++)
    {
      sheet->indices[cell] = BP_SHEET_BLANK;
      sheet->labels[cell] = (guint8) get_cell_class (cell, n_classes);
    }

  for (gsize i = 0; i < samples.count && n_blank > 0; i++)
    {
      guint label = samples.labels[i];

      if (label >= n_classes || next_cells[label] == get_first_cell (label + 1, n_classes))
        continue;
      sheet->indices[next_cells[label]++] = (guint32) i;
      n_blank--;
    }
}

/* @image is (cell_height, cell_width). */
static void
set_cell (BpDatasetSheet *sheet, guint cell, const guint8 *image)
{
  gsize width = sheet->cell_width;
  gsize row_stride = width * BP_SHEET_SIDE;
  gsize row = cell / BP_SHEET_SIDE;
  gsize column = cell % BP_SHEET_SIDE;
  guint8 *pixels = sheet->pixels + row * sheet->cell_height * row_stride + column * width;

  for (gsize y = 0; y < sheet->cell_height; y++)
    memcpy (pixels + y * row_stride, image + y * width, width);
}

/**
 * bp_dataset_sheet_new:
 * @dataset: a data set
 * @split: the samples to show
 * @error: return location for %BP_ERROR_NO_MEMORY
 *
 * Lays out the first samples of each class. With ten classes, each row shows ten samples of one
 * class; with more than a hundred classes, some are left out. Where a class has too few samples,
 * cells stay blank.
 *
 * Returns: (transfer full): the sheet, or %NULL with @error set
 */
BpDatasetSheet *
bp_dataset_sheet_new (const BpDataset *dataset, BpSplit split, GError **error)
{
  gsize n_pixels;
  g_autoptr (BpDatasetSheet) sheet = NULL;
  BpSamples samples;

  g_return_val_if_fail (dataset != NULL, NULL);
  g_return_val_if_fail (split < BP_N_SPLITS, NULL);

  n_pixels = bp_dataset_get_n_pixels (dataset);
  samples = bp_dataset_get_samples (dataset, split);
  sheet = g_new0 (BpDatasetSheet, 1);
  sheet->split = split;
  sheet->cell_width = bp_dataset_get_width (dataset);
  sheet->cell_height = bp_dataset_get_height (dataset);
  sheet->pixels = g_try_malloc0 (BP_SHEET_N_CELLS * n_pixels);
  if (sheet->pixels == NULL)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                           _ ("There is no memory for a sheet of so large images"));
      return NULL;
    }
  choose_samples (sheet, samples, bp_dataset_get_n_classes (dataset));
  for (guint cell = 0; cell < BP_SHEET_N_CELLS; cell++)
    if (sheet->indices[cell] != BP_SHEET_BLANK)
      set_cell (sheet, cell, samples.images + sheet->indices[cell] * n_pixels);
  return g_steal_pointer (&sheet);
}

/**
 * bp_dataset_sheet_free:
 * @sheet: (transfer full): a sheet
 */
void
bp_dataset_sheet_free (BpDatasetSheet *sheet)
{
  g_free (sheet->pixels);
  g_free (sheet);
}

/**
 * bp_dataset_sheet_augment:
 * @sheet: a sheet of the training samples of @dataset
 * @dataset: images of 28 x 28
 * @augmentation: the strength of the changes
 * @seed: of a training run
 * @epoch: of that run, from 1
 *
 * Shows the same samples as a run with @seed and @augmentation sees them in @epoch, byte for byte:
 * see bp_augment_image(). May be called repeatedly; the result does not depend on earlier calls.
 */
void
bp_dataset_sheet_augment (BpDatasetSheet *sheet,
                          const BpDataset *dataset,
                          const BpAugmentation *augmentation,
                          guint64 seed,
                          guint32 epoch)
{
  BpSamples samples;

  g_return_if_fail (sheet->split == BP_SPLIT_TRAIN);
  g_return_if_fail (bp_dataset_get_width (dataset) == BP_DIGIT_SIZE);
  g_return_if_fail (bp_dataset_get_height (dataset) == BP_DIGIT_SIZE);

  samples = bp_dataset_get_samples (dataset, BP_SPLIT_TRAIN);
  for (guint cell = 0; cell < BP_SHEET_N_CELLS; cell++)
    {
      guint32 index = sheet->indices[cell];
      guint8 augmented[BP_DIGIT_N_PIXELS];

      if (index == BP_SHEET_BLANK)
        continue;
      bp_augment_image (augmentation, seed, epoch, index,
                        samples.images + (gsize) index * BP_DIGIT_N_PIXELS, augmented);
      set_cell (sheet, cell, augmented);
    }
}
