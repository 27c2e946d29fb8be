/* SPDX-License-Identifier: MIT */
#include "chart-keys.h"

#include <gdk/gdk.h>

/* The step of an arrow key, as a share of the axis. */
#define STEP 0.02

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
