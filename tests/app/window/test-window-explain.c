/* SPDX-License-Identifier: MIT */
#include "window-fixture.h"

#include "test-file.h"

#include <string.h>

static void
show_page (BpTestWindow *fixture)
{
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "show-page",
                                  g_variant_new_string ("explain"));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
}

/* Follows a training image: the page needs data and a network. */
static void
begin (BpTestWindow *fixture)
{
  bp_test_window_load_data (fixture);
  bp_test_window_train_to_the_end (fixture, 1);
  show_page (fixture);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (bp_test_window_find (fixture, "source_row")), 1);
}

/* The actions are enabled where their steps are possible. */
static void
test_steps (BpTestWindow *fixture, gconstpointer user_data)
{
  g_assert_false (bp_test_window_is_enabled (fixture, "explain-forward"));
  begin (fixture);
  g_assert_false (bp_test_window_is_enabled (fixture, "explain-loss"));
  g_assert_false (bp_test_window_is_enabled (fixture, "explain-undo"));
  bp_test_window_activate (fixture, "explain-forward");
  bp_test_window_activate (fixture, "explain-forward");
  g_assert_false (bp_test_window_is_enabled (fixture, "explain-forward"));
  bp_test_window_activate (fixture, "explain-loss");
  g_assert_false (bp_test_window_is_enabled (fixture, "explain-update"));
  bp_test_window_activate (fixture, "explain-backward");
  bp_test_window_activate (fixture, "explain-backward");
  g_assert_false (bp_test_window_is_enabled (fixture, "explain-backward"));
  bp_test_window_activate (fixture, "explain-update");
  bp_test_window_activate (fixture, "explain-undo");
  g_assert_false (bp_test_window_is_enabled (fixture, "explain-undo"));
}

/* Only Use This Network changes the network of the window, and Undo restores it. */
static void
test_use (BpTestWindow *fixture, gconstpointer user_data)
{
  g_autoptr (BpNetwork) before = NULL;
  BpNetwork *used;

  begin (fixture);
  before = bp_network_ref (bp_test_window_get_document (fixture)->network);
  bp_test_window_activate (fixture, "explain-repeat");
  g_assert_true (bp_test_window_get_document (fixture)->network == before);
  bp_test_window_activate (fixture, "explain-use");
  used = bp_test_window_get_document (fixture)->network;
  g_assert_cmpint (memcmp (used->parameters, before->parameters,
                           used->n_parameters * sizeof (float)),
                   !=, 0);
  g_assert_false (bp_test_window_is_enabled (fixture, "explain-use"));
  g_assert_true (bp_test_window_get_document (fixture)->info.is_edited);
  g_assert_nonnull (strstr (bp_test_window_get_subtitle (fixture), "edited by hand"));
  bp_test_window_activate (fixture, "restore-previous");
  g_assert_true (bp_test_window_get_document (fixture)->network == before);
  bp_test_window_wait_until_idle (fixture);
}

static gboolean
is_answering (BpTestWindow *fixture)
{
  g_autoptr (GVariant) state =
      g_action_group_get_action_state (G_ACTION_GROUP (fixture->window), "explain-answer");

  return g_variant_get_boolean (state);
}

/* The changed copy answers on the pad, which says so, until the network of the window is asked for
 * again. */
static void
test_answer (BpTestWindow *fixture, gconstpointer user_data)
{
  GtkWidget *note = bp_test_window_find (fixture, "copy_note");

  begin (fixture);
  g_assert_false (bp_test_window_is_enabled (fixture, "explain-answer"));
  bp_test_window_activate (fixture, "explain-repeat");
  g_assert_false (gtk_widget_get_visible (note));
  bp_test_window_activate (fixture, "explain-answer");
  g_assert_true (is_answering (fixture));
  g_assert_true (gtk_widget_get_visible (note));
  bp_test_window_activate (fixture, "explain-answer");
  g_assert_false (is_answering (fixture));
  g_assert_false (gtk_widget_get_visible (note));

  bp_test_window_activate (fixture, "explain-answer");
  bp_test_window_activate (fixture, "explain-use");
  g_assert_false (is_answering (fixture));
  g_assert_false (gtk_widget_get_visible (note));
  bp_test_window_wait_until_idle (fixture);
}

BP_TEST_FILE (window_explain)
{
  bp_test_window_begin ();
  bp_test_window_add ("/window/explain/steps", test_steps);
  bp_test_window_add ("/window/explain/use", test_use);
  bp_test_window_add ("/window/explain/answer", test_answer);
}
