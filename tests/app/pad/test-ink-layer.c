/* SPDX-License-Identifier: MIT */
#include "ink-layer.h"
#include "stroke-drawing.h"
#include "test-file.h"

#include <math.h>

#define SIZE 200

/* The soft edge of a line is drawn twice where its parts meet. */
#define MOST_DIFFERENCE 80

static const BpInkPlace PLACE = {
  .side = SIZE,
  .width = SIZE,
  .height = SIZE,
  .scale = 1,
  .brush_size = 0.08,
};

typedef struct
{
  BpStrokes *strokes;
  BpInkLayer layer;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->strokes = bp_strokes_new ();
  fixture->layer = (BpInkLayer){ 0 };
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  bp_ink_layer_clear (&fixture->layer);
  bp_strokes_free (fixture->strokes);
}

static cairo_surface_t *
draw_by_layer (Fixture *fixture)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, SIZE, SIZE);
  cairo_t *cr = cairo_create (surface);

  bp_ink_layer_draw (&fixture->layer, fixture->strokes, &PLACE, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static cairo_surface_t *
draw_whole (Fixture *fixture)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, SIZE, SIZE);
  cairo_t *cr = cairo_create (surface);

  cairo_scale (cr, SIZE, SIZE);
  for (gsize i = 0; i < bp_strokes_get_length (fixture->strokes); i++)
    bp_stroke_draw (cr, bp_strokes_get (fixture->strokes, i),
                    bp_strokes_get_pressures (fixture->strokes, i), PLACE.brush_size);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* What the layer draws is the drawing. */
static void
check (Fixture *fixture)
{
  cairo_surface_t *layer = draw_by_layer (fixture);
  cairo_surface_t *whole = draw_whole (fixture);
  gsize row_stride = (gsize) cairo_image_surface_get_stride (layer);
  const guint8 *a = cairo_image_surface_get_data (layer);
  const guint8 *b = cairo_image_surface_get_data (whole);

  for (gsize y = 0; y < SIZE; y++)
    for (gsize x = 0; x < SIZE; x++)
      g_assert_cmpint (ABS (a[y * row_stride + x] - b[y * row_stride + x]), <=, MOST_DIFFERENCE);
  cairo_surface_destroy (layer);
  cairo_surface_destroy (whole);
}

/* A stroke in whole pixels, by @step pixels from point to point, whose points are evened out. */
static void
draw_arc (Fixture *fixture, double step, double pressure_growth)
{
  for (guint i = 0; i * step < 160.0; i++)
    {
      double x = 20.0 + i * step;
      BpPoint point = { (float) (round (x) / SIZE),
                        (float) (round (100.0 - 60.0 * sin (x / 40.0)) / SIZE) };
      float pressure = (float) (0.5 + pressure_growth * i * step);

      if (i == 0)
        bp_strokes_begin (fixture->strokes, point, pressure);
      else
        bp_strokes_to (fixture->strokes, point, pressure);
      check (fixture);
    }
  bp_strokes_end (fixture->strokes);
}

static void
test_near_points (Fixture *fixture, gconstpointer data)
{
  draw_arc (fixture, 1.0, 0.0);
}

static void
test_far_points (Fixture *fixture, gconstpointer data)
{
  draw_arc (fixture, 20.0, 0.0);
}

static void
test_pressure (Fixture *fixture, gconstpointer data)
{
  draw_arc (fixture, 3.0, 0.003);
}

/* Strokes that came between two drawings, and a dot. */
static void
test_strokes (Fixture *fixture, gconstpointer data)
{
  draw_arc (fixture, 5.0, 0.0);
  bp_strokes_begin (fixture->strokes, (BpPoint){ 0.5F, 0.8F }, 0.5F);
  bp_strokes_end (fixture->strokes);
  bp_strokes_begin (fixture->strokes, (BpPoint){ 0.1F, 0.1F }, 0.5F);
  bp_strokes_to (fixture->strokes, (BpPoint){ 0.9F, 0.9F }, 0.5F);
  check (fixture);
  bp_strokes_to (fixture->strokes, (BpPoint){ 0.9F, 0.1F }, 0.5F);
  check (fixture);
}

static void
test_another_drawing (Fixture *fixture, gconstpointer data)
{
  draw_arc (fixture, 5.0, 0.0);
  g_assert_true (bp_strokes_undo (fixture->strokes));
  bp_ink_layer_clear (&fixture->layer);
  check (fixture);
  draw_arc (fixture, 7.0, 0.0);
}

BP_TEST_FILE (ink_layer)
{
#define ADD(path, test) g_test_add ("/ink-layer/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("near-points", test_near_points);
  ADD ("far-points", test_far_points);
  ADD ("pressure", test_pressure);
  ADD ("strokes", test_strokes);
  ADD ("another-drawing", test_another_drawing);
#undef ADD
}
