/* SPDX-License-Identifier: MIT */
#include "figure.h"

#include "widget-style.h"

/* The smallest and the preferred side. */
#define SMALLEST_SIDE 220
#define NATURAL_SIDE  320

typedef struct
{
  GskRenderNode *node; /* owned, NULL until the next drawing */
  BpChartStyle style;
} BpFigurePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (BpFigure, bp_figure, GTK_TYPE_WIDGET)

static BpFigurePrivate *
get_private (BpFigure *self)
{
  return bp_figure_get_instance_private (self);
}

/* After something else is pointed at: with the mouse, the tooltip tells it; for a screen reader,
 * the value text does. */
static void
update_pointed (BpFigure *self)
{
  g_autofree char *text = BP_FIGURE_GET_CLASS (self)->describe (self);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  text != NULL ? text : "", -1);
  gtk_widget_trigger_tooltip_query (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_motion (BpFigure *self, double x, double y)
{
  BP_FIGURE_GET_CLASS (self)->point_at (self, x, y);
  update_pointed (self);
}

static void
point_at_nothing (BpFigure *self)
{
  BP_FIGURE_GET_CLASS (self)->point_at_nothing (self);
  update_pointed (self);
}

/* What was reached with the keys stays. */
static void
on_leave (BpFigure *self)
{
  if (!gtk_widget_has_focus (GTK_WIDGET (self)))
    point_at_nothing (self);
}

/* Returns: whether something can be done with what is pointed at. */
static gboolean
activate (BpFigure *self)
{
  if (BP_FIGURE_GET_CLASS (self)->activate == NULL)
    return FALSE;
  BP_FIGURE_GET_CLASS (self)->activate (self);
  return TRUE;
}

static void
on_pressed (BpFigure *self, int n_pressed, double x, double y)
{
  (void) n_pressed;
  gtk_widget_grab_focus (GTK_WIDGET (self));
  on_motion (self, x, y);
  activate (self);
}

static gboolean
forget_pointed (BpFigure *self)
{
  g_autofree char *text = BP_FIGURE_GET_CLASS (self)->describe (self);

  if (text == NULL)
    return GDK_EVENT_PROPAGATE;
  point_at_nothing (self);
  return GDK_EVENT_STOP;
}

static gboolean
on_key_pressed (BpFigure *self, guint key, guint key_code, GdkModifierType modifiers)
{
  (void) key_code;
  if ((modifiers & (GDK_ALT_MASK | GDK_CONTROL_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Escape:
      return forget_pointed (self);
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
    case GDK_KEY_space:
    case GDK_KEY_KP_Space:
      return activate (self);
    default:
      if (!BP_FIGURE_GET_CLASS (self)->point_by_key (self, key))
        return GDK_EVENT_PROPAGATE;
      update_pointed (self);
      return GDK_EVENT_STOP;
    }
}

static gboolean
on_query_tooltip (BpFigure *self, int x, int y, gboolean is_keyboard, GtkTooltip *tooltip)
{
  g_autofree char *text = BP_FIGURE_GET_CLASS (self)->describe (self);

  (void) x;
  (void) y;
  (void) is_keyboard;
  gtk_tooltip_set_text (tooltip, text);
  return text != NULL;
}

static GskRenderNode *
draw (BpFigure *self, const graphene_rect_t *bounds)
{
  BpFigurePrivate *priv = get_private (self);
  GskRenderNode *node = gsk_cairo_node_new (bounds);
  cairo_t *cr = gsk_cairo_node_get_draw_context (node);

  bp_chart_style_init_from_widget (&priv->style, GTK_WIDGET (self));
  BP_FIGURE_GET_CLASS (self)->arrange (self, gtk_widget_get_pango_context (GTK_WIDGET (self)),
                                       (double) bounds->size.width, (double) bounds->size.height);
  BP_FIGURE_GET_CLASS (self)->draw (self, &priv->style, cr);
  cairo_destroy (cr);
  return node;
}

static void
bp_figure_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BpFigure *self = BP_FIGURE (widget);
  BpFigurePrivate *priv = get_private (self);
  const graphene_rect_t bounds =
      GRAPHENE_RECT_INIT (0.0F, 0.0F, (float) gtk_widget_get_width (widget),
                          (float) gtk_widget_get_height (widget));
  cairo_t *cr;

  if (priv->node == NULL)
    priv->node = draw (self, &bounds);
  gtk_snapshot_append_node (snapshot, priv->node);
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  BP_FIGURE_GET_CLASS (self)->draw_pointed (self, &priv->style, cr);
  cairo_destroy (cr);
}

static void
bp_figure_measure (GtkWidget *widget,
                   GtkOrientation orientation,
                   int for_size,
                   int *minimum,
                   int *natural,
                   int *minimum_baseline,
                   int *natural_baseline)
{
  (void) widget;
  (void) orientation;
  (void) for_size;
  *minimum = SMALLEST_SIDE;
  *natural = NATURAL_SIDE;
  *minimum_baseline = -1;
  *natural_baseline = -1;
}

static void
bp_figure_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  (void) width;
  (void) height;
  (void) baseline;
  bp_figure_redraw (BP_FIGURE (widget));
}

static void
bp_figure_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (bp_figure_parent_class)->css_changed (widget, change);

  bp_figure_redraw (BP_FIGURE (widget));
}

static void
bp_figure_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (bp_figure_parent_class)->system_setting_changed (widget, setting);

  bp_figure_redraw (BP_FIGURE (widget));
}

static void
bp_figure_finalize (GObject *object)
{
  g_clear_pointer (&get_private (BP_FIGURE (object))->node, gsk_render_node_unref);

  G_OBJECT_CLASS (bp_figure_parent_class)->finalize (object);
}

static void
bp_figure_class_init (BpFigureClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = bp_figure_finalize;
  widget_class->css_changed = bp_figure_css_changed;
  widget_class->measure = bp_figure_measure;
  widget_class->size_allocate = bp_figure_size_allocate;
  widget_class->snapshot = bp_figure_snapshot;
  widget_class->system_setting_changed = bp_figure_system_setting_changed;

  gtk_widget_class_set_css_name (widget_class, "figure");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
bp_figure_init (BpFigure *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  /* Numbers and axes run from left to right in every language; a text has its own direction. */
  gtk_widget_set_direction (widget, GTK_TEXT_DIR_LTR);
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (on_leave), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key_pressed), self);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, keys);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));

  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_has_tooltip (widget, TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (on_query_tooltip), NULL);
}

/**
 * bp_figure_redraw:
 * @self: the figure
 *
 * Draws again: the contents have changed.
 */
void
bp_figure_redraw (BpFigure *self)
{
  g_clear_pointer (&get_private (self)->node, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
