/* SPDX-License-Identifier: MIT */

/* Adds training samples that a data set lacks: built-in digits, written with care or in a hurry, in
 * forms that MNIST does not have; and drawings that are no digits, from which a network learns to
 * be unsure. Held-out and test samples stay as they are. */
#include "dataset-mix.h"

#include "dataset-builtin.h"
#include "digit-image.h"
#include "error.h"
#include "hasty-digits.h"
#include "non-digits.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Seeds other than those of all measurements. */
#define BUILTIN_SEED    2
#define HASTY_SEED      2
#define NON_DIGITS_SEED 2

/* Drawings between two checks of the cancel flag. */
#define PIECE 64

static gboolean
check_kind (BpDataset *dataset, GError **error)
{
  g_autofree char *first_class = NULL;

  if (bp_dataset_has_digits (dataset))
    return TRUE;

  first_class = bp_error_quote (bp_dataset_get_class_name (dataset, 0));
  g_set_error (
      error, BP_ERROR, BP_ERROR_MISMATCH,
      _ ("Digits can be mixed into images of the ten digits in 28 x 28 pixels only, and the "
         "images of %s have %u x %u pixels, in %u classes from %s on"),
      bp_dataset_get_name (dataset), bp_dataset_get_width (dataset),
      bp_dataset_get_height (dataset), bp_dataset_get_n_classes (dataset), first_class);
  return FALSE;
}

static void
copy_samples (guint8 *images, guint8 *labels, BpSamples samples)
{
  if (samples.count == 0)
    return;

  memcpy (images, samples.images, samples.count * BP_DIGIT_N_PIXELS);
  memcpy (labels, samples.labels, samples.count);
}

/* Draws hasty digits, then non-digits. */
static gboolean
draw (guint8 *images, guint8 *labels, const BpDatasetMix *mix, BpProgress *progress, GError **error)
{
  g_autoptr (BpAllographs) allographs = bp_allographs_new (error);
  gsize n_drawings = (gsize) mix->n_hasty + mix->n_non_digits;

  if (allographs == NULL)
    return FALSE;

  for (gsize i = 0; i < n_drawings; i++)
    {
      guint8 *image = images + i * BP_DIGIT_N_PIXELS;

      if (i % PIECE == 0 && !bp_progress_check (progress, error))
        return FALSE;
      if (i < mix->n_hasty)
        labels[i] = (guint8) bp_hasty_digit_draw (allographs, HASTY_SEED, i, image);
      else
        {
          bp_non_digit_draw (allographs, NON_DIGITS_SEED, i - mix->n_hasty, image);
          labels[i] = BP_LABEL_NONE;
        }
    }

  return TRUE;
}

static char *
make_name (BpDataset *dataset, const BpDatasetMix *mix)
{
  const char *name = bp_dataset_get_name (dataset);

  return mix->n_builtin + mix->n_hasty > 0 ? g_strconcat (name, BP_MIXED_NAME_END, NULL)
                                           : g_strdup (name);
}

/**
 * bp_dataset_mix:
 * @dataset: images for which bp_dataset_has_digits() holds
 * @mix: the samples to add
 * @n_threads: the number of threads, or 0 for as many as the machine has
 * @progress: (nullable): cancels
 * @error: return location for %BP_ERROR_MISMATCH, %BP_ERROR_CANCELLED or %BP_ERROR_NO_MEMORY
 *
 * Returns: (transfer full): a data set with the held-out and test samples and the notes of @dataset
 *   and more training samples; equal arguments give equal bytes; or %NULL with @error set
 */
BpDataset *
bp_dataset_mix (BpDataset *dataset,
                const BpDatasetMix *mix,
                guint n_threads,
                BpProgress *progress,
                GError **error)
{
  BpSamples train = bp_dataset_get_samples (dataset, BP_SPLIT_TRAIN);
  BpSamples held_out = bp_dataset_get_samples (dataset, BP_SPLIT_HELD_OUT);
  BpSamples test = bp_dataset_get_samples (dataset, BP_SPLIT_TEST);
  g_autoptr (BpDataset) builtin = NULL;
  g_autofree char *name = NULL;
  g_autoptr (GPtrArray) notes = g_ptr_array_new ();
  g_auto (BpDatasetParts) parts = { 0 };
  const char *class_names[11] = { NULL };
  gsize next = train.count;

  if (!check_kind (dataset, error))
    return NULL;
  if (mix->n_builtin > 0)
    {
      builtin =
          bp_dataset_new_builtin (BUILTIN_SEED, mix->n_builtin, 0, 0, n_threads, progress, error);
      if (builtin == NULL)
        return NULL;
    }

  name = make_name (dataset, mix);
  for (const char *const *note = bp_dataset_get_notes (dataset); *note != NULL; note++)
    g_ptr_array_add (notes, (gpointer) *note);
  for (guint i = 0; i < 10; i++)
    class_names[i] = bp_dataset_get_class_name (dataset, i);
  parts = (BpDatasetParts){
    .name = name,
    .path = bp_dataset_get_path (dataset),
    .class_names = class_names,
    .width = BP_DIGIT_SIZE,
    .height = BP_DIGIT_SIZE,
    .n_classes = 10,
    .n_train = train.count + mix->n_builtin + mix->n_hasty + mix->n_non_digits,
    .n_held_out = held_out.count,
    .n_test = test.count,
    .has_no_class = TRUE,
    .source_highest = bp_dataset_get_source_highest (dataset),
    .notes = notes,
  };
  if (!bp_dataset_parts_allocate (&parts))
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                           _ ("There is no memory for so many images: mix in fewer"));
      return NULL;
    }

  copy_samples (parts.images, parts.labels, train);
  if (builtin != NULL)
    copy_samples (parts.images + next * BP_DIGIT_N_PIXELS, parts.labels + next,
                  bp_dataset_get_samples (builtin, BP_SPLIT_TRAIN));
  next += mix->n_builtin;
  if (!draw (parts.images + next * BP_DIGIT_N_PIXELS, parts.labels + next, mix, progress, error))
    return NULL;
  next = parts.n_train;
  copy_samples (parts.images + next * BP_DIGIT_N_PIXELS, parts.labels + next, held_out);
  copy_samples (parts.test_images, parts.test_labels, test);

  return bp_dataset_new (&parts, error);
}
