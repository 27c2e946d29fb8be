/* SPDX-License-Identifier: MIT */
/*
 * Drawings as text: {"strokes": [[[x, y], …], …]}, in any unit, y down, and {"label": 7} or
 * {"label": "heart"} in the same object where the class is known. A point may have more numbers
 * than two, as recordings with time or pressure have, and the object more members.
 */
#include "drawing.h"

#include "clean-text.h"
#include "json-reader.h"

#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/**
 * bp_drawing_init:
 * @drawing: (out caller-allocates): becomes a blank drawing
 */
void
bp_drawing_init (BpDrawing *drawing)
{
  *drawing = (BpDrawing){
    .label = BP_DRAWING_NO_LABEL,
    .stroke_array = g_array_new (FALSE, FALSE, sizeof (BpStroke)),
    .points = g_array_new (FALSE, FALSE, sizeof (BpPoint)),
  };
}

/**
 * bp_drawing_clear:
 * @drawing: the drawing; its contents are freed
 */
void
bp_drawing_clear (BpDrawing *drawing)
{
  drawing->strokes = NULL;
  drawing->n_strokes = 0;
  g_clear_pointer (&drawing->name, g_free);
  g_clear_pointer (&drawing->stroke_array, g_array_unref);
  g_clear_pointer (&drawing->points, g_array_unref);
}

/**
 * bp_drawing_has_class:
 * @drawing: a drawing
 *
 * Returns: whether its writer says what it is
 */
gboolean
bp_drawing_has_class (const BpDrawing *drawing)
{
  return drawing->label != BP_DRAWING_NO_LABEL || drawing->name != NULL;
}

/**
 * bp_drawing_describe_class:
 * @drawing: a drawing for which bp_drawing_has_class() holds
 *
 * Returns: (transfer full): what it is, as in "7" or "heart"
 */
char *
bp_drawing_describe_class (const BpDrawing *drawing)
{
  return drawing->name != NULL ? g_strdup (drawing->name) : g_strdup_printf ("%d", drawing->label);
}

static float
read_coordinate (BpJsonReader *reader)
{
  double value = bp_json_reader_read_number (reader);

  if (fabs (value) > (double) FLT_MAX)
    bp_json_reader_fail (reader, N_ ("a number is too large"));
  return (float) value;
}

static void
read_point (BpJsonReader *reader, BpDrawing *drawing)
{
  float coordinates[2] = { 0.0F, 0.0F };
  guint n_numbers = 0;

  bp_json_reader_begin_array (reader);
  while (bp_json_reader_next_element (reader))
    {
      if (n_numbers < G_N_ELEMENTS (coordinates))
        coordinates[n_numbers++] = read_coordinate (reader);
      else
        bp_json_reader_skip_value (reader);
    }
  if (n_numbers < G_N_ELEMENTS (coordinates))
    bp_json_reader_fail (reader, N_ ("a point is not [x, y]"));

  BpPoint point = { coordinates[0], coordinates[1] };

  g_array_append_val (drawing->points, point);
}

/* Reads a stroke. Its pointer is set later, when all points are read and their array no longer
 * moves. */
static void
read_stroke (BpJsonReader *reader, BpDrawing *drawing)
{
  gsize n_points_before = drawing->points->len;
  BpStroke stroke = { 0 };

  bp_json_reader_begin_array (reader);
  while (bp_json_reader_next_element (reader))
    read_point (reader, drawing);

  stroke.n_points = drawing->points->len - n_points_before;
  if (stroke.n_points > 0)
    g_array_append_val (drawing->stroke_array, stroke);
}

/* The recordings of other programs may have labels of any kind: what is neither the number nor the
 * name of a class is passed over. */
static void
read_label (BpJsonReader *reader, BpDrawing *drawing)
{
  double label;

  if (bp_json_reader_is_at_string (reader))
    {
      const char *name = bp_json_reader_read_string (reader);

      if (name != NULL && *name != '\0')
        {
          g_free (drawing->name);
          drawing->name = bp_clean_text (name, BP_CLEAN_LABEL);
        }
      return;
    }
  if (!bp_json_reader_is_at_number (reader))
    {
      bp_json_reader_skip_value (reader);
      return;
    }
  label = bp_json_reader_read_number (reader);
  if (label >= 0.0 && label <= BP_DRAWING_MAX_LABEL && label == floor (label))
    drawing->label = (gint) label;
}

static void
set_points (BpDrawing *drawing)
{
  const BpPoint *next = (const BpPoint *) (void *) drawing->points->data;

  for (guint i = 0; i < drawing->stroke_array->len; i++)
    {
      BpStroke *stroke = &g_array_index (drawing->stroke_array, BpStroke, i);

      stroke->points = next;
      next += stroke->n_points;
    }
  drawing->strokes = (const BpStroke *) (void *) drawing->stroke_array->data;
  drawing->n_strokes = drawing->stroke_array->len;
}

/**
 * bp_drawing_read_json:
 * @drawing: a drawing, whose contents are replaced; where this fails, it is blank
 * @text: (array length=length): one JSON object; reading changes it, and the byte after its last
 *   one must be NUL
 * @length: of @text, in bytes
 * @error: return location for %BP_ERROR_DAMAGED
 *
 * Reads the strokes of a drawing from untrusted text.
 *
 * Returns: whether they were read; strokes without points are left out
 */
gboolean
bp_drawing_read_json (BpDrawing *drawing, char *text, gsize length, GError **error)
{
  gboolean has_strokes = FALSE;
  BpJsonReader reader;
  const char *key;

  drawing->n_strokes = 0;
  drawing->label = BP_DRAWING_NO_LABEL;
  g_clear_pointer (&drawing->name, g_free);
  g_array_set_size (drawing->stroke_array, 0);
  g_array_set_size (drawing->points, 0);

  bp_json_reader_init (&reader, text, length);
  bp_json_reader_begin_object (&reader);
  while ((key = bp_json_reader_next_member (&reader)) != NULL)
    {
      if (strcmp (key, "label") == 0)
        {
          read_label (&reader, drawing);
          continue;
        }
      if (strcmp (key, "strokes") != 0)
        {
          bp_json_reader_skip_value (&reader);
          continue;
        }
      if (has_strokes)
        bp_json_reader_fail (&reader, N_ ("it has strokes twice"));
      has_strokes = TRUE;
      bp_json_reader_begin_array (&reader);
      while (bp_json_reader_next_element (&reader))
        read_stroke (&reader, drawing);
    }
  if (!has_strokes)
    bp_json_reader_fail (&reader, N_ ("it has no strokes"));
  if (!bp_json_reader_finish (&reader, error))
    {
      g_prefix_error_literal (error, _ ("A drawing is {\"strokes\": [[[x, y], …], …]}, but here "));
      return FALSE;
    }

  set_points (drawing);
  return TRUE;
}
