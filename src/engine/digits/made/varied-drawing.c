/* SPDX-License-Identifier: MIT */
/*
 * Varies a drawing as its writer would: the strokes are turned, slanted, stretched and bent, and
 * drawn again with a slightly other pen. Bending the finished picture instead would also bend the
 * edges of the pen.
 *
 * Thread rule: pure functions of their arguments.
 */
#include "varied-drawing.h"

#include "sketch.h"

#include <math.h>

/* The first random stream, out of reach of those of epochs, digits and non-digits. */
#define FIRST_STREAM (G_GUINT64_CONSTANT (1) << 49)

/* Spread of the changes to a drawing that is 9 units high or wide. */
#define ROTATION  0.08
#define SLANT     0.10
#define ASPECT    0.10
#define BEND      0.30
#define N_BENDS   3
#define PEN_WIDTH 0.12

/* Copies the strokes into the grid of sketches. Of a long recording, every second point is left
 * out, or more, so that the whole drawing fits. Returns: FALSE where there is no point */
static gboolean
take_strokes (BpSketch *sketch, const BpStroke *strokes, gsize n_strokes)
{
  BpPoint low = { INFINITY, INFINITY };
  BpPoint high = { -INFINITY, -INFINITY };
  gsize n_points = 0;
  gsize distance;
  double scale;

  for (gsize i = 0; i < n_strokes; i++)
    for (gsize j = 0; j < strokes[i].n_points; j++)
      {
        BpPoint point = strokes[i].points[j];

        low = (BpPoint){ MIN (low.x, point.x), MIN (low.y, point.y) };
        high = (BpPoint){ MAX (high.x, point.x), MAX (high.y, point.y) };
        n_points++;
      }
  if (n_points == 0)
    return FALSE;

  /* The last point of each stroke is always taken, hence the room for them. */
  distance = 1 + n_points / (BP_SKETCH_MAX_POINTS - BP_SKETCH_MAX_STROKES);
  scale = BP_SKETCH_SIZE / MAX (MAX ((double) (high.x - low.x), (double) (high.y - low.y)), 1e-6);
  for (gsize i = 0; i < n_strokes; i++)
    {
      bp_sketch_begin_stroke (sketch);
      for (gsize j = 0; j < strokes[i].n_points; j++)
        if (j % distance == 0 || j + 1 == strokes[i].n_points)
          bp_sketch_add_point (sketch, ((double) (strokes[i].points[j].x - low.x)) * scale,
                               ((double) (strokes[i].points[j].y - low.y)) * scale);
    }
  return TRUE;
}

/**
 * bp_varied_drawing_draw:
 * @strokes: (n_strokes) the drawing, in any unit
 * @n_strokes: how many strokes it has
 * @seed: any number
 * @index: which of the variations; the same @seed and @index always give the same one
 * @image: (out caller-allocates): (28, 28) the variation as the pad would hand it to the network
 *
 * Returns: whether anything is drawn
 */
gboolean
bp_varied_drawing_draw (const BpStroke *strokes,
                        gsize n_strokes,
                        guint64 seed,
                        guint64 index,
                        guint8 image[BP_DIGIT_N_PIXELS])
{
  BpSketch sketch = { .n_points = 0 };
  BpPen pen = bp_digit_pen;
  BpRandom random;
  double slant;
  double aspect;

  if (!take_strokes (&sketch, strokes, n_strokes))
    return FALSE;

  bp_random_init (&random, seed, FIRST_STREAM + index);
  slant = SLANT * bp_random_normal (&random);
  aspect = exp (ASPECT * bp_random_normal (&random));
  for (guint i = 0; i < N_BENDS; i++)
    bp_sketch_bend (&sketch, BEND, &random);
  for (gsize i = 0; i < sketch.n_points; i++)
    sketch.points[i].x -= (float) (slant * ((double) sketch.points[i].y - BP_SKETCH_SIZE / 2.0));
  bp_sketch_move (&sketch, 0, aspect, 1.0, 0.0, 0.0);
  bp_sketch_turn (&sketch, 0, ROTATION * bp_random_normal (&random));
  pen.width *= (float) exp (PEN_WIDTH * bp_random_normal (&random));
  bp_sketch_draw (&sketch, &pen, image);
  return TRUE;
}
