/* SPDX-License-Identifier: MIT */
#include "ridges-view.h"

struct _BpRidgesView
{
  BpFigure parent_instance;

  BpChartRidges *ridges; /* owned, nullable; at least one where there are some */
  int pointed;           /* a ridge, or BP_CHART_RIDGES_NONE */
};

G_DEFINE_FINAL_TYPE (BpRidgesView, bp_ridges_view, BP_TYPE_FIGURE)

static void
arrange (BpFigure *figure, PangoContext *context, double width, double height)
{
  BpRidgesView *self = BP_RIDGES_VIEW (figure);

  if (self->ridges != NULL)
    bp_chart_ridges_arrange (self->ridges, context, width, height);
}

static void
draw (BpFigure *figure, const BpChartStyle *style, cairo_t *cr)
{
  BpRidgesView *self = BP_RIDGES_VIEW (figure);

  if (self->ridges != NULL)
    bp_chart_ridges_draw (self->ridges, style, cr);
}

static void
draw_pointed (BpFigure *figure, const BpChartStyle *style, cairo_t *cr)
{
  BpRidgesView *self = BP_RIDGES_VIEW (figure);

  if (self->ridges != NULL)
    bp_chart_ridges_draw_pointed (self->ridges, self->pointed, style, cr);
}

static void
point_at (BpFigure *figure, double x, double y)
{
  BpRidgesView *self = BP_RIDGES_VIEW (figure);

  self->pointed =
      self->ridges != NULL ? bp_chart_ridges_find (self->ridges, x, y) : BP_CHART_RIDGES_NONE;
}

/* The first key points at the marked ridge, or at the newest one. */
static void
step (BpRidgesView *self, int direction)
{
  int last = (int) self->ridges->ridges->len - 1;

  if (self->pointed != BP_CHART_RIDGES_NONE)
    self->pointed = CLAMP (self->pointed + direction, 0, last);
  else
    self->pointed = self->ridges->current != BP_CHART_RIDGES_NONE ? self->ridges->current : last;
}

static gboolean
point_by_key (BpFigure *figure, guint key)
{
  BpRidgesView *self = BP_RIDGES_VIEW (figure);

  if (self->ridges == NULL)
    return FALSE;
  switch (key)
    {
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      step (self, -1);
      return TRUE;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      step (self, 1);
      return TRUE;
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      self->pointed = 0;
      return TRUE;
    case GDK_KEY_End:
    case GDK_KEY_KP_End:
      self->pointed = (int) self->ridges->ridges->len - 1;
      return TRUE;
    default:
      return FALSE;
    }
}

static void
point_at_nothing (BpFigure *figure)
{
  BP_RIDGES_VIEW (figure)->pointed = BP_CHART_RIDGES_NONE;
}

static char *
describe (BpFigure *figure)
{
  BpRidgesView *self = BP_RIDGES_VIEW (figure);

  return self->ridges != NULL
             ? g_strdup (bp_chart_ridges_get_description (self->ridges, self->pointed))
             : NULL;
}

static void
bp_ridges_view_finalize (GObject *object)
{
  g_clear_pointer (&BP_RIDGES_VIEW (object)->ridges, bp_chart_ridges_free);

  G_OBJECT_CLASS (bp_ridges_view_parent_class)->finalize (object);
}

static void
bp_ridges_view_class_init (BpRidgesViewClass *klass)
{
  BpFigureClass *figure_class = BP_FIGURE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = bp_ridges_view_finalize;
  figure_class->arrange = arrange;
  figure_class->draw = draw;
  figure_class->draw_pointed = draw_pointed;
  figure_class->point_at = point_at;
  figure_class->point_by_key = point_by_key;
  figure_class->point_at_nothing = point_at_nothing;
  figure_class->describe = describe;
}

static void
bp_ridges_view_init (BpRidgesView *self)
{
  self->pointed = BP_CHART_RIDGES_NONE;
}

/**
 * bp_ridges_view_set_ridges:
 * @self: the view
 * @ridges: (transfer full) (nullable): what to show, at least one ridge; the one that is pointed at
 *   stays pointed at
 */
void
bp_ridges_view_set_ridges (BpRidgesView *self, BpChartRidges *ridges)
{
  g_clear_pointer (&self->ridges, bp_chart_ridges_free);
  self->ridges = ridges;
  if (ridges == NULL || self->pointed >= (int) ridges->ridges->len)
    self->pointed = BP_CHART_RIDGES_NONE;
  bp_figure_redraw (BP_FIGURE (self));
}
