/* SPDX-License-Identifier: MIT */
#include "answer-view.h"

#include "answer-label.h"
#include "test-file.h"

#include <adwaita.h>

typedef struct
{
  GtkWindow *window; /* borrowed: owned by GTK */
  BpAnswerView *view;
} Fixture;

static GtkWidget *
get_part (Fixture *fixture, const char *id)
{
  return GTK_WIDGET (
      gtk_widget_get_template_child (GTK_WIDGET (fixture->view), BP_TYPE_ANSWER_VIEW, id));
}

static void
set_up (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->view = BP_ANSWER_VIEW (g_object_new (BP_TYPE_ANSWER_VIEW, NULL));
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->view));
  gtk_window_present (fixture->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->view));
}

static void
tear_down (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  gtk_window_destroy (fixture->window);
}

static void
show_answer (Fixture *fixture, BpCertainty certainty)
{
  BpAnswerWords words = {
    .name = "4",
    .second_name = "9",
    .probability = 0.97,
    .certainty = certainty,
  };

  bp_answer_view_show_answer (fixture->view, &words);
}

/* Asserts the text, and the look of a sure or an unsure answer. */
static void
assert_text (Fixture *fixture, const char *expected, gboolean is_sure)
{
  GtkWidget *label = get_part (fixture, "answer_label");

  g_assert_cmpstr (bp_answer_label_get_text (BP_ANSWER_LABEL (label)), ==, expected);
  g_assert_cmpint (gtk_widget_has_css_class (label, "dim-label"), ==, !is_sure);
  g_assert_cmpint (bp_answer_label_get_attributes (BP_ANSWER_LABEL (label)) != NULL, ==, is_sure);
}

static void
test_certainty (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  assert_text (fixture, "", FALSE);
  show_answer (fixture, BP_CERTAINTY_AMBIGUOUS);
  assert_text (fixture, "Not sure: between 4 and 9", FALSE);
  show_answer (fixture, BP_CERTAINTY_SURE);
  assert_text (fixture, "4 · 97 %", TRUE);
  g_assert_cmpstr (bp_answer_view_get_in_words (fixture->view), ==,
                   "4, with a probability of 97 %");
  show_answer (fixture, BP_CERTAINTY_UNFAMILIAR);
  assert_text (fixture, "Not sure: nothing like what the network has learnt", FALSE);
  bp_answer_view_show_nothing (fixture->view);
  assert_text (fixture, "", FALSE);
  g_assert_cmpstr (bp_answer_view_get_in_words (fixture->view), ==, "");
}

static void
test_advice (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  GtkWidget *advice = get_part (fixture, "advice_label");
  GtkWidget *label = get_part (fixture, "answer_label");

  g_assert_false (gtk_widget_get_visible (advice));
  show_answer (fixture, BP_CERTAINTY_SURE);
  bp_answer_view_show_advice (fixture->view);
  g_assert_true (gtk_widget_get_visible (advice));
  g_assert_false (gtk_widget_get_visible (label));
  g_assert_cmpstr (bp_answer_view_get_in_words (fixture->view), ==, "");
  show_answer (fixture, BP_CERTAINTY_SURE);
  g_assert_false (gtk_widget_get_visible (advice));
  g_assert_true (gtk_widget_get_visible (label));
}

/* The buttons of a row cover the answer, which screen readers still have. */
static void
test_row (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const answers[] = { "1", NULL, "3" };
  static const char *const sure_answers[] = { "1", "2" };
  GtkWidget *bar = get_part (fixture, "row_bar");
  GtkWidget *button = gtk_widget_get_first_child (bar);

  show_answer (fixture, BP_CERTAINTY_SURE);
  bp_answer_view_show_row (fixture->view, answers, 3, 1);
  assert_text (fixture, "1 ? 3", FALSE);
  g_assert_true (gtk_widget_get_visible (bar));
  g_assert_cmpfloat (gtk_widget_get_opacity (get_part (fixture, "answer_label")), ==, 0.0);
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (gtk_widget_get_next_sibling (button))), ==,
                   "?");

  bp_answer_view_show_row (fixture->view, sure_answers, 2, 0);
  assert_text (fixture, "1 2", TRUE);
  g_assert_cmpstr (bp_answer_view_get_in_words (fixture->view), ==, "1 2");

  show_answer (fixture, BP_CERTAINTY_SURE);
  g_assert_false (gtk_widget_get_visible (bar));
  g_assert_cmpfloat (gtk_widget_get_opacity (get_part (fixture, "answer_label")), ==, 1.0);
}

static void
add_digit (BpAnswerView *view G_GNUC_UNUSED, guint digit, gpointer chosen)
{
  g_string_append_printf (chosen, "%u", digit);
}

/* Only the user chooses. */
static void
test_digits_are_chosen (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const answers[] = { "1", "2" };
  GtkWidget *first = gtk_widget_get_first_child (get_part (fixture, "row_bar"));
  GtkWidget *second = gtk_widget_get_next_sibling (first);
  g_autoptr (GString) chosen = g_string_new (NULL);

  g_signal_connect (fixture->view, "chosen", G_CALLBACK (add_digit), chosen);
  bp_answer_view_show_row (fixture->view, answers, 2, 0);
  g_assert_cmpstr (chosen->str, ==, "");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (second), TRUE);
  g_assert_cmpstr (chosen->str, ==, "1");
  bp_answer_view_show_row (fixture->view, answers, 2, 1);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (first), TRUE);
  g_assert_cmpstr (chosen->str, ==, "10");
}

BP_TEST_FILE (answer_view)
{
  adw_init ();

#define ADD(path, test) g_test_add ("/answer-view/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("certainty", test_certainty);
  ADD ("advice", test_advice);
  ADD ("row", test_row);
  ADD ("digits-are-chosen", test_digits_are_chosen);
#undef ADD
}
