/* SPDX-License-Identifier: MIT */

/* Reads the points that the built-in digits are made from: data/builtin-digits.json, a resource of
 * the engine.
 */
#include "allographs.h"

#include "json-reader.h"
#include "made-resources.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define RESOURCE_PATH "/io/github/backprop/Backprop/made/builtin-digits.json"

/* A number of an object: its key, its destination, and whether it has been read. */
typedef struct
{
  const char *key;
  double *value;
  gboolean is_read;
} Number;

/* Reads the number of @key; skips the value where @key is unknown. */
static void
read_number (BpJsonReader *reader, const char *key, Number *numbers, guint n_numbers)
{
  for (guint i = 0; i < n_numbers; i++)
    if (strcmp (key, numbers[i].key) == 0)
      {
        *numbers[i].value = bp_json_reader_read_number (reader);
        numbers[i].is_read = TRUE;
        return;
      }
  bp_json_reader_skip_value (reader);
}

static void
check_all_read (BpJsonReader *reader, const Number *numbers, guint n_numbers)
{
  for (guint i = 0; i < n_numbers; i++)
    if (!numbers[i].is_read)
      bp_json_reader_fail (reader, N_ ("an object before here lacks one of its numbers"));
}

/* Reads an object of numbers. */
static void
read_numbers (BpJsonReader *reader, Number *numbers, guint n_numbers)
{
  const char *key;

  bp_json_reader_begin_object (reader);
  while ((key = bp_json_reader_next_member (reader)) != NULL)
    read_number (reader, key, numbers, n_numbers);
  check_all_read (reader, numbers, n_numbers);
}

/* Reads [x, y] or [x, y, corner]. */
static void
read_point (BpJsonReader *reader, BpAllographPoint *point)
{
  double coordinates[3] = { 0.0 };
  guint n_coordinates = 0;

  bp_json_reader_begin_array (reader);
  while (bp_json_reader_next_element (reader))
    {
      if (n_coordinates == G_N_ELEMENTS (coordinates))
        {
          bp_json_reader_fail (reader, N_ ("a point has more than three numbers"));
          return;
        }
      coordinates[n_coordinates++] = bp_json_reader_read_number (reader);
    }
  if (n_coordinates < 2)
    bp_json_reader_fail (reader, N_ ("a point has fewer than two numbers"));

  *point = (BpAllographPoint){ coordinates[0], coordinates[1], coordinates[2] };
}

/* Reads the points of a stroke to those of its keyframe; returns the number of points of the
 * stroke. */
static guint
read_stroke (BpJsonReader *reader, BpAllographPoint *points, guint *n_points)
{
  guint start = *n_points;

  bp_json_reader_begin_array (reader);
  while (bp_json_reader_next_element (reader))
    {
      if (*n_points == BP_ALLOGRAPH_MAX_POINTS)
        {
          bp_json_reader_fail (reader, N_ ("a keyframe has too many points"));
          return 0;
        }
      read_point (reader, &points[(*n_points)++]);
    }
  if (*n_points - start < 2)
    bp_json_reader_fail (reader, N_ ("a stroke has fewer than two points"));
  return *n_points - start;
}

/* Reads one keyframe. The first one of an allograph gives the numbers of strokes and points of all.
 */
static void
read_keyframe (BpJsonReader *reader, BpAllograph *allograph)
{
  gboolean is_first = allograph->n_keyframes == 0;
  guint n_strokes = 0;
  guint n_points = 0;

  if (allograph->n_keyframes == BP_ALLOGRAPH_MAX_KEYFRAMES)
    {
      bp_json_reader_fail (reader, N_ ("an allograph has too many keyframes"));
      return;
    }

  bp_json_reader_begin_array (reader);
  while (bp_json_reader_next_element (reader))
    {
      guint length;

      if (n_strokes == BP_ALLOGRAPH_MAX_STROKES)
        {
          bp_json_reader_fail (reader, N_ ("a keyframe has too many strokes"));
          return;
        }
      length = read_stroke (reader, allograph->keyframes[allograph->n_keyframes], &n_points);
      if (is_first)
        allograph->stroke_lengths[n_strokes] = length;
      else if (length != allograph->stroke_lengths[n_strokes])
        bp_json_reader_fail (reader, N_ ("the keyframes of an allograph differ in their points"));
      n_strokes++;
    }

  if (n_strokes == 0 || (!is_first && n_strokes != allograph->n_strokes))
    bp_json_reader_fail (reader, N_ ("the keyframes of an allograph differ in their strokes"));
  allograph->n_strokes = n_strokes;
  allograph->n_points = n_points;
  allograph->n_keyframes++;
}

static void
read_allograph (BpJsonReader *reader, BpAllograph *allograph)
{
  Number numbers[] = { { .key = "weight", .value = &allograph->weight } };
  const char *key;

  bp_json_reader_begin_object (reader);
  while ((key = bp_json_reader_next_member (reader)) != NULL)
    {
      if (strcmp (key, "keyframes") != 0)
        {
          read_number (reader, key, numbers, G_N_ELEMENTS (numbers));
          continue;
        }
      bp_json_reader_begin_array (reader);
      while (bp_json_reader_next_element (reader))
        read_keyframe (reader, allograph);
    }

  check_all_read (reader, numbers, G_N_ELEMENTS (numbers));
  if (allograph->n_keyframes == 0)
    bp_json_reader_fail (reader, N_ ("an allograph has no keyframes"));
}

static void
read_digit (BpJsonReader *reader, BpDigitAllographs *digit)
{
  Number numbers[] = {
    { .key = "aspect", .value = &digit->aspect },
    { .key = "width", .value = &digit->width },
    { .key = "width_spread", .value = &digit->width_spread },
  };
  GArray *allographs = g_array_new (FALSE, TRUE, sizeof (BpAllograph));
  const char *key;

  bp_json_reader_begin_object (reader);
  while ((key = bp_json_reader_next_member (reader)) != NULL)
    {
      if (strcmp (key, "allographs") != 0)
        {
          read_number (reader, key, numbers, G_N_ELEMENTS (numbers));
          continue;
        }
      bp_json_reader_begin_array (reader);
      while (bp_json_reader_next_element (reader))
        {
          g_array_set_size (allographs, allographs->len + 1);
          read_allograph (reader, &g_array_index (allographs, BpAllograph, allographs->len - 1));
        }
    }

  check_all_read (reader, numbers, G_N_ELEMENTS (numbers));
  if (allographs->len == 0)
    bp_json_reader_fail (reader, N_ ("a digit has no allographs"));
  g_free (digit->allographs);
  digit->n_allographs = allographs->len;
  digit->allographs = (BpAllograph *) (void *) g_array_free (allographs, FALSE);
}

static void
read_digits (BpJsonReader *reader, BpAllographs *allographs)
{
  guint n_digits = 0;

  bp_json_reader_begin_array (reader);
  while (bp_json_reader_next_element (reader))
    {
      if (n_digits == G_N_ELEMENTS (allographs->digits))
        {
          bp_json_reader_fail (reader, N_ ("there are more than ten digits"));
          return;
        }
      read_digit (reader, &allographs->digits[n_digits++]);
    }
  if (n_digits < G_N_ELEMENTS (allographs->digits))
    bp_json_reader_fail (reader, N_ ("there are fewer than ten digits"));
}

static void
read_parameters (BpJsonReader *reader, BpAllographs *allographs)
{
  Number numbers[] = {
    { .key = "aspect", .value = &allographs->aspect },
    { .key = "blend_concentration", .value = &allographs->blend_concentration },
    { .key = "blend_extrapolation", .value = &allographs->blend_extrapolation },
    { .key = "end_stretch", .value = &allographs->end_stretch },
    { .key = "gain", .value = &allographs->gain },
    { .key = "point_jitter", .value = &allographs->point_jitter },
    { .key = "pressure", .value = &allographs->pressure },
    { .key = "proportion", .value = &allographs->proportion },
    { .key = "rotation", .value = &allographs->rotation },
    { .key = "slant", .value = &allographs->slant },
    { .key = "slant_mean", .value = &allographs->slant_mean },
    { .key = "softness", .value = &allographs->softness },
    { .key = "softness_mean", .value = &allographs->softness_mean },
    { .key = "stroke_shift", .value = &allographs->stroke_shift },
    { .key = "taper", .value = &allographs->taper },
    { .key = "warp_amplitude", .value = &allographs->warp_amplitude },
    { .key = "warp_frequency", .value = &allographs->warp_frequency },
    { .key = "width_least", .value = &allographs->width_least },
    { .key = "width_mean", .value = &allographs->width_mean },
    { .key = "width_most", .value = &allographs->width_most },
    { .key = "width_spread", .value = &allographs->width_spread },
  };

  read_numbers (reader, numbers, G_N_ELEMENTS (numbers));
}

static void
read_augmentation (BpJsonReader *reader, BpAugmentation *augmentation)
{
  double rotation = 0.0;
  double scale = 0.0;
  double shear = 0.0;
  double shift = 0.0;
  double elastic = 0.0;
  Number numbers[] = {
    { .key = "rotation", .value = &rotation }, { .key = "scale", .value = &scale },
    { .key = "shear", .value = &shear },       { .key = "shift", .value = &shift },
    { .key = "elastic", .value = &elastic },
  };

  read_numbers (reader, numbers, G_N_ELEMENTS (numbers));
  *augmentation = (BpAugmentation){
    .rotation = (float) rotation,
    .scale = (float) scale,
    .shear = (float) shear,
    .shift = (float) shift,
    .elastic = (float) elastic,
  };
}

static void
read_document (BpJsonReader *reader, BpAllographs *allographs)
{
  gboolean has_parameters = FALSE;
  gboolean has_augmentation = FALSE;
  const char *key;

  bp_json_reader_begin_object (reader);
  while ((key = bp_json_reader_next_member (reader)) != NULL)
    {
      if (strcmp (key, "parameters") == 0)
        {
          read_parameters (reader, allographs);
          has_parameters = TRUE;
        }
      else if (strcmp (key, "on_the_fly") == 0)
        {
          read_augmentation (reader, &allographs->on_the_fly);
          has_augmentation = TRUE;
        }
      else if (strcmp (key, "digits") == 0)
        read_digits (reader, allographs);
      else
        bp_json_reader_skip_value (reader);
    }

  if (!has_parameters || !has_augmentation || allographs->digits[0].n_allographs == 0)
    bp_json_reader_fail (reader, N_ ("“parameters”, “on_the_fly” or “digits” is missing"));
}

static gboolean
read_allographs (BpAllographs *allographs, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;
  BpJsonReader reader;

  bytes = g_resource_lookup_data (bp_made_get_resource (), RESOURCE_PATH,
                                  G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (bytes == NULL)
    return FALSE;

  /* The reader changes its text. */
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  bp_json_reader_init (&reader, text, g_bytes_get_size (bytes));
  read_document (&reader, allographs);
  if (bp_json_reader_finish (&reader, error))
    return TRUE;

  g_prefix_error_literal (error,
                          _ ("The program's own points of the built-in digits are damaged: "));
  return FALSE;
}

/**
 * bp_allographs_new:
 * @error: return location for %BP_ERROR_DAMAGED, which a sound build never sets
 *
 * Returns: (transfer full): the points that built-in digits are made from, or %NULL with @error set
 */
BpAllographs *
bp_allographs_new (GError **error)
{
  BpAllographs *allographs = g_new0 (BpAllographs, 1);

  if (!read_allographs (allographs, error))
    g_clear_pointer (&allographs, bp_allographs_free);
  return allographs;
}

/**
 * bp_allographs_free:
 * @allographs: (transfer full) (nullable): what bp_allographs_new() gave
 */
void
bp_allographs_free (BpAllographs *allographs)
{
  if (allographs == NULL)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (allographs->digits); i++)
    g_free (allographs->digits[i].allographs);
  g_free (allographs);
}
