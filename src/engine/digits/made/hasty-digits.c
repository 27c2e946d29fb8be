/* SPDX-License-Identifier: MIT */
/*
 * Built-in digits as written in a hurry, on a pad that misses points: narrow, wide, slanted, with
 * hooks at the ends of strokes, strokes that are too short or run into each other, strokes drawn
 * twice, stray dots, few points. The generator of the built-in digits writes with care; these
 * digits teach a network careless writing too.
 *
 * Thread rule: pure functions of their arguments.
 */
#include "hasty-digits.h"

#include "builtin-digits.h"
#include "sketch.h"

#include <math.h>

/* The first random streams of the digits and of the haste, out of reach of the streams of other
 * digits, drawings and epochs. */
#define DIGIT_STREAM (G_GUINT64_CONSTANT (2) << 48)
#define HASTE_STREAM (G_GUINT64_CONSTANT (3) << 48)

#define SIZE   BP_SKETCH_SIZE
#define MIDDLE (SIZE / 2.0)

/* Variation of the whole digit in addition to the generator's. It is small because a 1 and a 7 may
 * differ only in the width of their first stroke. */
#define ASPECT           0.3
#define ASPECT_OF_1_OR_7 0.12
#define SLANT            0.2
#define ROTATION         0.12

/* The share of digits, or of their strokes, with each of these faults. */
#define SHARE_NOT_LIFTED 0.08
#define SHARE_TWICE      0.03
#define SHARE_STRAY_DOT  0.05
#define SHARE_THINNED    0.3
#define SHARE_CUT_SHORT  0.15
#define SHARE_HOOK       0.12
#define SHARE_RUN_IN     0.06
#define SHARE_GAP        0.06
#define SHARE_GONE_OVER  0.05
#define SHARE_UNSTEADY   0.12

/* In units of the sketch, which is 9 high. */
#define LONGEST_HOOK 1.2
#define LONGEST_RUN  2.2
#define TREMOR       0.12
#define MISS         0.2

/* A stroke in the making. */
typedef struct
{
  BpPoint points[2 * BP_BUILTIN_MAX_POINTS];
  guint n_points;
} Stroke;

static gboolean
happens (BpRandom *random, double share)
{
  return bp_random_uniform (random) < share;
}

static BpPoint
move_point (BpPoint point, double x, double y)
{
  return (BpPoint){ point.x + (float) x, point.y + (float) y };
}

static void
append (Stroke *stroke, BpPoint point)
{
  if (stroke->n_points < G_N_ELEMENTS (stroke->points))
    stroke->points[stroke->n_points++] = point;
}

static void
reverse (Stroke *stroke)
{
  for (guint i = 0, j = stroke->n_points - 1; i < j; i++, j--)
    {
      BpPoint point = stroke->points[i];

      stroke->points[i] = stroke->points[j];
      stroke->points[j] = point;
    }
}

/* Lays a stroke of a digit, which is about 1 high, on the grid; @stroke begins empty. */
static void
read_stroke (const BpPoint *points, guint n_points, Stroke *stroke)
{
  for (guint i = 0; i < n_points; i++)
    append (stroke, (BpPoint){
                        .x = (float) (MIDDLE + SIZE * (double) points[i].x),
                        .y = (float) (MIDDLE + SIZE * (double) points[i].y),
                    });
}

/* Changes the ends of a stroke: the pen is lifted too early, hooks back, or drags from or to
 * another place. */
static void
spoil_end (Stroke *stroke, BpRandom *random)
{
  BpPoint end = stroke->points[stroke->n_points - 1];
  double direction = bp_sketch_pick_angle (random);
  double length = 0.0;

  if (happens (random, SHARE_CUT_SHORT))
    stroke->n_points -= bp_random_below (random, 1 + stroke->n_points / 6);
  else if (happens (random, SHARE_HOOK))
    length = LONGEST_HOOK * bp_random_uniform (random);
  else if (happens (random, SHARE_RUN_IN))
    length = LONGEST_RUN * bp_random_uniform (random);

  if (length > 0.0)
    append (stroke, move_point (end, length * cos (direction), length * sin (direction)));
}

/* Retraces the end of a stroke. */
static void
go_over_end (Stroke *stroke, BpRandom *random)
{
  guint last = stroke->n_points - 1;
  guint n_back = bp_random_count (random, MIN (last, 3), last);
  double miss_x = MISS * bp_random_normal (random);
  double miss_y = MISS * bp_random_normal (random);

  for (guint i = 1; i <= n_back; i++)
    append (stroke, move_point (stroke->points[last - i], miss_x, miss_y));
}

static void
shake (Stroke *stroke, BpRandom *random)
{
  for (guint i = 0; i < stroke->n_points; i++)
    stroke->points[i] = move_point (stroke->points[i], TREMOR * bp_random_normal (random),
                                    TREMOR * bp_random_normal (random));
}

static void
vary_stroke (Stroke *stroke, BpRandom *random)
{
  spoil_end (stroke, random);
  reverse (stroke);
  spoil_end (stroke, random);
  reverse (stroke);
  if (happens (random, SHARE_GONE_OVER))
    go_over_end (stroke, random);
  if (happens (random, SHARE_UNSTEADY))
    shake (stroke, random);
}

/* Adds only a few points of a stroke, as a slow pad records it, joined by curves as on the pad or
 * by straight lines. */
static void
add_thinned (BpSketch *sketch, const Stroke *stroke, BpRandom *random)
{
  BpPoint points[16];
  guint n_points = bp_random_count (random, 6, G_N_ELEMENTS (points));
  gboolean is_curve = happens (random, 0.5);

  for (guint i = 0; i < n_points; i++)
    points[i] = stroke->points[i * (stroke->n_points - 1) / (n_points - 1)];
  if (is_curve)
    bp_sketch_add_curve (sketch, points, n_points);
  else
    for (guint i = 0; i < n_points; i++)
      bp_sketch_add_point (sketch, (double) points[i].x, (double) points[i].y);
}

static void
add_stroke (BpSketch *sketch, const Stroke *stroke, gboolean is_thinned, BpRandom *random)
{
  guint gap = stroke->n_points;
  guint gap_length = bp_random_count (random, 1, 3);

  if (is_thinned)
    {
      add_thinned (sketch, stroke, random);
      return;
    }

  if (happens (random, SHARE_GAP))
    gap = bp_random_below (random, stroke->n_points);
  for (guint i = 0; i < stroke->n_points; i++)
    if (i == gap)
      bp_sketch_begin_stroke (sketch);
    else if (i < gap || i > gap + gap_length)
      bp_sketch_add_point (sketch, (double) stroke->points[i].x, (double) stroke->points[i].y);
}

static void
add_digit (BpSketch *sketch, const BpBuiltinDigit *digit, BpRandom *random)
{
  gboolean is_lifted = !happens (random, SHARE_NOT_LIFTED);
  gboolean is_thinned = happens (random, SHARE_THINNED);
  const BpPoint *points = digit->points;

  for (guint i = 0; i < digit->n_strokes; i++)
    {
      Stroke stroke = { .n_points = 0 };

      read_stroke (points, digit->stroke_lengths[i], &stroke);
      points += digit->stroke_lengths[i];
      vary_stroke (&stroke, random);
      if (i == 0 || is_lifted)
        bp_sketch_begin_stroke (sketch);
      add_stroke (sketch, &stroke, is_thinned, random);
    }
}

/* A dot within the drawing or a little beside it. */
static void
add_stray_dot (BpSketch *sketch, BpRandom *random)
{
  bp_sketch_begin_stroke (sketch);
  bp_sketch_add_point (sketch, bp_random_between (random, -1.0, SIZE + 1.0),
                       bp_random_between (random, -1.0, SIZE + 1.0));
}

static void
vary_sketch (BpSketch *sketch, guint digit, BpRandom *random)
{
  double slant = SLANT * bp_random_normal (random);
  double spread = digit == 1 || digit == 7 ? ASPECT_OF_1_OR_7 : ASPECT;
  double aspect = exp (spread * bp_random_normal (random));

  for (gsize i = 0; i < sketch->n_points; i++)
    sketch->points[i].x -= (float) (slant * ((double) sketch->points[i].y - MIDDLE));
  bp_sketch_move (sketch, 0, aspect, 1.0, 0.0, 0.0);
  bp_sketch_turn (sketch, 0, ROTATION * bp_random_normal (random));
}

/**
 * bp_hasty_digit_draw:
 * @allographs: what the digits are made from
 * @seed: any number
 * @index: which of the digits of @seed
 * @image: (out caller-allocates): (28, 28) its picture, with the pad's pen or with one of its own
 *
 * The same @seed and @index always give the same one; over the indices, each of the ten comes as
 * often as the others.
 *
 * Returns: the digit, 0 to 9
 */
guint
bp_hasty_digit_draw (const BpAllographs *allographs,
                     guint64 seed,
                     guint64 index,
                     guint8 image[BP_DIGIT_N_PIXELS])
{
  BpSketch sketch = { .n_points = 0 };
  BpBuiltinDigit digit;
  BpRandom random;

  bp_builtin_digit_write_rare (allographs, seed, DIGIT_STREAM + index, &digit);
  bp_random_init (&random, seed, HASTE_STREAM + index);

  add_digit (&sketch, &digit, &random);
  if (happens (&random, SHARE_TWICE))
    add_digit (&sketch, &digit, &random);
  if (happens (&random, SHARE_STRAY_DOT))
    add_stray_dot (&sketch, &random);
  vary_sketch (&sketch, digit.digit, &random);
  bp_sketch_draw (&sketch, happens (&random, 0.5) ? &bp_digit_pen : &digit.pen, image);

  return digit.digit;
}
