/* SPDX-License-Identifier: MIT */
/* Everything that a person does in the window, done by keys alone. */
#include "window-fixture.h"

#include "keyboard.h"
#include "settings.h"
#include "test-file.h"

#include <string.h>

/* Finds what has an action, as in "win.stop". */
static GtkWidget *
find_by_action (GtkWidget *widget, const char *name)
{
  if (GTK_IS_ACTIONABLE (widget) &&
      g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), name) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_by_action (child, name);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* Goes to the button of an action, and presses it. */
static void
press_button (BpTestWindow *fixture, const char *action_name)
{
  bp_test_tab_to (find_by_action (GTK_WIDGET (fixture->window), action_name));
  bp_test_press ("Return");
}

static void
test_train_and_stop (BpTestWindow *fixture, gconstpointer data)
{
  bp_test_window_load_data (fixture);
  g_settings_set_int (fixture->settings, BP_KEY_EPOCHS, 10000);
  bp_test_press ("<Control>Return");
  bp_test_window_wait_for_state (fixture, BP_TRAINING_STATE_RUNNING);
  bp_test_window_wait_for_steps (fixture, 10);
  bp_test_press ("<Control>period");
  bp_test_window_wait_for_state (fixture, BP_TRAINING_STATE_FINISHED);

  /* The same by the buttons. */
  bp_test_tab_to (bp_test_window_find (fixture, "train_button"));
  bp_test_press ("Return");
  bp_test_window_wait_for_state (fixture, BP_TRAINING_STATE_RUNNING);
  press_button (fixture, "win.stop");
  bp_test_window_wait_for_state (fixture, BP_TRAINING_STATE_FINISHED);
  bp_test_window_wait_until_idle (fixture);
}

/* A bent line with the pen of the keys. */
static void
draw (BpTestWindow *fixture)
{
  bp_test_tab_to (GTK_WIDGET (bp_window_get_pad (fixture->window)));
  bp_test_press_times ("Up", 6);
  bp_test_press ("d");
  bp_test_press_times ("<Shift>Down", 4);
  bp_test_press_times ("Right", 4);
  bp_test_press ("Escape");
}

static void
test_draw (BpTestWindow *fixture, gconstpointer data)
{
  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 1);
  draw (fixture);
  g_assert_cmpstr (bp_test_window_get_answer (fixture), !=, "");
  bp_test_press ("<Control>z");
  g_assert_cmpstr (bp_test_window_get_answer (fixture), ==, "");
  bp_test_press ("<Control><Shift>z");
  g_assert_cmpstr (bp_test_window_get_answer (fixture), !=, "");
  bp_test_press ("<Control>i");
  bp_test_press ("Delete");
  g_assert_cmpstr (bp_test_window_get_answer (fixture), ==, "");
}

/* Types the name of a file into the dialog that has opened. */
static void
choose_file (BpTestWindow *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

  while (bp_test_get_focus () == NULL ||
         gtk_widget_get_root (bp_test_get_focus ()) == GTK_ROOT (fixture->window))
    g_main_context_iteration (NULL, TRUE);
  bp_test_press ("<Control>a");
  bp_test_type (path);
  bp_test_press ("Return");
}

static void
test_save_and_open (BpTestWindow *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = bp_test_window_get_file (fixture, "saved.safetensors");

#ifdef __SANITIZE_ADDRESS__
  g_test_skip (
      "GTK's dialog of files leaks: its search for cloud providers, on a thread of GLib's");
  return;
#endif
  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 1);
  bp_test_press ("<Control>s");
  choose_file (fixture, "saved.safetensors");
  while (!g_file_query_exists (file, NULL))
    g_main_context_iteration (NULL, TRUE);
  bp_test_window_wait_until_idle (fixture);
  bp_test_press ("<Control>o");
  choose_file (fixture, "saved.safetensors");
  while (g_strcmp0 (bp_test_window_get_subtitle (fixture), "784-16-10 · from saved.safetensors") !=
         0)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_until_enabled (BpTestWindow *fixture, const char *action_name)
{
  while (!bp_test_window_is_enabled (fixture, action_name))
    g_main_context_iteration (NULL, TRUE);
}

/* A cell of the confusion matrix is opened, and one of its images comes to the pad. */
static void
test_inspect (BpTestWindow *fixture, gconstpointer data)
{
  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 2);
  bp_test_press ("<Alt>2");
  wait_until_enabled (fixture, "export-inspection");
  bp_test_tab_to (bp_test_window_find (fixture, "confusion_view"));
  bp_test_press ("<Control>Home");
  bp_test_press ("Return");
  bp_test_tab_to (bp_test_window_find (fixture, "images_view"));
  bp_test_press_times ("Tab", 1);
  bp_test_press ("Return");
  g_assert_cmpstr (bp_test_window_get_answer (fixture), !=, "");
}

/* One image goes forward, back, and into an update, which is undone. */
static void
test_explain (BpTestWindow *fixture, gconstpointer data)
{
  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 1);
  bp_test_press ("<Alt>3");
  bp_test_tab_to (bp_test_window_find (fixture, "source_row"));
  bp_test_press ("Return");
  bp_test_press ("Down");
  bp_test_press ("Return");
  press_button (fixture, "win.explain-forward");
  press_button (fixture, "win.explain-forward");
  press_button (fixture, "win.explain-loss");
  press_button (fixture, "win.explain-backward");
  press_button (fixture, "win.explain-backward");
  press_button (fixture, "win.explain-update");
  press_button (fixture, "win.explain-undo");
  g_assert_false (bp_test_window_is_enabled (fixture, "explain-undo"));
  bp_test_window_wait_until_idle (fixture);
}

static void
test_compare_runs (BpTestWindow *fixture, gconstpointer data)
{
  GtkWidget *runs;

  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 1);
  bp_test_window_train_to_the_end (fixture, 1);
  bp_test_press ("<Alt>4");
  runs = bp_test_find_by_name (bp_test_window_find (fixture, "runs_page"), "view");
  while (g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (runs)))) <
         2)
    g_main_context_iteration (NULL, TRUE);
  bp_test_tab_to (runs);
  bp_test_press ("space");
  bp_test_press ("<Shift>Down");
  wait_until_enabled (fixture, "compare-two");
}

/* The first lesson of the main menu begins, and its second step comes. */
static void
test_lesson (BpTestWindow *fixture, gconstpointer data)
{
  GtkWidget *title;

  bp_test_window_load_data (fixture);
  bp_test_press ("F10");
  bp_test_type ("n");
  bp_test_press ("Down");
  bp_test_press ("Return");
  title = bp_test_window_find (fixture, "lesson_title");
  while (*gtk_label_get_text (GTK_LABEL (title)) == '\0')
    g_main_context_iteration (NULL, TRUE);
  bp_test_tab_to (bp_test_window_find (fixture, "choices"));
  bp_test_press ("space");
  bp_test_tab_to (bp_test_window_find (fixture, "next_button"));
  bp_test_press ("Return");
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (title)), " 2 "));
  bp_test_tab_to (bp_test_window_find (fixture, "end_button"));
  bp_test_press ("Return");
  bp_test_window_wait_until_idle (fixture);
}

BP_TEST_FILE (window_keys)
{
  bp_test_window_begin ();
  bp_test_window_add ("/window/keys/train-and-stop", test_train_and_stop);
  bp_test_window_add ("/window/keys/draw", test_draw);
  bp_test_window_add ("/window/keys/save-and-open", test_save_and_open);
  bp_test_window_add ("/window/keys/inspect", test_inspect);
  bp_test_window_add ("/window/keys/explain", test_explain);
  bp_test_window_add ("/window/keys/compare-runs", test_compare_runs);
  bp_test_window_add ("/window/keys/lesson", test_lesson);
}
