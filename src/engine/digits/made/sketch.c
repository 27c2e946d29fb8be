/* SPDX-License-Identifier: MIT */
/*
 * Generated drawings: lines, curves, rings and figures in a text notation, and functions that move,
 * turn and bend them.
 *
 * Thread rule: a sketch belongs to one thread at a time.
 */
#include "sketch.h"

#include "spline.h"

#include <math.h>

/* Line segments between two points of a curve, and of a ring. */
#define STEPS_PER_SPAN 6
#define STEPS_PER_RING 24

#define MIDDLE (BP_SKETCH_SIZE / 2.0)

/**
 * bp_sketch_pick_place:
 * @random: the source of the random numbers
 *
 * Returns: a coordinate on the sketch, uniformly distributed
 */
double
bp_sketch_pick_place (BpRandom *random)
{
  return BP_SKETCH_SIZE * bp_random_uniform (random);
}

/**
 * bp_sketch_pick_angle:
 * @random: the source of the random numbers
 *
 * Returns: an angle of the full circle in radians, uniformly distributed
 */
double
bp_sketch_pick_angle (BpRandom *random)
{
  return 2.0 * G_PI * bp_random_uniform (random);
}

/**
 * bp_sketch_begin_stroke:
 * @sketch: the sketch, whose next point begins a stroke
 */
void
bp_sketch_begin_stroke (BpSketch *sketch)
{
  gboolean is_last_empty =
      sketch->n_strokes > 0 && sketch->stroke_starts[sketch->n_strokes - 1] == sketch->n_points;

  if (!is_last_empty && sketch->n_strokes < BP_SKETCH_MAX_STROKES)
    sketch->stroke_starts[sketch->n_strokes++] = sketch->n_points;
}

/**
 * bp_sketch_add_point:
 * @sketch: the sketch, in which a stroke was begun
 * @x: to the right
 * @y: down
 */
void
bp_sketch_add_point (BpSketch *sketch, double x, double y)
{
  if (sketch->n_points < BP_SKETCH_MAX_POINTS)
    sketch->points[sketch->n_points++] = (BpPoint){ (float) x, (float) y };
}

/**
 * bp_sketch_add_line:
 * @sketch: the sketch
 * @from_x: its begin
 * @from_y: its begin
 * @to_x: its end
 * @to_y: its end
 *
 * Adds a stroke that is straight.
 */
void
bp_sketch_add_line (BpSketch *sketch, double from_x, double from_y, double to_x, double to_y)
{
  bp_sketch_begin_stroke (sketch);
  bp_sketch_add_point (sketch, from_x, from_y);
  bp_sketch_add_point (sketch, to_x, to_y);
}

/**
 * bp_sketch_add_curve:
 * @sketch: the sketch, in which a stroke was begun
 * @points: (n_points) the points on the curve
 * @n_points: at least 1
 */
void
bp_sketch_add_curve (BpSketch *sketch, const BpPoint *points, gsize n_points)
{
  for (gsize i = 0; i + 1 < n_points; i++)
    {
      BpPoint a = points[i > 0 ? i - 1 : 0];
      BpPoint b = points[i];
      BpPoint c = points[i + 1];
      BpPoint d = points[MIN (i + 2, n_points - 1)];

      for (guint step = 0; step < STEPS_PER_SPAN; step++)
        {
          double t = (double) step / STEPS_PER_SPAN;

          bp_sketch_add_point (sketch,
                               bp_spline_interpolate ((double) a.x, (double) b.x, (double) c.x,
                                                      (double) d.x, t),
                               bp_spline_interpolate ((double) a.y, (double) b.y, (double) c.y,
                                                      (double) d.y, t));
        }
    }
  bp_sketch_add_point (sketch, (double) points[n_points - 1].x, (double) points[n_points - 1].y);
}

/**
 * bp_sketch_add_ring:
 * @sketch: the sketch
 * @x: of its middle
 * @y: of its middle
 * @radius_x: half of its width
 * @radius_y: half of its height
 *
 * Adds a stroke that is an ellipse.
 */
void
bp_sketch_add_ring (BpSketch *sketch, double x, double y, double radius_x, double radius_y)
{
  bp_sketch_begin_stroke (sketch);
  for (guint i = 0; i <= STEPS_PER_RING; i++)
    {
      double angle = 2.0 * G_PI * i / STEPS_PER_RING;

      bp_sketch_add_point (sketch, x + radius_x * cos (angle), y + radius_y * sin (angle));
    }
}

/**
 * bp_sketch_add_figure:
 * @sketch: the sketch
 * @figure: on a grid of 10 x 10, every two digits are x and y (down) of a point; a space begins a
 *   new stroke, and "~" before a stroke makes it a curve through its points
 * @jitter: standard deviation of each coordinate
 * @random: the source of the random numbers
 */
void
bp_sketch_add_figure (BpSketch *sketch, const char *figure, double jitter, BpRandom *random)
{
  while (*figure != '\0')
    {
      BpPoint points[BP_FIGURE_MAX_POINTS];
      gboolean is_curve = *figure == '~';
      gsize n_points = 0;

      if (is_curve)
        figure++;
      for (; g_ascii_isdigit (figure[0]) && n_points < BP_FIGURE_MAX_POINTS; figure += 2)
        {
          double x = figure[0] - '0' + jitter * bp_random_normal (random);
          double y = figure[1] - '0' + jitter * bp_random_normal (random);

          points[n_points++] = (BpPoint){ (float) x, (float) y };
        }
      if (*figure == ' ')
        figure++;
      g_assert (n_points > 0);

      bp_sketch_begin_stroke (sketch);
      if (is_curve)
        bp_sketch_add_curve (sketch, points, n_points);
      else
        for (gsize i = 0; i < n_points; i++)
          bp_sketch_add_point (sketch, (double) points[i].x, (double) points[i].y);
    }
}

/**
 * bp_sketch_move:
 * @sketch: the sketch
 * @first_point: the points before it stay
 * @scale_x: the factor of x, measured from the middle of the grid; a negative one mirrors
 * @scale_y: likewise
 * @shift_x: added to x afterwards
 * @shift_y: likewise
 */
void
bp_sketch_move (BpSketch *sketch,
                gsize first_point,
                double scale_x,
                double scale_y,
                double shift_x,
                double shift_y)
{
  for (gsize i = first_point; i < sketch->n_points; i++)
    {
      BpPoint *point = &sketch->points[i];

      point->x = (float) (MIDDLE + ((double) point->x - MIDDLE) * scale_x + shift_x);
      point->y = (float) (MIDDLE + ((double) point->y - MIDDLE) * scale_y + shift_y);
    }
}

/**
 * bp_sketch_turn:
 * @sketch: the sketch
 * @first_point: the points before it stay
 * @angle: in radians, clockwise, around the middle of the grid
 */
void
bp_sketch_turn (BpSketch *sketch, gsize first_point, double angle)
{
  double cosine = cos (angle);
  double sine = sin (angle);

  for (gsize i = first_point; i < sketch->n_points; i++)
    {
      double x = (double) sketch->points[i].x - MIDDLE;
      double y = (double) sketch->points[i].y - MIDDLE;

      sketch->points[i].x = (float) (MIDDLE + x * cosine - y * sine);
      sketch->points[i].y = (float) (MIDDLE + x * sine + y * cosine);
    }
}

/**
 * bp_sketch_bend:
 * @sketch: the sketch
 * @amplitude: standard deviation of the wave's amplitude
 * @random: the source of the random numbers
 *
 * Moves all points by a wave of some direction, about as long as the grid is wide.
 */
void
bp_sketch_bend (BpSketch *sketch, double amplitude, BpRandom *random)
{
  double frequency_x = bp_random_normal (random) * G_PI / BP_SKETCH_SIZE;
  double frequency_y = bp_random_normal (random) * G_PI / BP_SKETCH_SIZE;
  double amplitude_x = bp_random_normal (random) * amplitude;
  double amplitude_y = bp_random_normal (random) * amplitude;
  double phase = bp_random_uniform (random) * 2.0 * G_PI;

  for (gsize i = 0; i < sketch->n_points; i++)
    {
      BpPoint *point = &sketch->points[i];
      double wave = sin ((double) point->x * frequency_x + (double) point->y * frequency_y + phase);

      point->x += (float) (amplitude_x * wave);
      point->y += (float) (amplitude_y * wave);
    }
}

/**
 * bp_sketch_draw:
 * @sketch: the sketch
 * @pen: the pen that draws it
 * @image: (out caller-allocates): (28, 28) its picture, as bp_digit_image_from_strokes() makes it
 */
void
bp_sketch_draw (const BpSketch *sketch, const BpPen *pen, guint8 image[BP_DIGIT_N_PIXELS])
{
  BpStroke strokes[BP_SKETCH_MAX_STROKES];
  gsize n_strokes = 0;

  for (gsize i = 0; i < sketch->n_strokes; i++)
    {
      gsize begin = sketch->stroke_starts[i];
      gsize end = i + 1 < sketch->n_strokes ? sketch->stroke_starts[i + 1] : sketch->n_points;

      if (end > begin)
        strokes[n_strokes++] = (BpStroke){ sketch->points + begin, end - begin };
    }
  bp_digit_image_from_lines (strokes, n_strokes, pen, image);
}
