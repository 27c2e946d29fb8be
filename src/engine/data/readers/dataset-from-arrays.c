/* SPDX-License-Identifier: MIT */

/* From arrays to a data set. Files differ in how they nest and name their arrays, so that what an
 * array is for is told from its shape and values first, and from its name only where that leaves a
 * choice:
 *
 *  - images are (n, side * side) or (n, height, width); labels are (n) or one-hot (n, classes);
 *    dimensions of 1 do not count;
 *  - labels belong to the images that they are as many as; among several such, to those of the same
 *    split and the same place;
 *  - splits are told by the words "train", "valid" and "test", and else by their order.
 */
#include "dataset-from-arrays.h"

#include "array-roles.h"
#include "dataset-finish.h"
#include "error.h"

#include <math.h>
#include <string.h>

static gboolean
set_no_images_error (GArray *candidates, GError **error)
{
  g_autofree char *found = bp_array_roles_describe (candidates);

  if (candidates->len == 0)
    g_set_error_literal (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                         "it holds no arrays of numbers, so neither images nor labels");
  else
    g_set_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                 "it holds no grey images with their labels, which are arrays of a shape such as "
                 "(60000, 784) or (60000, 28, 28) and (60000,), but %s",
                 found);
  return FALSE;
}

static gboolean
set_no_labels_error (GArray *candidates, const BpArrayRole *images, GError **error)
{
  for (guint i = 0; i < candidates->len; i++)
    {
      const BpArrayRole *labels = &g_array_index (candidates, BpArrayRole, i);

      if (bp_array_role_is_labels (labels) && !labels->is_used)
        {
          g_set_error (error, BP_ERROR, BP_ERROR_MISMATCH,
                       "it has %" G_GSIZE_FORMAT " images, but %" G_GSIZE_FORMAT " labels for them",
                       images->count, labels->count);
          return FALSE;
        }
    }

  g_set_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
               "it has %" G_GSIZE_FORMAT " images, but no labels for them", images->count);
  return FALSE;
}

/* Labels that one-hot vectors stand for, in place: row by row, the place of the 1. */
static void
convert_one_hot (BpByteLevels *levels, gsize n_columns)
{
  gsize count = levels->count / n_columns;

  for (gsize row = 0; row < count; row++)
    {
      const guint8 *one = memchr (levels->levels + row * n_columns, 1, n_columns);

      levels->levels[row] = (guint8) (one - (levels->levels + row * n_columns));
    }
  levels->levels = g_realloc (levels->levels, count);
  levels->capacity = count;
  levels->count = count;
}

static gboolean
check_labels (const BpByteLevels *levels, const char *split, GError **error)
{
  if (levels->has_bad)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
                   "%s label %" G_GSIZE_FORMAT " is %g, but labels are whole numbers from 0 to %d",
                   split, levels->bad_index, levels->bad_value, BP_DATASET_MAX_CLASSES - 1);
      return FALSE;
    }
  if (levels->has_fractions)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
                   "its %s labels are not whole numbers, so that no classes can be told", split);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_pixels (const BpByteLevels *levels, gsize n_pixels, const char *split, GError **error)
{
  if (!levels->has_bad)
    return TRUE;

  gsize image = levels->bad_index / n_pixels;
  gsize pixel = levels->bad_index % n_pixels;

  if (isfinite (levels->bad_value))
    g_set_error (
        error, BP_ERROR, BP_ERROR_INVALID_VALUE,
        "pixel %" G_GSIZE_FORMAT " of %s image %" G_GSIZE_FORMAT
        " is %g, but pixels run from 0 to 255 or from 0 to 1: save the images as they were "
        "before they were standardised",
        pixel, split, image, levels->bad_value);
  else
    g_set_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
                 "pixel %" G_GSIZE_FORMAT " of %s image %" G_GSIZE_FORMAT " is not a finite number",
                 pixel, split, image);
  return FALSE;
}

/* Moves the bytes of a pair into the set of its split. */
static gboolean
take_pair (BpArrayRole *images,
           BpArrayRole *labels,
           BpSplit split,
           BpSplitSets *sets,
           GError **error)
{
  static const char *const split_names[] = { "training", "held-out", "test" };
  BpSampleSet *set = &sets->sets[split];

  if (set->count > 0)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                   "it has two sets of %s images, so that it is unclear which to use",
                   split_names[split]);
      return FALSE;
    }
  if (sets->width == 0)
    {
      sets->width = images->width;
      sets->height = images->height;
    }
  if (sets->width != images->width || sets->height != images->height)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_MISMATCH,
                   "its %s images are %u × %u pixels, but the others %u × %u", split_names[split],
                   images->width, images->height, sets->width, sets->height);
      return FALSE;
    }
  if (labels->role == BP_ROLE_ONE_HOT_LABELS)
    {
      sets->n_classes = MAX (sets->n_classes, (guint) labels->n_columns);
      convert_one_hot (&labels->array->levels, labels->n_columns);
    }
  if (!check_labels (&labels->array->levels, split_names[split], error) ||
      !check_pixels (&images->array->levels, images->n_columns, split_names[split], error))
    return FALSE;

  set->count = images->count;
  set->images = g_steal_pointer (&images->array->levels.levels);
  set->labels = g_steal_pointer (&labels->array->levels.levels);
  return TRUE;
}

/* One file's images share a scale: black and white ones alone cannot tell theirs, nor can few
 * images without a full 255 tell 255ths from 256ths. */
static void
share_scale (BpArrayRole **images, guint n_pairs)
{
  BpLevelScale scale = BP_LEVEL_BINARY;

  for (guint i = 0; i < n_pairs; i++)
    scale = MAX (scale, images[i]->array->levels.scale);

  for (guint i = 0; i < n_pairs; i++)
    {
      BpByteLevels *levels = &images[i]->array->levels;

      if (levels->scale == BP_LEVEL_BINARY || scale == BP_LEVEL_255THS)
        bp_byte_levels_rescale (levels, scale);
      bp_byte_levels_to_pixels (levels);
    }
}

/* Which split each pair is, by its name or else by its place among the pairs. */
static void
choose_splits (BpArrayRole *const *images, guint n_pairs, BpSplit *splits)
{
  static const BpSplit orders[BP_N_SPLITS][BP_N_SPLITS] = {
    { BP_SPLIT_TRAIN },
    { BP_SPLIT_TRAIN, BP_SPLIT_TEST },
    { BP_SPLIT_TRAIN, BP_SPLIT_HELD_OUT, BP_SPLIT_TEST },
  };
  const BpSplit *order = orders[n_pairs - 1];
  gboolean is_taken[BP_N_SPLITS + 1] = { FALSE };

  for (guint i = 0; i < n_pairs; i++)
    {
      splits[i] = n_pairs == 1 ? BP_SPLIT_TRAIN : images[i]->named_split;
      is_taken[splits[i]] = TRUE;
    }

  for (guint i = 0; i < n_pairs; i++)
    for (guint k = 0; k < n_pairs && splits[i] == BP_SPLIT_UNKNOWN; k++)
      if (!is_taken[order[k]])
        {
          splits[i] = order[k];
          is_taken[order[k]] = TRUE;
        }

  /* Where nothing is for training, what was for choosing among networks is. */
  if (!is_taken[BP_SPLIT_TRAIN])
    for (guint i = 0; i < n_pairs; i++)
      if (splits[i] == BP_SPLIT_HELD_OUT)
        splits[i] = BP_SPLIT_TRAIN;
}

static gboolean
collect_sets (GArray *candidates, BpSplitSets *sets, GError **error)
{
  BpArrayRole *images[BP_N_SPLITS];
  BpArrayRole *labels[BP_N_SPLITS];
  BpArrayRole *unlabelled = NULL;
  BpSplit splits[BP_N_SPLITS];
  guint n_pairs = 0;
  guint n_free_labels = 0;

  for (guint i = 0; i < candidates->len; i++)
    {
      BpArrayRole *candidate = &g_array_index (candidates, BpArrayRole, i);

      if (bp_array_role_is_labels (candidate))
        n_free_labels++;
      if (candidate->role != BP_ROLE_IMAGES)
        continue;

      BpArrayRole *found = bp_array_roles_find_labels (candidates, candidate);

      if (found == NULL)
        {
          unlabelled = candidate;
          continue;
        }
      if (n_pairs == BP_N_SPLITS)
        {
          g_set_error_literal (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                               "it has more than three sets of images with labels; what is read "
                               "here is training, held-out and test images");
          return FALSE;
        }
      found->is_used = TRUE;
      images[n_pairs] = candidate;
      labels[n_pairs] = found;
      n_pairs++;
    }

  /* Images without labels, such as those of a contest, are let go; labels that do not fit are not.
   */
  if (unlabelled != NULL && (n_pairs == 0 || n_free_labels > n_pairs))
    return set_no_labels_error (candidates, unlabelled, error);
  if (n_pairs == 0)
    return set_no_images_error (candidates, error);

  choose_splits (images, n_pairs, splits);
  share_scale (images, n_pairs);
  for (guint i = 0; i < n_pairs; i++)
    if (!take_pair (images[i], labels[i], splits[i], sets, error))
      return FALSE;
  return TRUE;
}

/**
 * bp_dataset_from_arrays:
 * @arrays: (element-type BpNumberArray): what the file holds, in its order; the bytes of those that
 *   are used are taken out of them
 * @path: (type filename): the file or folder
 * @error: return location for %BP_ERROR_UNSUPPORTED where there are no images with labels,
 *   %BP_ERROR_MISMATCH where they do not fit each other, %BP_ERROR_INVALID_VALUE where a pixel or a
 *   label is out of its range, %BP_ERROR_NO_MEMORY
 *
 * Returns: (transfer full): the data set, or %NULL with @error set
 */
BpDataset *
bp_dataset_from_arrays (GPtrArray *arrays, const char *path, GError **error)
{
  g_autoptr (GArray) candidates = bp_array_roles_find (arrays);
  g_auto (BpSplitSets) sets = { 0 };

  if (!collect_sets (candidates, &sets, error))
    return NULL;
  return bp_dataset_finish (&sets, path, error);
}
