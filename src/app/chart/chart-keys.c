/* SPDX-License-Identifier: MIT */
#include "chart-keys.h"

#include "chart-view.h"

/* The step of an arrow key, as a share of the axis. */
#define STEP 0.02

/* How much one key zooms, and how far it moves the part that is shown. */
#define ZOOM_FACTOR 1.5
#define PAN_SHARE   0.1

/**
 * bp_chart_find_place_of_key:
 * @model: the chart
 * @key: a key that was pressed
 * @x: (inout): the position of the read-out, moved by @key
 *
 * Moves the read-out: the left and right arrow keys by points, Home and End to the ends of the
 * curves.
 *
 * Returns: whether @key is one of these
 */
gboolean
bp_chart_find_place_of_key (const BpChartModel *model, guint key, double *x)
{
  double step = STEP * (model->x.max - model->x.min);

  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      *x = bp_chart_model_step_x (model, *x, -step);
      return TRUE;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      *x = bp_chart_model_step_x (model, *x, step);
      return TRUE;
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      *x = model->x.min;
      return TRUE;
    case GDK_KEY_End:
    case GDK_KEY_KP_End:
      *x = model->x.max;
      return TRUE;
    default:
      return FALSE;
    }
}

/* With Shift, the arrow keys move the part that is shown. */
static gboolean
pan_by_key (BpChartModel *model, guint key)
{
  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      bp_chart_view_pan (model, -PAN_SHARE, 0.0);
      return TRUE;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      bp_chart_view_pan (model, PAN_SHARE, 0.0);
      return TRUE;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      bp_chart_view_pan (model, 0.0, PAN_SHARE);
      return TRUE;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      bp_chart_view_pan (model, 0.0, -PAN_SHARE);
      return TRUE;
    default:
      return FALSE;
    }
}

static void
zoom (BpChartModel *model, gboolean is_vertical, double center, double factor)
{
  if (is_vertical)
    bp_chart_view_zoom_y (model, 0.5, factor);
  else
    bp_chart_view_zoom_x (model, center, factor);
}

/**
 * bp_chart_zoom_by_key:
 * @model: the chart
 * @key: a key that was pressed
 * @modifiers: those held with it
 * @x: the position that stays where it is, as that of the read-out
 *
 * Changes the part that is shown: plus and minus zoom the horizontal axis, with Ctrl the vertical
 * one, 0 shows all, and Shift with an arrow key moves.
 *
 * Returns: whether @key is one of these
 */
gboolean
bp_chart_zoom_by_key (BpChartModel *model, guint key, GdkModifierType modifiers, double x)
{
  gboolean is_vertical = (modifiers & GDK_CONTROL_MASK) != 0;
  double center = CLAMP (bp_chart_scale_to_fraction (&model->x, x), 0.0, 1.0);

  switch (key)
    {
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add:
      zoom (model, is_vertical, center, ZOOM_FACTOR);
      return TRUE;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      zoom (model, is_vertical, center, 1.0 / ZOOM_FACTOR);
      return TRUE;
    case GDK_KEY_0:
    case GDK_KEY_KP_0:
      bp_chart_view_reset (model);
      return TRUE;
    default:
      return (modifiers & GDK_SHIFT_MASK) != 0 && pan_by_key (model, key);
    }
}
