/* SPDX-License-Identifier: MIT */
#include "stroke-touch.h"

static float
square_distance (BpPoint a, BpPoint b)
{
  return (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y);
}

static float
square_distance_to_line (BpPoint point, BpPoint from, BpPoint to)
{
  float length = square_distance (from, to);
  float along = 0.0F;
  BpPoint nearest;

  if (length > 0.0F)
    along = ((point.x - from.x) * (to.x - from.x) + (point.y - from.y) * (to.y - from.y)) / length;
  along = CLAMP (along, 0.0F, 1.0F);
  nearest.x = from.x + along * (to.x - from.x);
  nearest.y = from.y + along * (to.y - from.y);

  return square_distance (point, nearest);
}

/* Twice the area of the triangle, over 0 where c lies to one side of the line through a and b. */
static float
side_of (BpPoint a, BpPoint b, BpPoint c)
{
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

static gboolean
lines_cross (BpPoint a, BpPoint b, BpPoint c, BpPoint d)
{
  return side_of (a, b, c) * side_of (a, b, d) < 0.0F &&
         side_of (c, d, a) * side_of (c, d, b) < 0.0F;
}

static gboolean
lines_touch (BpPoint a, BpPoint b, BpPoint c, BpPoint d, float radius)
{
  float square = radius * radius;

  return lines_cross (a, b, c, d) || square_distance_to_line (a, c, d) <= square ||
         square_distance_to_line (b, c, d) <= square ||
         square_distance_to_line (c, a, b) <= square || square_distance_to_line (d, a, b) <= square;
}

/**
 * bp_stroke_is_touched:
 * @stroke: a stroke
 * @from: where an eraser was
 * @to: where it is now
 * @radius: of the eraser
 *
 * Returns: whether the eraser, moved in a straight line, touched a point or a line of the stroke
 */
gboolean
bp_stroke_is_touched (BpStroke stroke, BpPoint from, BpPoint to, float radius)
{
  if (stroke.n_points == 1)
    return square_distance_to_line (stroke.points[0], from, to) <= radius * radius;
  for (gsize i = 1; i < stroke.n_points; i++)
    if (lines_touch (stroke.points[i - 1], stroke.points[i], from, to, radius))
      return TRUE;
  return FALSE;
}
