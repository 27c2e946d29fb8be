/* SPDX-License-Identifier: MIT */
#include "surface-view.h"

#include "number.h"

#include <glib/gi18n.h>
#include <math.h>

#define POINT_RADIUS 4.0

struct _BpSurfaceView
{
  BpFigure parent_instance;

  /* owned */
  BpChartSurface *surface; /* nullable */
  char *value_name;        /* nullable */

  gboolean is_pointing; /* at the following place, on the axes */
  double x;
  double y;
};

G_DEFINE_FINAL_TYPE (BpSurfaceView, bp_surface_view, BP_TYPE_FIGURE)

static void
arrange (BpFigure *figure, PangoContext *context, double width, double height)
{
  BpSurfaceView *self = BP_SURFACE_VIEW (figure);

  if (self->surface != NULL)
    bp_chart_surface_arrange (self->surface, context, width, height);
}

static void
draw (BpFigure *figure, const BpChartStyle *style, cairo_t *cr)
{
  BpSurfaceView *self = BP_SURFACE_VIEW (figure);

  if (self->surface != NULL)
    bp_chart_surface_draw (self->surface, style, cr);
}

/* Lines through the place, and a circle around it. */
static void
draw_pointed (BpFigure *figure, const BpChartStyle *style, cairo_t *cr)
{
  BpSurfaceView *self = BP_SURFACE_VIEW (figure);
  const cairo_rectangle_t *plot;
  double x;
  double y;

  if (!self->is_pointing)
    return;
  plot = &self->surface->axes.plot;
  x = bp_chart_axes_map_x (&self->surface->axes, self->x);
  y = bp_chart_axes_map_y (&self->surface->axes, self->y);
  bp_chart_color_set_source (style->dim, cr);
  cairo_set_line_width (cr, 1.0);
  cairo_move_to (cr, plot->x, floor (y) + 0.5);
  cairo_line_to (cr, plot->x + plot->width, floor (y) + 0.5);
  cairo_move_to (cr, floor (x) + 0.5, plot->y);
  cairo_line_to (cr, floor (x) + 0.5, plot->y + plot->height);
  cairo_stroke (cr);
  bp_chart_color_set_source (style->foreground, cr);
  cairo_set_line_width (cr, 2.0);
  cairo_arc (cr, x, y, POINT_RADIUS, 0.0, 2.0 * G_PI);
  cairo_stroke (cr);
}

static void
point_at (BpFigure *figure, double x, double y)
{
  BpSurfaceView *self = BP_SURFACE_VIEW (figure);
  const cairo_rectangle_t *plot;

  self->is_pointing = FALSE;
  if (self->surface == NULL)
    return;
  plot = &self->surface->axes.plot;
  self->is_pointing =
      x >= plot->x && x <= plot->x + plot->width && y >= plot->y && y <= plot->y + plot->height;
  self->x = bp_chart_scale_from_fraction (&self->surface->axes.x, (x - plot->x) / plot->width);
  self->y =
      bp_chart_scale_from_fraction (&self->surface->axes.y, 1.0 - (y - plot->y) / plot->height);
}

static void
point_at_mark (BpSurfaceView *self, gboolean is_last)
{
  if (bp_chart_surface_get_mark (self->surface, is_last, &self->x, &self->y))
    self->is_pointing = TRUE;
}

/* The first key points at the first mark. */
static void
step (BpSurfaceView *self, double right, double up)
{
  const BpChartScale *x = &self->surface->axes.x;
  const BpChartScale *y = &self->surface->axes.y;

  if (!self->is_pointing)
    {
      point_at_mark (self, FALSE);
      return;
    }
  self->x =
      CLAMP (self->x + right * (x->max - x->min) / (self->surface->n_columns - 1), x->min, x->max);
  self->y = CLAMP (self->y + up * (y->max - y->min) / (self->surface->n_rows - 1), y->min, y->max);
}

static gboolean
point_by_key (BpFigure *figure, guint key)
{
  BpSurfaceView *self = BP_SURFACE_VIEW (figure);

  if (self->surface == NULL)
    return FALSE;
  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      step (self, -1.0, 0.0);
      return TRUE;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      step (self, 1.0, 0.0);
      return TRUE;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      step (self, 0.0, 1.0);
      return TRUE;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      step (self, 0.0, -1.0);
      return TRUE;
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      point_at_mark (self, FALSE);
      return TRUE;
    case GDK_KEY_End:
    case GDK_KEY_KP_End:
      point_at_mark (self, TRUE);
      return TRUE;
    default:
      return FALSE;
    }
}

static void
point_at_nothing (BpFigure *figure)
{
  BP_SURFACE_VIEW (figure)->is_pointing = FALSE;
}

static char *
describe (BpFigure *figure)
{
  BpSurfaceView *self = BP_SURFACE_VIEW (figure);
  g_autofree char *value = NULL;
  g_autofree char *x = NULL;
  g_autofree char *y = NULL;
  double there;

  if (!self->is_pointing)
    return NULL;
  there = bp_chart_surface_get_value (self->surface, self->x, self->y);
  x = bp_number_format (self->x);
  y = bp_number_format (self->y);
  if (isnan (there))
    /* Translators: the name of a value, and a place on two axes, as in "Loss: not finite at 0.25
     * and -0.5" */
    return g_strdup_printf (_ ("%s: not finite at %s and %s"), self->value_name, x, y);
  value = bp_number_format (there);
  /* Translators: the name of a value, the value, and a place on two axes, as in "Loss 0.231 at 0.25
   * and -0.5" */
  return g_strdup_printf (_ ("%s %s at %s and %s"), self->value_name, value, x, y);
}

static void
bp_surface_view_finalize (GObject *object)
{
  BpSurfaceView *self = BP_SURFACE_VIEW (object);

  g_clear_pointer (&self->surface, bp_chart_surface_free);
  g_free (self->value_name);

  G_OBJECT_CLASS (bp_surface_view_parent_class)->finalize (object);
}

static void
bp_surface_view_class_init (BpSurfaceViewClass *klass)
{
  BpFigureClass *figure_class = BP_FIGURE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = bp_surface_view_finalize;
  figure_class->arrange = arrange;
  figure_class->draw = draw;
  figure_class->draw_pointed = draw_pointed;
  figure_class->point_at = point_at;
  figure_class->point_by_key = point_by_key;
  figure_class->point_at_nothing = point_at_nothing;
  figure_class->describe = describe;
}

static void
bp_surface_view_init (BpSurfaceView *self)
{
  (void) self;
}

/**
 * bp_surface_view_set_surface:
 * @self: the view
 * @surface: (transfer full) (nullable): what to show
 * @value_name: what the values are, as in "Loss"
 */
void
bp_surface_view_set_surface (BpSurfaceView *self, BpChartSurface *surface, const char *value_name)
{
  g_clear_pointer (&self->surface, bp_chart_surface_free);
  g_free (self->value_name);
  self->surface = surface;
  self->value_name = g_strdup (value_name);
  self->is_pointing = FALSE;
  bp_figure_redraw (BP_FIGURE (self));
}
