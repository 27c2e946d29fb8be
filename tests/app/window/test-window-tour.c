/* SPDX-License-Identifier: MIT */
/* The tour of the window: its steps, its end, and when it begins by itself. */
#include "window-fixture.h"

#include "settings.h"
#include "test-file.h"
#include "tour.h"
#include "window-tour.h"

static BpTour *
find_tour (BpTestWindow *fixture)
{
  GtkWidget *content = bp_test_window_find (fixture, "content");

  for (GtkWidget *child = gtk_widget_get_first_child (content); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (BP_IS_TOUR (child))
      return BP_TOUR (child);
  return NULL;
}

static void
wait_for_end (BpTestWindow *fixture)
{
  while (find_tour (fixture) != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
click (BpTestWindow *fixture, const char *name)
{
  g_signal_emit_by_name (bp_test_window_find (fixture, name), "clicked");
}

static gboolean
points_at (BpTestWindow *fixture, GtkWidget *target)
{
  GtkWidget *content = bp_test_window_find (fixture, "content");
  graphene_rect_t bounds;
  GdkRectangle pointed;

  return gtk_widget_get_mapped (target) && gtk_widget_compute_bounds (target, content, &bounds) &&
         gtk_popover_get_pointing_to (GTK_POPOVER (find_tour (fixture)), &pointed) &&
         gdk_rectangle_equal (&pointed,
                              &(GdkRectangle){ (int) bounds.origin.x, (int) bounds.origin.y,
                                               (int) bounds.size.width, (int) bounds.size.height });
}

/* Parts that have just come get their place in the next frames. */
static void
wait_until_points_at (BpTestWindow *fixture, GtkWidget *target)
{
  while (!points_at (fixture, target))
    g_main_context_iteration (NULL, TRUE);
}

static void
test_steps (BpTestWindow *fixture, gconstpointer data)
{
  GtkWidget *pad = GTK_WIDGET (bp_window_get_pad (fixture->window));
  GtkAccessible *tour;

  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
  gtk_widget_grab_focus (pad);
  bp_test_window_activate (fixture, "tour");
  tour = GTK_ACCESSIBLE (find_tour (fixture));
  gtk_test_accessible_assert_role (tour, GTK_ACCESSIBLE_ROLE_DIALOG);
  gtk_test_accessible_assert_property (tour, GTK_ACCESSIBLE_PROPERTY_LABEL, "Train a Network");
  wait_until_points_at (fixture, bp_test_window_find (fixture, "train_button"));
  g_assert_true (gtk_widget_is_focus (bp_test_window_find (fixture, "tour_next")));
  g_assert_false (gtk_widget_is_sensitive (bp_test_window_find (fixture, "tour_back")));

  click (fixture, "tour_next");
  gtk_test_accessible_assert_property (tour, GTK_ACCESSIBLE_PROPERTY_LABEL, "Draw a Digit");
  wait_until_points_at (fixture, pad);
  click (fixture, "tour_next");
  gtk_test_accessible_assert_property (tour, GTK_ACCESSIBLE_PROPERTY_LABEL, "Look Inside");
  wait_until_points_at (fixture, bp_test_window_find (fixture, "page_buttons"));
  g_assert_true (gtk_widget_is_focus (bp_test_window_find (fixture, "tour_end")));
  click (fixture, "tour_back");
  gtk_test_accessible_assert_property (tour, GTK_ACCESSIBLE_PROPERTY_LABEL, "Draw a Digit");
  click (fixture, "tour_next");
  click (fixture, "tour_end");
  wait_for_end (fixture);
  g_assert_true (gtk_widget_is_focus (pad));
}

/* Skipped in its second step, it begins with the first one the next time. */
static void
test_skip (BpTestWindow *fixture, gconstpointer data)
{
  bp_test_window_activate (fixture, "tour");
  click (fixture, "tour_next");
  click (fixture, "tour_skip");
  bp_test_window_activate (fixture, "tour");
  g_assert_cmpint (bp_tour_get_step (find_tour (fixture)), ==, BP_TOUR_TRAIN);
  click (fixture, "tour_skip");
  wait_for_end (fixture);
}

/* A narrow window shows the pad for the step on it, and has a bar of pages at its bottom. */
static void
test_narrow (BpTestWindow *fixture, gconstpointer data)
{
  GtkWidget *bar;
  GtkWidget *pad;

  bp_test_window_close (fixture);
  g_settings_set_int (fixture->settings, BP_KEY_WINDOW_WIDTH, 360);
  bp_test_window_open (fixture);
  bar = bp_test_window_find (fixture, "switcher_bar");
  pad = GTK_WIDGET (bp_window_get_pad (fixture->window));
  while (!adw_view_switcher_bar_get_reveal (ADW_VIEW_SWITCHER_BAR (bar)) ||
         gtk_widget_get_mapped (pad))
    g_main_context_iteration (NULL, TRUE);
  bp_test_window_activate (fixture, "tour");
  click (fixture, "tour_next");
  while (!gtk_widget_get_mapped (pad))
    g_main_context_iteration (NULL, TRUE);
  click (fixture, "tour_next");
  wait_until_points_at (fixture, bar);
  click (fixture, "tour_end");
  wait_for_end (fixture);

  /* There, it would cover what it speaks of, and does not begin by itself. */
  g_settings_reset (fixture->settings, BP_KEY_HAS_SEEN_TOUR);
  bp_window_tour_offer (fixture->window);
  gtk_widget_queue_draw (GTK_WIDGET (fixture->window));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
  g_assert_null (find_tour (fixture));
  g_assert_false (g_settings_get_boolean (fixture->settings, BP_KEY_HAS_SEEN_TOUR));

  bp_test_window_close (fixture);
  g_settings_reset (fixture->settings, BP_KEY_WINDOW_WIDTH);
  bp_test_window_open (fixture);
}

/* The first step leaves the pad free, and the tour ends when somebody goes to another page or
 * trains. */
static void
test_is_in_nobodys_way (BpTestWindow *fixture, gconstpointer data)
{
  GtkWidget *pad = GTK_WIDGET (bp_window_get_pad (fixture->window));
  GtkWidget *content = bp_test_window_find (fixture, "content");
  GtkWidget *button = bp_test_window_find (fixture, "train_button");
  GtkPopover *tour;
  graphene_rect_t pad_bounds;
  graphene_rect_t button_bounds;
  int offset;

  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
  bp_test_window_activate (fixture, "tour");
  tour = GTK_POPOVER (find_tour (fixture));
  wait_until_points_at (fixture, button);
  gtk_popover_get_offset (tour, &offset, NULL);
  g_assert_true (gtk_widget_compute_bounds (pad, content, &pad_bounds));
  g_assert_true (gtk_widget_compute_bounds (button, content, &button_bounds));
  g_assert_cmpint (gtk_widget_get_halign (GTK_WIDGET (tour)), ==, GTK_ALIGN_END);
  g_assert_cmpfloat (button_bounds.origin.x + button_bounds.size.width + (float) offset, <,
                     pad_bounds.origin.x);

  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "show-page",
                                  g_variant_new_string ("runs"));
  wait_for_end (fixture);

  bp_test_window_load_data (fixture);
  bp_test_window_activate (fixture, "tour");
  bp_test_window_activate (fixture, "train");
  wait_for_end (fixture);
  bp_test_window_activate (fixture, "stop");
  bp_test_window_wait_until_idle (fixture);
}

/* The first start of a user begins the tour, and later ones do not. */
static void
test_first_start (BpTestWindow *fixture, gconstpointer data)
{
  g_settings_reset (fixture->settings, BP_KEY_HAS_SEEN_TOUR);
  bp_window_tour_offer (fixture->window);
  while (find_tour (fixture) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (g_settings_get_boolean (fixture->settings, BP_KEY_HAS_SEEN_TOUR));
  click (fixture, "tour_skip");
  wait_for_end (fixture);

  bp_window_tour_offer (fixture->window);
  gtk_widget_queue_draw (GTK_WIDGET (fixture->window));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
  g_assert_null (find_tour (fixture));
}

/* The window closes while the tour goes on, and while it is about to begin. */
static void
test_close (BpTestWindow *fixture, gconstpointer data)
{
  bp_test_window_activate (fixture, "tour");
  bp_test_window_close (fixture);

  g_settings_reset (fixture->settings, BP_KEY_HAS_SEEN_TOUR);
  bp_test_window_open (fixture);
  bp_window_tour_offer (fixture->window);
  bp_test_window_close (fixture);
  g_assert_false (g_settings_get_boolean (fixture->settings, BP_KEY_HAS_SEEN_TOUR));
}

BP_TEST_FILE (window_tour)
{
  bp_test_window_ignore_switcher_bar ();
  bp_test_window_begin ();
  bp_test_window_add ("/window/tour/steps", test_steps);
  bp_test_window_add ("/window/tour/skip", test_skip);
  bp_test_window_add ("/window/tour/narrow", test_narrow);
  bp_test_window_add ("/window/tour/in-nobodys-way", test_is_in_nobodys_way);
  bp_test_window_add ("/window/tour/first-start", test_first_start);
  bp_test_window_add ("/window/tour/close", test_close);
}
