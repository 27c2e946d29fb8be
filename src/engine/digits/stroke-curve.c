/* SPDX-License-Identifier: MIT */
/*
 * Interpolates between recorded points. A quick hand on a slow screen, or a thinned recording,
 * leaves so few points that straight lines would make a polygon of a 0. Points that lie far apart
 * are joined by cubics with the tangents of the centripetal spline of Catmull and Rom (Yuksel,
 * Schaefer and Keyser, "On the parameterization of Catmull-Rom curves", 2009), which neither loops
 * nor overshoots. A sharp corner stays one.
 *
 * Thread rule: a curve belongs to one thread at a time.
 */
#include "stroke-curve.h"

#include <math.h>

/* In pixels. Points nearer to the last one than the first are skipped, since they change nothing
 * visible. A curve looks smooth with lines no longer than the second. */
#define SMALLEST_STEP 0.1
#define LONGEST_LINE  1.0

/* Cosines of the turn from one span to the next: up to 75 degrees the join is a curve, from 125
 * degrees on a corner. */
#define CURVE_COSINE  0.26
#define CORNER_COSINE (-0.57)

enum
{
  BEFORE,
  FROM,
  TO,
  AFTER,
};

typedef struct
{
  double x;
  double y;
} Vector;

static Vector
subtract (BpPoint to, BpPoint from)
{
  return (Vector){ (double) to.x - (double) from.x, (double) to.y - (double) from.y };
}

static double
get_length (Vector vector)
{
  return sqrt (vector.x * vector.x + vector.y * vector.y);
}

static Vector
combine (double share, Vector first, double other_share, Vector second)
{
  return (Vector){
    .x = share * first.x + other_share * second.x,
    .y = share * first.y + other_share * second.y,
  };
}

/* Reads on to the next point that is finite and far enough from the last one. The stroke's last
 * point may be nearer. */
static gboolean
read_point (BpStrokeCurve *curve, const BpPoint *last, BpPoint *point)
{
  double step = 0.0;

  while (curve->n_read < curve->stroke->n_points)
    {
      BpPoint next = curve->stroke->points[curve->n_read++];

      if (!isfinite (next.x) || !isfinite (next.y))
        continue;
      *point = bp_digit_fit_point (curve->fit, next);
      if (last == NULL)
        return TRUE;
      step = get_length (subtract (*point, *last));
      if (step >= SMALLEST_STEP)
        return TRUE;
    }

  return step > 0.0;
}

/* The tangent at the join of two spans, for a parameter from 0 to 1 along @span, one of the two. */
static Vector
find_tangent (Vector first, Vector second, Vector span)
{
  double first_length = get_length (first);
  double second_length = get_length (second);
  double first_knot = sqrt (first_length);
  double second_knot = sqrt (second_length);
  double knot = sqrt (get_length (span));
  double cosine = (first.x / first_length) * (second.x / second_length) +
                  (first.y / first_length) * (second.y / second_length);
  double smoothness = CLAMP ((cosine - CORNER_COSINE) / (CURVE_COSINE - CORNER_COSINE), 0.0, 1.0);
  double per_knots = knot / (first_knot + second_knot);
  Vector smooth = combine (per_knots * second_knot / first_knot, first,
                           per_knots * first_knot / second_knot, second);

  return combine (smoothness, smooth, 1.0 - smoothness, span);
}

/* The tangent at a free end continues the bend of the other end. */
static Vector
find_end_tangent (Vector span, Vector other_tangent)
{
  return combine (1.5, span, -0.5, other_tangent);
}

/* The coefficients of Hermite's cubic from 0 to 1. */
static void
set_cubic (double cubic[4], double from, double step, double tangent, double end_tangent)
{
  cubic[0] = from;
  cubic[1] = tangent;
  cubic[2] = 3.0 * step - 2.0 * tangent - end_tangent;
  cubic[3] = tangent + end_tangent - 2.0 * step;
}

static double
evaluate_cubic (const double cubic[4], double t)
{
  return cubic[0] + t * (cubic[1] + t * (cubic[2] + t * cubic[3]));
}

static void
begin_span (BpStrokeCurve *curve)
{
  const BpPoint *points = curve->points;
  Vector span = subtract (points[TO], points[FROM]);
  Vector tangent = span;
  Vector end_tangent = span;

  curve->n_lines_done = 0;
  curve->n_lines = 1;
  if (!curve->has_before && !curve->has_after)
    return;

  curve->n_lines = (guint) ceil (get_length (span) / LONGEST_LINE);
  if (curve->n_lines <= 1)
    return;

  if (curve->has_before)
    tangent = find_tangent (subtract (points[FROM], points[BEFORE]), span, span);
  if (curve->has_after)
    end_tangent = find_tangent (span, subtract (points[AFTER], points[TO]), span);
  if (!curve->has_before)
    tangent = find_end_tangent (span, end_tangent);
  if (!curve->has_after)
    end_tangent = find_end_tangent (span, tangent);

  set_cubic (curve->x, (double) points[FROM].x, span.x, tangent.x, end_tangent.x);
  set_cubic (curve->y, (double) points[FROM].y, span.y, tangent.y, end_tangent.y);
}

static void
end_span (BpStrokeCurve *curve)
{
  for (guint i = BEFORE; i < AFTER; i++)
    curve->points[i] = curve->points[i + 1];
  curve->has_before = TRUE;
  curve->has_span = curve->has_after;
  if (!curve->has_span)
    return;

  curve->has_after = read_point (curve, &curve->points[TO], &curve->points[AFTER]);
  begin_span (curve);
}

/**
 * bp_stroke_curve_init:
 * @curve: (out caller-allocates): the curve, before its first point
 * @stroke: the path of the pen, borrowed; points that are not finite are skipped
 * @fit: maps the drawing to the frame of a digit, borrowed
 */
void
bp_stroke_curve_init (BpStrokeCurve *curve, const BpStroke *stroke, const BpDigitFit *fit)
{
  curve->stroke = stroke;
  curve->fit = fit;
  curve->n_read = 0;
  curve->has_before = FALSE;
  curve->has_span = FALSE;
  curve->has_after = FALSE;
}

static gboolean
begin (BpStrokeCurve *curve, BpPoint *point)
{
  BpPoint *points = curve->points;

  if (!read_point (curve, NULL, &points[FROM]))
    return FALSE;

  *point = points[FROM];
  curve->has_span = read_point (curve, &points[FROM], &points[TO]);
  if (curve->has_span)
    {
      curve->has_after = read_point (curve, &points[TO], &points[AFTER]);
      begin_span (curve);
    }
  return TRUE;
}

/**
 * bp_stroke_curve_next:
 * @curve: the curve
 * @point: (out caller-allocates): the next point of the path, in pixels
 *
 * Returns: %FALSE, and no point, at the end of the stroke
 */
gboolean
bp_stroke_curve_next (BpStrokeCurve *curve, BpPoint *point)
{
  if (curve->n_read == 0)
    return begin (curve, point);
  if (!curve->has_span)
    return FALSE;

  if (++curve->n_lines_done == curve->n_lines)
    {
      *point = curve->points[TO];
      end_span (curve);
    }
  else
    {
      double t = (double) curve->n_lines_done / curve->n_lines;

      *point = (BpPoint){
        .x = (float) evaluate_cubic (curve->x, t),
        .y = (float) evaluate_cubic (curve->y, t),
      };
    }
  return TRUE;
}
