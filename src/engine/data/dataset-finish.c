/* SPDX-License-Identifier: MIT */

/* Makes the splits that a file does not have.
 *
 *  - Three sets are used unchanged.
 *  - Training and test samples: the last sixth of the training samples is held out, 10,000 of the
 *    60,000 of MNIST.
 *  - One set: it is shuffled with a fixed seed; its last sixth is the test, and as many before that
 *    are held out.
 *  - Test samples alone stay test samples; there are no training samples.
 *
 * The last sixth is a fair sample only where the classes are mixed, so that training samples that
 * are sorted by their labels are shuffled, too.
 */
#include "dataset-finish.h"

#include "error.h"
#include "random.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define HELD_OUT_SHARE 6

/* The seed for shuffling the samples of a file: constant, so that the same file always gives the
 * same data set. */
#define SHUFFLE_SEED 1

/* Data sets of digits, clothes and kana have ten classes, even where a small part of one does not
 * contain all of them. */
#define MIN_CLASSES 10

/* Class labels have few gaps: with D different labels, the largest is below 2 D + 8. */
#define MAX_GAP_FACTOR 2
#define MAX_GAP_OFFSET 8

/* The longest list of names of 256 classes, in bytes. */
#define MAX_NAMES_LENGTH 16384

static gboolean
set_no_memory_error (GError **error)
{
  g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                       _ ("there is not enough memory for its images"));
  return FALSE;
}

static gboolean
is_sorted_by_label (const BpSampleSet *set)
{
  for (gsize i = 1; i < set->count; i++)
    if (set->labels[i] < set->labels[i - 1])
      return FALSE;
  return set->count > 0 && set->labels[0] != set->labels[set->count - 1];
}

typedef struct
{
  BpSampleSet *set;
  gsize n_pixels;
  guint8 *spare; /* (n_pixels) */
} Swap;

static void
swap_samples (gpointer data, gsize i, gsize j)
{
  const Swap *swap = data;
  guint8 *a = swap->set->images + i * swap->n_pixels;
  guint8 *b = swap->set->images + j * swap->n_pixels;
  guint8 label = swap->set->labels[i];

  memcpy (swap->spare, a, swap->n_pixels);
  memmove (a, b, swap->n_pixels);
  memcpy (b, swap->spare, swap->n_pixels);
  swap->set->labels[i] = swap->set->labels[j];
  swap->set->labels[j] = label;
}

static gboolean
shuffle (BpSampleSet *set, gsize n_pixels, GError **error)
{
  g_autofree guint8 *spare = g_try_malloc (n_pixels);
  Swap swap = { set, n_pixels, spare };
  BpRandom random;

  if (spare == NULL)
    return set_no_memory_error (error);
  if (set->count == 0)
    return TRUE;

  bp_random_init (&random, SHUFFLE_SEED, 0);
  bp_random_shuffle (&random, set->count, swap_samples, &swap);
  return TRUE;
}

/* Moves the last @count samples of @from into the empty set @to. */
static gboolean
split_off (BpSampleSet *from, BpSampleSet *to, gsize count, gsize n_pixels, GError **error)
{
  gsize n_left = from->count - count;

  to->images = g_try_malloc (count * n_pixels);
  to->labels = g_try_malloc (count);
  if (to->images == NULL || to->labels == NULL)
    return set_no_memory_error (error);

  memcpy (to->images, from->images + n_left * n_pixels, count * n_pixels);
  memcpy (to->labels, from->labels + n_left, count);
  to->count = count;
  from->images = g_realloc (from->images, n_left * n_pixels);
  from->labels = g_realloc (from->labels, n_left);
  from->count = n_left;
  return TRUE;
}

/* Appends the samples of @other to @set; @other is empty afterwards. */
static gboolean
append_set (BpSampleSet *set, BpSampleSet *other, gsize n_pixels, GError **error)
{
  gsize count = set->count + other->count;
  guint8 *images = g_try_realloc (set->images, count * n_pixels);

  if (images == NULL)
    return set_no_memory_error (error);
  set->images = images;

  guint8 *labels = g_try_realloc (set->labels, count);

  if (labels == NULL)
    return set_no_memory_error (error);
  set->labels = labels;

  memcpy (images + set->count * n_pixels, other->images, other->count * n_pixels);
  memcpy (labels + set->count, other->labels, other->count);
  set->count = count;
  g_clear_pointer (&other->images, g_free);
  g_clear_pointer (&other->labels, g_free);
  other->count = 0;
  return TRUE;
}

/* Sets the number of classes. @n_names: the number of names in the list beside the file, or 0. That
 * text file may have another purpose, so that its number is used only where it equals the number
 * without it, or where there are fewer classes than data sets of this kind have. */
static gboolean
count_classes (BpSplitSets *sets, guint n_names, GError **error)
{
  gboolean occurs[BP_DATASET_MAX_CLASSES] = { FALSE };
  guint n_occurring = 0;
  guint n_labels = 0;

  for (guint split = 0; split < BP_N_SPLITS; split++)
    for (gsize i = 0; i < sets->sets[split].count; i++)
      occurs[sets->sets[split].labels[i]] = TRUE;

  for (guint label = 0; label < BP_DATASET_MAX_CLASSES; label++)
    if (occurs[label])
      {
        n_occurring++;
        n_labels = label + 1;
      }

  if (sets->n_classes == 0 && n_labels > MAX_GAP_FACTOR * n_occurring + MAX_GAP_OFFSET)
    {
      g_set_error (
          error, BP_ERROR, BP_ERROR_INVALID_VALUE,
          _ ("it has the label %u, but only %u different labels in all: they cannot be the "
             "numbers of classes"),
          n_labels - 1, n_occurring);
      return FALSE;
    }

  if (sets->n_classes == 0 && n_names >= MAX (n_labels, 1) && n_names < MIN_CLASSES)
    sets->n_classes = n_names;
  if (sets->n_classes == 0)
    sets->n_classes = MAX (n_labels, MIN_CLASSES);
  sets->n_classes = MAX (sets->n_classes, n_labels);
  return TRUE;
}

/**
 * bp_class_names_parse:
 * @text: (array length=length): a text, which may be a list of names
 * @length: of @text, in bytes
 *
 * Returns: (transfer full) (nullable) (array zero-terminated=1): the lines that are not blank, 1 to
 *   %BP_DATASET_MAX_CLASSES of them; %NULL where it is not such a list
 */
char **
bp_class_names_parse (const char *text, gsize length)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *copy = NULL;
  g_auto (GStrv) lines = NULL;
  guint n_names = 0;

  if (length > MAX_NAMES_LENGTH || !g_utf8_validate_len (text, length, NULL))
    return NULL;

  /* The byte order mark of some editors is not a part of the first name. */
  if (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    {
      text += 3;
      length -= 3;
    }
  copy = g_strndup (text, length);
  lines = g_strsplit (copy, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*g_strstrip (lines[i]) != '\0')
      {
        g_strv_builder_add (builder, lines[i]);
        n_names++;
      }
  return n_names > 0 && n_names <= BP_DATASET_MAX_CLASSES ? g_strv_builder_end (builder) : NULL;
}

/**
 * bp_split_sets_clear:
 * @sets: sets
 *
 * Frees what they own and zeroes them.
 */
void
bp_split_sets_clear (BpSplitSets *sets)
{
  for (guint split = 0; split < BP_N_SPLITS; split++)
    {
      g_free (sets->sets[split].images);
      g_free (sets->sets[split].labels);
    }
  g_strfreev (sets->class_names);
  memset (sets, 0, sizeof *sets);
}

/* Makes the held-out samples and, from a single set, the test samples. */
static gboolean
make_splits (BpSplitSets *sets, gsize *n_held_out, GError **error)
{
  BpSampleSet *train = &sets->sets[BP_SPLIT_TRAIN];
  BpSampleSet *held_out = &sets->sets[BP_SPLIT_HELD_OUT];
  BpSampleSet *test = &sets->sets[BP_SPLIT_TEST];
  gsize n_pixels = (gsize) sets->width * sets->height;
  gboolean is_only_set = held_out->count == 0 && test->count == 0;

  *n_held_out = held_out->count;
  if (*n_held_out > 0)
    return append_set (train, held_out, n_pixels, error);

  *n_held_out = train->count / HELD_OUT_SHARE;
  if ((is_only_set || is_sorted_by_label (train)) && !shuffle (train, n_pixels, error))
    return FALSE;
  return !is_only_set || *n_held_out == 0 || split_off (train, test, *n_held_out, n_pixels, error);
}

/**
 * bp_dataset_finish:
 * @sets: the sets of a file, not empty; cleared, also where this fails
 * @path: (type filename): the file or folder
 * @error: return location for %BP_ERROR_INVALID_VALUE where the labels cannot be class indices, or
 *   %BP_ERROR_NO_MEMORY
 *
 * Makes the missing splits and the data set. Where the file does not name its classes, a list
 * beside it with a name for each class is used.
 *
 * Returns: (transfer full): the data set, or %NULL with @error set
 */
BpDataset *
bp_dataset_finish (BpSplitSets *sets, const char *path, GError **error)
{
  g_auto (BpSplitSets) owned = *sets;
  BpSampleSet *train = &owned.sets[BP_SPLIT_TRAIN];
  BpSampleSet *test = &owned.sets[BP_SPLIT_TEST];
  char **names_beside = owned.names_beside;
  gsize n_held_out;

  memset (sets, 0, sizeof *sets);
  g_return_val_if_fail (train->count + test->count > 0, NULL);
  g_return_val_if_fail (train->count <= G_MAXUINT32, NULL);

  if (!count_classes (&owned, names_beside != NULL ? g_strv_length (names_beside) : 0, error) ||
      !make_splits (&owned, &n_held_out, error))
    return NULL;
  if (owned.class_names == NULL && names_beside != NULL &&
      g_strv_length (names_beside) == owned.n_classes)
    owned.class_names = g_strdupv (names_beside);

  BpDatasetParts parts = {
    .path = path,
    .class_names = (const char *const *) owned.class_names,
    .width = owned.width,
    .height = owned.height,
    .n_classes = owned.n_classes,
    .images = g_steal_pointer (&train->images),
    .labels = g_steal_pointer (&train->labels),
    .n_train = train->count - n_held_out,
    .n_held_out = n_held_out,
    .test_images = g_steal_pointer (&test->images),
    .test_labels = g_steal_pointer (&test->labels),
    .n_test = test->count,
    .source_highest = owned.source_highest,
    .notes = owned.notes,
  };

  return bp_dataset_new (&parts, error);
}
