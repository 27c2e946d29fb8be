/* SPDX-License-Identifier: MIT */
/*
 * The window as programs see it that help people at the screen: found by roles and names alone, and
 * moved by the actions that GTK offers them. The bus of these programs is not needed: GTK keeps the
 * roles and names in the process.
 */
#include "window-fixture.h"

#include "draw-pane.h"
#include "settings.h"
#include "test-file.h"

static gboolean
has_name (GtkWidget *widget, const char *name)
{
  g_autofree char *other = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget),
                                                               GTK_ACCESSIBLE_PROPERTY_LABEL, name);

  return other == NULL;
}

static GtkWidget *
find_in (GtkWidget *widget, GtkAccessibleRole role, const char *name)
{
  if (!gtk_widget_get_visible (widget))
    return NULL;
  if (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget)) == role &&
      gtk_widget_get_mapped (widget) && has_name (widget, name))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_in (child, role, name);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
find (GtkWidget *widget, GtkAccessibleRole role, const char *name)
{
  GtkWidget *found = find_in (widget, role, name);

  if (found == NULL)
    g_error ("Nothing on the screen has the name “%s” and the role %d", name, role);
  return found;
}

static void
on_clicked (gboolean *is_clicked)
{
  *is_clicked = TRUE;
}

/* What the action "click" of a button does: GTK shows it pressed first. */
static void
click_in (GtkWidget *widget, const char *name)
{
  GtkWidget *button = find (widget, GTK_ACCESSIBLE_ROLE_BUTTON, name);
  gboolean is_clicked = FALSE;
  gulong handler =
      g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_clicked), &is_clicked);

  g_assert_true (gtk_widget_is_sensitive (button));
  g_assert_true (gtk_widget_activate (button));
  while (!is_clicked)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (button, handler);
}

static void
click (BpTestWindow *fixture, const char *name)
{
  click_in (GTK_WIDGET (fixture->window), name);
}

/* The button of the page Train has the same name and role as the one that trains. */
static void
test_train_and_stop (BpTestWindow *fixture, gconstpointer data)
{
  bp_test_window_load_data (fixture);
  g_settings_set_int (fixture->settings, BP_KEY_EPOCHS, 10000);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
  click_in (bp_test_window_find (fixture, "train_button"), "Train");
  bp_test_window_wait_for_state (fixture, BP_TRAINING_STATE_RUNNING);
  click (fixture, "Stop");
  bp_test_window_wait_for_state (fixture, BP_TRAINING_STATE_FINISHED);
  bp_test_window_wait_until_idle (fixture);
}

static void
test_draw (BpTestWindow *fixture, gconstpointer data)
{
  GtkWidget *pad;

  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 1);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
  pad = find (GTK_WIDGET (fixture->window), GTK_ACCESSIBLE_ROLE_IMG, "Drawing pad");
  gtk_widget_activate_action (pad, "pad.toggle-pen", NULL);
  for (guint i = 0; i < 5; i++)
    gtk_widget_activate_action (pad, "pad.move-down", NULL);
  gtk_widget_activate_action (pad, "pad.move-left", NULL);
  gtk_widget_activate_action (pad, "pad.toggle-pen", NULL);
  g_assert_cmpstr (bp_test_window_get_answer (fixture), !=, "");
  g_assert_cmpuint (
      bp_strokes_get (bp_pad_get_strokes (bp_window_get_pad (fixture->window)), 0).n_points, ==, 7);
  g_assert_nonnull (find (GTK_WIDGET (fixture->window), GTK_ACCESSIBLE_ROLE_LABEL, "Prediction"));
  click (fixture, "Undo");
  g_assert_cmpstr (bp_test_window_get_answer (fixture), ==, "");
}

static void
test_explain (BpTestWindow *fixture, gconstpointer data)
{
  static const char *const STEPS[] = { "Forward",  "Forward",  "Loss",
                                       "Backward", "Backward", "Update" };

  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 1);
  click (fixture, "Explain");
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (bp_test_window_find (fixture, "source_row")), 1);
  for (guint i = 0; i < G_N_ELEMENTS (STEPS); i++)
    click (fixture, STEPS[i]);
  g_assert_true (bp_test_window_is_enabled (fixture, "explain-undo"));
  bp_test_window_wait_until_idle (fixture);
}

/* A notification is what screen readers read without being asked. */
static void
wait_for_notification (BpTestWindow *fixture, const char *text)
{
  while (find_in (GTK_WIDGET (fixture->window), GTK_ACCESSIBLE_ROLE_ALERT, text) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* The end of a run and the answer on the pad are said, wherever the focus is. */
static void
test_announcements (BpTestWindow *fixture, gconstpointer data)
{
  BpDrawPane *draw_pane = BP_DRAW_PANE (bp_test_window_find (fixture, "draw_pane"));
  g_autofree char *end = NULL;

  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 1);
  end = g_strdup_printf ("Training Ended. %s", bp_test_window_get_status (fixture));
  wait_for_notification (fixture, end);
  bp_test_window_draw (fixture);
  g_assert_cmpstr (bp_draw_pane_get_answer_in_words (draw_pane), !=, "");
  wait_for_notification (fixture, bp_draw_pane_get_answer_in_words (draw_pane));
}

BP_TEST_FILE (window_access)
{
  bp_test_window_begin ();
  bp_test_window_add ("/window/access/train-and-stop", test_train_and_stop);
  bp_test_window_add ("/window/access/draw", test_draw);
  bp_test_window_add ("/window/access/explain", test_explain);
  bp_test_window_add ("/window/access/announcements", test_announcements);
}
