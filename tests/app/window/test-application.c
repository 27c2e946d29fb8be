/* SPDX-License-Identifier: MIT */
/* The program from its command line on. A process has one application, so each test runs in a new
 * process. */
#include "window-fixture.h"

#include "application.h"
#include "settings.h"
#include "test-file.h"

#include <string.h>

#define POLL_MILLISECONDS 10

/**
 * Session:
 * @good_path: the data set to open after the error on the first file
 * @message: of the error
 * @source: the chosen source in the row of the settings at the end
 * @has_data: whether the window can train on the good data set
 * @first: the window of the first start, where there is a second one
 *
 * A session that begins with a bad file, or with two starts.
 */
typedef struct
{
  GtkApplication *application;
  const char *good_path;
  char *message;
  char *source;
  gboolean has_data;
  GtkWindow *first;
} Session;

static gboolean
can_train (GtkWindow *window)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (window), "train");
}

/* After the error on the bad file, opens the good one; after that is loaded, closes the window. */
static gboolean
on_poll_data (gpointer user_data)
{
  Session *session = user_data;
  GtkWindow *window = gtk_application_get_active_window (session->application);
  const char *message;
  AdwComboRow *row;

  if (window == NULL)
    return G_SOURCE_CONTINUE;

  message = bp_test_find_message (GTK_WIDGET (window));
  if (session->message == NULL)
    {
      if (message != NULL)
        {
          session->message = g_strdup (message);
          g_action_group_activate_action (G_ACTION_GROUP (window), "load-data",
                                          g_variant_new_string (session->good_path));
        }
      return G_SOURCE_CONTINUE;
    }
  if (message == NULL && !can_train (window))
    return G_SOURCE_CONTINUE;

  row = ADW_COMBO_ROW (bp_test_find_by_name (GTK_WIDGET (window), "data_row"));
  session->has_data = can_train (window) && message == NULL;
  if (adw_combo_row_get_selected_item (row) != NULL)
    session->source =
        g_strdup (gtk_string_object_get_string (adw_combo_row_get_selected_item (row)));
  gtk_window_close (window);
  return G_SOURCE_REMOVE;
}

/* Closes the window when it has a network. */
static gboolean
on_poll_network (gpointer user_data)
{
  Session *session = user_data;
  GtkWindow *window = gtk_application_get_active_window (session->application);

  if (window == NULL ||
      !g_action_group_get_action_enabled (G_ACTION_GROUP (window), "save-weights"))
    return G_SOURCE_CONTINUE;

  gtk_window_close (window);
  return G_SOURCE_REMOVE;
}

static void
run (Session *session, GSourceFunc poll, const char *argument)
{
  const char *argv[] = { "backprop", argument, NULL };

  g_timeout_add (POLL_MILLISECONDS, poll, session);
  g_assert_cmpint (g_application_run (G_APPLICATION (session->application),
                                      argument != NULL ? 2 : 1, (char **) argv),
                   ==, 0);
}

typedef enum
{
  WAY_OPTION,
  WAY_ARGUMENT,
  WAY_ENVIRONMENT,
  WAY_LAST_DATA,
} Way;

/* Starts the program with a file that is not a data set, and then opens a data set. */
static void
open_bad_then_good (Way way)
{
  g_autofree char *folder = g_dir_make_tmp ("backprop-application-XXXXXX", NULL);
  g_autofree char *good_path = g_build_filename (folder, "train-images-idx3-ubyte", NULL);
  g_autofree char *bad_path = g_build_filename (folder, "page.html", NULL);
  g_autofree char *option = g_strconcat ("--data=", bad_path, NULL);
  g_autoptr (GSettings) settings = bp_settings_new ();
  g_autoptr (BpApplication) application = bp_application_new ();
  const char *argument = way == WAY_OPTION ? option : way == WAY_ARGUMENT ? bad_path : NULL;
  Session session = { .application = GTK_APPLICATION (application), .good_path = good_path };

  bp_test_write_data (folder, BP_TEST_WINDOW_SIDE);
  g_assert_true (g_file_set_contents (bad_path, "<!DOCTYPE html><html></html>", -1, NULL));
  if (way == WAY_ENVIRONMENT)
    g_setenv ("BACKPROP_DATA", bad_path, TRUE);
  if (way == WAY_LAST_DATA)
    g_settings_set_string (settings, BP_KEY_LAST_DATA, bad_path);

  run (&session, on_poll_data, argument);

  g_assert_nonnull (strstr (session.message, "page.html"));
  g_assert_true (session.has_data);
  g_assert_cmpstr (session.source, ==, "train-images-idx3-ubyte");
  g_free (session.message);
  g_free (session.source);
  bp_test_remove_folder (folder);
}

static void
test_bad_then_good (gconstpointer way)
{
  if (g_test_subprocess ())
    {
      open_bad_then_good ((Way) GPOINTER_TO_INT (way));
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

/* With a file that is not a network, the window has the same network as without the file. */
static void
open_no_network (const char *name, const char *content)
{
  g_autofree char *folder = g_dir_make_tmp ("backprop-application-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (BpApplication) application = bp_application_new ();
  g_autoptr (GSettings) settings = bp_settings_new ();
  Session session = { .application = GTK_APPLICATION (application) };

  bp_test_write_data (folder, BP_TEST_WINDOW_SIDE);
  if (content != NULL)
    g_assert_true (g_file_set_contents (path, content, -1, NULL));
  run (&session, on_poll_network, path);
  /* The tour waits for a start without files. */
  g_assert_false (g_settings_get_boolean (settings, BP_KEY_HAS_SEEN_TOUR));
  bp_test_remove_folder (folder);
}

static void
test_data_and_network (void)
{
  if (g_test_subprocess ())
    {
      open_no_network ("train-images-idx3-ubyte", NULL);
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

static void
test_bad_weights_and_network (void)
{
  if (g_test_subprocess ())
    {
      open_no_network ("damaged.safetensors", "no header and no weights");
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

/* Closes the window when the tour has begun. */
static gboolean
on_poll_tour (gpointer user_data)
{
  Session *session = user_data;
  GtkWindow *window = gtk_application_get_active_window (session->application);

  if (window == NULL || bp_test_find_by_name (GTK_WIDGET (window), "tour_next") == NULL)
    return G_SOURCE_CONTINUE;

  gtk_window_close (window);
  return G_SOURCE_REMOVE;
}

static void
start_first (void)
{
  g_autoptr (BpApplication) application = bp_application_new ();
  Session session = { .application = GTK_APPLICATION (application) };

  run (&session, on_poll_tour, NULL);
}

/* The first start without files shows the tour. */
static void
test_first_start (void)
{
  if (g_test_subprocess ())
    {
      start_first ();
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

/* The window that a person sees, other than the first one. */
static GtkWindow *
find_second (const Session *session)
{
  for (GList *link = gtk_application_get_windows (session->application); link != NULL;
       link = link->next)
    if (link->data != session->first && gtk_widget_get_visible (GTK_WIDGET (link->data)))
      return link->data;
  return NULL;
}

/* Closes the first window while it trains, and starts the program again at once. */
static gboolean
on_poll_second_start (gpointer user_data)
{
  Session *session = user_data;
  GtkWindow *window = gtk_application_get_active_window (session->application);
  GtkWindow *second;

  if (window == NULL)
    return G_SOURCE_CONTINUE;
  if (session->first == NULL)
    {
      if (can_train (window))
        {
          session->first = window;
          g_action_group_activate_action (G_ACTION_GROUP (window), "train", NULL);
        }
      return G_SOURCE_CONTINUE;
    }
  if (!g_action_group_get_action_enabled (G_ACTION_GROUP (session->first), "stop"))
    return G_SOURCE_CONTINUE;

  gtk_window_close (session->first);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (session->first)));
  g_application_activate (G_APPLICATION (session->application));
  second = find_second (session);
  g_assert_nonnull (second);
  gtk_window_close (second);
  return G_SOURCE_REMOVE;
}

static void
start_twice (void)
{
  g_autofree char *folder = g_dir_make_tmp ("backprop-application-XXXXXX", NULL);
  g_autofree char *option = g_strconcat ("--data=", folder, NULL);
  g_autoptr (GSettings) settings = bp_settings_new ();
  g_autoptr (BpApplication) application = bp_application_new ();
  Session session = { .application = GTK_APPLICATION (application) };

  bp_test_write_data (folder, BP_TEST_WINDOW_SIDE);
  g_settings_set_int (settings, BP_KEY_EPOCHS, 10000);
  run (&session, on_poll_second_start, option);
  bp_test_remove_folder (folder);
}

/* A start while the first window waits for its run opens a new window. */
static void
test_second_start (void)
{
  if (g_test_subprocess ())
    {
      start_twice ();
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

static void
add_tests (void)
{
  g_test_add_data_func ("/application/bad-option-then-good", GINT_TO_POINTER (WAY_OPTION),
                        test_bad_then_good);
  g_test_add_data_func ("/application/bad-argument-then-good", GINT_TO_POINTER (WAY_ARGUMENT),
                        test_bad_then_good);
  g_test_add_data_func ("/application/bad-environment-then-good", GINT_TO_POINTER (WAY_ENVIRONMENT),
                        test_bad_then_good);
  g_test_add_data_func ("/application/bad-last-data-then-good", GINT_TO_POINTER (WAY_LAST_DATA),
                        test_bad_then_good);
  g_test_add_func ("/application/data-and-network", test_data_and_network);
  g_test_add_func ("/application/bad-weights-and-network", test_bad_weights_and_network);
  g_test_add_func ("/application/first-start", test_first_start);
  g_test_add_func ("/application/second-start", test_second_start);
}

BP_TEST_FILE (application)
{
  bp_test_window_begin ();
  add_tests ();
}
