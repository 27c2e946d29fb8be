/* SPDX-License-Identifier: MIT */

/* A line with round ends is a capsule: all points within its radius of a segment. The raster keeps
 * the field of distances to the nearest capsule's edge and turns it into ink once, at the end, so
 * that lines which cross or follow each other join without a seam. Only pixels near a line are
 * visited. */
#include "stroke-raster.h"

#include <math.h>

/**
 * bp_pen_get_ink_width:
 * @pen: the pen
 *
 * Returns: the width of a line in pixels as far as its ink can be seen: of the soft edge, half of
 *   @softness on either side, the last fifth is too faint to matter
 */
double
bp_pen_get_ink_width (const BpPen *pen)
{
  return (double) pen->width + 0.8 * (double) pen->softness;
}

/**
 * bp_stroke_raster_init:
 * @raster: (out caller-allocates): the raster
 * @pen: the pen that draws
 *
 * Begins an empty picture.
 */
void
bp_stroke_raster_init (BpStrokeRaster *raster, const BpPen *pen)
{
  raster->pen = *pen;
  for (int y = 0; y < BP_DIGIT_SIZE; y++)
    for (int x = 0; x < BP_DIGIT_SIZE; x++)
      raster->depth[y][x] = -pen->softness;
}

/**
 * bp_stroke_raster_add_line:
 * @raster: the raster
 * @from: where the line begins, in pixels; pixel i spans i to i + 1
 * @from_pressure: factor of the pen's width there
 * @to: where it ends
 * @to_pressure: factor of the pen's width there
 *
 * Draws a straight line with round ends, whose width changes evenly from one end to the other. The
 * two points may be equal. Parts outside the picture are cut off.
 */
void
bp_stroke_raster_add_line (BpStrokeRaster *raster,
                           BpPoint from,
                           float from_pressure,
                           BpPoint to,
                           float to_pressure)
{
  const float from_radius = from_pressure * raster->pen.width / 2.0f;
  const float to_radius = to_pressure * raster->pen.width / 2.0f;
  const float reach = MAX (from_radius, to_radius) + raster->pen.softness / 2.0f;
  const float radius_step = to_radius - from_radius;
  const float step_x = to.x - from.x;
  const float step_y = to.y - from.y;
  const float length_squared = step_x * step_x + step_y * step_y;
  const float per_length_squared = length_squared > 0.0f ? 1.0f / length_squared : 0.0f;
  const float left = MIN (from.x, to.x) - reach;
  const float right = MAX (from.x, to.x) + reach;
  const float top = MAX (MIN (from.y, to.y) - reach, 0.0f);
  const float bottom = MIN (MAX (from.y, to.y) + reach, (float) BP_DIGIT_SIZE);
  const gboolean is_level = fabsf (step_y) < 1e-3f;
  const float slope = is_level ? 0.0f : step_x / step_y;
  const float half_run = is_level ? 0.0f : reach * sqrtf (length_squared) / fabsf (step_y);

  for (int y = (int) top; (float) y < bottom; y++)
    {
      const float dy = (float) y + 0.5f - from.y;
      float first = left;
      float last = right;

      /* Only a short run of each row is near to a long slanted line. */
      if (!is_level)
        {
          first = MAX (first, from.x + dy * slope - half_run);
          last = MIN (last, from.x + dy * slope + half_run);
        }
      first = MAX (first, 0.0f);
      last = MIN (last, (float) BP_DIGIT_SIZE);

      for (int x = (int) first; (float) x < last; x++)
        {
          float dx = (float) x + 0.5f - from.x;
          float along = (dx * step_x + dy * step_y) * per_length_squared;

          along = CLAMP (along, 0.0f, 1.0f);

          float away_x = dx - along * step_x;
          float away_y = dy - along * step_y;
          float distance = sqrtf (away_x * away_x + away_y * away_y);
          float depth = from_radius + along * radius_step - distance;

          raster->depth[y][x] = MAX (raster->depth[y][x], depth);
        }
    }
}

/**
 * bp_stroke_raster_finish:
 * @raster: the raster
 * @drawn: (out caller-allocates): the ink of all lines, 0 to 255
 */
void
bp_stroke_raster_finish (const BpStrokeRaster *raster, guint8 drawn[BP_DIGIT_N_PIXELS])
{
  const float per_softness = 1.0f / raster->pen.softness;
  const float full = 255.0f * raster->pen.gain;

  for (int y = 0; y < BP_DIGIT_SIZE; y++)
    for (int x = 0; x < BP_DIGIT_SIZE; x++)
      {
        float ink = raster->depth[y][x] * per_softness + 0.5f;

        ink = CLAMP (ink, 0.0f, 1.0f);
        drawn[y * BP_DIGIT_SIZE + x] = (guint8) (int) (ink * full + 0.5f);
      }
}
