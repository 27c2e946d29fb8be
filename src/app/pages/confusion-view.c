/* SPDX-License-Identifier: MIT */
#include "confusion-view.h"

#include "confusion-cursor.h"
#include "confusion-drawing.h"
#include "confusion-text.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* The line around the present cell. */
#define CURSOR_WIDTH 2.0F
#define HOVER_WIDTH  1.0F

struct _BpConfusionView
{
  GtkWidget parent_instance;

  BpConfusionDrawing *drawing; /* owned */

  GtkScrollablePolicy policies[2]; /* by orientation */
  gboolean shows_shares;
  BpConfusionCursor cursor;
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

static const BpChartMatrix *
get_matrix (BpConfusionView *self)
{
  return bp_confusion_drawing_get_matrix (self->drawing);
}

static void
update_description (BpConfusionView *self)
{
  g_autofree char *text =
      bp_confusion_view_describe_cell (self, self->cursor.label, self->cursor.answer);

  if (text == NULL)
    {
      gtk_accessible_reset_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT);
      gtk_accessible_reset_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
      return;
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

/* The present cell is another one. */
static void
on_moved (BpConfusionView *self)
{
  bp_confusion_drawing_reveal (self->drawing, self->cursor.label, self->cursor.answer);
  update_description (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
bp_confusion_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BpConfusionView *self = BP_CONFUSION_VIEW (widget);

  if (get_matrix (self) == NULL)
    return;
  bp_confusion_drawing_snapshot (self->drawing, snapshot);
  if (self->is_hovering)
    bp_confusion_drawing_outline (self->drawing, snapshot, self->hover_label, self->hover_answer,
                                  HOVER_WIDTH);
  if (gtk_widget_has_visible_focus (widget))
    bp_confusion_drawing_outline (self->drawing, snapshot, self->cursor.label, self->cursor.answer,
                                  CURSOR_WIDTH);
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
  bp_confusion_drawing_measure (BP_CONFUSION_VIEW (widget)->drawing, orientation, minimum, natural);
}

static void
bp_confusion_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  bp_confusion_drawing_allocate (BP_CONFUSION_VIEW (widget)->drawing);
}

static void
bp_confusion_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (bp_confusion_view_parent_class)->css_changed (widget, change);

  bp_confusion_drawing_restyle (BP_CONFUSION_VIEW (widget)->drawing);
}

static void
bp_confusion_view_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (bp_confusion_view_parent_class)->system_setting_changed (widget, setting);

  bp_confusion_drawing_restyle (BP_CONFUSION_VIEW (widget)->drawing);
}

static void
activate (BpConfusionView *self)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0, self->cursor.label, self->cursor.answer);
}

/* Returns: whether @key moves the present cell */
static gboolean
move_by_key (BpConfusionView *self, guint key, GdkModifierType modifiers)
{
  gboolean is_moved = bp_confusion_cursor_move_by_key (&self->cursor, key, modifiers);

  if (is_moved)
    on_moved (self);
  return is_moved;
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
    if (get_matrix (self) != NULL && g_str_equal (name, MOVES[i].action_name))
      move_by_key (self, MOVES[i].key, 0);
}

static void
open_by_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BpConfusionView *self = BP_CONFUSION_VIEW (widget);

  if (get_matrix (self) != NULL)
    activate (self);
}

static gboolean
on_key_pressed (BpConfusionView *self, guint key, guint key_code, GdkModifierType modifiers)
{
  if (get_matrix (self) == NULL || (modifiers & GDK_ALT_MASK) != 0)
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
      return move_by_key (self, key, modifiers);
    }
}

static void
on_motion (BpConfusionView *self, double x, double y)
{
  guint label = 0;
  guint answer = 0;
  gboolean is_hovering = bp_confusion_drawing_find_cell (self->drawing, x, y, &label, &answer);

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

  if (!bp_confusion_drawing_find_cell (self->drawing, x, y, &label, &answer))
    return;
  gtk_widget_grab_focus (GTK_WIDGET (self));
  bp_confusion_view_select (self, label, answer);
  activate (self);
}

static gboolean
on_query_tooltip (BpConfusionView *self, int x, int y, gboolean is_keyboard, GtkTooltip *tooltip)
{
  guint label = self->cursor.label;
  guint answer = self->cursor.answer;
  g_autofree char *text = NULL;

  if (!is_keyboard && !bp_confusion_drawing_find_cell (self->drawing, x, y, &label, &answer))
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
      g_value_set_object (value, bp_confusion_drawing_get_adjustment (self->drawing,
                                                                      GTK_ORIENTATION_HORIZONTAL));
      break;
    case PROP_VADJUSTMENT:
      g_value_set_object (value, bp_confusion_drawing_get_adjustment (self->drawing,
                                                                      GTK_ORIENTATION_VERTICAL));
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
      bp_confusion_drawing_set_adjustment (self->drawing, GTK_ORIENTATION_HORIZONTAL,
                                           g_value_get_object (value));
      break;
    case PROP_VADJUSTMENT:
      bp_confusion_drawing_set_adjustment (self->drawing, GTK_ORIENTATION_VERTICAL,
                                           g_value_get_object (value));
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
  bp_confusion_drawing_free (BP_CONFUSION_VIEW (object)->drawing);

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

  self->drawing = bp_confusion_drawing_new (widget);
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
  guint n_classes = matrix != NULL ? matrix->n : 0;

  if (matrix != NULL)
    matrix->shows_shares = self->shows_shares;
  bp_confusion_drawing_set_matrix (self->drawing, matrix);
  bp_confusion_cursor_set_n_classes (&self->cursor, n_classes);
  self->is_hovering =
      self->is_hovering && self->hover_label < n_classes && self->hover_answer < n_classes;
  update_description (self);
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
  bp_confusion_drawing_set_shows_shares (self->drawing, shows_shares);
}

/**
 * bp_confusion_view_get_shows_shares:
 * @self: the view
 *
 * Returns: whether cells show their shares of the row, instead of counts
 */
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
  g_return_if_fail (label < self->cursor.n_classes && answer < self->cursor.n_classes);

  self->cursor.label = label;
  self->cursor.answer = answer;
  on_moved (self);
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
  const BpChartMatrix *matrix = get_matrix (self);

  if (matrix == NULL)
    return NULL;
  return bp_confusion_text_cell (matrix->names[label], matrix->names[answer],
                                 bp_chart_matrix_get_count (matrix, label, answer),
                                 matrix->row_sums[label]);
}
