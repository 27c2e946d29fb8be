/* SPDX-License-Identifier: MIT */
#include "ink-layer.h"

#include "stroke-drawing.h"

/* The fewest points of a part of a line: its soft edges are drawn twice where parts meet. */
#define LEAST_PART 24

static gboolean
is_same_place (const BpInkPlace *a, const BpInkPlace *b)
{
  return a->x == b->x && a->y == b->y && a->side == b->side && a->width == b->width &&
         a->height == b->height && a->scale == b->scale && a->brush_size == b->brush_size;
}

/* To the units of the drawing. */
static void
apply_place (cairo_t *cr, const BpInkPlace *place)
{
  cairo_translate (cr, place->x, place->y);
  cairo_scale (cr, place->side, place->side);
}

/* Begins at the point that the settled part of the last stroke ends at. */
static gsize
get_begin (const BpInkLayer *layer)
{
  return MAX (layer->n_settled, 1) - 1;
}

static void
finish_stroke (BpInkLayer *layer, const BpStrokes *strokes, cairo_t *cr)
{
  BpStroke stroke = bp_strokes_get (strokes, layer->n_strokes);

  bp_stroke_draw_part (cr, stroke, bp_strokes_get_pressures (strokes, layer->n_strokes),
                       layer->place.brush_size, get_begin (layer), stroke.n_points - 1);
  layer->n_strokes++;
  layer->n_settled = 0;
}

static void
add_settled (BpInkLayer *layer, const BpStrokes *strokes, cairo_t *cr)
{
  BpStroke stroke = bp_strokes_get (strokes, layer->n_strokes);
  gsize n_settled = bp_stroke_count_settled (stroke, layer->place.brush_size, layer->n_settled);

  if (n_settled < layer->n_settled + LEAST_PART)
    return;
  bp_stroke_draw_part (cr, stroke, bp_strokes_get_pressures (strokes, layer->n_strokes),
                       layer->place.brush_size, get_begin (layer), n_settled - 1);
  layer->n_settled = n_settled;
}

/* Draws what has been added to the drawing; the last stroke may still grow. */
static void
grow (BpInkLayer *layer, const BpStrokes *strokes)
{
  gsize n_strokes = bp_strokes_get_length (strokes);
  cairo_t *cr = cairo_create (layer->mask);

  apply_place (cr, &layer->place);
  while (layer->n_strokes + 1 < n_strokes)
    finish_stroke (layer, strokes, cr);
  if (layer->n_strokes < n_strokes)
    add_settled (layer, strokes, cr);
  cairo_destroy (cr);
}

/**
 * bp_ink_layer_draw:
 * @layer: the layer; it keeps the part of the drawing that does not change any more
 * @strokes: a drawing: that of the last call, to which points and strokes may have been added, or
 *   any one after bp_ink_layer_clear()
 * @place: where and how to draw it
 * @cr: where to, in pixels of the layer; its source is the ink
 *
 * Draws all strokes.
 */
void
bp_ink_layer_draw (BpInkLayer *layer,
                   const BpStrokes *strokes,
                   const BpInkPlace *place,
                   cairo_t *cr)
{
  if (layer->mask == NULL || !is_same_place (&layer->place, place))
    {
      bp_ink_layer_clear (layer);
      layer->place = *place;
      layer->mask = cairo_image_surface_create (CAIRO_FORMAT_A8, place->width * place->scale,
                                                place->height * place->scale);
      cairo_surface_set_device_scale (layer->mask, place->scale, place->scale);
    }
  grow (layer, strokes);
  cairo_mask_surface (cr, layer->mask, 0.0, 0.0);
  if (layer->n_strokes < bp_strokes_get_length (strokes))
    {
      BpStroke stroke = bp_strokes_get (strokes, layer->n_strokes);

      cairo_save (cr);
      apply_place (cr, place);
      bp_stroke_draw_part (cr, stroke, bp_strokes_get_pressures (strokes, layer->n_strokes),
                           place->brush_size, get_begin (layer), stroke.n_points - 1);
      cairo_restore (cr);
    }
}

/**
 * bp_ink_layer_clear:
 * @layer: the layer
 *
 * Forgets the drawing, and frees what the layer keeps.
 */
void
bp_ink_layer_clear (BpInkLayer *layer)
{
  g_clear_pointer (&layer->mask, cairo_surface_destroy);
  layer->n_strokes = 0;
  layer->n_settled = 0;
}
