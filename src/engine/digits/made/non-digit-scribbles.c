/* SPDX-License-Identifier: MIT */
/*
 * Drawings that mean nothing: scribbles, patterns, lines and blobs, on the grid of a sketch.
 *
 * Thread rule: pure functions of their arguments.
 */
#include "non-digit-drawings.h"

#include <math.h>

#define SIZE   BP_SKETCH_SIZE
#define MIDDLE (SIZE / 2.0)

/* The most points that a curve of these goes through. */
#define MAX_CURVE_POINTS 12

/* A pen whose direction turns at a rate that itself wanders. */
static void
add_wandering_stroke (BpSketch *sketch, guint n_points, double wildness, BpRandom *random)
{
  double x = bp_sketch_pick_place (random);
  double y = bp_sketch_pick_place (random);
  double direction = bp_sketch_pick_angle (random);
  double turn = 0.0;

  bp_sketch_begin_stroke (sketch);
  for (guint i = 0; i < n_points; i++)
    {
      bp_sketch_add_point (sketch, x, y);
      turn = 0.9 * turn + wildness * bp_random_normal (random);
      direction += turn;
      /* Back towards the middle from too far outside. */
      x += 0.4 * cos (direction) + 0.01 * (MIDDLE - x);
      y += 0.4 * sin (direction) + 0.01 * (MIDDLE - y);
    }
}

/**
 * bp_add_to_and_fro:
 * @sketch: gets a stroke to and fro, as one blackens or crosses something out
 * @random: the source of the random numbers
 */
void
bp_add_to_and_fro (BpSketch *sketch, BpRandom *random)
{
  guint n_turns = bp_random_count (random, 5, 24);
  double sloppiness = bp_random_between (random, 0.2, 1.5);
  double growth = bp_random_between (random, -0.8, 0.8);
  gsize begin = sketch->n_points;
  gboolean is_round = bp_random_below (random, 2) == 0;
  BpPoint points[24];

  for (guint i = 0; i < n_turns; i++)
    {
      double along = (double) i / (n_turns - 1);
      double reach = MIDDLE * (1.0 + growth * (along - 0.5));

      points[i] = (BpPoint){
        (float) (MIDDLE + (i % 2 == 0 ? -reach : reach) + sloppiness * bp_random_normal (random)),
        (float) (SIZE * along + 0.5 * sloppiness * bp_random_normal (random)),
      };
    }
  bp_sketch_begin_stroke (sketch);
  if (is_round)
    bp_sketch_add_curve (sketch, points, n_turns);
  else
    for (guint i = 0; i < n_turns; i++)
      bp_sketch_add_point (sketch, (double) points[i].x, (double) points[i].y);
  bp_sketch_turn (sketch, begin, bp_sketch_pick_angle (random));
}

/* A line with loops, as in "eeee" or a tangle of wire. */
static void
add_loops (BpSketch *sketch, BpRandom *random)
{
  guint n_loops = bp_random_count (random, 2, 9);
  guint n_points = 16 * n_loops;
  double radius = bp_random_between (random, 1.0, 4.0);
  double flatness = bp_random_between (random, 0.4, 1.6);
  double drift = bp_random_between (random, 0.0, 1.2);
  double breath = bp_random_between (random, 0.0, 0.6);
  double phase = bp_sketch_pick_angle (random);

  bp_sketch_begin_stroke (sketch);
  for (guint i = 0; i < n_points; i++)
    {
      double turn = 2.0 * G_PI * i / 16.0;
      double reach = radius * (1.0 + breath * sin (0.37 * turn + phase));

      bp_sketch_add_point (sketch,
                           drift * SIZE * i / n_points + reach * cos (turn + phase) +
                               0.08 * bp_random_normal (random),
                           MIDDLE + reach * flatness * sin (turn + phase) +
                               0.08 * bp_random_normal (random));
    }
}

/* Lines between random places. */
static void
add_rash_stroke (BpSketch *sketch, BpRandom *random)
{
  BpPoint points[MAX_CURVE_POINTS];
  guint n_points = bp_random_count (random, 6, MAX_CURVE_POINTS);

  for (guint i = 0; i < n_points; i++)
    points[i] =
        (BpPoint){ (float) bp_sketch_pick_place (random), (float) bp_sketch_pick_place (random) };
  bp_sketch_begin_stroke (sketch);
  if (bp_random_below (random, 2) == 0)
    bp_sketch_add_curve (sketch, points, n_points);
  else
    for (guint i = 0; i < n_points; i++)
      bp_sketch_add_point (sketch, (double) points[i].x, (double) points[i].y);
}

/**
 * bp_add_scribble:
 * @sketch: gets a scribble
 * @random: the source of the random numbers
 */
void
bp_add_scribble (BpSketch *sketch, BpRandom *random)
{
  guint kind = bp_random_below (random, 5);
  guint n_strokes = kind == 0 ? bp_random_count (random, 1, 3) : bp_random_count (random, 1, 2);

  for (guint i = 0; i < n_strokes; i++)
    switch (kind)
      {
      case 0:
      case 1:
        add_wandering_stroke (sketch, bp_random_count (random, 60, 300),
                              bp_random_between (random, 0.05, 0.35), random);
        break;

      case 2:
        bp_add_to_and_fro (sketch, random);
        break;

      case 3:
        add_loops (sketch, random);
        break;

      default:
        add_rash_stroke (sketch, random);
        break;
      }
}

static void
add_wave (BpSketch *sketch, BpRandom *random)
{
  guint n_swings = bp_random_count (random, 3, 9);
  double height = bp_random_between (random, 0.8, 3.5);
  gboolean is_pointed = bp_random_below (random, 2) == 0;
  guint n_lines = bp_random_below (random, 3) == 0 ? bp_random_count (random, 2, 3) : 1;
  gsize begin = sketch->n_points;

  for (guint line = 0; line < n_lines; line++)
    {
      BpPoint points[MAX_CURVE_POINTS];

      for (guint i = 0; i <= n_swings; i++)
        points[i] = (BpPoint){
          (float) (SIZE * i / n_swings + 0.2 * bp_random_normal (random)),
          (float) (MIDDLE + 2.5 * line + (i % 2 == 0 ? height : -height) +
                   0.3 * bp_random_normal (random)),
        };
      bp_sketch_begin_stroke (sketch);
      if (!is_pointed)
        bp_sketch_add_curve (sketch, points, n_swings + 1);
      else
        for (guint i = 0; i <= n_swings; i++)
          bp_sketch_add_point (sketch, (double) points[i].x, (double) points[i].y);
    }
  bp_sketch_turn (sketch, begin, 0.3 * bp_random_normal (random));
}

static void
add_spiral (BpSketch *sketch, BpRandom *random)
{
  double n_turns = bp_random_between (random, 1.8, 5.0);
  double start = bp_sketch_pick_angle (random);
  double hole = bp_random_between (random, 0.0, 0.3);
  double sense = bp_random_below (random, 2) == 0 ? 1.0 : -1.0;
  guint n_points = (guint) (24.0 * n_turns);
  gboolean is_square = bp_random_below (random, 4) == 0;

  bp_sketch_begin_stroke (sketch);
  for (guint i = 0; i < n_points; i += is_square ? 6 : 1)
    {
      double radius = MIDDLE * (hole + (1.0 - hole) * i / n_points);
      double angle = start + sense * 2.0 * G_PI * i / 24.0;

      bp_sketch_add_point (sketch, MIDDLE + radius * cos (angle), MIDDLE + radius * sin (angle));
    }
}

/* Parallel lines, or lines that cross, closely or not. */
static void
add_hatching (BpSketch *sketch, BpRandom *random)
{
  guint n_lines = bp_random_count (random, 3, 8);
  guint n_layers = bp_random_count (random, 1, 2);
  gsize begin = sketch->n_points;

  for (guint layer = 0; layer < n_layers; layer++)
    for (guint i = 0; i < n_lines; i++)
      {
        double place = SIZE * i / (n_lines - 1) + 0.2 * bp_random_normal (random);
        double from = 0.4 * bp_random_normal (random);
        double to = SIZE + 0.4 * bp_random_normal (random);

        if (layer == 0)
          bp_sketch_add_line (sketch, from, place, to, place + 0.3 * bp_random_normal (random));
        else
          bp_sketch_add_line (sketch, place, from, place + 0.3 * bp_random_normal (random), to);
      }
  bp_sketch_turn (sketch, begin, bp_sketch_pick_angle (random));
}

/* A flower: a distance from the middle that swings as the angle goes round. */
static void
add_rosette (BpSketch *sketch, BpRandom *random)
{
  guint n_petals = bp_random_count (random, 3, 8);
  double depth = bp_random_between (random, 0.3, 1.0);
  double start = bp_sketch_pick_angle (random);

  bp_sketch_begin_stroke (sketch);
  for (guint i = 0; i <= 96; i++)
    {
      double angle = 2.0 * G_PI * i / 96.0;
      double radius = MIDDLE * (1.0 - depth * (0.5 + 0.5 * cos (n_petals * angle)));

      bp_sketch_add_point (sketch, MIDDLE + radius * cos (angle + start),
                           MIDDLE + radius * sin (angle + start));
    }
}

/* Rays from the middle, or from a ring around it. */
static void
add_rays (BpSketch *sketch, BpRandom *random)
{
  guint n_rays = bp_random_count (random, 3, 10);
  double hole = bp_random_below (random, 2) == 0 ? 0.0 : bp_random_between (random, 1.2, 2.6);
  double start = bp_sketch_pick_angle (random);

  if (hole > 0.0)
    bp_sketch_add_ring (sketch, MIDDLE, MIDDLE, 0.85 * hole, 0.85 * hole);
  for (guint i = 0; i < n_rays; i++)
    {
      double angle = start + 2.0 * G_PI * i / n_rays + 0.06 * bp_random_normal (random);
      double reach = MIDDLE + 0.3 * bp_random_normal (random);

      bp_sketch_add_line (sketch, MIDDLE + hole * cos (angle), MIDDLE + hole * sin (angle),
                          MIDDLE + reach * cos (angle), MIDDLE + reach * sin (angle));
    }
}

/**
 * bp_add_pattern:
 * @sketch: gets a wave, a zigzag, a spiral, hatching, a rosette or rays
 * @random: the source of the random numbers
 */
void
bp_add_pattern (BpSketch *sketch, BpRandom *random)
{
  static void (*const add[]) (BpSketch *, BpRandom *) = { add_wave, add_spiral, add_hatching,
                                                          add_rosette, add_rays };

  add[bp_random_below (random, G_N_ELEMENTS (add))](sketch, random);
}

/* A line too slanted for a 1. */
static void
add_lying_line (BpSketch *sketch, BpRandom *random)
{
  double angle = bp_random_between (random, -0.6, 0.6);

  if (bp_random_below (random, 3) == 0)
    {
      const BpPoint bow[] = { { 0.0f, (float) MIDDLE },
                              { (float) MIDDLE, (float) bp_random_between (random, 1.5, 7.5) },
                              { (float) SIZE, (float) MIDDLE } };

      bp_sketch_begin_stroke (sketch);
      bp_sketch_add_curve (sketch, bow, G_N_ELEMENTS (bow));
      bp_sketch_turn (sketch, 0, 0.6 * angle);
      return;
    }
  bp_sketch_add_line (sketch, 0.0, MIDDLE, SIZE, MIDDLE);
  bp_sketch_turn (sketch, 0, angle);
}

/**
 * bp_add_lines:
 * @sketch: gets a few lines or dots
 * @random: the source of the random numbers
 */
void
bp_add_lines (BpSketch *sketch, BpRandom *random)
{
  guint n_lines = bp_random_count (random, 3, 7);
  guint n_dots = bp_random_count (random, 1, 8);

  switch (bp_random_below (random, 5))
    {
    case 0:
      add_lying_line (sketch, random);
      break;

    case 1:
      for (guint i = 0; i < n_dots; i++)
        {
          bp_sketch_begin_stroke (sketch);
          bp_sketch_add_point (sketch, bp_sketch_pick_place (random),
                               bp_sketch_pick_place (random));
        }
      break;

    case 2: /* side by side, upright */
      for (guint i = 0; i < n_lines - 1; i++)
        bp_sketch_add_line (sketch, 3.0 * i, 0.5 * bp_random_normal (random),
                            3.0 * i + 0.4 * bp_random_normal (random),
                            SIZE + 0.5 * bp_random_normal (random));
      break;

    case 3: /* two that cross, or meet */
      bp_sketch_add_line (sketch, 0.0, MIDDLE, SIZE, MIDDLE);
      bp_sketch_add_line (sketch, bp_sketch_pick_place (random),
                          bp_random_between (random, 0.0, 4.0), bp_sketch_pick_place (random),
                          SIZE);
      bp_sketch_add_line (sketch, bp_sketch_pick_place (random), 0.0, bp_sketch_pick_place (random),
                          SIZE);
      break;

    default:
      for (guint i = 0; i < n_lines; i++)
        bp_sketch_add_line (sketch, bp_sketch_pick_place (random), bp_sketch_pick_place (random),
                            bp_sketch_pick_place (random), bp_sketch_pick_place (random));
      break;
    }
}

/* Half the width of a shape at a height from -1 to 1. */
static double
get_half_width (guint shape, double height)
{
  switch (shape)
    {
    case 0: /* disc */
      return sqrt (MAX (1.0 - height * height, 0.0));

    case 1: /* box */
      return 1.0;

    case 2: /* triangle */
      return (height + 1.0) / 2.0;

    default: /* diamond */
      return 1.0 - fabs (height);
    }
}

/**
 * bp_add_blob:
 * @sketch: gets a shape that is filled with ink
 * @random: the source of the random numbers
 */
void
bp_add_blob (BpSketch *sketch, BpRandom *random)
{
  guint shape = bp_random_below (random, 4);
  guint n_lines = bp_random_count (random, 14, 28);
  double width = MIDDLE * bp_random_between (random, 0.6, 1.0);
  double roughness = bp_random_between (random, 0.0, 0.8);

  bp_sketch_begin_stroke (sketch);
  for (guint i = 0; i <= n_lines; i++)
    {
      double height = 2.0 * i / n_lines - 1.0;
      double reach = width * get_half_width (shape, height) +
                     roughness * bp_random_normal (random) * (1.0 - height * height);

      bp_sketch_add_point (sketch, MIDDLE - reach, MIDDLE * (1.0 + height));
      bp_sketch_add_point (sketch, MIDDLE + reach, MIDDLE * (1.0 + height));
    }
  bp_sketch_turn (sketch, 0, bp_sketch_pick_angle (random));
}
