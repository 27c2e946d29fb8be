/* SPDX-License-Identifier: MIT */
/*
 * A message lies over the pages, so that neither the charts nor the pad move when it comes or goes.
 * It is at the top beside the drawing pane, and below the pad where the pane is the only page in
 * view. A message without room for all of it scrolls.
 */
#include "window-message.h"

#include <math.h>

/* The key of the surroundings in the data of the overlay. */
#define SURROUNDINGS "bp-surroundings-of-message"

/* What the place of a message depends on. */
typedef struct
{
  GtkWidget *overlay;        /* borrowed: it owns this */
  BpMessageBar *message_bar; /* borrowed */
  BpPages *pages;            /* borrowed */
  BpDrawPane *draw_pane;     /* borrowed */
} Surroundings;

static gboolean
is_folded (const Surroundings *self)
{
  gboolean folded;

  g_object_get (self->pages, "folded", &folded, NULL);
  return folded;
}

/* Whether the page in view is the drawing pane, where there is room for one page only. */
static gboolean
is_pane_visible (const Surroundings *self)
{
  g_autoptr (AdwViewStack) stack = NULL;

  g_object_get (self->pages, "stack", &stack, NULL);
  return g_strcmp0 (adw_view_stack_get_visible_child_name (stack),
                    gtk_widget_get_name (GTK_WIDGET (self->draw_pane))) == 0;
}

/* The part of the overlay that a message may cover. */
static GdkRectangle
get_room (const Surroundings *self)
{
  GtkWidget *pane = GTK_WIDGET (self->draw_pane);
  GtkWidget *pad = GTK_WIDGET (bp_draw_pane_get_pad (self->draw_pane));
  GdkRectangle room = { 0, 0, gtk_widget_get_width (self->overlay),
                        gtk_widget_get_height (self->overlay) };
  graphene_rect_t bounds;

  if (!is_folded (self))
    {
      room.width -= gtk_widget_get_width (pane);
      if (gtk_widget_get_direction (pane) == GTK_TEXT_DIR_RTL)
        room.x = gtk_widget_get_width (pane);
    }
  else if (is_pane_visible (self) && gtk_widget_compute_bounds (pad, pane, &bounds))
    {
      room.y = MIN ((int) ceilf (bounds.origin.y + bounds.size.height), room.height);
      room.height -= room.y;
    }
  return room;
}

/* Places the scrolled window of the bar. It rather covers a part of the pad than becomes smaller
 * than it can be drawn. */
static gboolean
place_message (const Surroundings *self, GtkWidget *scrolled_window, GdkRectangle *place)
{
  GtkWidget *bar = GTK_WIDGET (self->message_bar);
  GdkRectangle room = get_room (self);
  int minimum;
  int natural;

  gtk_widget_measure (bar, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  place->width = CLAMP (room.width, minimum, MAX (natural, minimum));
  place->x = room.x + (room.width - place->width) / 2;
  gtk_widget_measure (bar, GTK_ORIENTATION_VERTICAL, place->width, NULL, &natural, NULL, NULL);
  gtk_widget_measure (scrolled_window, GTK_ORIENTATION_VERTICAL, -1, &minimum, NULL, NULL, NULL);
  place->height = CLAMP (room.height, minimum, MAX (natural, minimum));
  place->y = MIN (room.y, gtk_widget_get_height (self->overlay) - place->height);
  return TRUE;
}

/**
 * bp_window_message_attach:
 * @overlay: holds the pages, and the scrolled window over them
 * @message_bar: the bar, in a scrolled window
 * @pages: the pages
 * @draw_pane: the one of them with the pad
 *
 * Places the messages of the window.
 */
void
bp_window_message_attach (GtkOverlay *overlay,
                          BpMessageBar *message_bar,
                          BpPages *pages,
                          BpDrawPane *draw_pane)
{
  Surroundings *self = g_new0 (Surroundings, 1);

  self->overlay = GTK_WIDGET (overlay);
  self->message_bar = message_bar;
  self->pages = pages;
  self->draw_pane = draw_pane;
  g_object_set_data_full (G_OBJECT (overlay), SURROUNDINGS, self, g_free);
  g_signal_connect_swapped (overlay, "get-child-position", G_CALLBACK (place_message), self);
}
