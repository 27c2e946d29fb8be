/* SPDX-License-Identifier: MIT */
#include "drawing-view.h"

#include "stroke-drawing.h"

/* The side, and the paper around the ink, in screen pixels. */
#define SIDE   64
#define MARGIN 9.0

/* The width of a line in screen pixels. */
#define LINE_WIDTH 3.5

struct _BpDrawingView
{
  GtkWidget parent_instance;

  BpDrawingItem *item; /* owned, nullable */
};

enum
{
  PROP_ITEM = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BpDrawingView, bp_drawing_view, GTK_TYPE_WIDGET)

static void
set_item (BpDrawingView *self, BpDrawingItem *item)
{
  if (!g_set_object (&self->item, item))
    return;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ITEM]);
}

static void
bp_drawing_view_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  *minimum = SIDE;
  *natural = SIDE;
}

/* Maps the drawing to the middle of the widget. Returns: screen pixels to a unit of the drawing */
static double
fit (cairo_t *cr, const BpDrawing *drawing, double width, double height)
{
  double left = G_MAXDOUBLE;
  double top = G_MAXDOUBLE;
  double right = -G_MAXDOUBLE;
  double bottom = -G_MAXDOUBLE;
  double longer;
  double zoom;

  for (gsize i = 0; i < drawing->n_strokes; i++)
    for (gsize j = 0; j < drawing->strokes[i].n_points; j++)
      {
        BpPoint point = drawing->strokes[i].points[j];

        left = MIN (left, (double) point.x);
        right = MAX (right, (double) point.x);
        top = MIN (top, (double) point.y);
        bottom = MAX (bottom, (double) point.y);
      }
  longer = MAX (right - left, bottom - top);
  zoom = longer > 0.0 ? (MIN (width, height) - 2.0 * MARGIN) / longer : 1.0;
  cairo_translate (cr, width / 2.0, height / 2.0);
  cairo_scale (cr, zoom, zoom);
  cairo_translate (cr, -(left + right) / 2.0, -(top + bottom) / 2.0);
  return zoom;
}

static void
draw_strokes (cairo_t *cr, const BpDrawing *drawing, double line_width)
{
  g_autoptr (GArray) pressures = g_array_new (FALSE, FALSE, sizeof (float));
  const float pressure = BP_STROKE_NORMAL_PRESSURE;

  for (gsize i = 0; i < drawing->n_strokes; i++)
    {
      while (pressures->len < drawing->strokes[i].n_points)
        g_array_append_val (pressures, pressure);
      bp_stroke_draw (cr, drawing->strokes[i], &g_array_index (pressures, float, 0), line_width);
    }
}

static void
bp_drawing_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BpDrawingView *self = BP_DRAWING_VIEW (widget);
  double width = gtk_widget_get_width (widget);
  double height = gtk_widget_get_height (widget);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height);
  const BpDrawing *drawing;
  GdkRGBA color;
  cairo_t *cr;

  if (self->item == NULL)
    return;

  drawing = &bp_drawing_item_get_entry (self->item)->drawing;
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  gdk_cairo_set_source_rgba (cr, &color);
  draw_strokes (cr, drawing, LINE_WIDTH / fit (cr, drawing, width, height));
  cairo_destroy (cr);
}

static void
bp_drawing_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_ITEM)
    g_value_set_object (value, BP_DRAWING_VIEW (object)->item);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
bp_drawing_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_ITEM)
    set_item (BP_DRAWING_VIEW (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
bp_drawing_view_finalize (GObject *object)
{
  g_clear_object (&BP_DRAWING_VIEW (object)->item);

  G_OBJECT_CLASS (bp_drawing_view_parent_class)->finalize (object);
}

static void
bp_drawing_view_class_init (BpDrawingViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = bp_drawing_view_get_property;
  object_class->set_property = bp_drawing_view_set_property;
  object_class->finalize = bp_drawing_view_finalize;
  widget_class->measure = bp_drawing_view_measure;
  widget_class->snapshot = bp_drawing_view_snapshot;

  properties[PROP_ITEM] =
      g_param_spec_object ("item", NULL, NULL, BP_TYPE_DRAWING_ITEM,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "drawingview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
bp_drawing_view_init (BpDrawingView *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}
