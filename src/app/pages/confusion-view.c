/* SPDX-License-Identifier: MIT */
#include "confusion-view.h"

#include "chart-matrix-frame.h"
#include "confusion-text.h"
#include "widget-style.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* Where there is room, so many rows are seen without scrolling. */
#define NATURAL_ROWS 12

/* The line around the present cell. */
#define CURSOR_WIDTH 2.0F
#define HOVER_WIDTH  1.0F

struct _BpConfusionView
{
  GtkWidget parent_instance;

  /* owned */
  BpChartMatrix *matrix;         /* nullable */
  BpChartMatrixFrame *frame;     /* NULL until the next layout */
  GskRenderNode *node;           /* NULL until the next drawing */
  GtkAdjustment *adjustments[2]; /* by orientation */
  GtkScrollablePolicy policies[2];

  BpChartStyle style;
  gboolean shows_shares;
  guint label; /* of the present cell */
  guint answer;
  gboolean is_hovering; /* over the following cell */
  guint hover_label;
  guint hover_answer;
};

enum
{
  PROP_HADJUSTMENT = 1,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

enum
{
  SIGNAL_ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE_WITH_CODE (BpConfusionView,
                               bp_confusion_view,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

static void
drop_drawing (BpConfusionView *self)
{
  g_clear_pointer (&self->node, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* A new layout: the size of the cells depends on the numbers and the font. */
static void
drop_frame (BpConfusionView *self)
{
  g_clear_pointer (&self->frame, bp_chart_matrix_frame_free);
  drop_drawing (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static double
get_scroll (BpConfusionView *self, GtkOrientation orientation)
{
  GtkAdjustment *adjustment = self->adjustments[orientation];

  return adjustment != NULL ? gtk_adjustment_get_value (adjustment) : 0.0;
}

/* @extent is the length of all cells, @room that of the part which is seen. */
static void
configure (BpConfusionView *self, GtkOrientation orientation, double extent, double room)
{
  GtkAdjustment *adjustment = self->adjustments[orientation];

  if (adjustment == NULL)
    return;
  gtk_adjustment_configure (adjustment, gtk_adjustment_get_value (adjustment), 0.0,
                            MAX (extent, room), self->frame->cell, room, room);
}

static void
prepare (BpConfusionView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  double extent;

  if (self->frame != NULL || self->matrix == NULL)
    return;
  bp_chart_style_init_from_widget (&self->style, GTK_WIDGET (self));
  self->frame =
      bp_chart_matrix_frame_new (self->matrix, gtk_widget_get_pango_context (widget),
                                 gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  extent = self->matrix->n * self->frame->cell;
  configure (self, GTK_ORIENTATION_HORIZONTAL, extent, self->frame->width - self->frame->left);
  configure (self, GTK_ORIENTATION_VERTICAL, extent, self->frame->height - self->frame->top);
  self->frame->scroll_x = get_scroll (self, GTK_ORIENTATION_HORIZONTAL);
  self->frame->scroll_y = get_scroll (self, GTK_ORIENTATION_VERTICAL);
}

static void
on_scrolled (BpConfusionView *self)
{
  if (self->frame == NULL)
    return;
  self->frame->scroll_x = get_scroll (self, GTK_ORIENTATION_HORIZONTAL);
  self->frame->scroll_y = get_scroll (self, GTK_ORIENTATION_VERTICAL);
  drop_drawing (self);
}

static void
set_adjustment (BpConfusionView *self, GtkOrientation orientation, GtkAdjustment *adjustment)
{
  GtkAdjustment **kept = &self->adjustments[orientation];

  if (*kept != NULL)
    g_signal_handlers_disconnect_by_data (*kept, self);
  g_set_object (kept, adjustment);
  if (adjustment != NULL)
    g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (on_scrolled), self,
                             G_CONNECT_SWAPPED);
  drop_frame (self);
}

/* Scrolls along one axis until a cell is seen. */
static void
reveal (BpConfusionView *self, GtkOrientation orientation, guint index)
{
  GtkAdjustment *adjustment = self->adjustments[orientation];

  if (adjustment != NULL)
    gtk_adjustment_clamp_page (adjustment, index * self->frame->cell,
                               (index + 1) * self->frame->cell);
}

static void
update_description (BpConfusionView *self)
{
  g_autofree char *text = bp_confusion_view_describe_cell (self, self->label, self->answer);

  if (text == NULL)
    {
      gtk_accessible_reset_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT);
      gtk_accessible_reset_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
      return;
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static GskRenderNode *
draw (BpConfusionView *self)
{
  GskRenderNode *node = gsk_cairo_node_new (
      &GRAPHENE_RECT_INIT (0.0F, 0.0F, (float) self->frame->width, (float) self->frame->height));
  cairo_t *cr = gsk_cairo_node_get_draw_context (node);

  bp_chart_matrix_frame_draw (self->frame, self->matrix, &self->style, cr);
  cairo_destroy (cr);
  return node;
}

/* A line around a cell. */
static void
append_border (BpConfusionView *self, GtkSnapshot *snapshot, guint label, guint answer, float width)
{
  const BpChartColor *color = &self->style.foreground;
  GdkRGBA line = { color->red, color->green, color->blue, 1.0F };
  cairo_rectangle_t cell;
  GskRoundedRect border;

  bp_chart_matrix_frame_get_cell (self->frame, label, answer, &cell);
  gsk_rounded_rect_init_from_rect (&border,
                                   &GRAPHENE_RECT_INIT ((float) cell.x, (float) cell.y,
                                                        (float) cell.width, (float) cell.height),
                                   0.0F);
  gtk_snapshot_push_clip (snapshot,
                          &GRAPHENE_RECT_INIT ((float) self->frame->left, (float) self->frame->top,
                                               (float) (self->frame->width - self->frame->left),
                                               (float) (self->frame->height - self->frame->top)));
  gtk_snapshot_append_border (snapshot, &border, (float[4]){ width, width, width, width },
                              (GdkRGBA[4]){ line, line, line, line });
  gtk_snapshot_pop (snapshot);
}

static void
bp_confusion_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BpConfusionView *self = BP_CONFUSION_VIEW (widget);

  prepare (self);
  if (self->frame == NULL)
    return;
  if (self->node == NULL)
    self->node = draw (self);
  gtk_snapshot_append_node (snapshot, self->node);
  if (self->is_hovering)
    append_border (self, snapshot, self->hover_label, self->hover_answer, HOVER_WIDTH);
  if (gtk_widget_has_visible_focus (widget))
    append_border (self, snapshot, self->label, self->answer, CURSOR_WIDTH);
}

static void
bp_confusion_view_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  BpConfusionView *self = BP_CONFUSION_VIEW (widget);
  BpChartMatrixSize size;

  if (self->matrix == NULL)
    {
      *minimum = 0;
      *natural = 0;
      return;
    }
  bp_chart_matrix_measure (self->matrix, gtk_widget_get_pango_context (widget), &size);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = (int) size.smallest_width;
      *natural = (int) size.width;
      return;
    }
  *minimum = (int) size.smallest_height;
  *natural = *minimum + (int) ((MIN (self->matrix->n, NATURAL_ROWS) - 1) * size.smallest_cell);
}

static void
bp_confusion_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  BpConfusionView *self = BP_CONFUSION_VIEW (widget);

  g_clear_pointer (&self->frame, bp_chart_matrix_frame_free);
  drop_drawing (self);
  prepare (self);
}

static void
bp_confusion_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (bp_confusion_view_parent_class)->css_changed (widget, change);

  drop_frame (BP_CONFUSION_VIEW (widget));
}

static void
bp_confusion_view_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (bp_confusion_view_parent_class)->system_setting_changed (widget, setting);

  drop_frame (BP_CONFUSION_VIEW (widget));
}

static void
activate (BpConfusionView *self)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0, self->label, self->answer);
}

/* Moves the present cell. Returns: whether @key does that. */
static gboolean
move_by_key (BpConfusionView *self, guint key, gboolean has_control)
{
  guint last = self->matrix->n - 1;
  guint label = self->label;
  guint answer = self->answer;

  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      answer -= answer > 0;
      break;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      answer += answer < last;
      break;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      label -= label > 0;
      break;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      label += label < last;
      break;
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      answer = 0;
      label = has_control ? 0 : label;
      break;
    case GDK_KEY_End:
    case GDK_KEY_KP_End:
      answer = last;
      label = has_control ? last : label;
      break;
    default:
      return FALSE;
    }
  bp_confusion_view_select (self, label, answer);
  return TRUE;
}

/* What screen readers do with the matrix, and the keys that do the same. */
static const struct
{
  const char *action_name;
  guint key;
} MOVES[] = {
  { "matrix.move-left", GDK_KEY_Left },
  { "matrix.move-right", GDK_KEY_Right },
  { "matrix.move-up", GDK_KEY_Up },
  { "matrix.move-down", GDK_KEY_Down },
};

static void
move_by_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BpConfusionView *self = BP_CONFUSION_VIEW (widget);

  for (guint i = 0; i < G_N_ELEMENTS (MOVES); i++)
    if (self->matrix != NULL && g_str_equal (name, MOVES[i].action_name))
      move_by_key (self, MOVES[i].key, FALSE);
}

static void
open_by_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BpConfusionView *self = BP_CONFUSION_VIEW (widget);

  if (self->matrix != NULL)
    activate (self);
}

static gboolean
on_key_pressed (BpConfusionView *self, guint key, guint key_code, GdkModifierType modifiers)
{
  if (self->matrix == NULL || (modifiers & GDK_ALT_MASK) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
    case GDK_KEY_space:
    case GDK_KEY_KP_Space:
      if ((modifiers & GDK_CONTROL_MASK) != 0)
        return GDK_EVENT_PROPAGATE;
      activate (self);
      return GDK_EVENT_STOP;
    default:
      return move_by_key (self, key, (modifiers & GDK_CONTROL_MASK) != 0);
    }
}

static gboolean
find_cell (BpConfusionView *self, double x, double y, guint *label, guint *answer)
{
  prepare (self);
  return self->frame != NULL &&
         bp_chart_matrix_frame_find_cell (self->frame, self->matrix, x, y, label, answer);
}

static void
on_motion (BpConfusionView *self, double x, double y)
{
  guint label = 0;
  guint answer = 0;
  gboolean is_hovering = find_cell (self, x, y, &label, &answer);

  if (is_hovering == self->is_hovering && label == self->hover_label &&
      answer == self->hover_answer)
    return;
  self->is_hovering = is_hovering;
  self->hover_label = label;
  self->hover_answer = answer;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), is_hovering ? "pointer" : NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_leave (BpConfusionView *self)
{
  self->is_hovering = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_released (BpConfusionView *self, int n_presses, double x, double y)
{
  guint label;
  guint answer;

  if (!find_cell (self, x, y, &label, &answer))
    return;
  gtk_widget_grab_focus (GTK_WIDGET (self));
  bp_confusion_view_select (self, label, answer);
  activate (self);
}

static gboolean
on_query_tooltip (BpConfusionView *self, int x, int y, gboolean is_keyboard, GtkTooltip *tooltip)
{
  guint label = self->label;
  guint answer = self->answer;
  g_autofree char *text = NULL;

  if (!is_keyboard && !find_cell (self, x, y, &label, &answer))
    return FALSE;
  text = bp_confusion_view_describe_cell (self, label, answer);
  gtk_tooltip_set_text (tooltip, text);
  return text != NULL;
}

static void
bp_confusion_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BpConfusionView *self = BP_CONFUSION_VIEW (object);

  switch (id)
    {
    case PROP_HADJUSTMENT:
      g_value_set_object (value, self->adjustments[GTK_ORIENTATION_HORIZONTAL]);
      break;
    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->adjustments[GTK_ORIENTATION_VERTICAL]);
      break;
    case PROP_HSCROLL_POLICY:
      g_value_set_enum (value, (gint) self->policies[GTK_ORIENTATION_HORIZONTAL]);
      break;
    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, (gint) self->policies[GTK_ORIENTATION_VERTICAL]);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bp_confusion_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BpConfusionView *self = BP_CONFUSION_VIEW (object);

  switch (id)
    {
    case PROP_HADJUSTMENT:
      set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, g_value_get_object (value));
      break;
    case PROP_VADJUSTMENT:
      set_adjustment (self, GTK_ORIENTATION_VERTICAL, g_value_get_object (value));
      break;
    case PROP_HSCROLL_POLICY:
      self->policies[GTK_ORIENTATION_HORIZONTAL] = (GtkScrollablePolicy) g_value_get_enum (value);
      break;
    case PROP_VSCROLL_POLICY:
      self->policies[GTK_ORIENTATION_VERTICAL] = (GtkScrollablePolicy) g_value_get_enum (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bp_confusion_view_finalize (GObject *object)
{
  BpConfusionView *self = BP_CONFUSION_VIEW (object);

  g_clear_pointer (&self->node, gsk_render_node_unref);
  g_clear_pointer (&self->frame, bp_chart_matrix_frame_free);
  g_clear_pointer (&self->matrix, bp_chart_matrix_free);
  g_clear_object (&self->adjustments[GTK_ORIENTATION_HORIZONTAL]);
  g_clear_object (&self->adjustments[GTK_ORIENTATION_VERTICAL]);

  G_OBJECT_CLASS (bp_confusion_view_parent_class)->finalize (object);
}

static void
bp_confusion_view_class_init (BpConfusionViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = bp_confusion_view_finalize;
  object_class->get_property = bp_confusion_view_get_property;
  object_class->set_property = bp_confusion_view_set_property;
  widget_class->css_changed = bp_confusion_view_css_changed;
  widget_class->measure = bp_confusion_view_measure;
  widget_class->size_allocate = bp_confusion_view_size_allocate;
  widget_class->snapshot = bp_confusion_view_snapshot;
  widget_class->system_setting_changed = bp_confusion_view_system_setting_changed;

  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");

  /**
   * BpConfusionView::activated:
   * @label: the row of a cell
   * @answer: its column
   */
  signals[SIGNAL_ACTIVATED] =
      g_signal_new ("activated", BP_TYPE_CONFUSION_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);

  for (guint i = 0; i < G_N_ELEMENTS (MOVES); i++)
    gtk_widget_class_install_action (widget_class, MOVES[i].action_name, NULL, move_by_action);
  gtk_widget_class_install_action (widget_class, "matrix.open", NULL, open_by_action);
  gtk_widget_class_set_css_name (widget_class, "confusion");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID);
}

static void
bp_confusion_view_init (BpConfusionView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect_swapped (motion, "enter", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (on_leave), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key_pressed), self);
  g_signal_connect_swapped (click, "released", G_CALLBACK (on_released), self);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, keys);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));

  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_has_tooltip (widget, TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (on_query_tooltip), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Confusion matrix"), -1);
}

/**
 * bp_confusion_view_set_matrix:
 * @self: the view
 * @matrix: (transfer full) (nullable): the matrix to show, labels by answers
 *
 * Replaces the matrix. The present cell stays where there is one in its place.
 */
void
bp_confusion_view_set_matrix (BpConfusionView *self, BpChartMatrix *matrix)
{
  guint last = matrix != NULL ? matrix->n - 1 : 0;

  if (matrix != NULL)
    matrix->shows_shares = self->shows_shares;
  g_clear_pointer (&self->matrix, bp_chart_matrix_free);
  self->matrix = matrix;
  self->label = MIN (self->label, last);
  self->answer = MIN (self->answer, last);
  self->is_hovering = self->is_hovering && self->hover_label <= last && self->hover_answer <= last;
  update_description (self);
  drop_frame (self);
}

/**
 * bp_confusion_view_set_shows_shares:
 * @self: the view
 * @shows_shares: whether cells show their shares of the row, instead of counts
 */
void
bp_confusion_view_set_shows_shares (BpConfusionView *self, gboolean shows_shares)
{
  if (self->shows_shares == shows_shares)
    return;
  self->shows_shares = shows_shares;
  if (self->matrix != NULL)
    self->matrix->shows_shares = shows_shares;
  drop_frame (self);
}

gboolean
bp_confusion_view_get_shows_shares (BpConfusionView *self)
{
  return self->shows_shares;
}

/**
 * bp_confusion_view_select:
 * @self: the view, which has a matrix
 * @label: the row of a cell
 * @answer: its column
 *
 * Makes a cell the present one, and scrolls to it.
 */
void
bp_confusion_view_select (BpConfusionView *self, guint label, guint answer)
{
  g_return_if_fail (self->matrix != NULL);
  g_return_if_fail (label < self->matrix->n && answer < self->matrix->n);

  self->label = label;
  self->answer = answer;
  prepare (self);
  reveal (self, GTK_ORIENTATION_HORIZONTAL, answer);
  reveal (self, GTK_ORIENTATION_VERTICAL, label);
  update_description (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * bp_confusion_view_describe_cell:
 * @self: the view
 * @label: the row of a cell
 * @answer: its column
 *
 * Returns: (transfer full) (nullable): the cell in words, as in "Label 4 answered 9: 12 of 982";
 *   %NULL without a matrix
 */
char *
bp_confusion_view_describe_cell (BpConfusionView *self, guint label, guint answer)
{
  if (self->matrix == NULL)
    return NULL;
  return bp_confusion_text_cell (self->matrix->names[label], self->matrix->names[answer],
                                 bp_chart_matrix_get_count (self->matrix, label, answer),
                                 self->matrix->row_sums[label]);
}
