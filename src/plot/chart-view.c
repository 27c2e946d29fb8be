/* SPDX-License-Identifier: MIT */

/* Zooming and panning. All is done in fractions of an axis, so that it is the same on a linear and
 * on a logarithmic one. */
#include "chart-view.h"

#include <math.h>

/* A part that is shown is at least this share of its axis, beyond which rounding would show. */
#define SMALLEST_SHARE 1e-7

/* Sets an axis to a part of what it shows. Returns: whether that part can be shown */
static gboolean
show_part (BpChartScale *scale, const BpChartScale *fitted, double first, double last)
{
  double min = bp_chart_scale_from_fraction (scale, MIN (first, last));
  double max = bp_chart_scale_from_fraction (scale, MAX (first, last));
  double share =
      bp_chart_scale_to_fraction (fitted, max) - bp_chart_scale_to_fraction (fitted, min);

  if (!isfinite (min) || !isfinite (max) || !(share >= SMALLEST_SHARE) ||
      (scale->kind == BP_CHART_SCALE_LOG && min < G_MINDOUBLE))
    return FALSE;
  bp_chart_scale_set_range (scale, min, max);
  return TRUE;
}

/* The horizontal axis never shows what lies beyond its points. Returns: whether less than all is
 * shown */
static gboolean
keep_x_inside (BpChartModel *model)
{
  double first = bp_chart_scale_to_fraction (&model->x_fitted, model->x.min);
  double last = bp_chart_scale_to_fraction (&model->x_fitted, model->x.max);
  double shift = MAX (-first, 0.0) - MAX (last - 1.0, 0.0);

  if (last - first >= 1.0)
    {
      model->x = model->x_fitted;
      return FALSE;
    }
  if (shift != 0.0)
    bp_chart_scale_set_range (&model->x,
                              bp_chart_scale_from_fraction (&model->x_fitted, first + shift),
                              bp_chart_scale_from_fraction (&model->x_fitted, last + shift));
  return TRUE;
}

/**
 * bp_chart_view_select_x:
 * @model: the chart
 * @x_first: where the part begins
 * @x_last: where it ends; the two may be in any order
 *
 * Shows a part of the horizontal axis, and fits the vertical one to the points there.
 */
void
bp_chart_view_select_x (BpChartModel *model, double x_first, double x_last)
{
  if (!show_part (&model->x, &model->x_fitted, x_first, x_last))
    return;
  model->is_x_zoomed = keep_x_inside (model);
  bp_chart_model_refit_y (model);
}

/**
 * bp_chart_view_select:
 * @model: the chart
 * @x_first: where the part begins
 * @x_last: where it ends; the two may be in any order
 * @y_first: likewise, from the lower end of the vertical axis
 * @y_last: likewise
 *
 * Shows a rectangle.
 */
void
bp_chart_view_select (BpChartModel *model,
                      double x_first,
                      double x_last,
                      double y_first,
                      double y_last)
{
  if (show_part (&model->y, &model->y_fitted, y_first, y_last))
    model->is_y_zoomed = TRUE;
  bp_chart_view_select_x (model, x_first, x_last);
}

/**
 * bp_chart_view_zoom_x:
 * @model: the chart
 * @center: the place that stays where it is
 * @factor: how much smaller a part is shown; under 1 for a larger one
 *
 * Zooms the horizontal axis, at most to all points, and fits the vertical one to what is shown.
 */
void
bp_chart_view_zoom_x (BpChartModel *model, double center, double factor)
{
  bp_chart_view_select_x (model, center - center / factor, center + (1.0 - center) / factor);
}

/**
 * bp_chart_view_zoom_y:
 * @model: the chart
 * @center: the place that stays where it is
 * @factor: how much smaller a part is shown; under 1 for a larger one
 *
 * Zooms the vertical axis; a larger part than that of the fitted axis shows points that it cuts
 * off.
 */
void
bp_chart_view_zoom_y (BpChartModel *model, double center, double factor)
{
  if (!show_part (&model->y, &model->y_fitted, center - center / factor,
                  center + (1.0 - center) / factor))
    return;
  model->is_y_zoomed = TRUE;
  bp_chart_scale_set_range (&model->y, MAX (model->y.min, model->y.lower_limit),
                            MIN (model->y.max, model->y.upper_limit));
}

/* Whether an axis that is moved ends within what it can show. */
static gboolean
is_within_limits (const BpChartScale *scale, double distance)
{
  return bp_chart_scale_from_fraction (scale, distance) >= scale->lower_limit &&
         bp_chart_scale_from_fraction (scale, 1.0 + distance) <= scale->upper_limit;
}

/**
 * bp_chart_view_pan:
 * @model: the chart
 * @x_distance: how far the part moves to the right
 * @y_distance: how far it moves up
 *
 * Moves the part that is shown: along the horizontal axis as far as there are points.
 */
void
bp_chart_view_pan (BpChartModel *model, double x_distance, double y_distance)
{
  if (model->is_x_zoomed && x_distance != 0.0)
    bp_chart_view_select_x (model, x_distance, 1.0 + x_distance);
  if (y_distance != 0.0 && is_within_limits (&model->y, y_distance) &&
      show_part (&model->y, &model->y_fitted, y_distance, 1.0 + y_distance))
    model->is_y_zoomed = TRUE;
}

/**
 * bp_chart_view_reset:
 * @model: the chart
 *
 * Shows all points again.
 */
void
bp_chart_view_reset (BpChartModel *model)
{
  model->is_x_zoomed = FALSE;
  model->is_y_zoomed = FALSE;
  model->x = model->x_fitted;
  bp_chart_model_fit (model);
  bp_chart_model_refit_y (model);
}

/**
 * bp_chart_view_is_zoomed:
 * @model: the chart
 *
 * Returns: whether it shows a part that a person chose
 */
gboolean
bp_chart_view_is_zoomed (const BpChartModel *model)
{
  return model->is_x_zoomed || model->is_y_zoomed;
}
