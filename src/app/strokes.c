/* SPDX-License-Identifier: MIT */

/* A state of the drawing is a list of counted strokes, and undo keeps the lists: a stroke that is
 * in ten states is stored once, and clearing or erasing is undone in the same way as drawing. */
#include "app/strokes.h"

#include <math.h>

typedef struct
{
  GArray *points;    /* owned, of BpPoint */
  GArray *pressures; /* owned, of float, one a point */
} Stroke;

typedef enum
{
  ACTION_NONE,
  ACTION_DRAWING,
  ACTION_ERASING,
} Action;

struct _BpStrokes
{
  GPtrArray *present; /* owned, of Stroke: the drawing as it is */
  GPtrArray *past;    /* owned, of states: what undo goes back to, the nearest last */
  GPtrArray *future;  /* owned, of states: what redo goes on to, the nearest last */

  Action action;
  gboolean has_erased; /* the erasing in progress has taken something away */
};

static void
stroke_clear (gpointer data)
{
  Stroke *stroke = data;

  g_array_unref (stroke->points);
  g_array_unref (stroke->pressures);
}

static void
stroke_release (gpointer data)
{
  g_rc_box_release_full (data, stroke_clear);
}

static Stroke *
stroke_new (void)
{
  Stroke *stroke = g_rc_box_new0 (Stroke);

  stroke->points = g_array_new (FALSE, FALSE, sizeof (BpPoint));
  stroke->pressures = g_array_new (FALSE, FALSE, sizeof (float));

  return stroke;
}

static GPtrArray *
state_new (void)
{
  return g_ptr_array_new_with_free_func (stroke_release);
}

static GPtrArray *
state_copy (GPtrArray *state)
{
  GPtrArray *copy = state_new ();

  for (guint i = 0; i < state->len; i++)
    g_ptr_array_add (copy, g_rc_box_acquire (g_ptr_array_index (state, i)));

  return copy;
}

static const Stroke *
get_stroke (const BpStrokes *strokes, gsize index)
{
  return g_ptr_array_index (strokes->present, index);
}

/* Makes the present state one to go back to; what was undone before is gone. */
static void
remember (BpStrokes *strokes)
{
  g_ptr_array_add (strokes->past, state_copy (strokes->present));
  g_ptr_array_set_size (strokes->future, 0);
}

/**
 * bp_strokes_new:
 *
 * Returns: (transfer full): a blank drawing without a past
 */
BpStrokes *
bp_strokes_new (void)
{
  BpStrokes *strokes = g_new0 (BpStrokes, 1);

  strokes->present = state_new ();
  strokes->past = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  strokes->future = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

  return strokes;
}

/**
 * bp_strokes_free:
 * @strokes: (transfer full): the drawing
 */
void
bp_strokes_free (BpStrokes *strokes)
{
  g_ptr_array_unref (strokes->present);
  g_ptr_array_unref (strokes->past);
  g_ptr_array_unref (strokes->future);
  g_free (strokes);
}

/**
 * bp_strokes_get_length:
 * @strokes: the drawing
 *
 * Returns: how many strokes it has now; 0 is a blank drawing
 */
gsize
bp_strokes_get_length (const BpStrokes *strokes)
{
  return strokes->present->len;
}

/**
 * bp_strokes_get:
 * @strokes: the drawing
 * @index: which stroke, in the order of drawing
 *
 * Returns: its points, borrowed until the drawing changes
 */
BpStroke
bp_strokes_get (const BpStrokes *strokes, gsize index)
{
  const GArray *points = get_stroke (strokes, index)->points;

  return (BpStroke){ .points = (const BpPoint *) (gpointer) points->data, .n_points = points->len };
}

/**
 * bp_strokes_get_pressures:
 * @strokes: the drawing
 * @index: which stroke
 *
 * Returns: (transfer none): (n_points of the stroke) from 0 to 1, borrowed until the drawing
 *   changes
 */
const float *
bp_strokes_get_pressures (const BpStrokes *strokes, gsize index)
{
  return (const float *) (gpointer) get_stroke (strokes, index)->pressures->data;
}

/**
 * bp_strokes_make_image:
 * @strokes: the drawing
 * @image: (out caller-allocates): (28, 28) the drawing as a network sees it
 *
 * See bp_digit_image_from_strokes().
 *
 * Returns: whether there was anything to see
 */
gboolean
bp_strokes_make_image (const BpStrokes *strokes, guint8 image[BP_DIGIT_N_PIXELS])
{
  g_autoptr (GArray) views = g_array_new (FALSE, FALSE, sizeof (BpStroke));

  for (gsize i = 0; i < bp_strokes_get_length (strokes); i++)
    {
      BpStroke stroke = bp_strokes_get (strokes, i);

      g_array_append_val (views, stroke);
    }

  return bp_digit_image_from_strokes ((const BpStroke *) (gpointer) views->data, views->len, image);
}

/**
 * bp_strokes_begin:
 * @strokes: the drawing
 * @point: where the pen comes down
 * @pressure: from 0 to 1
 *
 * Begins a stroke; whatever was in progress is ended.
 */
void
bp_strokes_begin (BpStrokes *strokes, BpPoint point, float pressure)
{
  bp_strokes_end (strokes);
  remember (strokes);
  g_ptr_array_add (strokes->present, stroke_new ());
  strokes->action = ACTION_DRAWING;
  bp_strokes_to (strokes, point, pressure);
}

/**
 * bp_strokes_to:
 * @strokes: a drawing with a stroke in progress
 * @point: where the pen has got to
 * @pressure: from 0 to 1
 */
void
bp_strokes_to (BpStrokes *strokes, BpPoint point, float pressure)
{
  Stroke *stroke;

  g_return_if_fail (strokes->action == ACTION_DRAWING);

  stroke = g_ptr_array_index (strokes->present, strokes->present->len - 1);
  g_array_append_val (stroke->points, point);
  g_array_append_val (stroke->pressures, pressure);
}

/**
 * bp_strokes_begin_erasing:
 * @strokes: the drawing
 *
 * Everything that is erased from here to bp_strokes_end() is one step of undo.
 */
void
bp_strokes_begin_erasing (BpStrokes *strokes)
{
  bp_strokes_end (strokes);
  strokes->action = ACTION_ERASING;
  strokes->has_erased = FALSE;
}

static float
square_distance (BpPoint a, BpPoint b)
{
  return (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y);
}

static float
square_distance_to_line (BpPoint point, BpPoint from, BpPoint to)
{
  float length = square_distance (from, to);
  float along = 0.0F;
  BpPoint nearest;

  if (length > 0.0F)
    along = ((point.x - from.x) * (to.x - from.x) + (point.y - from.y) * (to.y - from.y)) / length;
  along = CLAMP (along, 0.0F, 1.0F);
  nearest.x = from.x + along * (to.x - from.x);
  nearest.y = from.y + along * (to.y - from.y);

  return square_distance (point, nearest);
}

/* Twice the area of the triangle, over 0 where c lies to one side of the line through a and b. */
static float
side_of (BpPoint a, BpPoint b, BpPoint c)
{
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

static gboolean
lines_cross (BpPoint a, BpPoint b, BpPoint c, BpPoint d)
{
  return side_of (a, b, c) * side_of (a, b, d) < 0.0F &&
         side_of (c, d, a) * side_of (c, d, b) < 0.0F;
}

static gboolean
lines_touch (BpPoint a, BpPoint b, BpPoint c, BpPoint d, float radius)
{
  float square = radius * radius;

  return lines_cross (a, b, c, d) || square_distance_to_line (a, c, d) <= square ||
         square_distance_to_line (b, c, d) <= square ||
         square_distance_to_line (c, a, b) <= square || square_distance_to_line (d, a, b) <= square;
}

static gboolean
stroke_touches (const Stroke *stroke, BpPoint from, BpPoint to, float radius)
{
  const BpPoint *points = (const BpPoint *) (gpointer) stroke->points->data;
  guint n_points = stroke->points->len;

  if (n_points == 1)
    return square_distance_to_line (points[0], from, to) <= radius * radius;
  for (guint i = 1; i < n_points; i++)
    if (lines_touch (points[i - 1], points[i], from, to, radius))
      return TRUE;
  return FALSE;
}

/**
 * bp_strokes_erase:
 * @strokes: a drawing that is being erased from
 * @from: where the eraser was
 * @to: where it is now
 * @radius: how far it reaches
 *
 * Takes away, whole, each stroke that the eraser touched between the two points.
 *
 * Returns: whether there was one
 */
gboolean
bp_strokes_erase (BpStrokes *strokes, BpPoint from, BpPoint to, float radius)
{
  gboolean has_erased = FALSE;

  g_return_val_if_fail (strokes->action == ACTION_ERASING, FALSE);

  for (guint i = strokes->present->len; i-- > 0;)
    {
      if (!stroke_touches (get_stroke (strokes, i), from, to, radius))
        continue;
      if (!strokes->has_erased)
        remember (strokes);
      strokes->has_erased = TRUE;
      has_erased = TRUE;
      g_ptr_array_remove_index (strokes->present, i);
    }

  return has_erased;
}

/**
 * bp_strokes_end:
 * @strokes: the drawing
 *
 * The pen or the eraser is lifted. Does nothing where nothing is in progress.
 */
void
bp_strokes_end (BpStrokes *strokes)
{
  strokes->action = ACTION_NONE;
}

/**
 * bp_strokes_clear:
 * @strokes: the drawing
 *
 * Takes all strokes away, as one step of undo; a blank drawing stays as it is.
 */
void
bp_strokes_clear (BpStrokes *strokes)
{
  bp_strokes_end (strokes);
  if (strokes->present->len == 0)
    return;
  remember (strokes);
  g_ptr_array_set_size (strokes->present, 0);
}

gboolean
bp_strokes_can_undo (const BpStrokes *strokes)
{
  return strokes->past->len > 0;
}

gboolean
bp_strokes_can_redo (const BpStrokes *strokes)
{
  return strokes->future->len > 0;
}

/* Goes to the last of @from and leaves the present behind in @to. */
static gboolean
move (BpStrokes *strokes, GPtrArray *from, GPtrArray *to)
{
  bp_strokes_end (strokes);
  if (from->len == 0)
    return FALSE;
  g_ptr_array_add (to, strokes->present);
  strokes->present = g_ptr_array_steal_index (from, from->len - 1);
  return TRUE;
}

/**
 * bp_strokes_undo:
 * @strokes: the drawing; a stroke in progress is ended first
 *
 * Returns: whether there was anything to take back
 */
gboolean
bp_strokes_undo (BpStrokes *strokes)
{
  return move (strokes, strokes->past, strokes->future);
}

/**
 * bp_strokes_redo:
 * @strokes: the drawing
 *
 * Returns: whether there was anything that had been undone
 */
gboolean
bp_strokes_redo (BpStrokes *strokes)
{
  return move (strokes, strokes->future, strokes->past);
}
