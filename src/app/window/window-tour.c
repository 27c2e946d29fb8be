/* SPDX-License-Identifier: MIT */
/*
 * The tour of the window. After each frame, its popover follows what it points at: a narrow window
 * has other buttons for the pages.
 *
 * It gets in nobody's way: it leaves the pad free until it speaks of it, and ends when somebody
 * begins to use the window.
 */
#include "window-tour.h"

#include "commands.h"
#include "settings.h"
#include "tour.h"

#define DATA "backprop-tour"

/* Between the popover and the pad, in pixels: its shadow. */
#define PAD_MARGIN 16

typedef struct
{
  BpWindow *window; /* borrowed, as its data */
  BpTourTargets targets;
  BpTour *popover;             /* owned, nullable: on the screen */
  GtkWidget *focus;            /* weak, nullable: before the tour */
  GdkFrameClock *clock;        /* owned, nullable: whose frames are waited for */
  GtkEventController *presses; /* borrowed from the window, while there is a popover */
  GdkRectangle pointed;        /* where it points, in its parent */
  GtkPositionType side;        /* of that, on which it is */
  int offset;                  /* from there, in pixels to the right */
} Tour;

static Tour *
get_tour (BpWindow *self)
{
  return g_object_get_data (G_OBJECT (self), DATA);
}

static void
tour_free (gpointer data)
{
  Tour *tour = data;

  g_clear_weak_pointer (&tour->focus);
  g_free (tour);
}

/* The part of the window that the step is about, or the header bar where that is not shown. */
static GtkWidget *
find_target (Tour *tour)
{
  const BpTourTargets *targets = &tour->targets;
  GtkWidget *pad = GTK_WIDGET (bp_window_get_pad (tour->window));

  switch (bp_tour_get_step (tour->popover))
    {
    case BP_TOUR_TRAIN:
      return targets->train_button;
    case BP_TOUR_DRAW:
      if (gtk_widget_get_mapped (pad))
        return pad;
      break;
    case BP_TOUR_LOOK_INSIDE:
      if (gtk_widget_get_mapped (targets->page_buttons))
        return targets->page_buttons;
      if (gtk_widget_get_mapped (targets->page_icons))
        return targets->page_icons;
      if (adw_view_switcher_bar_get_reveal (targets->switcher_bar))
        return GTK_WIDGET (targets->switcher_bar);
      break;
    default:
      g_assert_not_reached ();
    }
  return targets->header_bar;
}

static gboolean
is_narrow (Tour *tour)
{
  return adw_view_switcher_bar_get_reveal (tour->targets.switcher_bar);
}

/* Beside the pad where there is room, else above or beneath the target. */
static GtkPositionType
find_side (Tour *tour, GtkWidget *target)
{
  if (target == GTK_WIDGET (tour->targets.switcher_bar))
    return GTK_POS_TOP;
  return bp_tour_get_step (tour->popover) == BP_TOUR_DRAW && !is_narrow (tour) ? GTK_POS_LEFT
                                                                               : GTK_POS_BOTTOM;
}

/* How far beside its target the popover of the first step goes, to leave the pad free: to the
 * right, in pixels. One of its edges is then that of the button. */
static int
find_offset (Tour *tour, const graphene_rect_t *button)
{
  GtkWidget *pad = GTK_WIDGET (bp_window_get_pad (tour->window));
  graphene_rect_t bounds;

  if (bp_tour_get_step (tour->popover) != BP_TOUR_TRAIN || is_narrow (tour) ||
      !gtk_widget_compute_bounds (pad, tour->targets.content, &bounds))
    return 0;
  if (gtk_widget_get_direction (pad) == GTK_TEXT_DIR_RTL)
    return MAX (0, (int) (bounds.origin.x + bounds.size.width - button->origin.x) + PAD_MARGIN);
  return MIN (0, (int) (bounds.origin.x - button->origin.x - button->size.width) - PAD_MARGIN);
}

/* Points at the part of the window that the step is about, wherever that is now. */
static void
follow_target (Tour *tour)
{
  GtkWidget *target = find_target (tour);
  GtkPositionType side = find_side (tour, target);
  graphene_rect_t bounds;
  GdkRectangle pointed;
  int offset;

  if (!gtk_widget_compute_bounds (target, tour->targets.content, &bounds))
    return;
  pointed = (GdkRectangle){ (int) bounds.origin.x, (int) bounds.origin.y, (int) bounds.size.width,
                            (int) bounds.size.height };
  offset = find_offset (tour, &bounds);
  if (side == tour->side && offset == tour->offset &&
      gdk_rectangle_equal (&pointed, &tour->pointed))
    return;
  tour->side = side;
  tour->pointed = pointed;
  tour->offset = offset;
  gtk_popover_set_position (GTK_POPOVER (tour->popover), side);
  gtk_widget_set_halign (GTK_WIDGET (tour->popover), offset < 0   ? GTK_ALIGN_END
                                                     : offset > 0 ? GTK_ALIGN_START
                                                                  : GTK_ALIGN_FILL);
  gtk_popover_set_offset (GTK_POPOVER (tour->popover), offset, 0);
  gtk_popover_set_pointing_to (GTK_POPOVER (tour->popover), &pointed);
}

static void
on_step_changed (Tour *tour)
{
  if (bp_tour_get_step (tour->popover) == BP_TOUR_DRAW)
    bp_window_show_pad (tour->window);
  follow_target (tour);
}

static void
wait_for_frames (Tour *tour, GCallback on_frame)
{
  tour->clock = g_object_ref (gtk_widget_get_frame_clock (GTK_WIDGET (tour->window)));
  g_signal_connect_swapped (tour->clock, "after-paint", on_frame, tour);
}

static void
ignore_frames (Tour *tour)
{
  if (tour->clock != NULL)
    g_signal_handlers_disconnect_by_data (tour->clock, tour);
  g_clear_object (&tour->clock);
}

/* Ends the tour. The focus is again where it was, unless somebody has moved it. */
static void
end (Tour *tour)
{
  GtkWidget *popover = GTK_WIDGET (g_steal_pointer (&tour->popover));
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (tour->window));

  ignore_frames (tour);
  if (popover == NULL)
    return;
  g_signal_handlers_disconnect_by_data (popover, tour);
  g_signal_handlers_disconnect_by_data (tour->window, tour);
  gtk_widget_remove_controller (GTK_WIDGET (tour->window), g_steal_pointer (&tour->presses));
  if ((focus == NULL || gtk_widget_is_ancestor (focus, popover)) && tour->focus != NULL &&
      gtk_widget_get_mapped (tour->focus))
    gtk_widget_grab_focus (tour->focus);
  g_clear_weak_pointer (&tour->focus);
  gtk_widget_unparent (popover);
  g_object_unref (popover);
}

/* The popover still works on its end. */
static gboolean
end_later (gpointer user_data)
{
  Tour *tour = get_tour (BP_WINDOW (user_data));

  /* Meanwhile the tour may have begun again. */
  if (tour->popover != NULL && !gtk_widget_get_visible (GTK_WIDGET (tour->popover)))
    end (tour);
  return G_SOURCE_REMOVE;
}

static void
close_tour (Tour *tour)
{
  gtk_popover_popdown (GTK_POPOVER (tour->popover));
}

/* A run has begun, which shows itself on the charts. */
static void
on_stop_enabled (Tour *tour, const char *action G_GNUC_UNUSED, gboolean is_enabled)
{
  if (is_enabled)
    close_tour (tour);
}

/* Whoever presses something else begins to use the window. The press goes on to what it is for. */
static void
on_pressed (Tour *tour, int n_presses, double x, double y, GtkGestureClick *presses)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (presses));

  if (gdk_event_get_surface (event) != gtk_native_get_surface (GTK_NATIVE (tour->popover)))
    close_tour (tour);
}

static GtkEventController *
watch_presses (Tour *tour)
{
  GtkGesture *presses = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (presses), 0);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (presses), GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (presses, "pressed", G_CALLBACK (on_pressed), tour);
  gtk_widget_add_controller (GTK_WIDGET (tour->window), GTK_EVENT_CONTROLLER (presses));
  return GTK_EVENT_CONTROLLER (presses);
}

static void
on_closed (Tour *tour)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, end_later, g_object_ref (tour->window), g_object_unref);
}

static void
begin (BpWindow *self)
{
  Tour *tour = get_tour (self);

  g_settings_set_boolean (bp_window_get_settings (self), BP_KEY_HAS_SEEN_TOUR, TRUE);
  end (tour);
  g_set_weak_pointer (&tour->focus, gtk_window_get_focus (GTK_WINDOW (self)));
  tour->pointed = (GdkRectangle){ 0 };
  tour->presses = watch_presses (tour);
  tour->popover = BP_TOUR (g_object_ref_sink (bp_tour_new ()));
  gtk_widget_set_parent (GTK_WIDGET (tour->popover), tour->targets.content);
  g_signal_connect_swapped (tour->popover, "step-changed", G_CALLBACK (on_step_changed), tour);
  g_signal_connect_swapped (tour->popover, "closed", G_CALLBACK (on_closed), tour);
  g_signal_connect_swapped (self, "action-state-changed::show-page", G_CALLBACK (close_tour), tour);
  g_signal_connect_swapped (self, "action-enabled-changed::stop", G_CALLBACK (on_stop_enabled),
                            tour);
  wait_for_frames (tour, G_CALLBACK (follow_target));
  bp_tour_begin (tour->popover);
  gtk_popover_popup (GTK_POPOVER (tour->popover));
}

static void
on_unmapped (BpWindow *self)
{
  end (get_tour (self));
}

static const BpCommand COMMANDS[] = {
  { "tour", G_CALLBACK (begin) },
};

/**
 * bp_window_tour_attach:
 * @self: the window
 * @targets: what the tour points at
 *
 * Adds the action "tour".
 */
void
bp_window_tour_attach (BpWindow *self, const BpTourTargets *targets)
{
  Tour *tour = g_new0 (Tour, 1);

  tour->window = self;
  tour->targets = *targets;
  g_object_set_data_full (G_OBJECT (self), DATA, tour, tour_free);
  bp_commands_add (G_ACTION_MAP (self), COMMANDS, G_N_ELEMENTS (COMMANDS), self);
  /* The popover leaves its parent before that is disposed of. */
  g_signal_connect (self, "unmap", G_CALLBACK (on_unmapped), NULL);
}

static void
on_first_frame (Tour *tour)
{
  ignore_frames (tour);
  if (!is_narrow (tour))
    begin (tour->window);
}

/**
 * bp_window_tour_offer:
 * @self: the window, on the screen
 *
 * Begins the tour after the first frame, unless this user has seen it before, or the window is so
 * narrow that the tour would cover what it speaks of.
 */
void
bp_window_tour_offer (BpWindow *self)
{
  Tour *tour = get_tour (self);

  if (g_settings_get_boolean (bp_window_get_settings (self), BP_KEY_HAS_SEEN_TOUR) ||
      tour->clock != NULL)
    return;
  wait_for_frames (tour, G_CALLBACK (on_first_frame));
}
