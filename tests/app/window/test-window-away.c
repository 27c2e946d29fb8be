/* SPDX-License-Identifier: MIT */
/* Training in the background: suspending is inhibited during a run and allowed after its end, and a
 * notification reports the result. */
#include "window-fixture.h"

#include "desktop.h"
#include "settings.h"
#include "test-file.h"

#define ENDLESS 10000

static guint
count_inhibitors (void)
{
  return bp_test_desktop_count_inhibitors (GTK_APPLICATION_INHIBIT_SUSPEND);
}

static void
begin_training (BpTestWindow *fixture, int n_epochs)
{
  bp_test_window_load_data (fixture);
  g_assert_cmpuint (count_inhibitors (), ==, 0);
  g_settings_set_int (fixture->settings, BP_KEY_EPOCHS, n_epochs);
  bp_test_window_activate (fixture, "train");
  g_assert_cmpuint (count_inhibitors (), ==, 1);
}

static void
test_end (BpTestWindow *fixture, gconstpointer data)
{
  begin_training (fixture, 2);
  bp_test_window_wait_until_idle (fixture);
  g_assert_cmpuint (count_inhibitors (), ==, 0);

  /* The next run inhibits it again. */
  bp_test_window_activate (fixture, "continue-run");
  g_assert_cmpuint (count_inhibitors (), ==, 1);
  bp_test_window_wait_until_idle (fixture);
  g_assert_cmpuint (count_inhibitors (), ==, 0);
}

static void
test_stop (BpTestWindow *fixture, gconstpointer data)
{
  begin_training (fixture, ENDLESS);
  bp_test_window_wait_for_steps (fixture, 10);
  g_assert_cmpuint (count_inhibitors (), ==, 1);
  bp_test_window_activate (fixture, "stop");
  bp_test_window_wait_until_idle (fixture);
  g_assert_cmpuint (count_inhibitors (), ==, 0);
}

/* Opening another network ends the run. */
static void
test_another_network (BpTestWindow *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = bp_test_window_get_file (fixture, "other.safetensors");

  bp_test_write_network (file, (const guint[]){ 784, 16, 10 });
  begin_training (fixture, ENDLESS);
  bp_window_open_weights (fixture->window, file);
  bp_test_window_wait_until_idle (fixture);
  g_assert_cmpuint (count_inhibitors (), ==, 0);
}

static void
test_close (BpTestWindow *fixture, gconstpointer data)
{
  begin_training (fixture, ENDLESS);
  bp_test_window_close (fixture);
  g_assert_cmpuint (count_inhibitors (), ==, 0);
}

static void
wait_until_active (GtkWindow *window)
{
  gtk_window_present (window);
  while (!gtk_window_is_active (window))
    g_main_context_iteration (NULL, TRUE);
}

/* Notifications are sent while another window is active. */
static void
test_notifications (BpTestWindow *fixture, gconstpointer data)
{
  GtkWindow *other = GTK_WINDOW (gtk_window_new ());
  g_autofree char *ended = NULL;
  g_autofree char *diverged = NULL;
  g_autofree char *expected = NULL;

  wait_until_active (GTK_WINDOW (fixture->window));
  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 1);

  wait_until_active (other);
  bp_test_window_train_to_the_end (fixture, 2);
  ended = bp_test_desktop_wait_for_notification ();
  expected = g_strdup_printf ("Training Ended: %s", bp_test_window_get_status (fixture));
  g_assert_cmpstr (ended, ==, expected);

  g_settings_set_double (fixture->settings, BP_KEY_LEARNING_RATE, 100.0);
  bp_test_window_train_to_the_end (fixture, 1);
  /* The first one may still be of the run that goes on at chance. */
  do
    {
      g_free (diverged);
      diverged = bp_test_desktop_wait_for_notification ();
    }
  while (strstr (diverged, bp_test_window_get_message (fixture)) == NULL);
  gtk_window_destroy (other);
}

BP_TEST_FILE (window_away)
{
  bp_test_desktop_start ();
  bp_test_window_begin ();
  bp_test_window_add ("/window-away/notifications", test_notifications);
  bp_test_window_add ("/window-away/end", test_end);
  bp_test_window_add ("/window-away/stop", test_stop);
  bp_test_window_add ("/window-away/another-network", test_another_network);
  bp_test_window_add ("/window-away/close", test_close);
}
