/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

/**
 * BpPenPoint:
 * @x: in a widget's coordinates
 * @y: likewise
 * @pressure: from 0 to 1
 */
typedef struct
{
  double x;
  double y;
  double pressure;
} BpPenPoint;

gboolean bp_pen_tool_is_eraser (GdkDeviceTool *tool);
double bp_pen_event_get_pressure (GdkEvent *event);
void bp_pen_history_add_points (GArray *points,
                                GtkWidget *widget,
                                const GdkTimeCoord *history,
                                guint n_coords,
                                gboolean is_stylus);
GArray *bp_pen_event_get_points (GdkEvent *event, GtkWidget *widget);
