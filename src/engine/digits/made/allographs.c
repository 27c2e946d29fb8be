/* SPDX-License-Identifier: MIT */

/* Reads the points that the built-in digits are made from. They are a resource of the engine. */
#include "allographs.h"

#include "error.h"
#include "made-resources.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define RESOURCE_PATH "/io/github/backprop/Backprop/made/builtin-digits.json"

static double
read_number (JsonReader *reader, const char *name)
{
  double value;

  json_reader_read_member (reader, name);
  value = json_reader_get_double_value (reader);
  json_reader_end_member (reader);
  return value;
}

static double
read_coordinate (JsonReader *reader, guint index)
{
  double value;

  json_reader_read_element (reader, index);
  value = json_reader_get_double_value (reader);
  json_reader_end_element (reader);
  return value;
}

static gboolean
damaged (GError **error, const char *what)
{
  g_set_error (error, BP_ERROR, BP_ERROR_DAMAGED,
               "The program's own points of the built-in digits are damaged: %s", what);
  return FALSE;
}

/* Reads one keyframe, and the shape of the allograph from the first of them. */
static gboolean
read_keyframe (JsonReader *reader, BpAllograph *allograph, guint keyframe, GError **error)
{
  int n_strokes = json_reader_count_elements (reader);
  guint n_points = 0;

  if (n_strokes < 1 || n_strokes > BP_ALLOGRAPH_MAX_STROKES)
    return damaged (error, "an allograph has too many strokes or none");
  if (keyframe > 0 && (guint) n_strokes != allograph->n_strokes)
    return damaged (error, "the keyframes of an allograph differ in their strokes");

  allograph->n_strokes = (guint) n_strokes;
  for (guint i = 0; i < allograph->n_strokes; i++)
    {
      int length;

      json_reader_read_element (reader, i);
      length = json_reader_count_elements (reader);
      if (length < 2 || n_points + (guint) length > BP_ALLOGRAPH_MAX_POINTS)
        return damaged (error, "a stroke has too many points or too few");
      if (keyframe > 0 && (guint) length != allograph->stroke_lengths[i])
        return damaged (error, "the keyframes of an allograph differ in their points");

      allograph->stroke_lengths[i] = (guint) length;
      for (guint j = 0; j < allograph->stroke_lengths[i]; j++)
        {
          BpAllographPoint *point = &allograph->keyframes[keyframe][n_points++];

          json_reader_read_element (reader, j);
          point->x = read_coordinate (reader, 0);
          point->y = read_coordinate (reader, 1);
          if (json_reader_count_elements (reader) > 2)
            point->corner = read_coordinate (reader, 2);
          json_reader_end_element (reader);
        }
      json_reader_end_element (reader);
    }

  allograph->n_points = n_points;
  return TRUE;
}

static gboolean
read_allograph (JsonReader *reader, BpAllograph *allograph, GError **error)
{
  int n_keyframes;

  allograph->weight = read_number (reader, "weight");

  json_reader_read_member (reader, "keyframes");
  n_keyframes = json_reader_count_elements (reader);
  if (n_keyframes < 1 || n_keyframes > BP_ALLOGRAPH_MAX_KEYFRAMES)
    return damaged (error, "an allograph has too many keyframes or none");

  allograph->n_keyframes = (guint) n_keyframes;
  for (guint i = 0; i < allograph->n_keyframes; i++)
    {
      json_reader_read_element (reader, i);
      if (!read_keyframe (reader, allograph, i, error))
        return FALSE;
      json_reader_end_element (reader);
    }
  json_reader_end_member (reader);
  return TRUE;
}

static gboolean
read_digit (JsonReader *reader, BpDigitAllographs *digit, GError **error)
{
  int n_allographs;

  digit->aspect = read_number (reader, "aspect");
  digit->width = read_number (reader, "width");
  digit->width_spread = read_number (reader, "width_spread");

  json_reader_read_member (reader, "allographs");
  n_allographs = json_reader_count_elements (reader);
  if (n_allographs < 1)
    return damaged (error, "a digit has no allographs");

  digit->n_allographs = (guint) n_allographs;
  digit->allographs = g_new0 (BpAllograph, digit->n_allographs);
  for (guint i = 0; i < digit->n_allographs; i++)
    {
      json_reader_read_element (reader, i);
      if (!read_allograph (reader, &digit->allographs[i], error))
        return FALSE;
      json_reader_end_element (reader);
    }
  json_reader_end_member (reader);
  return TRUE;
}

static void
read_parameters (JsonReader *reader, BpAllographs *allographs)
{
  json_reader_read_member (reader, "parameters");
  allographs->blend_concentration = read_number (reader, "blend_concentration");
  allographs->blend_extrapolation = read_number (reader, "blend_extrapolation");
  allographs->point_jitter = read_number (reader, "point_jitter");
  allographs->stroke_shift = read_number (reader, "stroke_shift");
  allographs->end_stretch = read_number (reader, "end_stretch");
  allographs->warp_amplitude = read_number (reader, "warp_amplitude");
  allographs->warp_frequency = read_number (reader, "warp_frequency");
  allographs->proportion = read_number (reader, "proportion");
  allographs->taper = read_number (reader, "taper");
  allographs->aspect = read_number (reader, "aspect");
  allographs->slant_mean = read_number (reader, "slant_mean");
  allographs->slant = read_number (reader, "slant");
  allographs->rotation = read_number (reader, "rotation");
  allographs->pressure = read_number (reader, "pressure");
  allographs->width_mean = read_number (reader, "width_mean");
  allographs->width_spread = read_number (reader, "width_spread");
  allographs->width_least = read_number (reader, "width_least");
  allographs->width_most = read_number (reader, "width_most");
  allographs->softness_mean = read_number (reader, "softness_mean");
  allographs->softness = read_number (reader, "softness");
  allographs->gain = read_number (reader, "gain");
  json_reader_end_member (reader);

  json_reader_read_member (reader, "on_the_fly");
  allographs->on_the_fly = (BpAugmentation){
    .rotation = (float) read_number (reader, "rotation"),
    .scale = (float) read_number (reader, "scale"),
    .shear = (float) read_number (reader, "shear"),
    .shift = (float) read_number (reader, "shift"),
    .elastic = (float) read_number (reader, "elastic"),
  };
  json_reader_end_member (reader);
}

static gboolean
read_digits (JsonReader *reader, BpAllographs *allographs, GError **error)
{
  json_reader_read_member (reader, "digits");
  if (json_reader_count_elements (reader) != (int) G_N_ELEMENTS (allographs->digits))
    return damaged (error, "there are not ten digits");

  for (guint i = 0; i < G_N_ELEMENTS (allographs->digits); i++)
    {
      json_reader_read_element (reader, i);
      if (!read_digit (reader, &allographs->digits[i], error))
        return FALSE;
      json_reader_end_element (reader);
    }
  json_reader_end_member (reader);
  return TRUE;
}

static gboolean
read_allographs (BpAllographs *allographs, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (JsonReader) reader = NULL;
  const GError *reader_error;

  bytes = g_resource_lookup_data (bp_made_get_resource (), RESOURCE_PATH,
                                  G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (bytes == NULL)
    return FALSE;
  if (!json_parser_load_from_data (parser, g_bytes_get_data (bytes, NULL),
                                   (gssize) g_bytes_get_size (bytes), error))
    return FALSE;

  reader = json_reader_new (json_parser_get_root (parser));
  read_parameters (reader, allographs);
  if (!read_digits (reader, allographs, error))
    return FALSE;

  /* A reader remembers what it did not find where it was looked for. */
  reader_error = json_reader_get_error (reader);
  return reader_error == NULL || damaged (error, reader_error->message);
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
