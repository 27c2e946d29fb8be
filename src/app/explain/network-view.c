/* SPDX-License-Identifier: MIT */
#include "network-view.h"

#include "network-drawing.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

/* The narrowest view, and the width that it prefers. */
#define LEAST_WIDTH   240
#define NATURAL_WIDTH 640

struct _BpNetworkView
{
  GtkWidget parent_instance;

  /* owned */
  BpNetworkScene scene;
  BpNetworkTexts *texts;
};

enum
{
  SIGNAL_UNIT_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpNetworkView, bp_network_view, GTK_TYPE_WIDGET)

static void
arrange (BpNetworkView *self, double width)
{
  bp_network_scene_arrange (&self->scene, width, bp_network_drawing_get_line_height (self->texts));
}

static GtkSizeRequestMode
bp_network_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
bp_network_view_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  BpNetworkView *self = BP_NETWORK_VIEW (widget);

  *minimum = LEAST_WIDTH;
  *natural = NATURAL_WIDTH;
  if (orientation == GTK_ORIENTATION_HORIZONTAL || self->scene.walkthrough == NULL)
    return;
  arrange (self, for_size > 0 ? for_size : LEAST_WIDTH);
  *minimum = (int) ceil (self->scene.layout.height);
  *natural = *minimum;
}

static void
bp_network_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  BpNetworkView *self = BP_NETWORK_VIEW (widget);

  if (self->scene.walkthrough != NULL)
    arrange (self, width);
}

static void
bp_network_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BpNetworkView *self = BP_NETWORK_VIEW (widget);

  if (self->scene.walkthrough != NULL)
    bp_network_drawing_snapshot (&self->scene, self->texts, widget, snapshot);
}

/* GTK 4.8 gives screen readers the value of its own widgets only, so that the description has it
 * too. */
static void
describe_cursor (BpNetworkView *self)
{
  g_autofree char *text = NULL;

  if (self->scene.walkthrough != NULL)
    text = bp_network_scene_describe_cursor (&self->scene);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  text != NULL ? text : "", GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text != NULL ? text : "", -1);
}

static void
choose_cursor (BpNetworkView *self)
{
  g_signal_emit (self, signals[SIGNAL_UNIT_CHOSEN], 0, self->scene.cursor_layer,
                 self->scene.shown[self->scene.cursor_layer][self->scene.cursor_tile]);
}

static void
on_pressed (BpNetworkView *self, int n_press, double x, double y)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (self->scene.walkthrough == NULL ||
      !bp_network_layout_hit (&self->scene.layout, x, y, &self->scene.cursor_layer,
                              &self->scene.cursor_tile))
    return;
  choose_cursor (self);
}

static void
move_cursor (BpNetworkView *self, int dx, int dy)
{
  bp_network_layout_move (&self->scene.layout, dx, dy, &self->scene.cursor_layer,
                          &self->scene.cursor_tile);
  describe_cursor (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* What screen readers do with the network, as the keys do. */
static const struct
{
  const char *action_name;
  int dx;
  int dy;
} MOVES[] = {
  { "network.move-left", -1, 0 },
  { "network.move-right", 1, 0 },
  { "network.move-up", 0, -1 },
  { "network.move-down", 0, 1 },
};

static void
move_by_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BpNetworkView *self = BP_NETWORK_VIEW (widget);

  for (guint i = 0; i < G_N_ELEMENTS (MOVES); i++)
    if (self->scene.walkthrough != NULL && g_str_equal (name, MOVES[i].action_name))
      move_cursor (self, MOVES[i].dx, MOVES[i].dy);
}

static void
choose_by_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BpNetworkView *self = BP_NETWORK_VIEW (widget);

  if (self->scene.walkthrough != NULL)
    choose_cursor (self);
}

static gboolean
on_key_pressed (BpNetworkView *self, guint key)
{
  if (self->scene.walkthrough == NULL)
    return GDK_EVENT_PROPAGATE;

  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      move_cursor (self, -1, 0);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      move_cursor (self, 1, 0);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      move_cursor (self, 0, -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      move_cursor (self, 0, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_space:
      choose_cursor (self);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static gboolean
on_query_tooltip (BpNetworkView *self, int x, int y, gboolean is_keyboard, GtkTooltip *tooltip)
{
  guint layer;
  guint tile;
  g_autofree char *text = NULL;

  if (self->scene.walkthrough == NULL || is_keyboard ||
      !bp_network_layout_hit (&self->scene.layout, x, y, &layer, &tile))
    return FALSE;
  text = bp_unit_text_value (self->scene.walkthrough, &self->scene.names, layer,
                             self->scene.shown[layer][tile]);
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
bp_network_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (bp_network_view_parent_class)->css_changed (widget, change);

  bp_network_texts_forget (BP_NETWORK_VIEW (widget)->texts);
}

static void
bp_network_view_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (bp_network_view_parent_class)->root (widget);

  bp_network_texts_forget (BP_NETWORK_VIEW (widget)->texts);
}

static void
bp_network_view_finalize (GObject *object)
{
  BpNetworkView *self = BP_NETWORK_VIEW (object);

  bp_network_scene_clear (&self->scene);
  g_clear_pointer (&self->texts, bp_network_texts_free);

  G_OBJECT_CLASS (bp_network_view_parent_class)->finalize (object);
}

static void
bp_network_view_class_init (BpNetworkViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = bp_network_view_finalize;
  widget_class->css_changed = bp_network_view_css_changed;
  widget_class->get_request_mode = bp_network_view_get_request_mode;
  widget_class->measure = bp_network_view_measure;
  widget_class->root = bp_network_view_root;
  widget_class->size_allocate = bp_network_view_size_allocate;
  widget_class->snapshot = bp_network_view_snapshot;

  /**
   * BpNetworkView::unit-chosen:
   * @layer: from 0
   * @unit: of the layer, from 0
   */
  signals[SIGNAL_UNIT_CHOSEN] =
      g_signal_new ("unit-chosen", BP_TYPE_NETWORK_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);

  for (guint i = 0; i < G_N_ELEMENTS (MOVES); i++)
    gtk_widget_class_install_action (widget_class, MOVES[i].action_name, NULL, move_by_action);
  gtk_widget_class_install_action (widget_class, "network.choose-unit", NULL, choose_by_action);
  gtk_widget_class_set_css_name (widget_class, "networkview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
bp_network_view_init (BpNetworkView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  /* The network runs from left to right in every language; a text has its own direction. */
  gtk_widget_set_direction (widget, GTK_TEXT_DIR_LTR);
  self->texts = bp_network_texts_new (widget);

  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_pressed), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key_pressed), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (widget, keys);
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_has_tooltip (widget, TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (on_query_tooltip), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Network"), -1);
}

/**
 * bp_network_view_set_walkthrough:
 * @self: the view
 * @walkthrough: (nullable): the walkthrough, which has to stay until the next call; %NULL for none
 * @names: the names of the outputs, which have to stay likewise
 * @width: of its pictures, in pixels, over 0
 * @height: likewise
 */
void
bp_network_view_set_walkthrough (BpNetworkView *self,
                                 const BpWalkthrough *walkthrough,
                                 const BpUnitNames *names,
                                 guint width,
                                 guint height)
{
  bp_network_scene_begin (&self->scene, walkthrough, names, width, height);
  bp_network_texts_forget (self->texts);
  if (walkthrough != NULL)
    arrange (self, MAX (gtk_widget_get_width (GTK_WIDGET (self)), LEAST_WIDTH));
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * bp_network_view_choose_unit:
 * @self: the view, with a walkthrough
 * @layer: from 0
 * @unit: of the layer, from 0
 *
 * Marks a unit as the chosen one and moves the cursor there. Draw it with
 * bp_network_view_update().
 */
void
bp_network_view_choose_unit (BpNetworkView *self, guint layer, guint unit)
{
  bp_network_scene_choose_unit (&self->scene, layer, unit);
}

/**
 * bp_network_view_update:
 * @self: the view, with a walkthrough
 * @image: (nullable): (height, width) the picture of the walkthrough; copied
 *
 * Draws the numbers of the walkthrough as they are now.
 */
void
bp_network_view_update (BpNetworkView *self, const guint8 *image)
{
  bp_network_scene_update (&self->scene, image);
  describe_cursor (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
