/* SPDX-License-Identifier: MIT */
#include "array-roles.h"

#include "data-name.h"

#include <math.h>
#include <string.h>

/* The sides of images that this program trains on, in pixels. */
#define MIN_SIDE 4
#define MAX_SIDE 512

/* The most arrays that a message describes. */
#define MAX_DESCRIBED 6

static gboolean
is_one_hot (const BpByteLevels *levels, gsize n_columns)
{
  if (n_columns < 2 || n_columns > BP_DATASET_MAX_CLASSES || levels->scale != BP_LEVEL_BINARY ||
      levels->has_bad)
    return FALSE;

  for (gsize start = 0; start < levels->count; start += n_columns)
    {
      guint n_ones = 0;

      for (gsize i = 0; i < n_columns; i++)
        n_ones += levels->levels[start + i];
      if (n_ones != 1)
        return FALSE;
    }
  return TRUE;
}

static void
find_role (BpArrayRole *candidate)
{
  const BpNumberArray *array = candidate->array;
  gsize sides[BP_NUMBER_ARRAY_MAX_DIMS];
  guint n_sides = 0;

  if (array->n_dims == 0 || array->levels.count == 0)
    return;

  candidate->count = array->dims[0];
  candidate->n_columns = array->levels.count / candidate->count;
  for (guint i = 1; i < array->n_dims; i++)
    if (array->dims[i] != 1)
      sides[n_sides++] = array->dims[i];

  if (n_sides == 0)
    {
      candidate->role = BP_ROLE_LABELS;
      return;
    }
  if (n_sides == 1 && is_one_hot (&array->levels, sides[0]))
    {
      candidate->role = BP_ROLE_ONE_HOT_LABELS;
      return;
    }
  if (n_sides == 1)
    {
      gsize side = (gsize) lrint (sqrt ((double) sides[0]));

      if (side > MAX_SIDE || side * side != sides[0])
        return;
      sides[0] = side;
      sides[1] = side;
      n_sides = 2;
    }
  if (n_sides == 2 && MIN (sides[0], sides[1]) >= MIN_SIDE && MAX (sides[0], sides[1]) <= MAX_SIDE)
    {
      candidate->role = BP_ROLE_IMAGES;
      candidate->height = (guint) sides[0];
      candidate->width = (guint) sides[1];
    }
}

/**
 * bp_array_roles_find:
 * @arrays: (element-type BpNumberArray): the arrays of a file
 *
 * Returns: (transfer full) (element-type BpArrayRole): the possible role of each array
 */
GArray *
bp_array_roles_find (GPtrArray *arrays)
{
  GArray *candidates = g_array_new (FALSE, TRUE, sizeof (BpArrayRole));

  for (guint i = 0; i < arrays->len; i++)
    {
      BpArrayRole candidate = { .array = g_ptr_array_index (arrays, i) };

      candidate.named_split = bp_data_name_find_split (candidate.array->name);
      find_role (&candidate);
      g_array_append_val (candidates, candidate);
    }
  return candidates;
}

/**
 * bp_array_role_is_labels:
 * @candidate: a candidate
 *
 * Returns: whether it can be labels, as numbers or one-hot
 */
gboolean
bp_array_role_is_labels (const BpArrayRole *candidate)
{
  return candidate->role == BP_ROLE_LABELS || candidate->role == BP_ROLE_ONE_HOT_LABELS;
}

/* The length of the parent path in a name such as "train/images". */
static gsize
get_place_length (const char *name)
{
  const char *slash = strrchr (name, '/');

  return slash != NULL ? (gsize) (slash - name) : 0;
}

static gboolean
is_same_place (const BpNumberArray *a, const BpNumberArray *b)
{
  if (a->name == NULL || b->name == NULL)
    return FALSE;

  gsize length = get_place_length (a->name);

  return length == get_place_length (b->name) && strncmp (a->name, b->name, length) == 0;
}

/* How well labels go with images by their names, or -1 where they are of another split. A name that
 * says "labels" counts most: there may be other numbers of each image. */
static int
rate_labels (const BpArrayRole *labels, const BpArrayRole *images)
{
  g_auto (BpDataName) labels_name = { NULL };
  g_auto (BpDataName) images_name = { NULL };
  int score = 0;

  if (labels->named_split != images->named_split && labels->named_split != BP_SPLIT_UNKNOWN &&
      images->named_split != BP_SPLIT_UNKNOWN)
    return -1;

  if (labels->array->name != NULL && images->array->name != NULL)
    {
      bp_data_name_parse (&labels_name, labels->array->name);
      bp_data_name_parse (&images_name, images->array->name);
      score += labels_name.kind == BP_DATA_KIND_LABELS ? 8 : 0;
      score += g_str_equal (labels_name.family, images_name.family) ? 4 : 0;
    }
  score += labels->named_split == images->named_split ? 2 : 0;
  score += is_same_place (labels->array, images->array) ? 1 : 0;
  return score;
}

/**
 * bp_array_roles_find_labels:
 * @candidates: (element-type BpArrayRole): as of bp_array_roles_find()
 * @images: one of them
 *
 * Returns: (transfer none) (nullable): the unused labels that fit @images best
 */
BpArrayRole *
bp_array_roles_find_labels (GArray *candidates, const BpArrayRole *images)
{
  BpArrayRole *best = NULL;
  int best_score = -1;

  for (guint i = 0; i < candidates->len; i++)
    {
      BpArrayRole *labels = &g_array_index (candidates, BpArrayRole, i);
      int score;

      if (!bp_array_role_is_labels (labels) || labels->is_used || labels->count != images->count)
        continue;
      score = rate_labels (labels, images);
      if (score > best_score)
        {
          best = labels;
          best_score = score;
        }
    }
  return best;
}

/**
 * bp_array_roles_describe:
 * @candidates: (element-type BpArrayRole): as of bp_array_roles_find()
 *
 * Returns: (transfer full): the names and shapes of the first ones, for a message
 */
char *
bp_array_roles_describe (GArray *candidates)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < candidates->len && i < MAX_DESCRIBED; i++)
    {
      g_autofree char *one =
          bp_number_array_describe (g_array_index (candidates, BpArrayRole, i).array);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", one);
    }
  if (candidates->len > MAX_DESCRIBED)
    g_string_append (text, ", …");
  return g_string_free (text, FALSE);
}
