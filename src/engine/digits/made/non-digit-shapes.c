/* SPDX-License-Identifier: MIT */
/*
 * Drawings of other things than digits: polygons, arrows, invented signs, and spoiled digits, on
 * the grid of a sketch.
 *
 * Thread rule: pure functions of their arguments.
 */
#include "non-digit-drawings.h"

#include "builtin-digits.h"

#include <math.h>

#define SIZE   BP_SKETCH_SIZE
#define MIDDLE (SIZE / 2.0)

/* A closed line through corners. Every second corner may lie further in, as in a star, or the line
 * may join every second corner. */
static void
add_corners (BpSketch *sketch, guint n_corners, double depth, guint stride, BpRandom *random)
{
  guint n_points = depth < 1.0 ? 2 * n_corners : n_corners;
  double start = bp_sketch_pick_angle (random);
  BpPoint points[16];

  g_assert (n_points > 0 && n_points <= G_N_ELEMENTS (points));
  for (guint i = 0; i < n_points; i++)
    {
      double angle = start + 2.0 * G_PI * i / n_points;
      double radius = MIDDLE * (i % 2 == 1 ? depth : 1.0);

      points[i] = (BpPoint){
        (float) (MIDDLE + radius * cos (angle) + 0.3 * bp_random_normal (random)),
        (float) (MIDDLE + radius * sin (angle) + 0.3 * bp_random_normal (random)),
      };
    }
  bp_sketch_begin_stroke (sketch);
  for (guint i = 0; i <= n_points; i++)
    {
      const BpPoint *point = &points[i * stride % n_points];

      bp_sketch_add_point (sketch, (double) point->x, (double) point->y);
    }
}

/* Fills the inside of a figure that would otherwise look like a 0. */
static void
add_filling (BpSketch *sketch, BpRandom *random)
{
  gsize begin = sketch->n_points;

  switch (bp_random_below (random, 5))
    {
    case 0:
      bp_sketch_add_line (sketch, 1.5, 1.5, 7.5, 7.5);
      bp_sketch_add_line (sketch, 7.5, 1.5, 1.5, 7.5);
      break;

    case 1:
      bp_sketch_add_line (sketch, 0.5, MIDDLE, 8.5, MIDDLE);
      bp_sketch_add_line (sketch, MIDDLE, 0.5, MIDDLE, 8.5);
      break;

    case 2:
      bp_sketch_begin_stroke (sketch);
      bp_sketch_add_point (sketch, MIDDLE, MIDDLE);
      break;

    case 3:
      bp_sketch_add_ring (sketch, MIDDLE, MIDDLE, 1.8, 1.8);
      break;

    default:
      for (guint i = 0; i < 3; i++)
        bp_sketch_add_line (sketch, 1.5, 2.5 + 2.0 * i, 7.5, 2.5 + 2.0 * i);
      bp_sketch_turn (sketch, begin, bp_sketch_pick_angle (random));
      break;
    }
}

/**
 * bp_add_polygon:
 * @sketch: gets a triangle, a square, a star, or something that goes round and has things inside
 * @random: the source of the random numbers
 */
void
bp_add_polygon (BpSketch *sketch, BpRandom *random)
{
  switch (bp_random_below (random, 5))
    {
    case 0:
      add_corners (sketch, bp_random_count (random, 3, 4), 1.0, 1, random);
      if (bp_random_below (random, 3) == 0)
        add_filling (sketch, random);
      break;

    case 1:
      add_corners (sketch, bp_random_count (random, 4, 8), bp_random_between (random, 0.3, 0.6), 1,
                   random);
      break;

    case 2:
      add_corners (sketch, bp_random_below (random, 3) == 0 ? 7 : 5, 1.0, 2, random);
      break;

    case 3:
      add_corners (sketch, bp_random_count (random, 5, 8), 1.0, 1, random);
      add_filling (sketch, random);
      break;

    default:
      bp_sketch_add_ring (sketch, MIDDLE, MIDDLE, MIDDLE, MIDDLE);
      add_filling (sketch, random);
      break;
    }
}

/**
 * bp_add_arrow:
 * @sketch: gets an arrow that points anywhere
 * @random: the source of the random numbers
 */
void
bp_add_arrow (BpSketch *sketch, BpRandom *random)
{
  double length = bp_random_between (random, 2.0, 4.0);
  double width = bp_random_between (random, 1.5, 3.5);
  guint n_heads = bp_random_count (random, 1, 6) == 1 ? 2 : 1;
  gboolean is_closed = bp_random_below (random, 3) == 0;

  bp_sketch_add_line (sketch, 0.0, MIDDLE, SIZE, MIDDLE);
  for (guint i = 0; i < n_heads; i++)
    {
      double tip = i == 0 ? SIZE : 0.0;
      double back = i == 0 ? SIZE - length : length;

      bp_sketch_begin_stroke (sketch);
      bp_sketch_add_point (sketch, back, MIDDLE - width + 0.3 * bp_random_normal (random));
      bp_sketch_add_point (sketch, tip, MIDDLE);
      bp_sketch_add_point (sketch, back, MIDDLE + width + 0.3 * bp_random_normal (random));
      if (is_closed)
        bp_sketch_add_point (sketch, back, MIDDLE - width);
    }
  bp_sketch_turn (sketch, 0, bp_sketch_pick_angle (random));
}

/* A part of a sign, about as large as the grid: the elements of many scripts. */
static void
add_part (BpSketch *sketch, BpRandom *random)
{
  static const char *const parts[] = {
    "0494",        "4049",        "0990",        "0099",        "009099",      "000999",
    "0009999000",  "4044",        "0040",        "~0050945909", "~9040054999", "~0005499590",
    "~0904409499", "~2002244220", "~0022406080", "~0930456099", "4444",        "0939",
    "~00459009",   "~0904408999", "~0050924709", "~40013465",   "0499",        "0090",
  };

  bp_sketch_add_figure (sketch, parts[bp_random_below (random, G_N_ELEMENTS (parts))], 0.5, random);
}

/**
 * bp_add_sign:
 * @sketch: gets an invented sign: a few strokes of random shapes at random places
 * @random: the source of the random numbers
 */
void
bp_add_sign (BpSketch *sketch, BpRandom *random)
{
  guint n_parts = bp_random_count (random, 3, 6);

  for (guint i = 0; i < n_parts; i++)
    {
      gsize begin = sketch->n_points;
      double width = bp_random_between (random, 0.25, 1.0);
      double height = bp_random_between (random, 0.25, 1.0);

      if (bp_random_below (random, 4) == 0)
        {
          BpPoint points[5];
          guint n_points = bp_random_count (random, 3, G_N_ELEMENTS (points));

          for (guint j = 0; j < n_points; j++)
            points[j] = (BpPoint){ (float) bp_sketch_pick_place (random),
                                   (float) bp_sketch_pick_place (random) };
          bp_sketch_begin_stroke (sketch);
          bp_sketch_add_curve (sketch, points, n_points);
        }
      else
        add_part (sketch, random);
      bp_sketch_move (sketch, begin, width, height,
                      (1.0 - width) * bp_random_between (random, -MIDDLE, MIDDLE),
                      (1.0 - height) * bp_random_between (random, -MIDDLE, MIDDLE));
    }
}

/* A piece of a stroke of a digit, of any size, at any place, turned and mirrored anyhow. */
static void
add_piece (BpSketch *sketch, const BpAllographs *allographs, BpRandom *random)
{
  gsize begin = sketch->n_points;
  double size = bp_random_between (random, 0.4, 1.0);
  BpBuiltinDigit digit;
  guint stroke;
  guint first = 0;
  guint length;
  guint piece;

  bp_builtin_digit_write (allographs, bp_random_next (random), 0, &digit);
  stroke = bp_random_below (random, digit.n_strokes);
  for (guint i = 0; i < stroke; i++)
    first += digit.stroke_lengths[i];
  length = digit.stroke_lengths[stroke];
  piece = bp_random_count (random, MIN (length, 6), length);
  first += bp_random_below (random, length - piece + 1);

  bp_sketch_begin_stroke (sketch);
  for (guint i = first; i < first + piece; i++)
    bp_sketch_add_point (sketch, MIDDLE + SIZE * (double) digit.points[i].x,
                         MIDDLE + SIZE * (double) digit.points[i].y);
  bp_sketch_turn (sketch, begin, bp_sketch_pick_angle (random));
  bp_sketch_move (sketch, begin, bp_random_below (random, 2) == 0 ? size : -size, size,
                  bp_random_between (random, -3.5, 3.5), bp_random_between (random, -3.5, 3.5));
}

/**
 * bp_add_pieces:
 * @sketch: gets an invented sign, made of pieces of digits
 * @allographs: what digits are made from
 * @random: the source of the random numbers
 */
void
bp_add_pieces (BpSketch *sketch, const BpAllographs *allographs, BpRandom *random)
{
  guint n_pieces = bp_random_count (random, 3, 5);

  for (guint i = 0; i < n_pieces; i++)
    add_piece (sketch, allographs, random);
}

/* Lays a digit, which is about 1 high, on the grid with the given size and centre. */
static guint
add_digit (BpSketch *sketch,
           const BpAllographs *allographs,
           double size,
           double middle_x,
           double middle_y,
           BpRandom *random)
{
  BpBuiltinDigit digit;
  const BpPoint *point = digit.points;

  bp_builtin_digit_write (allographs, bp_random_next (random), 0, &digit);
  for (guint i = 0; i < digit.n_strokes; i++)
    {
      bp_sketch_begin_stroke (sketch);
      for (guint j = 0; j < digit.stroke_lengths[i]; j++, point++)
        bp_sketch_add_point (sketch, middle_x + size * (double) point->x,
                             middle_y + size * (double) point->y);
    }
  return digit.digit;
}

/* A 3 or 4 upside down, a 3, 6, 7 or 9 in a mirror, or one that lies on its side. */
static void
add_turned_digit (BpSketch *sketch, const BpAllographs *allographs, BpRandom *random)
{
  static const guint upside_down = 1 << 3 | 1 << 4;
  static const guint mirrored = 1 << 3 | 1 << 6 | 1 << 7 | 1 << 9;
  static const guint on_its_side = 1 << 2 | 1 << 3 | 1 << 4 | 1 << 5 | 1 << 1;
  guint kind = bp_random_below (random, 3);
  guint wanted = kind == 0 ? upside_down : kind == 1 ? mirrored : on_its_side;
  guint digit;

  do
    {
      sketch->n_points = 0;
      sketch->n_strokes = 0;
      digit = add_digit (sketch, allographs, SIZE, MIDDLE, MIDDLE, random);
    }
  while ((wanted >> digit & 1) == 0);

  if (kind == 0)
    bp_sketch_turn (sketch, 0, G_PI);
  else if (kind == 1)
    bp_sketch_move (sketch, 0, -1.0, 1.0, 0.0, 0.0);
  else
    bp_sketch_turn (sketch, 0, bp_random_below (random, 2) == 0 ? G_PI / 2.0 : -G_PI / 2.0);
}

/* Strikes a digit through several times, as if to delete it. */
static void
strike_through (BpSketch *sketch, BpRandom *random)
{
  guint n_lines = bp_random_count (random, 2, 4);

  switch (bp_random_below (random, 3))
    {
    case 0:
      bp_sketch_add_line (sketch, 0.5, 0.0, 8.5, SIZE);
      bp_sketch_add_line (sketch, 8.5, 0.0, 0.5, SIZE);
      break;

    case 1:
      for (guint i = 0; i < n_lines; i++)
        {
          double y = bp_random_between (random, 1.0, 8.0);

          bp_sketch_add_line (sketch, -1.0, y + bp_random_normal (random), 10.0,
                              y + bp_random_normal (random));
        }
      break;

    default:
      bp_add_to_and_fro (sketch, random);
      break;
    }
}

/**
 * bp_add_spoiled_digit:
 * @sketch: gets two or three digits, or one that is struck through, turned or mirrored
 * @allographs: what digits are made from
 * @random: the source of the random numbers
 */
void
bp_add_spoiled_digit (BpSketch *sketch, const BpAllographs *allographs, BpRandom *random)
{
  guint n_digits = bp_random_count (random, 2, 3);

  switch (bp_random_below (random, 4))
    {
    case 0:
      for (guint i = 0; i < n_digits; i++)
        add_digit (sketch, allographs, SIZE, 8.0 * i, MIDDLE + bp_random_normal (random), random);
      break;

    case 1:
      for (guint i = 0; i < 2; i++)
        add_digit (sketch, allographs, SIZE, MIDDLE + bp_random_normal (random), 10.5 * i, random);
      break;

    case 2:
      add_digit (sketch, allographs, SIZE, MIDDLE, MIDDLE, random);
      strike_through (sketch, random);
      break;

    default:
      add_turned_digit (sketch, allographs, random);
      break;
    }
}
