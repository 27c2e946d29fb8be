/* SPDX-License-Identifier: MIT */
#include "pad.h"

#include "pad-drawing.h"
#include "pad-keys.h"

#include <glib/gi18n.h>
#include <math.h>

/* As a share of the side. A digit that fills two thirds of the pad is then as thick as MNIST's
 * digits. */
#define DEFAULT_BRUSH_SIZE 0.06

/* The radius of the eraser, as a share of the side. */
#define ERASER_RADIUS 0.03F

/* A stroke of the keyboard is as wide as one of a mouse. */
#define KEYBOARD_PRESSURE 0.5F

#define SMALLEST_SIDE 120

/* Where the pad is wider, it is at least so high: its pane then scrolls. */
#define LEAST_HEIGHT 220
#define NATURAL_SIDE 280

struct _BpPad
{
  GtkWidget parent_instance;

  char *wanted;       /* owned, nullable: what a blank pad asks for; NULL: a digit */
  BpStrokes *strokes; /* owned; (0, 0) to (1, 1) is the largest square in the middle of the pad */
  BpInkLayer ink;     /* of strokes */
  double brush_size;
  BpAttributionMap attributions;
  BpDigitPlacement attribution_placement;

  gboolean is_active; /* whether the pen or the eraser is down */
  BpPadTool tool;
  BpPoint last_point;

  BpPoint cursor;          /* of drawing with the keyboard */
  gboolean shows_cursor;   /* a key has moved it since the last stroke of another device */
  gboolean is_cursor_down; /* the stroke in progress is the keyboard's */

  /* The values notified last. */
  gboolean can_undo;
  gboolean can_redo;
  gboolean is_blank;
};

enum
{
  PROP_CAN_UNDO = 1,
  PROP_CAN_REDO,
  PROP_IS_BLANK,
  PROP_BRUSH_SIZE,
  N_PROPS,
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpPad, bp_pad, GTK_TYPE_WIDGET)

static double
get_side (BpPad *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  return MAX (MIN (gtk_widget_get_width (widget), gtk_widget_get_height (widget)), 1);
}

/* The origin of the pad's square, the unit of the strokes' coordinates, in the widget's
 * coordinates. */
static void
get_origin (BpPad *self, double *x, double *y)
{
  double side = get_side (self);

  *x = (gtk_widget_get_width (GTK_WIDGET (self)) - side) / 2.0;
  *y = (gtk_widget_get_height (GTK_WIDGET (self)) - side) / 2.0;
}

static BpPoint
to_point (BpPad *self, double x, double y)
{
  double side = get_side (self);
  double origin_x;
  double origin_y;

  get_origin (self, &origin_x, &origin_y);
  return (BpPoint){ (float) ((x - origin_x) / side), (float) ((y - origin_y) / side) };
}

static void
update_flag (BpPad *self, gboolean *flag, gboolean value, guint property)
{
  if (*flag == value)
    return;
  *flag = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
update_properties (BpPad *self)
{
  update_flag (self, &self->can_undo, bp_strokes_can_undo (self->strokes), PROP_CAN_UNDO);
  update_flag (self, &self->can_redo, bp_strokes_can_redo (self->strokes), PROP_CAN_REDO);
  update_flag (self, &self->is_blank, bp_pad_is_blank (self), PROP_IS_BLANK);
}

static void
set_description (BpPad *self, const char *description)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description, -1);
}

static char *
describe_strokes (BpPad *self)
{
  guint n_strokes = (guint) bp_strokes_get_length (self->strokes);

  return g_strdup_printf (ngettext ("%u stroke", "%u strokes", n_strokes), n_strokes);
}

static char *
describe_drawing (BpPad *self)
{
  const BpPicture *picture = bp_strokes_get_picture (self->strokes);

  if (picture != NULL && picture->caption != NULL)
    return g_strdup (picture->caption);
  if (bp_strokes_get_length (self->strokes) > 0)
    return describe_strokes (self);
  if (self->wanted != NULL)
    return g_strdup_printf (
        /* Translators: the names of what can be drawn, as in "A, B, heart" */
        _ ("Draw with a mouse, a finger, a stylus or the arrow keys and Space: %s"), self->wanted);
  return g_strdup (_ ("Draw a digit with a mouse, a finger, a stylus or the arrow keys and Space"));
}

static void
update_description (BpPad *self)
{
  g_autofree char *drawing = describe_drawing (self);

  set_description (self, drawing);
}

/* The drawing has grown: the explanation of the answer is removed. */
static void
grown (BpPad *self)
{
  bp_attribution_map_set (&self->attributions, NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  update_properties (self);
  update_description (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* The drawing is another one. */
static void
changed (BpPad *self)
{
  bp_ink_layer_clear (&self->ink);
  grown (self);
}

/* Returns whether the drawing has changed. */
static gboolean
add_point (BpPad *self, double x, double y, double pressure)
{
  BpPoint from = self->last_point;
  BpPoint to = to_point (self, x, y);

  self->last_point = to;
  if (self->tool == BP_PAD_TOOL_ERASER)
    return bp_strokes_erase (self->strokes, from, to, ERASER_RADIUS);
  if (from.x == to.x && from.y == to.y)
    return FALSE;
  bp_strokes_to (self->strokes, to, (float) pressure);
  return TRUE;
}

static void
bp_pad_measure (GtkWidget *widget,
                GtkOrientation orientation,
                int for_size,
                int *minimum,
                int *natural,
                int *minimum_baseline,
                int *natural_baseline)
{
  gboolean is_height = orientation == GTK_ORIENTATION_VERTICAL && for_size > 0;

  *minimum = is_height ? CLAMP (for_size, SMALLEST_SIDE, LEAST_HEIGHT) : SMALLEST_SIDE;
  *natural = MAX (for_size > 0 ? for_size : NATURAL_SIDE, SMALLEST_SIDE);
}

static GtkSizeRequestMode
bp_pad_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
bp_pad_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BpPad *self = BP_PAD (widget);
  BpPadDrawing drawing = {
    .wanted = self->wanted,
    .strokes = self->strokes,
    .ink = &self->ink,
    .brush_size = self->brush_size,
    .attributions = &self->attributions,
    .attribution_placement = self->attribution_placement,
    .side = get_side (self),
  };

  get_origin (self, &drawing.x, &drawing.y);
  bp_pad_drawing_snapshot (&drawing, widget, snapshot);
  if (self->shows_cursor && gtk_widget_has_focus (widget))
    bp_pad_drawing_snapshot_cursor (&drawing, self->cursor, self->is_cursor_down, widget, snapshot);
}

static void
bp_pad_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BpPad *self = BP_PAD (object);

  switch (id)
    {
    case PROP_CAN_UNDO:
      g_value_set_boolean (value, bp_pad_can_undo (self));
      break;
    case PROP_CAN_REDO:
      g_value_set_boolean (value, bp_pad_can_redo (self));
      break;
    case PROP_IS_BLANK:
      g_value_set_boolean (value, bp_pad_is_blank (self));
      break;
    case PROP_BRUSH_SIZE:
      g_value_set_double (value, bp_pad_get_brush_size (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bp_pad_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BpPad *self = BP_PAD (object);

  switch (id)
    {
    case PROP_BRUSH_SIZE:
      bp_pad_set_brush_size (self, g_value_get_double (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bp_pad_finalize (GObject *object)
{
  BpPad *self = BP_PAD (object);

  bp_ink_layer_clear (&self->ink);
  bp_strokes_free (self->strokes);
  g_free (self->wanted);

  G_OBJECT_CLASS (bp_pad_parent_class)->finalize (object);
}

static void
bp_pad_class_init (BpPadClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags readable = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GParamFlags writable = readable | G_PARAM_WRITABLE;

  object_class->finalize = bp_pad_finalize;
  object_class->get_property = bp_pad_get_property;
  object_class->set_property = bp_pad_set_property;
  widget_class->measure = bp_pad_measure;
  widget_class->get_request_mode = bp_pad_get_request_mode;
  widget_class->snapshot = bp_pad_snapshot;

  properties[PROP_CAN_UNDO] = g_param_spec_boolean ("can-undo", NULL, NULL, FALSE, readable);
  properties[PROP_CAN_REDO] = g_param_spec_boolean ("can-redo", NULL, NULL, FALSE, readable);
  properties[PROP_IS_BLANK] = g_param_spec_boolean ("is-blank", NULL, NULL, TRUE, readable);
  properties[PROP_BRUSH_SIZE] =
      g_param_spec_double ("brush-size", NULL, NULL, 0.005, 0.5, DEFAULT_BRUSH_SIZE, writable);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  bp_pad_keys_install_actions (widget_class);
  gtk_widget_class_set_css_name (widget_class, "pad");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
bp_pad_init (BpPad *self)
{
  self->strokes = bp_strokes_new ();
  self->brush_size = DEFAULT_BRUSH_SIZE;
  self->is_blank = TRUE;
  self->cursor = (BpPoint){ 0.5F, 0.5F };

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "crosshair");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Drawing pad"), -1);
  update_description (self);
}

/**
 * bp_pad_get_strokes:
 * @self: the pad
 *
 * Returns: (transfer none): the drawing, to be read only; change it through the pad
 */
BpStrokes *
bp_pad_get_strokes (BpPad *self)
{
  return self->strokes;
}

/**
 * bp_pad_set_wanted:
 * @self: the pad
 * @wanted: (nullable): the names of what can be drawn, as in "A, B, heart"; %NULL for a digit
 *
 * A blank pad asks for it.
 */
void
bp_pad_set_wanted (BpPad *self, const char *wanted)
{
  if (g_strcmp0 (self->wanted, wanted) == 0)
    return;

  g_free (self->wanted);
  self->wanted = g_strdup (wanted);
  update_description (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
bp_pad_is_blank (BpPad *self)
{
  return bp_strokes_is_blank (self->strokes);
}

gboolean
bp_pad_can_undo (BpPad *self)
{
  return bp_strokes_can_undo (self->strokes);
}

gboolean
bp_pad_can_redo (BpPad *self)
{
  return bp_strokes_can_redo (self->strokes);
}

/**
 * bp_pad_add_description:
 * @self: the pad
 * @text: a sentence, without the point at its end
 *
 * Adds @text to the description of the drawing, until the drawing changes. Screen readers read a
 * description that changes where the focus is.
 */
void
bp_pad_add_description (BpPad *self, const char *text)
{
  g_autofree char *drawing = describe_drawing (self);
  g_autofree char *description = g_strdup_printf ("%s. %s", drawing, text);

  set_description (self, description);
}

/**
 * bp_pad_undo:
 * @self: the pad
 *
 * Undoes the last stroke, erasing or clearing. A stroke in progress is ended and undone.
 */
void
bp_pad_undo (BpPad *self)
{
  g_autofree char *strokes = NULL;
  g_autofree char *text = NULL;

  self->is_active = FALSE;
  self->is_cursor_down = FALSE;
  if (!bp_strokes_undo (self->strokes))
    return;
  changed (self);
  strokes = describe_strokes (self);
  /* Translators: for screen readers: %s is "2 strokes" */
  text = g_strdup_printf (_ ("Undone: %s"), strokes);
  set_description (self, text);
}

/**
 * bp_pad_redo:
 * @self: the pad
 *
 * Redoes the last undone step, unless the drawing has changed since.
 */
void
bp_pad_redo (BpPad *self)
{
  g_autofree char *strokes = NULL;
  g_autofree char *text = NULL;

  self->is_active = FALSE;
  self->is_cursor_down = FALSE;
  if (!bp_strokes_redo (self->strokes))
    return;
  changed (self);
  strokes = describe_strokes (self);
  /* Translators: for screen readers: %s is "2 strokes" */
  text = g_strdup_printf (_ ("Redone: %s"), strokes);
  set_description (self, text);
}

/**
 * bp_pad_clear:
 * @self: the pad
 *
 * Clears the pad in one step that can be undone.
 */
void
bp_pad_clear (BpPad *self)
{
  self->is_active = FALSE;
  self->is_cursor_down = FALSE;
  if (bp_pad_is_blank (self))
    return;
  bp_strokes_clear (self->strokes);
  changed (self);
}

/**
 * bp_pad_set_picture:
 * @self: the pad
 * @picture: a digit
 *
 * Replaces the drawing by a picture in one step that can be undone.
 */
void
bp_pad_set_picture (BpPad *self, BpPicture *picture)
{
  self->is_active = FALSE;
  self->is_cursor_down = FALSE;
  bp_strokes_set_picture (self->strokes, picture);
  changed (self);
}

/**
 * bp_pad_set_attributions:
 * @self: the pad
 * @attributions: (28, 28) (nullable): the share of each pixel of the network's picture in the
 *   answer; copied; %NULL for none
 * @placement: the place of the drawing in the network's picture
 *
 * Shows the explanation of the answer over the drawing, until the drawing changes.
 */
void
bp_pad_set_attributions (BpPad *self, const float *attributions, const BpDigitPlacement *placement)
{
  self->attribution_placement = *placement;
  if (bp_attribution_map_set (&self->attributions, attributions))
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

double
bp_pad_get_brush_size (BpPad *self)
{
  return self->brush_size;
}

/**
 * bp_pad_set_brush_size:
 * @self: the pad
 * @brush_size: the width of a stroke as a share of the pad's side
 */
void
bp_pad_set_brush_size (BpPad *self, double brush_size)
{
  if (self->brush_size == brush_size)
    return;
  self->brush_size = brush_size;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BRUSH_SIZE]);
}

/**
 * bp_pad_begin:
 * @self: the pad
 * @tool: the tool that comes down
 * @x: where, in the widget's coordinates
 * @y: where
 * @pressure: from 0 to 1
 */
void
bp_pad_begin (BpPad *self, BpPadTool tool, double x, double y, double pressure)
{
  self->is_active = TRUE;
  self->is_cursor_down = FALSE;
  self->shows_cursor = FALSE;
  self->tool = tool;
  self->last_point = to_point (self, x, y);
  if (tool == BP_PAD_TOOL_PEN)
    {
      bp_strokes_begin (self->strokes, self->last_point, (float) pressure);
      grown (self);
      return;
    }
  bp_strokes_begin_erasing (self->strokes);
  if (add_point (self, x, y, pressure))
    changed (self);
}

/**
 * bp_pad_to:
 * @self: the pad
 * @x: the position of the tool in the widget's coordinates; may be outside
 * @y: where
 * @pressure: from 0 to 1
 *
 * Does nothing while no tool is down, as after an undo in the middle of a stroke.
 */
void
bp_pad_to (BpPad *self, double x, double y, double pressure)
{
  const BpPenPoint point = { x, y, pressure };

  bp_pad_follow (self, &point, 1);
}

/**
 * bp_pad_follow:
 * @self: the pad
 * @points: (n_points) where the tool was since the last call, as for bp_pad_to()
 * @n_points: the number of points
 *
 * Moves the tool through all points, as one change.
 */
void
bp_pad_follow (BpPad *self, const BpPenPoint *points, gsize n_points)
{
  gboolean has_changed = FALSE;

  if (!self->is_active)
    return;
  for (gsize i = 0; i < n_points; i++)
    has_changed |= add_point (self, points[i].x, points[i].y, points[i].pressure);
  if (!has_changed)
    return;
  if (self->tool == BP_PAD_TOOL_PEN)
    grown (self);
  else
    changed (self);
}

/**
 * bp_pad_end:
 * @self: the pad
 *
 * Lifts the tool.
 */
void
bp_pad_end (BpPad *self)
{
  if (!self->is_active)
    return;
  self->is_active = FALSE;
  self->is_cursor_down = FALSE;
  bp_strokes_end (self->strokes);
}

/* The place of the cursor and the state of its pen in words, for screen readers. */
static void
describe_cursor (BpPad *self)
{
  int column = (int) lroundf (100.0F * self->cursor.x);
  int row = (int) lroundf (100.0F * self->cursor.y);
  g_autofree char *text =
      g_strdup_printf (self->is_cursor_down
                           /* Translators: for screen readers: the place on the pad, in percent */
                           ? _ ("Pen down, %d percent from the left, %d percent from the top")
                           : _ ("Pen up, %d percent from the left, %d percent from the top"),
                       column, row);

  set_description (self, text);
}

/**
 * bp_pad_move_cursor:
 * @self: the pad
 * @x: how far to the right, in units of the pad's side
 * @y: how far down
 *
 * Moves the cursor of the keyboard within the pad, and draws where its pen is down.
 */
void
bp_pad_move_cursor (BpPad *self, float x, float y)
{
  self->shows_cursor = TRUE;
  self->cursor =
      (BpPoint){ CLAMP (self->cursor.x + x, 0.0F, 1.0F), CLAMP (self->cursor.y + y, 0.0F, 1.0F) };
  if (self->is_cursor_down &&
      (self->cursor.x != self->last_point.x || self->cursor.y != self->last_point.y))
    {
      self->last_point = self->cursor;
      bp_strokes_to (self->strokes, self->cursor, KEYBOARD_PRESSURE);
      grown (self);
    }
  describe_cursor (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * bp_pad_toggle_cursor_pen:
 * @self: the pad
 *
 * Puts the pen of the keyboard down at the cursor, or lifts it. A stroke of another device is
 * ended.
 */
void
bp_pad_toggle_cursor_pen (BpPad *self)
{
  if (bp_pad_lift_cursor_pen (self))
    return;

  self->shows_cursor = TRUE;
  self->is_active = TRUE;
  self->is_cursor_down = TRUE;
  self->tool = BP_PAD_TOOL_PEN;
  self->last_point = self->cursor;
  bp_strokes_begin (self->strokes, self->cursor, KEYBOARD_PRESSURE);
  grown (self);
  describe_cursor (self);
}

/**
 * bp_pad_lift_cursor_pen:
 * @self: the pad
 *
 * Returns: whether the pen of the keyboard was down, and now is up
 */
gboolean
bp_pad_lift_cursor_pen (BpPad *self)
{
  if (!self->is_cursor_down)
    return FALSE;

  bp_pad_end (self);
  describe_cursor (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return TRUE;
}
