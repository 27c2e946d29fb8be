/* SPDX-License-Identifier: MIT */
#include "pen-event.h"

#include "stroke-drawing.h"

/**
 * bp_pen_tool_is_eraser:
 * @tool: (nullable): what an event comes from; %NULL for a mouse and a finger
 *
 * Returns: whether it is the eraser of a stylus, which is then held upside down
 */
gboolean
bp_pen_tool_is_eraser (GdkDeviceTool *tool)
{
  return tool != NULL && gdk_device_tool_get_tool_type (tool) == GDK_DEVICE_TOOL_TYPE_ERASER;
}

/**
 * bp_pen_event_get_pressure:
 * @event: an event of a mouse, a finger or a stylus
 *
 * Reads the pressure of a stylus. The values of other devices' drivers are ignored.
 *
 * Returns: from 0 to 1; %BP_STROKE_NORMAL_PRESSURE for other devices
 */
double
bp_pen_event_get_pressure (GdkEvent *event)
{
  double pressure;

  if (gdk_event_get_device_tool (event) == NULL ||
      !gdk_event_get_axis (event, GDK_AXIS_PRESSURE, &pressure))
    return BP_STROKE_NORMAL_PRESSURE;
  return pressure;
}

/* @x and @y are in the surface of @widget's window. */
static void
add_point (GArray *points, GtkWidget *widget, double x, double y, double pressure)
{
  GtkNative *native = gtk_widget_get_native (widget);
  BpPenPoint point = { .pressure = pressure };
  double native_x;
  double native_y;

  gtk_native_get_surface_transform (native, &native_x, &native_y);
  if (gtk_widget_translate_coordinates (GTK_WIDGET (native), widget, x - native_x, y - native_y,
                                        &point.x, &point.y))
    g_array_append_val (points, point);
}

/**
 * bp_pen_history_add_points:
 * @points: of #BpPenPoint, to add to
 * @widget: whose coordinates to give
 * @history: (n_coords) where the pen was, in the surface of @widget's window
 * @n_coords: how many
 * @is_stylus: whether their pressure counts
 *
 * Entries without a position are skipped.
 */
void
bp_pen_history_add_points (GArray *points,
                           GtkWidget *widget,
                           const GdkTimeCoord *history,
                           guint n_coords,
                           gboolean is_stylus)
{
  const guint place = GDK_AXIS_FLAG_X | GDK_AXIS_FLAG_Y;

  for (guint i = 0; i < n_coords; i++)
    {
      gboolean has_pressure = is_stylus && (history[i].flags & GDK_AXIS_FLAG_PRESSURE) != 0;

      if ((history[i].flags & place) == place)
        add_point (points, widget, history[i].axes[GDK_AXIS_X], history[i].axes[GDK_AXIS_Y],
                   has_pressure ? history[i].axes[GDK_AXIS_PRESSURE] : BP_STROKE_NORMAL_PRESSURE);
    }
}

/**
 * bp_pen_event_get_points:
 * @event: a press or a motion on a window
 * @widget: whose coordinates to give; in that window
 *
 * GTK delivers one motion event a frame, with the pen's positions since the last event as its
 * history. Without them a fast stroke would lose its shape.
 *
 * Returns: (transfer full): of #BpPenPoint, in the order of time, the event's own last
 */
GArray *
bp_pen_event_get_points (GdkEvent *event, GtkWidget *widget)
{
  GArray *points = g_array_new (FALSE, FALSE, sizeof (BpPenPoint));
  guint n_earlier = 0;
  g_autofree GdkTimeCoord *earlier = gdk_event_get_history (event, &n_earlier);
  double x;
  double y;

  bp_pen_history_add_points (points, widget, earlier, n_earlier,
                             gdk_event_get_device_tool (event) != NULL);
  if (gdk_event_get_position (event, &x, &y))
    add_point (points, widget, x, y, bp_pen_event_get_pressure (event));

  return points;
}
