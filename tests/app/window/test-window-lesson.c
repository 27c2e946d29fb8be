/* SPDX-License-Identifier: MIT */
#include "window-fixture.h"

#include "settings.h"
#include "test-file.h"

#include <string.h>

#define TEXT                                                                          \
  "[Lesson]\nFormat=1\nTitle=Rates\nSettings=optimizer=sgd;batch-size=20;epochs=1\n"  \
  "[Step 1]\nTitle=Small\nText=Train.\nSettings=learning-rate=0.25;hidden-layers=8\n" \
  "Locked=learning-rate;optimizer\nQuestion=How good?\nChoices=bad;impossible\n"      \
  "Measure=held-out-accuracy\nBounds=101\nExplanation=It depends.\n"                  \
  "[Step 2]\nTitle=Large\nText=Train again.\nSettings=learning-rate=0.5\n"

static void
open_text (BpTestWindow *fixture, const char *name, const char *text)
{
  g_autoptr (GFile) file = bp_test_window_get_file (fixture, name);
  g_autofree char *path = g_file_get_path (file);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  bp_window_open_files (fixture->window, &file, 1);
  bp_test_window_wait_until_idle (fixture);
}

static gboolean
is_sensitive (BpTestWindow *fixture, const char *name)
{
  return gtk_widget_is_sensitive (bp_test_window_find (fixture, name));
}

static double
get_rate (BpTestWindow *fixture)
{
  return g_settings_get_double (fixture->settings, BP_KEY_LEARNING_RATE);
}

static void
click (BpTestWindow *fixture, const char *name)
{
  g_signal_emit_by_name (bp_test_window_find (fixture, name), "clicked");
}

static const char *
get_label (BpTestWindow *fixture, const char *name)
{
  return gtk_label_get_text (GTK_LABEL (bp_test_window_find (fixture, name)));
}

/* A step sets and locks settings, the run answers its question, and the end of the lesson brings
 * the user's settings back. */
static void
test_lesson (BpTestWindow *fixture, gconstpointer data)
{
  GtkWidget *choice;

  bp_test_window_load_data (fixture);
  g_settings_set_double (fixture->settings, BP_KEY_LEARNING_RATE, 0.125);
  open_text (fixture, "rates.backprop-lesson", TEXT);
  g_assert_null (bp_test_window_get_message (fixture));
  g_assert_cmpfloat (get_rate (fixture), ==, 0.25);
  g_assert_cmpint (g_settings_get_int (fixture->settings, BP_KEY_BATCH_SIZE), ==, 20);
  g_assert_false (is_sensitive (fixture, "learning_rate_spin"));
  g_assert_false (is_sensitive (fixture, "optimizer_row"));
  g_assert_true (is_sensitive (fixture, "batch_size_spin"));

  choice = gtk_widget_get_first_child (bp_test_window_find (fixture, "choices"));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (choice), TRUE);
  bp_test_window_activate (fixture, "train");
  bp_test_window_wait_for_state (fixture, BP_TRAINING_STATE_FINISHED);
  bp_test_window_wait_until_idle (fixture);
  g_assert_nonnull (strstr (get_label (fixture, "lesson_answer"), "prediction was right"));
  g_assert_nonnull (strstr (get_label (fixture, "lesson_answer"), "It depends."));
  g_assert_false (is_sensitive (fixture, "learning_rate_spin"));

  click (fixture, "next_button");
  g_assert_cmpfloat (get_rate (fixture), ==, 0.5);
  g_assert_true (is_sensitive (fixture, "learning_rate_spin"));
  click (fixture, "end_button");
  g_assert_cmpfloat (get_rate (fixture), ==, 0.125);
}

/* After a lesson that was interrupted, by a power cut, the next start brings the settings back. */
static void
test_interrupted (BpTestWindow *fixture, gconstpointer data)
{
  g_autoptr (GVariant) before = NULL;
  g_autoptr (GVariant) after = NULL;

  g_settings_set_double (fixture->settings, BP_KEY_LEARNING_RATE, 0.125);
  open_text (fixture, "rates.backprop-lesson", TEXT);
  before = g_settings_get_value (fixture->settings, BP_KEY_BEFORE_LESSON);
  bp_test_window_close (fixture);
  g_assert_cmpfloat (get_rate (fixture), ==, 0.125);

  g_settings_set_double (fixture->settings, BP_KEY_LEARNING_RATE, 0.25);
  g_settings_set_value (fixture->settings, BP_KEY_BEFORE_LESSON, before);
  bp_test_window_open (fixture);
  g_assert_cmpfloat (get_rate (fixture), ==, 0.125);
  after = g_settings_get_value (fixture->settings, BP_KEY_BEFORE_LESSON);
  g_assert_cmpuint (g_variant_n_children (after), ==, 0);
}

/* A lesson with a fault changes nothing, and the message names the fault. */
static void
test_faults (BpTestWindow *fixture, gconstpointer data)
{
  static const char *const texts[][2] = {
    { "[Lesson]\nFormat=1\nTitle=a\n[Step 1]\nTitle=b\nText=c\nSettings=color-scheme=dark\n",
      "color-scheme" },
    { "[Lesson]\nFormat=1\nTitle=a\n[Step 1]\nTitle=b\nText=c\nSettings=learning-rate=fast\n",
      "learning-rate=fast" },
    { "[Lesson]\nFormat=1\nTitle=a\n[Step 1]\nTitle=b\nText=c\nSettings=epochs=0\n", "epochs=0" },
    { "[Lesson]\nFormat=1\nTitle=a\n[Step 1]\nTitle=b\nText=c\nLocked=pad\n", "pad" },
  };
  double before = get_rate (fixture);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      open_text (fixture, "faulty.backprop-lesson", texts[i][0]);
      g_assert_nonnull (strstr (bp_test_window_get_message (fixture), texts[i][1]));
      g_assert_cmpfloat (get_rate (fixture), ==, before);
    }
}

/* Each lesson of the program is valid: an invalid one is left out with a warning. */
static void
test_own (BpTestWindow *fixture, gconstpointer data)
{
  g_auto (GStrv) names = g_resources_enumerate_children ("/io/github/backprop/Backprop/lessons",
                                                         G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  g_assert_cmpuint (g_strv_length (names), ==, 8);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *uri =
          g_strconcat ("resource:///io/github/backprop/Backprop/lessons/", names[i], NULL);

      g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "open-lesson",
                                      g_variant_new_string (uri));
      g_assert_null (bp_test_window_get_message (fixture));
      g_assert_nonnull (strstr (get_label (fixture, "lesson_title"), " 1 "));
    }
  click (fixture, "end_button");
  bp_test_window_wait_until_idle (fixture);
}

BP_TEST_FILE (window_lesson)
{
  bp_test_window_begin ();
  bp_test_window_add ("/window-lesson/lesson", test_lesson);
  bp_test_window_add ("/window-lesson/interrupted", test_interrupted);
  bp_test_window_add ("/window-lesson/faults", test_faults);
  bp_test_window_add ("/window-lesson/own", test_own);
}
