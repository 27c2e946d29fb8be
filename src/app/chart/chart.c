/* SPDX-License-Identifier: MIT */
#include "chart.h"

#include "chart-contents.h"
#include "chart-frame.h"
#include "chart-keys.h"
#include "chart-readout.h"
#include "chart-view.h"
#include "widget-style.h"

#include <adwaita.h>
#include <math.h>

#define SMALLEST_WIDTH 160
#define SMALLEST_LINES 8 /* of text: room for the curves between legend and axis */
#define NATURAL_WIDTH  420
#define NATURAL_HEIGHT 220

/* No read-out: every place of a curve is at 0 or behind it. */
#define NO_CURSOR -1.0

/* How much one notch of the wheel zooms, and how far it moves the part that is shown. */
#define WHEEL_ZOOM 1.25
#define WHEEL_PAN  0.1

/* A drag over less than this, in pixels, along an axis selects all of that axis. */
#define SHORTEST_DRAG 6.0
#define LOWEST_DRAG   24.0

#define SELECTION_ALPHA 0.2F

struct _BpChart
{
  GtkWidget parent_instance;

  BpChartModel model;

  /* owned */
  char *summary;
  BpChartFrame *frame; /* NULL until the next layout */
  GskRenderNode *node; /* NULL until the next drawing */

  BpChartStyle style;
  gboolean is_empty;
  guint n_named; /* series that had points at the last update: the legend names those */
  double cursor; /* the place of the read-out, or NO_CURSOR */

  /* The drag in progress, in coordinates of the widget. */
  gboolean is_selecting;
  gboolean is_panning;
  double drag_x;
  double drag_y;
  double drag_width;
  double drag_height;
};

enum
{
  PROP_IS_PERCENT = 1,
  PROP_X_END,
  PROP_CURSOR,
  PROP_IS_ZOOMED,
  PROP_HINT,
  PROP_SUMMARY,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

enum
{
  SIGNAL_UPDATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpChart, bp_chart, GTK_TYPE_WIDGET)

static void
drop_drawing (BpChart *self)
{
  g_clear_pointer (&self->node, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drop_frame (BpChart *self)
{
  g_clear_pointer (&self->frame, bp_chart_frame_free);
  drop_drawing (self);
}

/* Of the usual text, in pixels. */
#define USUAL_TEXT_SIZE 14.667

static double
get_text_size (GtkWidget *widget)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  const PangoFontDescription *font = pango_context_get_font_description (context);

  return pango_units_to_double (pango_font_description_get_size (font));
}

/* With larger text, curves are thicker as well. */
static void
update_style (BpChart *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  bp_chart_style_init_from_widget (&self->style, widget);
  self->style.line_width *= MAX (get_text_size (widget) / USUAL_TEXT_SIZE, 1.0);
  self->style.scale = (guint) gtk_widget_get_scale_factor (widget);
}

static void
prepare (BpChart *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  if (self->frame != NULL)
    return;
  update_style (self);
  self->frame = bp_chart_frame_new (&self->model, gtk_widget_get_pango_context (widget),
                                    gtk_widget_get_width (widget), gtk_widget_get_height (widget));
}

/* Draws frame and curves into one node: with a node each, every frame would upload two images and
 * blend them. */
static GskRenderNode *
draw (BpChart *self)
{
  GskRenderNode *node = gsk_cairo_node_new (
      &GRAPHENE_RECT_INIT (0.0F, 0.0F, (float) self->frame->width, (float) self->frame->height));
  cairo_t *cr = gsk_cairo_node_get_draw_context (node);

  bp_chart_frame_draw (self->frame, &self->model, &self->style, cr);
  if (!self->is_empty)
    bp_chart_contents_draw (self->frame, &self->model, &self->style, cr);
  cairo_destroy (cr);

  return node;
}

static gboolean
is_reading (BpChart *self)
{
  return self->cursor >= 0.0;
}

static gboolean
has_drag_width (BpChart *self)
{
  return fabs (self->drag_width) >= SHORTEST_DRAG;
}

static gboolean
has_drag_height (BpChart *self)
{
  return fabs (self->drag_height) >= LOWEST_DRAG;
}

/* The selected part: all of an axis along which the drag is short. */
static void
append_selection (BpChart *self, GtkSnapshot *snapshot)
{
  const cairo_rectangle_t *plot = &self->frame->plot;
  BpChartColor color = self->style.foreground;
  graphene_rect_t bounds = GRAPHENE_RECT_INIT ((float) plot->x, (float) plot->y,
                                               (float) plot->width, (float) plot->height);
  graphene_rect_t selection = bounds;
  GdkRGBA fill = { color.red, color.green, color.blue, SELECTION_ALPHA };

  if (!has_drag_width (self) && !has_drag_height (self))
    return;
  if (has_drag_width (self))
    {
      selection.origin.x = (float) self->drag_x;
      selection.size.width = (float) self->drag_width;
    }
  if (has_drag_height (self))
    {
      selection.origin.y = (float) self->drag_y;
      selection.size.height = (float) self->drag_height;
    }
  graphene_rect_normalize (&selection);
  if (graphene_rect_intersection (&selection, &bounds, &selection))
    gtk_snapshot_append_color (snapshot, &fill, &selection);
}

static void
append_readout (BpChart *self, GtkSnapshot *snapshot)
{
  graphene_rect_t bounds =
      GRAPHENE_RECT_INIT (0.0F, 0.0F, (float) self->frame->width, (float) self->frame->height);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);

  bp_chart_readout_draw (self->frame, &self->model, &self->style, self->cursor, cr);
  cairo_destroy (cr);
}

static void
bp_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BpChart *self = BP_CHART (widget);

  prepare (self);
  if (self->node == NULL)
    self->node = draw (self);

  gtk_snapshot_append_node (snapshot, self->node);
  if (self->is_selecting)
    append_selection (self, snapshot);
  else if (is_reading (self) && !self->is_empty)
    append_readout (self, snapshot);
}

/* The height of a line of text, in pixels. */
static int
get_line_height (GtkWidget *widget)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int height = PANGO_PIXELS_CEIL (pango_font_metrics_get_height (metrics));

  pango_font_metrics_unref (metrics);
  return height;
}

static void
bp_chart_measure (GtkWidget *widget,
                  GtkOrientation orientation,
                  int for_size,
                  int *minimum,
                  int *natural,
                  int *minimum_baseline,
                  int *natural_baseline)
{
  gboolean is_horizontal = orientation == GTK_ORIENTATION_HORIZONTAL;

  *minimum = is_horizontal ? SMALLEST_WIDTH : SMALLEST_LINES * get_line_height (widget);
  *natural = MAX (*minimum, is_horizontal ? NATURAL_WIDTH : NATURAL_HEIGHT);
}

static void
bp_chart_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  drop_frame (BP_CHART (widget));
}

static void
bp_chart_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (bp_chart_parent_class)->css_changed (widget, change);

  drop_frame (BP_CHART (widget));
}

static void
bp_chart_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (bp_chart_parent_class)->system_setting_changed (widget, setting);

  drop_frame (BP_CHART (widget));
}

/* The text for screen readers: the values at the read-out, else the newest ones, and what is not
 * shown of a zoomed chart. */
static void
update_description (BpChart *self, gboolean is_read_by_key)
{
  const char *summary = self->summary != NULL ? self->summary : self->model.hint;
  g_autofree char *reading = NULL;
  g_autofree char *outside = NULL;
  g_autofree char *description = NULL;

  if (is_read_by_key)
    summary = reading = bp_chart_model_describe_at (&self->model, self->cursor);
  if (bp_chart_view_is_zoomed (&self->model))
    outside = bp_chart_model_describe_outside (&self->model);
  description = outside != NULL && summary != NULL ? g_strdup_printf ("%s. %s", summary, outside)
                                                   : g_strdup (summary);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description != NULL ? description : "", -1);
}

static void
read_at (BpChart *self, double x)
{
  bp_chart_set_cursor (self, bp_chart_model_find_nearest_x (&self->model, x));
}

static void
stop_reading (BpChart *self)
{
  bp_chart_set_cursor (self, NO_CURSOR);
}

/* Redraws a chart that shows another part now. */
static void
follow_view (BpChart *self)
{
  drop_frame (self);
  update_description (self, FALSE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_ZOOMED]);
}

/* A coordinate of the widget as a fraction of the axis, from 0 to 1. */
static double
get_x_fraction (BpChart *self, double x)
{
  const cairo_rectangle_t *plot = &self->frame->plot;

  return CLAMP ((x - plot->x) / plot->width, 0.0, 1.0);
}

static double
get_y_fraction (BpChart *self, double y)
{
  const cairo_rectangle_t *plot = &self->frame->plot;

  return CLAMP (1.0 - (y - plot->y) / plot->height, 0.0, 1.0);
}

static void
on_motion (BpChart *self, double x, double y)
{
  if (self->is_empty || self->is_selecting || self->is_panning)
    return;
  prepare (self);
  read_at (self, bp_chart_scale_from_fraction (&self->model.x, get_x_fraction (self, x)));
}

static gboolean
on_key_pressed (BpChart *self, guint key, guint key_code, GdkModifierType modifiers)
{
  BpChartModel *model = &self->model;
  double x = is_reading (self) ? self->cursor : bp_chart_scale_from_fraction (&model->x, 0.5);

  if (key == GDK_KEY_Escape && is_reading (self))
    {
      stop_reading (self);
      return GDK_EVENT_STOP;
    }
  if (self->is_empty)
    return GDK_EVENT_PROPAGATE;
  if (bp_chart_zoom_by_key (model, key, modifiers, x))
    {
      follow_view (self);
      return GDK_EVENT_STOP;
    }
  if (!bp_chart_find_place_of_key (model, key, &x))
    return GDK_EVENT_PROPAGATE;

  /* The first key shows the read-out at the end of the curves. */
  read_at (self, is_reading (self) ? x : model->x.max);
  update_description (self, TRUE);
  return GDK_EVENT_STOP;
}

/* The wheel zooms around the pointer: the horizontal axis, with Ctrl the vertical one. Scrolling to
 * the side, or with Shift, moves. */
static gboolean
on_scroll (BpChart *self, double dx, double dy, GtkEventControllerScroll *scroll)
{
  GtkEventController *controller = GTK_EVENT_CONTROLLER (scroll);
  GdkModifierType modifiers = gtk_event_controller_get_current_event_state (controller);
  double center =
      is_reading (self) ? bp_chart_scale_to_fraction (&self->model.x, self->cursor) : 0.5;

  if (self->is_empty)
    return GDK_EVENT_PROPAGATE;
  if (dx != 0.0 || (modifiers & GDK_SHIFT_MASK) != 0)
    bp_chart_view_pan (&self->model, WHEEL_PAN * (dx != 0.0 ? dx : dy), 0.0);
  else if ((modifiers & GDK_CONTROL_MASK) != 0)
    bp_chart_view_zoom_y (&self->model, 0.5, pow (WHEEL_ZOOM, -dy));
  else
    bp_chart_view_zoom_x (&self->model, CLAMP (center, 0.0, 1.0), pow (WHEEL_ZOOM, -dy));
  follow_view (self);
  return GDK_EVENT_STOP;
}

static void
on_drag_begin (BpChart *self, double x, double y, GtkGestureDrag *drag)
{
  GtkEventController *controller = GTK_EVENT_CONTROLLER (drag);
  GdkModifierType modifiers = gtk_event_controller_get_current_event_state (controller);
  gboolean is_middle =
      gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (drag)) == GDK_BUTTON_MIDDLE;

  if (self->is_empty)
    return;
  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->is_panning = is_middle || (modifiers & (GDK_CONTROL_MASK | GDK_SHIFT_MASK)) != 0;
  self->is_selecting = !self->is_panning;
  self->drag_x = x;
  self->drag_y = y;
  self->drag_width = 0.0;
  self->drag_height = 0.0;
}

static void
on_drag_update (BpChart *self, double width, double height)
{
  double moved_x = width - self->drag_width;
  double moved_y = height - self->drag_height;

  if (!self->is_selecting && !self->is_panning)
    return;
  prepare (self);
  self->drag_width = width;
  self->drag_height = height;
  if (self->is_panning)
    {
      bp_chart_view_pan (&self->model, -moved_x / self->frame->plot.width,
                         moved_y / self->frame->plot.height);
      follow_view (self);
    }
  else
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Shows what was dragged over: along an axis where the drag is short, the present part stays. */
static void
show_selection (BpChart *self)
{
  double left = 0.0;
  double right = 1.0;

  prepare (self);
  if (has_drag_width (self))
    {
      left = get_x_fraction (self, self->drag_x);
      right = get_x_fraction (self, self->drag_x + self->drag_width);
    }
  if (has_drag_height (self))
    bp_chart_view_select (&self->model, left, right, get_y_fraction (self, self->drag_y),
                          get_y_fraction (self, self->drag_y + self->drag_height));
  else if (has_drag_width (self))
    bp_chart_view_select_x (&self->model, left, right);
  follow_view (self);
}

static void
on_drag_end (BpChart *self)
{
  gboolean was_selecting = self->is_selecting;

  self->is_selecting = FALSE;
  self->is_panning = FALSE;
  if (was_selecting && !self->is_empty && (has_drag_width (self) || has_drag_height (self)))
    show_selection (self);
}

/* Ends a drag that became something else, without an effect. */
static void
on_drag_cancel (BpChart *self)
{
  self->is_selecting = FALSE;
  self->is_panning = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_pressed (BpChart *self, int n_presses)
{
  if (n_presses == 2)
    bp_chart_reset_view (self);
}

static void
bp_chart_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BpChart *self = BP_CHART (object);

  switch (id)
    {
    case PROP_CURSOR:
      g_value_set_double (value, bp_chart_get_cursor (self));
      break;
    case PROP_IS_ZOOMED:
      g_value_set_boolean (value, bp_chart_get_is_zoomed (self));
      break;
    case PROP_X_END:
      g_value_set_double (value, bp_chart_get_x_end (self));
      break;
    case PROP_HINT:
      g_value_set_string (value, bp_chart_get_hint (self));
      break;
    case PROP_SUMMARY:
      g_value_set_string (value, bp_chart_get_summary (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bp_chart_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BpChart *self = BP_CHART (object);

  switch (id)
    {
    case PROP_IS_PERCENT:
      bp_chart_model_clear (&self->model);
      bp_chart_model_init (&self->model, g_value_get_boolean (value) ? BP_CHART_UNIT_PERCENT
                                                                     : BP_CHART_UNIT_NUMBER);
      break;
    case PROP_CURSOR:
      bp_chart_set_cursor (self, g_value_get_double (value));
      break;
    case PROP_X_END:
      bp_chart_set_x_end (self, g_value_get_double (value));
      break;
    case PROP_HINT:
      bp_chart_set_hint (self, g_value_get_string (value));
      break;
    case PROP_SUMMARY:
      bp_chart_set_summary (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bp_chart_finalize (GObject *object)
{
  BpChart *self = BP_CHART (object);

  g_clear_pointer (&self->node, gsk_render_node_unref);
  g_clear_pointer (&self->frame, bp_chart_frame_free);
  bp_chart_model_clear (&self->model);
  g_free (self->summary);

  G_OBJECT_CLASS (bp_chart_parent_class)->finalize (object);
}

static void
bp_chart_class_init (BpChartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = bp_chart_finalize;
  object_class->get_property = bp_chart_get_property;
  object_class->set_property = bp_chart_set_property;
  widget_class->css_changed = bp_chart_css_changed;
  widget_class->measure = bp_chart_measure;
  widget_class->size_allocate = bp_chart_size_allocate;
  widget_class->snapshot = bp_chart_snapshot;
  widget_class->system_setting_changed = bp_chart_system_setting_changed;

  properties[PROP_IS_PERCENT] =
      g_param_spec_boolean ("is-percent", NULL, NULL, FALSE,
                            G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_CURSOR] =
      g_param_spec_double ("cursor", NULL, NULL, NO_CURSOR, G_MAXDOUBLE, NO_CURSOR, flags);
  properties[PROP_IS_ZOOMED] =
      g_param_spec_boolean ("is-zoomed", NULL, NULL, FALSE,
                            G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_X_END] = g_param_spec_double ("x-end", NULL, NULL, 0.0, G_MAXDOUBLE, 0.0, flags);
  properties[PROP_HINT] = g_param_spec_string ("hint", NULL, NULL, NULL, flags);
  properties[PROP_SUMMARY] = g_param_spec_string ("summary", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * BpChart::updated:
   *
   * The chart has other points, curves or axes.
   */
  signals[SIGNAL_UPDATED] = g_signal_new ("updated", BP_TYPE_CHART, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
add_drag (BpChart *self, guint button)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), button);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  g_signal_connect_swapped (drag, "cancel", G_CALLBACK (on_drag_cancel), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}

static void
add_view_controllers (BpChart *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *scroll =
      gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);

  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_pressed), self);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (on_scroll), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  add_drag (self, GDK_BUTTON_PRIMARY);
  add_drag (self, GDK_BUTTON_MIDDLE);
}

static void
bp_chart_init (BpChart *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  /* Numbers and axes run from left to right in every language; a text has its own direction. */
  gtk_widget_set_direction (widget, GTK_TEXT_DIR_LTR);
  bp_chart_model_init (&self->model, BP_CHART_UNIT_NUMBER);
  self->is_empty = TRUE;
  self->cursor = NO_CURSOR;

  g_signal_connect_swapped (motion, "enter", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (stop_reading), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key_pressed), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (stop_reading), self);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, keys);
  gtk_widget_add_controller (widget, focus);
  add_view_controllers (self);

  gtk_widget_set_focusable (widget, TRUE);
  g_signal_connect (widget, "notify::scale-factor", G_CALLBACK (drop_frame), NULL);
}

/**
 * bp_chart_get_model:
 * @self: the chart
 *
 * Returns: (transfer none): its model, to add series to; see bp_chart_update()
 */
BpChartModel *
bp_chart_get_model (BpChart *self)
{
  return &self->model;
}

static guint
count_named (BpChart *self)
{
  guint n_named = 0;

  for (guint i = 0; i < self->model.series->len; i++)
    if (bp_chart_series_get_length (bp_chart_model_get_series (&self->model, i)) > 0)
      n_named++;
  return n_named;
}

/**
 * bp_chart_update:
 * @self: the chart
 *
 * Redraws the chart after series or points were added: once for all additions of a frame.
 */
void
bp_chart_update (BpChart *self)
{
  gboolean is_empty = bp_chart_model_is_empty (&self->model);
  guint n_named = count_named (self);

  if (bp_chart_model_fit (&self->model) || is_empty != self->is_empty || n_named != self->n_named)
    drop_frame (self);
  else
    drop_drawing (self);
  self->is_empty = is_empty;
  self->n_named = n_named;
  if (is_empty)
    {
      stop_reading (self);
      bp_chart_reset_view (self);
    }
  g_signal_emit (self, signals[SIGNAL_UPDATED], 0);
}

/**
 * bp_chart_relayout:
 * @self: the chart
 *
 * Redraws the chart after series were added or removed: its legend is another one.
 */
void
bp_chart_relayout (BpChart *self)
{
  bp_chart_update (self);
  drop_frame (self);
}

/**
 * bp_chart_set_x_axis:
 * @self: the chart
 * @name: the unit of the horizontal axis, as in "Epoch"
 * @kind: whether it is linear or logarithmic
 *
 * Sets the horizontal axis and shows all points. The caller has set their places in that unit.
 */
void
bp_chart_set_x_axis (BpChart *self, const char *name, BpChartScaleKind kind)
{
  bp_chart_model_set_x_axis (&self->model, name, kind);
  stop_reading (self);
  follow_view (self);
  g_signal_emit (self, signals[SIGNAL_UPDATED], 0);
}

/**
 * bp_chart_set_y_kind:
 * @self: the chart
 * @kind: what the vertical axis shows
 */
void
bp_chart_set_y_kind (BpChart *self, BpChartYKind kind)
{
  if (self->model.y_kind == kind)
    return;
  bp_chart_model_set_y_kind (&self->model, kind);
  follow_view (self);
  g_signal_emit (self, signals[SIGNAL_UPDATED], 0);
}

/**
 * bp_chart_reset_view:
 * @self: the chart
 *
 * Shows all points again.
 */
void
bp_chart_reset_view (BpChart *self)
{
  if (!bp_chart_view_is_zoomed (&self->model))
    return;
  bp_chart_view_reset (&self->model);
  follow_view (self);
}

gboolean
bp_chart_get_is_zoomed (BpChart *self)
{
  return bp_chart_view_is_zoomed (&self->model);
}

double
bp_chart_get_cursor (BpChart *self)
{
  return self->cursor;
}

/**
 * bp_chart_set_cursor:
 * @self: the chart
 * @cursor: the place of the read-out on the horizontal axis, or -1 to hide it
 */
void
bp_chart_set_cursor (BpChart *self, double cursor)
{
  if (self->cursor == cursor)
    return;
  self->cursor = cursor;
  if (cursor < 0.0)
    update_description (self, FALSE);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURSOR]);
}

double
bp_chart_get_x_end (BpChart *self)
{
  return self->model.x_end;
}

/**
 * bp_chart_set_x_end:
 * @self: the chart
 * @x_end: the horizontal axis grows no further than this as long as no point lies behind it, or 0
 */
void
bp_chart_set_x_end (BpChart *self, double x_end)
{
  if (self->model.x_end == x_end)
    return;
  self->model.x_end = x_end;
  bp_chart_update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_X_END]);
}

const char *
bp_chart_get_hint (BpChart *self)
{
  return self->model.hint;
}

/**
 * bp_chart_set_hint:
 * @self: the chart
 * @hint: (nullable): the text of an empty chart
 */
void
bp_chart_set_hint (BpChart *self, const char *hint)
{
  if (g_strcmp0 (self->model.hint, hint) == 0)
    return;
  g_free (self->model.hint);
  self->model.hint = g_strdup (hint);
  update_description (self, FALSE);
  drop_frame (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HINT]);
}

const char *
bp_chart_get_summary (BpChart *self)
{
  return self->summary;
}

/**
 * bp_chart_set_summary:
 * @self: the chart
 * @summary: (nullable): the newest values in words, as in "Held-out accuracy 98.1 %, epoch 7"
 */
void
bp_chart_set_summary (BpChart *self, const char *summary)
{
  if (g_strcmp0 (self->summary, summary) == 0)
    return;
  g_free (self->summary);
  self->summary = g_strdup (summary);
  update_description (self, FALSE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SUMMARY]);
}
