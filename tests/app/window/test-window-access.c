/* SPDX-License-Identifier: MIT */
/*
 * The window as programs see it that help people at the screen: found by roles and names alone, and
 * moved by the actions that GTK offers them. The bus of these programs is not needed: GTK keeps the
 * roles and names in the process.
 *
 * GTK 4.8 offers them a click on buttons and on entries of menus, and the actions without a
 * parameter that the class of a widget has, or the window. It offers none for check buttons, for
 * items of lists and for the rows of its own dialog of files. The first two have actions of the
 * program's own; a recent file is opened by its entry of the menu.
 */
#include "window-fixture.h"

#include "compare-window.h"
#include "confusion-view.h"
#include "draw-pane.h"
#include "settings.h"
#include "test-file.h"

#include <string.h>

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
press (GtkWidget *button)
{
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
click_in (GtkWidget *widget, const char *name)
{
  press (find (widget, GTK_ACCESSIBLE_ROLE_BUTTON, name));
}

static void
click (BpTestWindow *fixture, const char *name)
{
  click_in (GTK_WIDGET (fixture->window), name);
}

/* Whether the class of the widget has the action, without a parameter: others are not offered. */
static gboolean
has_action (GtkWidget *widget, const char *name)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_GET_CLASS (widget);
  const GVariantType *type;
  const char *other;
  const char *property;
  GType owner;

  for (guint i = 0;
       gtk_widget_class_query_action (widget_class, i, &owner, &other, &type, &property); i++)
    if (g_str_equal (other, name))
      return type == NULL;
  return FALSE;
}

static void
do_action (GtkWidget *widget, const char *name)
{
  g_assert_true (has_action (widget, name));
  g_assert_true (gtk_widget_activate_action_variant (widget, name, NULL));
}

/* An action of the window, "win.save-weights" for them. */
static void
do_window_action (BpTestWindow *fixture, const char *name)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (fixture->window), name);

  g_assert_nonnull (action);
  g_assert_null (g_action_get_parameter_type (action));
  g_assert_true (g_action_get_enabled (action));
  g_action_activate (action, NULL);
}

static void
wait_until_enabled (BpTestWindow *fixture, const char *action_name)
{
  while (!bp_test_window_is_enabled (fixture, action_name))
    g_main_context_iteration (NULL, TRUE);
}

/* The widgets on the screen that have an action. */
static void
collect_with_action (GtkWidget *widget, const char *name, GPtrArray *found)
{
  if (gtk_widget_get_mapped (widget) && has_action (widget, name))
    g_ptr_array_add (found, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_with_action (child, name, found);
}

static GPtrArray *
wait_for_action (GtkWidget *widget, const char *name, guint n_widgets)
{
  GPtrArray *found = g_ptr_array_new ();

  collect_with_action (widget, name, found);
  while (found->len < n_widgets)
    {
      g_main_context_iteration (NULL, TRUE);
      g_ptr_array_set_size (found, 0);
      collect_with_action (widget, name, found);
    }
  return found;
}

/* GTK's entries of menus take their names from their labels. */
static gboolean
has_label (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget))
    return g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_label (child, text))
      return TRUE;
  return FALSE;
}

static GtkWidget *
find_entry (GtkWidget *widget, const char *text)
{
  if (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget)) == GTK_ACCESSIBLE_ROLE_MENU_ITEM)
    return gtk_widget_get_mapped (widget) && has_label (widget, text) ? widget : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_entry (child, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
wait_for_entry (GtkWidget *widget, const char *name)
{
  GtkWidget *entry = find_entry (widget, name);

  while (entry == NULL)
    {
      g_main_context_iteration (NULL, TRUE);
      entry = find_entry (widget, name);
    }
  return entry;
}

static void
choose_entry (BpTestWindow *fixture, const char *name)
{
  g_assert_true (gtk_widget_activate (wait_for_entry (GTK_WIDGET (fixture->window), name)));
}

/* The button that opens a menu is the child of GTK's widget, whose name it has for them. */
static void
open_menu (BpTestWindow *fixture, const char *name)
{
  GtkWidget *button = find (GTK_WIDGET (fixture->window), GTK_ACCESSIBLE_ROLE_BUTTON, name);

  press (gtk_widget_get_first_child (button));
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
  click (fixture, "Load a Sample");
  click (fixture, "Explain");
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
  for (guint i = 0; i < G_N_ELEMENTS (STEPS); i++)
    click (fixture, STEPS[i]);
  g_assert_true (bp_test_window_is_enabled (fixture, "explain-undo"));
  bp_test_window_wait_until_idle (fixture);
}

/* A cell of the confusion matrix says what it counts; one of its images comes to the pad. */
static void
test_inspect (BpTestWindow *fixture, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  g_autoptr (GPtrArray) images = NULL;
  g_autofree char *cell = NULL;
  GtkWidget *matrix;

  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 2);
  click (fixture, "Inspect");
  wait_until_enabled (fixture, "export-inspection");
  gtk_test_widget_wait_for_draw (window);
  matrix = find (window, GTK_ACCESSIBLE_ROLE_GRID, "Confusion matrix");
  do_action (matrix, "matrix.move-down");
  do_action (matrix, "matrix.move-right");
  do_action (matrix, "matrix.move-right");
  do_action (matrix, "matrix.move-left");
  cell = bp_confusion_view_describe_cell (BP_CONFUSION_VIEW (matrix), 1, 1);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (matrix), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       cell);
  do_action (matrix, "matrix.open");
  images = wait_for_action (window, "image.open", 1);
  do_action (g_ptr_array_index (images, 0), "image.open");
  g_assert_cmpstr (bp_test_window_get_answer (fixture), !=, "");
  bp_test_window_wait_until_idle (fixture);
}

/* The units of a network say their numbers. */
static void
test_units (BpTestWindow *fixture, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  GtkWidget *network;

  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 1);
  click (fixture, "Load a Sample");
  click (fixture, "Explain");
  gtk_test_widget_wait_for_draw (window);
  network = find (window, GTK_ACCESSIBLE_ROLE_IMG, "Network");
  for (guint i = 0; i < 3; i++)
    do_action (network, "network.move-right");
  do_action (network, "network.move-up");
  do_action (network, "network.choose-unit");
  g_assert_nonnull (find_in (window, GTK_ACCESSIBLE_ROLE_GROUP, "Numbers"));
  bp_test_window_wait_until_idle (fixture);
}

static GtkWidget *
find_toplevel (GType type)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (toplevels, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (window, type))
        return window;
    }
  return NULL;
}

/* Two of three runs are selected one by one, and compared. */
static void
test_compare_runs (BpTestWindow *fixture, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  g_autoptr (GPtrArray) rows = NULL;
  GtkWidget *compare_window;

  bp_test_window_load_data (fixture);
  for (guint i = 0; i < 3; i++)
    bp_test_window_train_to_the_end (fixture, 1);
  click (fixture, "Runs");
  rows = wait_for_action (window, "run.toggle", 3);
  do_action (g_ptr_array_index (rows, 0), "run.toggle");
  do_action (g_ptr_array_index (rows, 1), "run.toggle");
  do_action (g_ptr_array_index (rows, 2), "run.toggle");
  g_assert_false (bp_test_window_is_enabled (fixture, "compare-two"));
  do_action (g_ptr_array_index (rows, 1), "run.toggle");
  do_window_action (fixture, "compare-two");
  compare_window = find_toplevel (BP_TYPE_COMPARE_WINDOW);
  g_assert_nonnull (compare_window);
  bp_test_window_wait_until_idle (fixture);
  gtk_window_close (GTK_WINDOW (compare_window));
  do_action (g_ptr_array_index (rows, 2), "run.open");
  bp_test_window_wait_until_idle (fixture);
}

#define LESSON                                                                      \
  "[Lesson]\nFormat=1\nTitle=Rates\nSettings=epochs=1\n[Step 1]\nTitle=A\nText=B\n" \
  "Question=C\nChoices=bad;impossible\nMeasure=held-out-accuracy\nBounds=101\n"     \
  "[Step 2]\nTitle=D\nText=E\n"

/* A prediction, a run, and the answer. */
static void
test_lesson (BpTestWindow *fixture, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  g_autoptr (GFile) file = bp_test_window_get_file (fixture, "rates.backprop-lesson");
  g_autoptr (GPtrArray) choices = NULL;
  GtkWidget *answer = bp_test_window_find (fixture, "lesson_answer");

  bp_test_window_load_data (fixture);
  g_assert_true (g_file_replace_contents (file, LESSON, strlen (LESSON), NULL, FALSE,
                                          G_FILE_CREATE_NONE, NULL, NULL, NULL));
  bp_window_open_files (fixture->window, &file, 1);
  choices = wait_for_action (window, "check.toggle", 2);
  do_action (g_ptr_array_index (choices, 1), "check.toggle");
  do_action (g_ptr_array_index (choices, 0), "check.toggle");
  do_window_action (fixture, "train");
  while (!gtk_widget_get_visible (answer))
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (answer)), "prediction was right"));
  click (fixture, "Next Step");
  click (fixture, "End the Lesson");
  bp_test_window_wait_until_idle (fixture);
}

/* A lesson of the program begins from the menu. */
static void
test_lesson_of_menu (BpTestWindow *fixture, gconstpointer data)
{
  GtkWidget *title = bp_test_window_find (fixture, "lesson_title");

  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
  open_menu (fixture, "Main Menu");
  choose_entry (fixture, "Lessons");
  choose_entry (fixture, "Momentum");
  while (strstr (gtk_label_get_text (GTK_LABEL (title)), "Momentum") == NULL)
    g_main_context_iteration (NULL, TRUE);
  click (fixture, "End the Lesson");
  bp_test_window_wait_until_idle (fixture);
}

/* The network is saved where it came from, and opened again from the menu of recent files. */
static void
test_save_and_open (BpTestWindow *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = bp_test_window_get_file (fixture, "mine.safetensors");

  bp_test_write_network (file, (const guint[]){ 784, 16, 10 });
  bp_window_open_files (fixture->window, &file, 1);
  bp_test_window_wait_for_network (fixture);
  bp_test_window_wait_until_idle (fixture);
  g_assert_true (g_file_delete (file, NULL, NULL));
  do_window_action (fixture, "save-weights");
  bp_test_window_wait_until_idle (fixture);
  g_assert_true (g_file_query_exists (file, NULL));

  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 1);
  g_assert_cmpstr (bp_test_window_get_subtitle (fixture), !=, "784-16-10 · from mine.safetensors");
  open_menu (fixture, "Open");
  choose_entry (fixture, "mine.safetensors");
  while (g_strcmp0 (bp_test_window_get_subtitle (fixture), "784-16-10 · from mine.safetensors") !=
         0)
    g_main_context_iteration (NULL, TRUE);
  bp_test_window_wait_until_idle (fixture);
}

/* What a person can do something with. */
static gboolean
is_interactive (GtkWidget *widget)
{
  switch (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget)))
    {
    case GTK_ACCESSIBLE_ROLE_BUTTON:
    case GTK_ACCESSIBLE_ROLE_CHECKBOX:
    case GTK_ACCESSIBLE_ROLE_COMBO_BOX:
    case GTK_ACCESSIBLE_ROLE_GRID:
    case GTK_ACCESSIBLE_ROLE_LINK:
    case GTK_ACCESSIBLE_ROLE_RADIO:
    case GTK_ACCESSIBLE_ROLE_SEARCH_BOX:
    case GTK_ACCESSIBLE_ROLE_SLIDER:
    case GTK_ACCESSIBLE_ROLE_SPIN_BUTTON:
    case GTK_ACCESSIBLE_ROLE_SWITCH:
    case GTK_ACCESSIBLE_ROLE_TAB:
    case GTK_ACCESSIBLE_ROLE_TEXT_BOX:
      return TRUE;
    default:
      return gtk_widget_get_focusable (widget) &&
             g_str_has_prefix (G_OBJECT_TYPE_NAME (widget), "Bp");
    }
}

static gboolean
has_text (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return *gtk_label_get_text (GTK_LABEL (widget)) != '\0';
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_text (child))
      return TRUE;
  return FALSE;
}

/* GTK's own widgets take their names from their labels, and give them to their parts. */
static gboolean
is_named (GtkWidget *widget)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);
  gboolean is_own = g_str_has_prefix (G_OBJECT_TYPE_NAME (widget), "Bp");

  return gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget),
                                           GTK_ACCESSIBLE_PROPERTY_LABEL) ||
         gtk_test_accessible_has_relation (GTK_ACCESSIBLE (widget),
                                           GTK_ACCESSIBLE_RELATION_LABELLED_BY) ||
         (!is_own && has_text (widget)) ||
         (!is_own && parent != NULL && is_interactive (parent) && is_named (parent));
}

static guint
count_unnamed (GtkWidget *widget, const char *place)
{
  guint n = 0;

  if (!gtk_widget_get_mapped (widget))
    return 0;
  if (is_interactive (widget) && !is_named (widget))
    {
      const char *id = gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget));

      g_test_message ("%s: %s “%s” in %s has no name", place, G_OBJECT_TYPE_NAME (widget),
                      id != NULL ? id : "", G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)));
      n++;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_unnamed (child, place);
  return n;
}

/* Shows each part of a page that has a switcher, one after the other. */
static guint
count_unnamed_in_parts (BpTestWindow *fixture, const char *page)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  GtkWidget *stack = bp_test_find_by_name (bp_test_window_find (fixture, page), "views");
  g_autoptr (GtkSelectionModel) parts = NULL;
  guint n = 0;

  if (!ADW_IS_VIEW_STACK (stack))
    return count_unnamed (window, page);
  parts = adw_view_stack_get_pages (ADW_VIEW_STACK (stack));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (parts)); i++)
    {
      gtk_selection_model_select_item (parts, i, TRUE);
      bp_test_window_wait_until_idle (fixture);
      gtk_widget_queue_draw (window);
      gtk_test_widget_wait_for_draw (window);
      n += count_unnamed (window, adw_view_stack_get_visible_child_name (ADW_VIEW_STACK (stack)));
    }
  return n;
}

/* Nothing that can be used is without a name, on any page. */
static void
test_names (BpTestWindow *fixture, gconstpointer data)
{
  static const char *const PAGES[][2] = { { "train", "train_page" },
                                          { "inspect", "inspect_page" },
                                          { "explain", "explain_page" },
                                          { "runs", "runs_page" } };
  guint n = 0;

  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 2);
  click (fixture, "Load a Sample");
  g_settings_set_boolean (fixture->settings, BP_KEY_CHART_SHOWS_TABLE, TRUE);
  g_settings_set_boolean (fixture->settings, BP_KEY_CHART_SHOWS_HEALTH, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (PAGES); i++)
    {
      g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "show-page",
                                      g_variant_new_string (PAGES[i][0]));
      if (i == 1)
        wait_until_enabled (fixture, "export-inspection");
      bp_test_window_wait_until_idle (fixture);
      gtk_widget_queue_draw (GTK_WIDGET (fixture->window));
      gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
      n += count_unnamed_in_parts (fixture, PAGES[i][1]);
    }
  g_settings_reset (fixture->settings, BP_KEY_CHART_SHOWS_TABLE);
  g_settings_reset (fixture->settings, BP_KEY_CHART_SHOWS_HEALTH);
  g_assert_cmpuint (n, ==, 0);
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
  bp_test_window_add ("/window/access/inspect", test_inspect);
  bp_test_window_add ("/window/access/units", test_units);
  bp_test_window_add ("/window/access/compare-runs", test_compare_runs);
  bp_test_window_add ("/window/access/lesson", test_lesson);
  bp_test_window_add ("/window/access/lesson-of-menu", test_lesson_of_menu);
  bp_test_window_add ("/window/access/save-and-open", test_save_and_open);
  bp_test_window_add ("/window/access/names", test_names);
  bp_test_window_add ("/window/access/announcements", test_announcements);
}
