/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-style.h"

#include <gtk/gtk.h>
#include <pango/pangocairo.h>

#define BP_TYPE_FIGURE (bp_figure_get_type ())

/**
 * BpFigure:
 *
 * A drawing at whose parts one points, with the mouse or the keys. It is drawn once and then kept;
 * only the mark of what is pointed at is drawn at each frame. The tooltip, and the value text for
 * screen readers, describe what is pointed at. Escape points at nothing.
 */
G_DECLARE_DERIVABLE_TYPE (BpFigure, bp_figure, BP, FIGURE, GtkWidget)

/**
 * BpFigureClass:
 * @arrange: lays the contents out for a room
 * @draw: draws them
 * @draw_pointed: marks what is pointed at, if anything
 * @point_at: points at what is at a place, or at nothing
 * @point_by_key: points at something else; returns whether the key does that
 * @point_at_nothing: points at nothing
 * @activate: (nullable): does what a click, Enter and the space bar do with what is pointed at, if
 *   anything
 * @describe: returns (transfer full) (nullable) what is pointed at, in words
 *
 * A figure without contents draws and describes nothing.
 */
struct _BpFigureClass
{
  GtkWidgetClass parent_class;

  void (*arrange) (BpFigure *self, PangoContext *context, double width, double height);
  void (*draw) (BpFigure *self, const BpChartStyle *style, cairo_t *cr);
  void (*draw_pointed) (BpFigure *self, const BpChartStyle *style, cairo_t *cr);
  void (*point_at) (BpFigure *self, double x, double y);
  gboolean (*point_by_key) (BpFigure *self, guint key);
  void (*point_at_nothing) (BpFigure *self);
  void (*activate) (BpFigure *self);
  char *(*describe) (BpFigure *self);
};

void bp_figure_redraw (BpFigure *self);
