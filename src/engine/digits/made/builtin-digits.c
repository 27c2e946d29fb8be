/* SPDX-License-Identifier: MIT */

/* Writes digits as people do: instances of an allograph are blended, points jittered, ends
 * lengthened, the whole bent, slanted and turned, and the pen's width varied.
 * data/builtin-digits.json describes the steps and their ranges. Each digit has a random stream of
 * its own, so that it is the same on every thread. */
#include "builtin-digits.h"

#include "digit-frame.h"
#include "random.h"
#include "spline.h"

#include <math.h>
#include <string.h>

#define N_WARPS 3

#define LEAST_PRESSURE 0.6
#define MOST_PRESSURE  1.5

/* How many times the pressure swings along a stroke. */
#define FEWEST_SWINGS 0.3
#define MOST_SWINGS   1.8

#define LEAST_SOFTNESS 0.7
#define MOST_SOFTNESS  4.0

/* The control points of the digit that is being written. */
typedef struct
{
  const BpAllograph *allograph;
  guint n_points;
  BpAllographPoint points[BP_ALLOGRAPH_MAX_POINTS];
} Skeleton;

static double
draw_normal (BpRandom *random, double mean, double standard_deviation)
{
  return mean + standard_deviation * bp_random_normal (random);
}

static double
draw_phase (BpRandom *random)
{
  return bp_random_between (random, 0.0, 2.0 * G_PI);
}

/* A gamma variate by Marsaglia and Tsang, "A simple method for generating gamma variables" (2000),
 * with their way to a @shape below 1. */
static double
draw_gamma (BpRandom *random, double shape)
{
  if (shape < 1.0)
    {
      double boost = pow (1.0 - bp_random_uniform (random), 1.0 / shape);

      return boost * draw_gamma (random, shape + 1.0);
    }

  double d = shape - 1.0 / 3.0;
  double c = 1.0 / sqrt (9.0 * d);

  for (;;)
    {
      double x = bp_random_normal (random);
      double v = 1.0 + c * x;

      if (v <= 0.0)
        continue;

      v = v * v * v;
      if (log (1.0 - bp_random_uniform (random)) < 0.5 * x * x + d - d * v + d * log (v))
        return d * v;
    }
}

/* The relative frequency of an allograph. Rare ones matter, because some people always write
 * them. */
static double
get_weight (const BpAllograph *allograph, gboolean is_rare_welcome)
{
  return is_rare_welcome ? sqrt (allograph->weight) : allograph->weight;
}

static const BpAllograph *
choose_allograph (const BpDigitAllographs *digit, gboolean is_rare_welcome, BpRandom *random)
{
  double left = 0.0;
  guint i = 0;

  for (guint j = 0; j < digit->n_allographs; j++)
    left += get_weight (&digit->allographs[j], is_rare_welcome);
  left *= bp_random_uniform (random);
  while (i + 1 < digit->n_allographs && left >= get_weight (&digit->allographs[i], is_rare_welcome))
    left -= get_weight (&digit->allographs[i++], is_rare_welcome);
  return &digit->allographs[i];
}

static void
blend_keyframes (const BpAllographs *allographs, Skeleton *skeleton, BpRandom *random)
{
  const BpAllograph *allograph = skeleton->allograph;
  double shares[BP_ALLOGRAPH_MAX_KEYFRAMES];
  double even_share = 1.0 / allograph->n_keyframes;
  double total = 0.0;
  double extrapolation;

  for (guint i = 0; i < allograph->n_keyframes; i++)
    {
      shares[i] = draw_gamma (random, allographs->blend_concentration);
      total += shares[i];
    }

  extrapolation = 1.0 + allographs->blend_extrapolation * bp_random_uniform (random);
  for (guint i = 0; i < allograph->n_keyframes; i++)
    {
      double share = even_share + (shares[i] / total - even_share) * extrapolation;

      for (guint j = 0; j < allograph->n_points; j++)
        {
          skeleton->points[j].x += share * allograph->keyframes[i][j].x;
          skeleton->points[j].y += share * allograph->keyframes[i][j].y;
          skeleton->points[j].corner += share * allograph->keyframes[i][j].corner;
        }
    }
}

static void
stretch_end (BpAllographPoint *end, const BpAllographPoint *neighbour, double stretch)
{
  end->x += (end->x - neighbour->x) * stretch;
  end->y += (end->y - neighbour->y) * stretch;
}

static void
jitter_strokes (const BpAllographs *allographs, Skeleton *skeleton, BpRandom *random)
{
  BpAllographPoint *stroke = skeleton->points;

  for (guint i = 0; i < skeleton->allograph->n_strokes; i++)
    {
      guint length = skeleton->allograph->stroke_lengths[i];
      double shift = i > 0 ? allographs->stroke_shift : 0.0;
      double shift_x = draw_normal (random, 0.0, shift);
      double shift_y = draw_normal (random, 0.0, shift);

      for (guint j = 0; j < length; j++)
        {
          stroke[j].x += draw_normal (random, shift_x, allographs->point_jitter);
          stroke[j].y += draw_normal (random, shift_y, allographs->point_jitter);
        }
      stretch_end (&stroke[0], &stroke[1], draw_normal (random, 0.0, allographs->end_stretch));
      stretch_end (&stroke[length - 1], &stroke[length - 2],
                   draw_normal (random, 0.0, allographs->end_stretch));
      stroke += length;
    }
}

static void
centre_points (Skeleton *skeleton)
{
  double mean_x = 0.0;
  double mean_y = 0.0;

  for (guint i = 0; i < skeleton->n_points; i++)
    {
      mean_x += skeleton->points[i].x / skeleton->n_points;
      mean_y += skeleton->points[i].y / skeleton->n_points;
    }
  for (guint i = 0; i < skeleton->n_points; i++)
    {
      skeleton->points[i].x -= mean_x;
      skeleton->points[i].y -= mean_y;
    }
}

static void
warp_points (const BpAllographs *allographs, Skeleton *skeleton, BpRandom *random)
{
  double frequency_x = draw_normal (random, 0.0, allographs->warp_frequency);
  double frequency_y = draw_normal (random, 0.0, allographs->warp_frequency);
  double amplitude_x = draw_normal (random, 0.0, allographs->warp_amplitude);
  double amplitude_y = draw_normal (random, 0.0, allographs->warp_amplitude);
  double phase = draw_phase (random);

  for (guint i = 0; i < skeleton->n_points; i++)
    {
      BpAllographPoint *point = &skeleton->points[i];
      double wave = sin (point->x * frequency_x + point->y * frequency_y + phase);

      point->x += amplitude_x * wave;
      point->y += amplitude_y * wave;
    }
}

/* Varies the whole digit: proportion, taper, aspect, slant and rotation. */
static void
shape_points (const BpAllographs *allographs,
              const BpDigitAllographs *digit,
              Skeleton *skeleton,
              BpRandom *random)
{
  double proportion = draw_normal (random, 0.0, allographs->proportion);
  double taper_x = draw_normal (random, 0.0, allographs->taper);
  double taper_y = draw_normal (random, 0.0, allographs->taper);
  double aspect = digit->aspect * exp (draw_normal (random, 0.0, allographs->aspect));
  double slant = draw_normal (random, allographs->slant_mean, allographs->slant);
  double rotation = draw_normal (random, 0.0, allographs->rotation);
  double cosine = cos (rotation);
  double sine = sin (rotation);

  for (guint i = 0; i < skeleton->n_points; i++)
    {
      BpAllographPoint *point = &skeleton->points[i];
      double height = CLAMP (point->y + 0.5, -0.1, 1.1);
      double y = point->y + proportion * sin (G_PI * height);
      double x = point->x * (1.0 + taper_x * y);

      y *= 1.0 + 0.5 * taper_y * point->x;
      x = x * aspect - slant * y;

      point->x = cosine * x - sine * y;
      point->y = sine * x + cosine * y;
    }
}

/* The point beyond an end or a corner, where a curve is cut. */
static BpAllographPoint
reflect (const BpAllographPoint *end, const BpAllographPoint *neighbour)
{
  return (BpAllographPoint){ 2.0 * end->x - neighbour->x, 2.0 * end->y - neighbour->y, 0.0 };
}

/* Draws the curve from one control point to the next, without its end point. */
static BpPoint *
trace_span (const BpAllographPoint *stroke, guint length, guint span, BpPoint *traced)
{
  const BpAllographPoint *from = &stroke[span];
  const BpAllographPoint *to = &stroke[span + 1];
  gboolean is_first = span == 0 || from->corner >= 0.5;
  gboolean is_last = span + 2 == length || to->corner >= 0.5;
  BpAllographPoint before = is_first ? reflect (from, to) : stroke[span - 1];
  BpAllographPoint after = is_last ? reflect (to, from) : stroke[span + 2];

  for (guint i = 0; i < BP_BUILTIN_LINES_PER_SPAN; i++)
    {
      double t = (double) i / BP_BUILTIN_LINES_PER_SPAN;

      *traced++ = (BpPoint){
        .x = (float) bp_spline_interpolate (before.x, from->x, to->x, after.x, t),
        .y = (float) bp_spline_interpolate (before.y, from->y, to->y, after.y, t),
      };
    }
  return traced;
}

static void
press (const BpAllographs *allographs, BpRandom *random, float *pressures, guint n_points)
{
  double strength = draw_normal (random, 0.0, allographs->pressure);
  double swings = 2.0 * G_PI * bp_random_between (random, FEWEST_SWINGS, MOST_SWINGS);
  double phase = draw_phase (random);

  for (guint i = 0; i < n_points; i++)
    {
      double t = (double) i / (n_points - 1);
      double pressure = 1.0 + strength * sin (swings * t + phase);

      pressures[i] = (float) CLAMP (pressure, LEAST_PRESSURE, MOST_PRESSURE);
    }
}

static void
trace_strokes (const BpAllographs *allographs,
               const Skeleton *skeleton,
               BpRandom *random,
               BpBuiltinDigit *digit)
{
  const BpAllographPoint *stroke = skeleton->points;
  BpPoint *traced = digit->points;
  float *pressures = digit->pressures;

  digit->n_strokes = skeleton->allograph->n_strokes;
  for (guint i = 0; i < digit->n_strokes; i++)
    {
      guint length = skeleton->allograph->stroke_lengths[i];
      guint n_points = (length - 1) * BP_BUILTIN_LINES_PER_SPAN + 1;

      for (guint span = 0; span + 1 < length; span++)
        traced = trace_span (stroke, length, span, traced);
      *traced++ = (BpPoint){ (float) stroke[length - 1].x, (float) stroke[length - 1].y };

      press (allographs, random, pressures, n_points);
      digit->stroke_lengths[i] = n_points;
      pressures += n_points;
      stroke += length;
    }
}

static BpPen
choose_pen (const BpAllographs *allographs, const BpDigitAllographs *digit, BpRandom *random)
{
  double spread = allographs->width_spread * digit->width_spread;
  double width = allographs->width_mean * digit->width * exp (draw_normal (random, 0.0, spread));
  double softness = draw_normal (random, allographs->softness_mean, allographs->softness);

  return (BpPen){
    .width = (float) CLAMP (width, allographs->width_least, allographs->width_most),
    .softness = (float) CLAMP (softness, LEAST_SOFTNESS, MOST_SOFTNESS),
    .gain = (float) allographs->gain,
  };
}

static void
write_digit (const BpAllographs *allographs,
             gboolean is_rare_welcome,
             guint64 seed,
             guint64 index,
             BpBuiltinDigit *digit)
{
  const BpDigitAllographs *digit_allographs;
  Skeleton skeleton = { 0 };
  BpRandom random;

  bp_random_init (&random, seed, index);
  digit->digit = bp_random_below (&random, G_N_ELEMENTS (allographs->digits));
  digit_allographs = &allographs->digits[digit->digit];
  skeleton.allograph = choose_allograph (digit_allographs, is_rare_welcome, &random);
  skeleton.n_points = skeleton.allograph->n_points;

  blend_keyframes (allographs, &skeleton, &random);
  jitter_strokes (allographs, &skeleton, &random);
  centre_points (&skeleton);
  for (guint i = 0; i < N_WARPS; i++)
    warp_points (allographs, &skeleton, &random);
  shape_points (allographs, digit_allographs, &skeleton, &random);
  trace_strokes (allographs, &skeleton, &random, digit);
  digit->pen = choose_pen (allographs, digit_allographs, &random);
}

/**
 * bp_builtin_digit_write:
 * @allographs: the points that digits are made from
 * @seed: any number
 * @index: which of the digits of @seed
 * @digit: (out caller-allocates): the digit
 *
 * Writes one digit. The same @seed and @index always give the same one; over the indices, all ten
 * are equally frequent.
 */
void
bp_builtin_digit_write (const BpAllographs *allographs,
                        guint64 seed,
                        guint64 index,
                        BpBuiltinDigit *digit)
{
  write_digit (allographs, FALSE, seed, index, digit);
}

/**
 * bp_builtin_digit_write_rare:
 * @allographs: the points that digits are made from
 * @seed: any number
 * @index: which of the digits of @seed
 * @digit: (out caller-allocates): the digit
 *
 * As bp_builtin_digit_write(), but the rare ways to write a digit come more often: each in
 * proportion to the root of its weight.
 */
void
bp_builtin_digit_write_rare (const BpAllographs *allographs,
                             guint64 seed,
                             guint64 index,
                             BpBuiltinDigit *digit)
{
  write_digit (allographs, TRUE, seed, index, digit);
}

/**
 * bp_builtin_digit_draw:
 * @digit: the digit
 * @image: (out caller-allocates): (28, 28) its picture
 *
 * Draws a digit with its own pen, fitted and centred like MNIST's.
 */
void
bp_builtin_digit_draw (const BpBuiltinDigit *digit, guint8 image[BP_DIGIT_N_PIXELS])
{
  BpInkBounds bounds = BP_INK_BOUNDS_NONE;
  guint8 drawn[BP_DIGIT_N_PIXELS];
  BpStrokeRaster raster;
  BpDigitFit fit;
  guint n_points = 0;

  for (guint i = 0; i < digit->n_strokes; i++)
    n_points += digit->stroke_lengths[i];
  for (guint i = 0; i < n_points; i++)
    bp_ink_bounds_add (&bounds, digit->points[i]);

  fit = bp_digit_fit (&bounds, bp_pen_get_ink_width (&digit->pen));
  bp_stroke_raster_init (&raster, &digit->pen);
  for (guint i = 0, first = 0; i < digit->n_strokes; first += digit->stroke_lengths[i++])
    for (guint j = first; j + 1 < first + digit->stroke_lengths[i]; j++)
      bp_stroke_raster_add_line (&raster, bp_digit_fit_point (&fit, digit->points[j]),
                                 digit->pressures[j],
                                 bp_digit_fit_point (&fit, digit->points[j + 1]),
                                 digit->pressures[j + 1]);
  bp_stroke_raster_finish (&raster, drawn);
  bp_digit_centre (drawn, image);
}
