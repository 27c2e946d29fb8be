/* SPDX-License-Identifier: MIT */
/* Suspending is inhibited during training, and allowed after its end. */
#include "window-fixture.h"

#include "session-manager.h"
#include "settings.h"
#include "test-file.h"

#define ENDLESS 10000

static guint
count (void)
{
  return bp_test_session_manager_count (GTK_APPLICATION_INHIBIT_SUSPEND);
}

static void
begin_training (BpTestWindow *fixture, int n_epochs)
{
  bp_test_window_load_data (fixture);
  g_assert_cmpuint (count (), ==, 0);
  g_settings_set_int (fixture->settings, BP_KEY_EPOCHS, n_epochs);
  bp_test_window_activate (fixture, "train");
  g_assert_cmpuint (count (), ==, 1);
}

static void
test_to_the_end (BpTestWindow *fixture, gconstpointer data)
{
  begin_training (fixture, 2);
  bp_test_window_wait_until_idle (fixture);
  g_assert_cmpuint (count (), ==, 0);

  /* The next run inhibits it again. */
  bp_test_window_activate (fixture, "continue");
  g_assert_cmpuint (count (), ==, 1);
  bp_test_window_wait_until_idle (fixture);
  g_assert_cmpuint (count (), ==, 0);
}

static void
test_stop (BpTestWindow *fixture, gconstpointer data)
{
  begin_training (fixture, ENDLESS);
  bp_test_window_wait_for_steps (fixture, 10);
  g_assert_cmpuint (count (), ==, 1);
  bp_test_window_activate (fixture, "stop");
  bp_test_window_wait_until_idle (fixture);
  g_assert_cmpuint (count (), ==, 0);
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
  g_assert_cmpuint (count (), ==, 0);
}

static void
test_close (BpTestWindow *fixture, gconstpointer data)
{
  begin_training (fixture, ENDLESS);
  bp_test_window_close (fixture);
  g_assert_cmpuint (count (), ==, 0);
}

BP_TEST_FILE (window_suspend)
{
  bp_test_session_manager_start ();
  bp_test_window_begin ();
  bp_test_window_add ("/window-suspend/to-the-end", test_to_the_end);
  bp_test_window_add ("/window-suspend/stop", test_stop);
  bp_test_window_add ("/window-suspend/another-network", test_another_network);
  bp_test_window_add ("/window-suspend/close", test_close);
}
