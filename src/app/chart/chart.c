/* SPDX-License-Identifier: MIT */
#include "chart.h"

#include "chart-curves.h"
#include "chart-frame.h"
#include "chart-keys.h"
#include "chart-readout.h"

#include <adwaita.h>
#include <math.h>

#define SMALLEST_WIDTH  160
#define SMALLEST_HEIGHT 110
#define NATURAL_WIDTH   420
#define NATURAL_HEIGHT  220

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
  gboolean is_reading; /* whether the read-out is shown */
  double reading_x;
};

enum
{
  PROP_IS_PERCENT = 1,
  PROP_IS_LOGARITHMIC,
  PROP_X_END,
  PROP_HINT,
  PROP_SUMMARY,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

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

static void
update_style (BpChart *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  AdwStyleManager *manager = adw_style_manager_get_for_display (gtk_widget_get_display (widget));
  GdkRGBA foreground;
  GdkRGBA background;

  gtk_style_context_get_color (context, &foreground);
  if (!gtk_style_context_lookup_color (context, "view_bg_color", &background))
    background = (GdkRGBA){ 1.0F, 1.0F, 1.0F, 1.0F };
  bp_chart_style_init (&self->style, &foreground, &background,
                       adw_style_manager_get_high_contrast (manager));
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
  bp_chart_curves_draw (self->frame, &self->model, &self->style, cr);
  cairo_destroy (cr);

  return node;
}

static void
append_readout (BpChart *self, GtkSnapshot *snapshot)
{
  graphene_rect_t bounds =
      GRAPHENE_RECT_INIT (0.0F, 0.0F, (float) self->frame->width, (float) self->frame->height);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);

  bp_chart_readout_draw (self->frame, &self->model, &self->style, self->reading_x, cr);
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
  if (self->is_reading && !self->is_empty)
    append_readout (self, snapshot);
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

  *minimum = is_horizontal ? SMALLEST_WIDTH : SMALLEST_HEIGHT;
  *natural = is_horizontal ? NATURAL_WIDTH : NATURAL_HEIGHT;
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

/* The text for screen readers: the values at the read-out, else the newest ones. */
static void
update_description (BpChart *self, gboolean is_read_by_key)
{
  g_autofree char *reading = NULL;
  const char *description = self->summary != NULL ? self->summary : self->model.hint;

  if (is_read_by_key)
    description = reading = bp_chart_model_describe_at (&self->model, self->reading_x);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description != NULL ? description : "", -1);
}

static void
read_at (BpChart *self, double x)
{
  self->reading_x = bp_chart_model_find_nearest_x (&self->model, x);
  self->is_reading = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
stop_reading (BpChart *self)
{
  if (!self->is_reading)
    return;
  self->is_reading = FALSE;
  update_description (self, FALSE);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_motion (BpChart *self, double x, double y)
{
  const cairo_rectangle_t *plot;
  double fraction;

  if (self->is_empty)
    return;
  prepare (self);
  plot = &self->frame->plot;
  fraction = CLAMP ((x - plot->x) / plot->width, 0.0, 1.0);
  read_at (self, bp_chart_scale_from_fraction (&self->model.x, fraction));
}

static gboolean
on_key_pressed (BpChart *self, guint key, guint key_code, GdkModifierType modifiers)
{
  double x = self->reading_x;

  if (key == GDK_KEY_Escape && self->is_reading)
    {
      stop_reading (self);
      return GDK_EVENT_STOP;
    }
  if (self->is_empty || !bp_chart_find_place_of_key (&self->model, key, &x))
    return GDK_EVENT_PROPAGATE;

  /* The first key shows the read-out at the end of the curves. */
  read_at (self, self->is_reading ? x : self->model.x.max);
  update_description (self, TRUE);
  return GDK_EVENT_STOP;
}

static void
bp_chart_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BpChart *self = BP_CHART (object);

  switch (id)
    {
    case PROP_IS_LOGARITHMIC:
      g_value_set_boolean (value, bp_chart_get_is_logarithmic (self));
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
      bp_chart_scale_init (&self->model.y, BP_CHART_SCALE_LINEAR,
                           g_value_get_boolean (value) ? BP_CHART_UNIT_PERCENT
                                                       : BP_CHART_UNIT_NUMBER);
      break;
    case PROP_IS_LOGARITHMIC:
      bp_chart_set_is_logarithmic (self, g_value_get_boolean (value));
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
  properties[PROP_IS_LOGARITHMIC] =
      g_param_spec_boolean ("is-logarithmic", NULL, NULL, FALSE, flags);
  properties[PROP_X_END] = g_param_spec_double ("x-end", NULL, NULL, 0.0, G_MAXDOUBLE, 0.0, flags);
  properties[PROP_HINT] = g_param_spec_string ("hint", NULL, NULL, NULL, flags);
  properties[PROP_SUMMARY] = g_param_spec_string ("summary", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
bp_chart_init (BpChart *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  bp_chart_model_init (&self->model, BP_CHART_UNIT_NUMBER);
  self->is_empty = TRUE;

  g_signal_connect_swapped (motion, "enter", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (stop_reading), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key_pressed), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (stop_reading), self);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, keys);
  gtk_widget_add_controller (widget, focus);

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

  if (bp_chart_model_fit (&self->model) || is_empty != self->is_empty)
    drop_frame (self);
  else
    drop_drawing (self);
  self->is_empty = is_empty;
  if (is_empty)
    stop_reading (self);
}

gboolean
bp_chart_get_is_logarithmic (BpChart *self)
{
  return self->model.y.kind == BP_CHART_SCALE_LOG;
}

/**
 * bp_chart_set_is_logarithmic:
 * @self: the chart
 * @is_logarithmic: whether its vertical axis is logarithmic; values of 0 or less then lie below its
 *   lower end
 */
void
bp_chart_set_is_logarithmic (BpChart *self, gboolean is_logarithmic)
{
  if (bp_chart_get_is_logarithmic (self) == !!is_logarithmic)
    return;
  bp_chart_model_set_y_kind (&self->model,
                             is_logarithmic ? BP_CHART_SCALE_LOG : BP_CHART_SCALE_LINEAR);
  drop_frame (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_LOGARITHMIC]);
}

double
bp_chart_get_x_end (BpChart *self)
{
  return self->model.x_end;
}

/**
 * bp_chart_set_x_end:
 * @self: the chart
 * @x_end: the least end of the horizontal axis, or 0
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
