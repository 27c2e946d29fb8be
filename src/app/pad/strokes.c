/* SPDX-License-Identifier: MIT */

/* A state of the drawing is a list of reference-counted strokes or one picture, and undo keeps the
 * past states. A stroke that is in ten states is stored once, and clearing, erasing and setting a
 * picture are undone in the same way as drawing. */
#include "strokes.h"

#include "stroke-touch.h"

#include <string.h>

typedef struct
{
  GArray *points;    /* owned, of BpPoint */
  GArray *pressures; /* owned, of float, one a point */
  GArray *times;     /* owned, of gint64, one a point: milliseconds of the monotonic clock */
} Stroke;

typedef struct
{
  GPtrArray *strokes; /* owned, of Stroke */
  BpPicture *picture; /* owned, nullable; never beside strokes */
} State;

typedef enum
{
  ACTION_NONE,
  ACTION_DRAWING,
  ACTION_ERASING,
} Action;

struct _BpStrokes
{
  State *present;    /* owned: the current drawing */
  GPtrArray *past;   /* owned, of State: the states for undo, the nearest last */
  GPtrArray *future; /* owned, of State: the states for redo, the nearest last */

  Action action;
  gboolean has_erased; /* whether the erasing in progress has removed something */
};

static void
stroke_clear (gpointer data)
{
  Stroke *stroke = data;

  g_array_unref (stroke->points);
  g_array_unref (stroke->pressures);
  g_array_unref (stroke->times);
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
  stroke->times = g_array_new (FALSE, FALSE, sizeof (gint64));

  return stroke;
}

static State *
state_new (void)
{
  State *state = g_new0 (State, 1);

  state->strokes = g_ptr_array_new_with_free_func (stroke_release);
  return state;
}

static void
state_clear (State *state)
{
  g_ptr_array_set_size (state->strokes, 0);
  g_clear_pointer (&state->picture, bp_picture_unref);
}

static void
state_free (gpointer data)
{
  State *state = data;

  state_clear (state);
  g_ptr_array_unref (state->strokes);
  g_free (state);
}

static State *
state_copy (const State *state)
{
  State *copy = state_new ();

  for (guint i = 0; i < state->strokes->len; i++)
    g_ptr_array_add (copy->strokes, g_rc_box_acquire (g_ptr_array_index (state->strokes, i)));
  copy->picture = state->picture != NULL ? bp_picture_ref (state->picture) : NULL;
  return copy;
}

static const Stroke *
get_stroke (const BpStrokes *strokes, gsize index)
{
  return g_ptr_array_index (strokes->present->strokes, index);
}

/* Adds the present state to the past. Undone states are dropped. */
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
  strokes->past = g_ptr_array_new_with_free_func (state_free);
  strokes->future = g_ptr_array_new_with_free_func (state_free);

  return strokes;
}

/**
 * bp_strokes_free:
 * @strokes: (transfer full): the drawing
 */
void
bp_strokes_free (BpStrokes *strokes)
{
  state_free (strokes->present);
  g_ptr_array_unref (strokes->past);
  g_ptr_array_unref (strokes->future);
  g_free (strokes);
}

/**
 * bp_strokes_get_length:
 * @strokes: the drawing
 *
 * Returns: the number of strokes; 0 for a picture
 */
gsize
bp_strokes_get_length (const BpStrokes *strokes)
{
  return strokes->present->strokes->len;
}

/**
 * bp_strokes_get_picture:
 * @strokes: the drawing
 *
 * Returns: (transfer none) (nullable): the picture, or %NULL for strokes
 */
const BpPicture *
bp_strokes_get_picture (const BpStrokes *strokes)
{
  return strokes->present->picture;
}

/**
 * bp_strokes_is_blank:
 * @strokes: the drawing
 *
 * Returns: whether it has neither strokes nor a picture
 */
gboolean
bp_strokes_is_blank (const BpStrokes *strokes)
{
  return strokes->present->strokes->len == 0 && strokes->present->picture == NULL;
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
 * bp_strokes_get_times:
 * @strokes: the drawing
 * @index: which stroke
 *
 * Returns: (transfer none): (n_points of the stroke) when each point was added, in milliseconds of
 *   the monotonic clock, borrowed until the drawing changes
 */
const gint64 *
bp_strokes_get_times (const BpStrokes *strokes, gsize index)
{
  return (const gint64 *) (gpointer) get_stroke (strokes, index)->times->data;
}

/**
 * bp_strokes_make_image:
 * @strokes: the drawing
 * @image: (out caller-allocates): (28, 28) the drawing as a network sees it
 * @placement: (out caller-allocates): its position in @image; a picture fills a square of side 1
 *
 * See bp_digit_image_place_strokes().
 *
 * Returns: whether the image is not blank
 */
gboolean
bp_strokes_make_image (const BpStrokes *strokes,
                       guint8 image[BP_DIGIT_N_PIXELS],
                       BpDigitPlacement *placement)
{
  g_autoptr (GArray) views = NULL;

  if (strokes->present->picture != NULL)
    {
      memcpy (image, strokes->present->picture->image, BP_DIGIT_N_PIXELS);
      *placement = (BpDigitPlacement){ .scale = BP_DIGIT_SIZE };
      return TRUE;
    }

  views = g_array_new (FALSE, FALSE, sizeof (BpStroke));
  for (gsize i = 0; i < bp_strokes_get_length (strokes); i++)
    {
      BpStroke stroke = bp_strokes_get (strokes, i);

      g_array_append_val (views, stroke);
    }

  return bp_digit_image_place_strokes ((const BpStroke *) (gpointer) views->data, views->len, image,
                                       placement);
}

/**
 * bp_strokes_begin:
 * @strokes: the drawing
 * @point: where the pen comes down
 * @pressure: from 0 to 1
 *
 * Begins a stroke. A stroke or erasing in progress is ended, and a picture is removed.
 */
void
bp_strokes_begin (BpStrokes *strokes, BpPoint point, float pressure)
{
  bp_strokes_end (strokes);
  remember (strokes);
  g_clear_pointer (&strokes->present->picture, bp_picture_unref);
  g_ptr_array_add (strokes->present->strokes, stroke_new ());
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
  gint64 time = g_get_monotonic_time () / 1000;
  Stroke *stroke;

  g_return_if_fail (strokes->action == ACTION_DRAWING);

  stroke = g_ptr_array_index (strokes->present->strokes, strokes->present->strokes->len - 1);
  g_array_append_val (stroke->points, point);
  g_array_append_val (stroke->pressures, pressure);
  g_array_append_val (stroke->times, time);
}

/**
 * bp_strokes_begin_erasing:
 * @strokes: the drawing
 *
 * Begins erasing: everything erased up to bp_strokes_end() is one step of undo.
 */
void
bp_strokes_begin_erasing (BpStrokes *strokes)
{
  bp_strokes_end (strokes);
  strokes->action = ACTION_ERASING;
  strokes->has_erased = FALSE;
}

static void
begin_taking_away (BpStrokes *strokes)
{
  if (!strokes->has_erased)
    remember (strokes);
  strokes->has_erased = TRUE;
}

/**
 * bp_strokes_erase:
 * @strokes: a drawing that is being erased from
 * @from: where the eraser was
 * @to: where it is now
 * @radius: of the eraser
 *
 * Removes each stroke that the eraser touched between the two points, as a whole. A picture is
 * removed by any touch.
 *
 * Returns: whether something was removed
 */
gboolean
bp_strokes_erase (BpStrokes *strokes, BpPoint from, BpPoint to, float radius)
{
  gboolean has_erased = FALSE;

  g_return_val_if_fail (strokes->action == ACTION_ERASING, FALSE);

  if (strokes->present->picture != NULL)
    {
      begin_taking_away (strokes);
      state_clear (strokes->present);
      return TRUE;
    }
  for (guint i = strokes->present->strokes->len; i-- > 0;)
    {
      if (!bp_stroke_is_touched (bp_strokes_get (strokes, i), from, to, radius))
        continue;
      begin_taking_away (strokes);
      has_erased = TRUE;
      g_ptr_array_remove_index (strokes->present->strokes, i);
    }

  return has_erased;
}

/**
 * bp_strokes_end:
 * @strokes: the drawing
 *
 * Ends the stroke or the erasing in progress, if any.
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
 * Clears the drawing as one step of undo; does nothing to a blank one.
 */
void
bp_strokes_clear (BpStrokes *strokes)
{
  bp_strokes_end (strokes);
  if (bp_strokes_is_blank (strokes))
    return;
  remember (strokes);
  state_clear (strokes->present);
}

/**
 * bp_strokes_set_picture:
 * @strokes: the drawing
 * @picture: a picture
 *
 * Replaces the drawing by a picture, as one step of undo.
 */
void
bp_strokes_set_picture (BpStrokes *strokes, BpPicture *picture)
{
  bp_strokes_end (strokes);
  remember (strokes);
  state_clear (strokes->present);
  strokes->present->picture = bp_picture_ref (picture);
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

/* Restores the last state of @from and moves the present one to @to. */
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
 * Returns: whether there was a step to undo
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
 * Returns: whether there was a step to redo
 */
gboolean
bp_strokes_redo (BpStrokes *strokes)
{
  return move (strokes, strokes->future, strokes->past);
}
