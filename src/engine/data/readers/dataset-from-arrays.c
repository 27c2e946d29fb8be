/* SPDX-License-Identifier: MIT */

/* Makes a data set from arrays. Files nest and name their arrays in many ways, so that the role of
 * an array is found from its shape and values first, and from its name only where that leaves a
 * choice:
 *
 *  - images are (n, side * side) or (n, height, width); labels are (n) or one-hot (n, classes);
 *    dimensions of length 1 are ignored;
 *  - labels belong to images of the same count; of several, to those with the same split and the
 *    same parent;
 *  - splits are found by the words "train", "valid" and "test", else by their order. Arrays named
 *    as test are never used for training.
 *
 * Pixels are scaled to 0 to 255. The full value is the largest pixel where that is clearly smaller
 * than the largest possible one: tables of 8 x 8 digits go up to 16.
 */
#include "dataset-from-arrays.h"

#include "array-roles.h"
#include "data-name.h"
#include "dataset-finish.h"
#include "error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* The largest pixel is clearly smaller than the possible one where it is at most this share of
 * it. */
#define PLAINLY_SMALLER (128.0 / 255.0)

/* The value of a nearly full pixel, and the share of such pixels at the rims of images above which
 * the rims are paper. */
#define BRIGHT      230
#define PAPER_SHARE 0.6

/* Images with their labels. */
typedef struct
{
  BpArrayRole *images;
  BpArrayRole *labels;
  BpSplit split;
} Pair;

static gboolean
set_no_images_error (GArray *candidates, GError **error)
{
  g_autofree char *found = bp_array_roles_describe (candidates);

  if (candidates->len == 0)
    g_set_error_literal (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                         _ ("it holds no arrays of numbers, so neither images nor labels"));
  else
    g_set_error (
        error, BP_ERROR, BP_ERROR_UNSUPPORTED,
        _ ("it holds no grey images with their labels, which are arrays of a shape such as "
           "(60000, 784) or (60000, 28, 28) and (60000,), but %s"),
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
                       _ ("it has %zu images, but %zu labels for them"), images->count,
                       labels->count);
          return FALSE;
        }
    }

  g_set_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
               _ ("it has %zu images of %u × %u = %u pixels, but no label for them: add "
                  "the class of each image, in a table as a column called “label”"),
               images->count, images->width, images->height, images->width * images->height);
  return FALSE;
}

/* Converts one-hot vectors to labels in place: the label of a row is the index of its 1. */
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
  if (levels->has_bad && isfinite (levels->bad_value) &&
      levels->bad_value != rint (levels->bad_value))
    {
      g_set_error (
          error, BP_ERROR, BP_ERROR_INVALID_VALUE,
          _ ("its %s labels are fractions such as %g, so that they cannot be classes: if these "
             "are the weights of a network, open it as that"),
          split, levels->bad_value);
      return FALSE;
    }
  if (levels->has_bad || levels->has_wide)
    {
      gboolean is_wide_first =
          levels->has_wide && (!levels->has_bad || levels->wide_index < levels->bad_index);

      g_set_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
                   _ ("%s label %zu is %g, but labels are whole numbers from 0 to %d"), split,
                   is_wide_first ? levels->wide_index : levels->bad_index,
                   is_wide_first ? levels->wide_value : levels->bad_value,
                   BP_DATASET_MAX_CLASSES - 1);
      return FALSE;
    }
  if (levels->has_fractions)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
                   _ ("its %s labels are not whole numbers, so that they cannot be classes"),
                   split);
      return FALSE;
    }
  return TRUE;
}

static gboolean
set_pixel_error (gsize index, double value, gsize n_pixels, const char *split, GError **error)
{
  gsize image = index / n_pixels;
  gsize pixel = index % n_pixels;

  if (isfinite (value))
    g_set_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
                 _ ("pixel %zu of %s image %zu is %g, but pixels run from 0 to 255 or from 0 to 1: "
                    "save the images as they were "
                    "before they were standardised"),
                 pixel, split, image, value);
  else
    g_set_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
                 _ ("pixel %zu of %s image %zu is not a finite number"), pixel, split, image);
  return FALSE;
}

/* Of pixels with more bits than a byte has, at least half of the images have some that are over
 * half the largest; a few large numbers among bytes are damage. */
static gboolean
has_wide_range (const BpByteLevels *levels, gsize n_pixels)
{
  gsize n_images = levels->count / n_pixels;
  gsize n_bright = 0;
  guint highest = 0;

  for (gsize i = 0; i < levels->count; i++)
    highest = MAX (highest, levels->levels[i]);
  for (gsize image = 0; image < n_images; image++)
    {
      const guint8 *pixels = levels->levels + image * n_pixels;
      gsize i = 0;

      while (i < n_pixels && pixels[i] <= highest / 2)
        i++;
      n_bright += i < n_pixels;
    }
  return 2 * n_bright > n_images;
}

static gboolean
check_pixels (const BpByteLevels *levels, gsize n_pixels, const char *split, GError **error)
{
  if (levels->has_bad)
    return set_pixel_error (levels->bad_index, levels->bad_value, n_pixels, split, error);
  if (levels->has_wide && !has_wide_range (levels, n_pixels))
    return set_pixel_error (levels->wide_index, levels->wide_value, n_pixels, split, error);
  return TRUE;
}

static gboolean
check_pair (const Pair *pair, BpSplitSets *sets, GError **error)
{
  /* Translators: a kind of images, for sentences such as "its test labels are not whole numbers"
   * and "pixel 5 of test image 7 is not a finite number". */
  static const char *const split_names[] = { NC_ ("kind of images", "training"),
                                             NC_ ("kind of images", "held-out"),
                                             NC_ ("kind of images", "test") };
  const BpArrayRole *images = pair->images;
  const char *split_name = g_dpgettext2 (GETTEXT_PACKAGE, "kind of images",
                                         split_names[MIN (pair->split, BP_SPLIT_TEST)]);

  if (sets->sets[pair->split].count > 0)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                   _ ("it has two sets of %s images, so that it is unclear which to use"),
                   split_name);
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
                   _ ("its %s images are %u × %u pixels, but the others %u × %u"), split_name,
                   images->width, images->height, sets->width, sets->height);
      return FALSE;
    }
  sets->sets[pair->split].count = images->count;
  if (pair->labels->role == BP_ROLE_ONE_HOT_LABELS)
    {
      sets->n_classes = MAX (sets->n_classes, (guint) pair->labels->n_columns);
      convert_one_hot (&pair->labels->array->levels, pair->labels->n_columns);
    }
  return check_labels (&pair->labels->array->levels, split_name, error) &&
         check_pixels (&images->array->levels, images->n_columns, split_name, error);
}

/* Moves the images and labels of a pair into the set of its split. */
static void
take_pair (const Pair *pair, BpSplitSets *sets)
{
  BpSampleSet *set = &sets->sets[pair->split];

  set->images = g_steal_pointer (&pair->images->array->levels.levels);
  set->labels = g_steal_pointer (&pair->labels->array->levels.levels);
}

/* Images in the same notation share a scale: black-and-white images alone do not determine it, and
 * a few images without a pixel of 255 do not distinguish 255ths from 256ths. Sets in different
 * notations, such as bytes and fractions of 1, keep their own scales. */
static void
share_scale (const Pair *pairs, guint n_pairs)
{
  for (guint i = 0; i < n_pairs; i++)
    for (guint k = 0; k < n_pairs; k++)
      {
        BpByteLevels *a = &pairs[i].images->array->levels;
        BpByteLevels *b = &pairs[k].images->array->levels;
        gboolean is_any_binary = a->scale == BP_LEVEL_BINARY || b->scale == BP_LEVEL_BINARY;
        gboolean has_fractions_over_1 = (a->scale > BP_LEVEL_255THS && a->scale < BP_LEVEL_WHOLE) ||
                                        (b->scale > BP_LEVEL_255THS && b->scale < BP_LEVEL_WHOLE);
        gboolean are_both_up_to_1 = a->scale < BP_LEVEL_UP_TO_2 && b->scale < BP_LEVEL_UP_TO_2;
        gboolean are_both_over_1 = a->scale >= BP_LEVEL_UP_TO_2 && b->scale >= BP_LEVEL_UP_TO_2;
        gboolean is_any_wide = a->scale > BP_LEVEL_WHOLE || b->scale > BP_LEVEL_WHOLE;

        if (is_any_binary || has_fractions_over_1 || are_both_up_to_1 ||
            (are_both_over_1 && is_any_wide))
          bp_byte_levels_join (a, b);
      }
}

/* The largest number of all images of fractions of 1, or of all others. */
static double
find_highest (const Pair *pairs, guint n_pairs, gboolean up_to_1)
{
  double highest = 0.0;

  for (guint i = 0; i < n_pairs; i++)
    {
      const BpByteLevels *levels = &pairs[i].images->array->levels;

      if ((levels->scale < BP_LEVEL_UP_TO_2) == up_to_1)
        highest = MAX (highest, bp_byte_levels_find_highest (levels));
    }
  return highest;
}

/* The number that becomes 255: @nominal, unless the largest number is clearly smaller or is
 * larger. */
static double
find_full (double highest, double nominal)
{
  return highest > 0.0 && (highest <= nominal * PLAINLY_SMALLER || highest > nominal) ? highest
                                                                                      : nominal;
}

static void
convert_pixels (const Pair *pairs, guint n_pairs, BpSplitSets *sets)
{
  double highest_up_to_1 = find_highest (pairs, n_pairs, TRUE);
  double highest = find_highest (pairs, n_pairs, FALSE);

  for (guint i = 0; i < n_pairs; i++)
    {
      BpByteLevels *levels = &pairs[i].images->array->levels;
      gboolean is_up_to_1 = levels->scale < BP_LEVEL_UP_TO_2;
      /* The largest value of 256ths is 255 / 256, which means 255. */
      double nominal = !is_up_to_1 ? 255.0 : levels->scale == BP_LEVEL_256THS ? 255.0 / 256.0 : 1.0;

      double full = find_full (is_up_to_1 ? highest_up_to_1 : highest, nominal);

      bp_byte_levels_to_pixels (levels, full);
      if (full != 255.0)
        sets->source_highest = full;
    }
}

/* Counts the pixels at the rim of all images, and those of them that are nearly full. */
static void
count_rim (const BpArrayRole *images, gsize *n_pixels, gsize *n_bright)
{
  const guint8 *pixels = images->array->levels.levels;

  for (gsize image = 0; image < images->count; image++, pixels += images->n_columns)
    for (guint y = 0; y < images->height; y++)
      {
        gboolean is_inner = y > 0 && y < images->height - 1 && images->width > 1;

        for (guint x = 0; x < images->width; x += is_inner ? images->width - 1 : 1)
          {
            (*n_pixels)++;
            *n_bright += pixels[y * images->width + x] >= BRIGHT;
          }
      }
}

/* Inverts images of dark ink on light paper, as pictures are inverted: a network that was trained
 * on the one form fails on the other. */
static void
make_ink_bright (const Pair *pairs, guint n_pairs, BpDataReading *reading)
{
  gsize n_pixels = 0;
  gsize n_bright = 0;

  for (guint i = 0; i < n_pairs; i++)
    count_rim (pairs[i].images, &n_pixels, &n_bright);
  if ((double) n_bright <= PAPER_SHARE * (double) n_pixels)
    return;

  for (guint i = 0; i < n_pairs; i++)
    {
      BpByteLevels *levels = &pairs[i].images->array->levels;

      for (gsize k = 0; k < levels->count; k++)
        levels->levels[k] = (guint8) (255 - levels->levels[k]);
    }
  bp_data_reading_note (reading,
                        _ ("Its images are dark on light: they were inverted, so that 0 is the "
                           "paper, as in MNIST."));
}

/* Sets the split of each pair, by its name or else by its position among the pairs. */
static void
choose_splits (Pair *pairs, guint n_pairs)
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
      pairs[i].split = pairs[i].images->named_split;
      is_taken[pairs[i].split] = TRUE;
    }

  for (guint i = 0; i < n_pairs; i++)
    for (guint k = 0; k < n_pairs && pairs[i].split == BP_SPLIT_UNKNOWN; k++)
      if (!is_taken[order[k]])
        {
          pairs[i].split = order[k];
          is_taken[order[k]] = TRUE;
        }

  /* Without training samples, the held-out ones become the training samples. */
  if (!is_taken[BP_SPLIT_TRAIN])
    for (guint i = 0; i < n_pairs; i++)
      if (pairs[i].split == BP_SPLIT_HELD_OUT)
        pairs[i].split = BP_SPLIT_TRAIN;
}

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return strverscmp (*(const char *const *) a, *(const char *const *) b);
}

/* Returns the unique words that are labels, in natural order. */
static GPtrArray *
collect_words (const Pair *pairs, guint n_pairs)
{
  GPtrArray *words = g_ptr_array_new ();

  for (guint i = 0; i < n_pairs; i++)
    for (char **word = pairs[i].labels->array->words; word != NULL && *word != NULL; word++)
      if (!g_ptr_array_find_with_equal_func (words, *word, g_str_equal, NULL))
        g_ptr_array_add (words, *word);
  g_ptr_array_sort (words, compare_words);
  return words;
}

/* Numbers the words that are labels in their order, equally in all sets. */
static gboolean
number_words (const Pair *pairs, guint n_pairs, BpSplitSets *sets, GError **error)
{
  g_autoptr (GPtrArray) words = collect_words (pairs, n_pairs);

  if (words->len == 0)
    return TRUE;
  if (words->len > BP_DATASET_MAX_CLASSES)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                   _ ("it has %u different labels, but at most %d are supported"), words->len,
                   BP_DATASET_MAX_CLASSES);
      return FALSE;
    }

  for (guint i = 0; i < n_pairs; i++)
    {
      BpNumberArray *labels = pairs[i].labels->array;
      guint8 numbers[BP_DATASET_MAX_CLASSES] = { 0 };

      if (labels->words == NULL)
        {
          g_set_error_literal (
              error, BP_ERROR, BP_ERROR_MISMATCH,
              _ ("the labels of one of its sets are words, and those of another are "
                 "numbers"));
          return FALSE;
        }
      for (guint k = 0; labels->words[k] != NULL; k++)
        {
          guint number = 0;

          g_ptr_array_find_with_equal_func (words, labels->words[k], g_str_equal, &number);
          numbers[k] = (guint8) number;
        }
      for (gsize k = 0; k < labels->levels.count; k++)
        labels->levels.levels[k] = numbers[labels->levels.levels[k]];
    }

  sets->n_classes = words->len;
  sets->class_names = g_new0 (char *, words->len + 1);
  for (guint i = 0; i < words->len; i++)
    sets->class_names[i] = g_strdup (g_ptr_array_index (words, i));
  return TRUE;
}

/* Whether @images are a copy: scikit-learn stores the same images twice, as rows and as squares. */
static gboolean
is_copy (const BpArrayRole *images, const Pair *pairs, guint n_pairs)
{
  const BpByteLevels *levels = &images->array->levels;

  for (guint i = 0; i < n_pairs; i++)
    {
      const BpByteLevels *other = &pairs[i].images->array->levels;

      if (levels->count == other->count && levels->scale == other->scale &&
          memcmp (levels->levels, other->levels, levels->count) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Leaves out images without labels, such as those of a contest, with a note. Labels that fit no
 * images are an error. */
static gboolean
leave_unlabelled_out (GArray *roles,
                      const Pair *pairs,
                      guint n_pairs,
                      BpDataReading *reading,
                      GError **error)
{
  guint n_labels = 0;

  for (guint i = 0; i < roles->len; i++)
    n_labels += bp_array_role_is_labels (&g_array_index (roles, BpArrayRole, i));

  for (guint i = 0; i < roles->len; i++)
    {
      const BpArrayRole *role = &g_array_index (roles, BpArrayRole, i);

      if (role->role != BP_ROLE_IMAGES || role->is_used || is_copy (role, pairs, n_pairs))
        continue;
      if (n_pairs == 0 || n_labels > n_pairs)
        return set_no_labels_error (roles, role, error);
      if (role->array->name != NULL)
        bp_data_reading_note (
            reading,
            g_dngettext (GETTEXT_PACKAGE, "“%s” has %zu image without a label, which was left out.",
                         "“%s” has %zu images without labels, which were left out.", role->count),
            role->array->name, role->count);
      else
        bp_data_reading_note (reading,
                              g_dngettext (GETTEXT_PACKAGE,
                                           "It has %zu image without a label, which was left out.",
                                           "It has %zu images without labels, which were left out.",
                                           role->count),
                              role->count);
    }
  return TRUE;
}

/* Adds notes about unused arrays that have a value for each image: a file may have several kinds of
 * labels. */
static void
name_unused (GArray *roles, const Pair *pairs, guint n_pairs, BpDataReading *reading)
{
  for (guint i = 0; i < roles->len; i++)
    {
      const BpArrayRole *role = &g_array_index (roles, BpArrayRole, i);
      const Pair *pair = NULL;

      for (guint k = 0; k < n_pairs && pair == NULL; k++)
        if (pairs[k].images->count == role->count)
          pair = &pairs[k];
      if (role->is_used || role->role == BP_ROLE_IMAGES || pair == NULL ||
          role->array->name == NULL)
        continue;
      if (bp_array_role_is_labels (role) && pair->labels->array->name != NULL)
        bp_data_reading_note (reading, _ ("“%s” was not used: the labels are those of “%s”."),
                              role->array->name, pair->labels->array->name);
      else
        bp_data_reading_note (reading, _ ("“%s” was not used."), role->array->name);
    }
}

/* Adds a note about the arrays that could not be read. Where a split is missing because of them,
 * that is an error: the rest would be another data set. */
static gboolean
name_left_out (BpDataReading *reading, const Pair *pairs, guint n_pairs, GError **error)
{
  for (guint i = 0; i < reading->left_out->len; i++)
    {
      BpLeftOut *left_out = g_ptr_array_index (reading->left_out, i);
      BpSplit split = bp_data_name_find_split (left_out->name);
      gboolean is_there = split == BP_N_SPLITS;

      for (guint k = 0; k < n_pairs; k++)
        is_there = is_there || pairs[k].split == split;
      if (n_pairs == 0 || !is_there)
        {
          g_propagate_error (error, g_error_copy (left_out->error));
          return FALSE;
        }
      bp_data_reading_note (reading, _ ("“%s” was left out: %s."), left_out->name,
                            left_out->error->message);
    }
  return TRUE;
}

static gboolean
find_pairs (GArray *roles, Pair pairs[BP_N_SPLITS], guint *n_pairs, GError **error)
{
  *n_pairs = 0;
  for (guint i = 0; i < roles->len; i++)
    {
      BpArrayRole *images = &g_array_index (roles, BpArrayRole, i);
      BpArrayRole *labels =
          images->role == BP_ROLE_IMAGES ? bp_array_roles_find_labels (roles, images) : NULL;

      if (labels == NULL)
        continue;
      if (*n_pairs == BP_N_SPLITS)
        {
          g_set_error_literal (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                               _ ("it has more than three sets of images with labels, but only "
                                  "training, held-out and test images are supported"));
          return FALSE;
        }
      images->is_used = TRUE;
      labels->is_used = TRUE;
      pairs[(*n_pairs)++] = (Pair){ images, labels, BP_N_SPLITS };
    }
  return TRUE;
}

static gboolean
collect_sets (BpDataReading *reading, BpSplitSets *sets, GError **error)
{
  g_autoptr (GArray) roles = bp_array_roles_find (reading->arrays);
  Pair pairs[BP_N_SPLITS];
  guint n_pairs;

  if (!find_pairs (roles, pairs, &n_pairs, error))
    return FALSE;
  if (n_pairs > 0)
    choose_splits (pairs, n_pairs);
  if (!name_left_out (reading, pairs, n_pairs, error) ||
      !leave_unlabelled_out (roles, pairs, n_pairs, reading, error))
    return FALSE;
  if (n_pairs == 0)
    return set_no_images_error (roles, error);
  name_unused (roles, pairs, n_pairs, reading);

  share_scale (pairs, n_pairs);
  for (guint i = 0; i < n_pairs; i++)
    if (!check_pair (&pairs[i], sets, error))
      return FALSE;
  convert_pixels (pairs, n_pairs, sets);
  make_ink_bright (pairs, n_pairs, reading);
  if (!number_words (pairs, n_pairs, sets, error))
    return FALSE;
  for (guint i = 0; i < n_pairs; i++)
    take_pair (&pairs[i], sets);
  return TRUE;
}

/**
 * bp_dataset_from_arrays:
 * @reading: the arrays of the files. The data of used arrays are moved out; notes about unused ones
 *   are added.
 * @path: (type filename): the file or folder
 * @class_names: (nullable) (transfer none): the names of classes from a file beside the data
 * @error: return location for %BP_ERROR_UNSUPPORTED where there are no images with labels,
 *   %BP_ERROR_MISMATCH where they do not fit each other, %BP_ERROR_INVALID_VALUE where a pixel or a
 *   label is out of its range, %BP_ERROR_NO_MEMORY
 *
 * Returns: (transfer full): the data set, or %NULL with @error set
 */
BpDataset *
bp_dataset_from_arrays (BpDataReading *reading,
                        const char *path,
                        char **class_names,
                        GError **error)
{
  g_auto (BpSplitSets) sets = { .names_beside = class_names };

  if (!collect_sets (reading, &sets, error))
    return NULL;
  sets.notes = reading->notes;
  return bp_dataset_finish (&sets, path, error);
}
