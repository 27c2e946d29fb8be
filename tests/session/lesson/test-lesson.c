/* SPDX-License-Identifier: MIT */
#include "lesson.h"

#include "error.h"
#include "test-file.h"

#include <math.h>
#include <string.h>

#define HEAD \
  "[Lesson]\nFormat=1\nTitle=Rates\nTitle[de]=Raten\nData=builtin\nSettings=optimizer=sgd\n"

#define STEP                                                                              \
  "[Step 1]\nTitle=Small\nText=Train.\nSettings=learning-rate=0.01;hidden-layers=64,32\n" \
  "Locked=learning-rate;seed\n"

#define QUESTION                                                               \
  "Question=How good?\nChoices=bad;middling;good\nMeasure=held-out-accuracy\n" \
  "Bounds=50;90\nExplanation=It depends.\n"

static BpLesson *
parse (const char *text, GError **error)
{
  return bp_lesson_parse (text, strlen (text), error);
}

static void
test_parse (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BpLesson) lesson =
      parse (HEAD STEP QUESTION "[Step 2]\nTitle=Then\nText=Look.\n", &error);
  const BpLessonStep *step;

  g_assert_no_error (error);
  g_assert_cmpstr (lesson->title, ==, "Rates");
  g_assert_true (lesson->needs_builtin);
  g_assert_cmpstr (lesson->keys[0], ==, "optimizer");
  g_assert_cmpstr (lesson->values[0], ==, "sgd");
  g_assert_cmpuint (lesson->steps->len, ==, 2);

  step = g_ptr_array_index (lesson->steps, 0);
  g_assert_cmpstr (step->keys[1], ==, "hidden-layers");
  g_assert_cmpstr (step->values[1], ==, "64,32");
  g_assert_null (step->keys[2]);
  g_assert_cmpstr (step->locked[1], ==, "seed");
  g_assert_cmpstr (step->choices[2], ==, "good");
  g_assert_cmpfloat (step->bounds[1], ==, 90.0);

  step = g_ptr_array_index (lesson->steps, 1);
  g_assert_null (step->question);
  g_assert_null (step->locked[0]);
}

/* The answer is the number of bounds that the measure reaches. */
static void
test_judge (void)
{
  g_autoptr (BpLesson) lesson = parse (HEAD STEP QUESTION, NULL);
  BpLessonStep *step = g_ptr_array_index (lesson->steps, 0);
  BpLessonFigures figures = { .train_accuracy = 0.99, .held_out_accuracy = 0.4999 };

  g_assert_cmpuint (bp_lesson_step_judge (step, &figures), ==, 0);
  figures.held_out_accuracy = 0.5;
  g_assert_cmpuint (bp_lesson_step_judge (step, &figures), ==, 1);
  figures.held_out_accuracy = 0.95;
  g_assert_cmpuint (bp_lesson_step_judge (step, &figures), ==, 2);

  step->measure = BP_LESSON_GAP;
  g_assert_cmpfloat_with_epsilon (bp_lesson_step_measure (step, &figures), 4.0, 1e-9);

  /* A run that diverged guesses, and its loss is as bad as can be. */
  figures.has_diverged = TRUE;
  step->measure = BP_LESSON_HELD_OUT_ACCURACY;
  g_assert_cmpuint (bp_lesson_step_judge (step, &figures), ==, 0);
  step->measure = BP_LESSON_TRAIN_LOSS;
  g_assert_cmpuint (bp_lesson_step_judge (step, &figures), ==, 2);
}

/* Faults of a teacher's first lesson: the message names the place and what to write. */
static void
test_faults (void)
{
  static const struct
  {
    const char *text;
    const char *part;
  } faults[] = {
    { "[Lesson]\nTitle=Rates\n" STEP, "Format=1" },
    { "[Lesson]\nFormat=2\nTitle=Rates\n" STEP, "Format=1" },
    { "[Lesson]\nFormat=1\n" STEP, "Title=" },
    { HEAD, "[Step 1]" },
    { HEAD "[Step 2]\nTitle=a\nText=b\n", "[Step 1]" },
    { HEAD "[Step 1]\nTitle=Small\n", "Text=" },
    { HEAD "[Step 1]\nTitle=a\nText=b\nSettings=epochs\n", "epochs=5" },
    { HEAD STEP "Question=How?\nChoices=one\n", "Choices=" },
    { HEAD STEP "Question=How?\nChoices=one;two\n", "Measure=" },
    { HEAD STEP "Question=How?\nChoices=one;two\nMeasure=luck\nBounds=1\n", "Measure=" },
    { HEAD STEP "Question=How?\nChoices=one;two\nMeasure=gap\n", "Bounds=" },
    { HEAD STEP "Question=How?\nChoices=one;two\nMeasure=gap\nBounds=1;2\n", "Bounds=" },
    { HEAD STEP "Question=How?\nChoices=a;b;c\nMeasure=gap\nBounds=2;1\n", "Bounds=" },
    { "[Lesson]\nFormat=1\nTitle=Rates\nData=mnist\n" STEP, "Data=" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BpLesson) lesson = parse (faults[i].text, &error);

      g_assert_null (lesson);
      g_assert_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE);
      g_assert_nonnull (strstr (error->message, faults[i].part));
    }
}

/* A lesson is shown in the language of its reader. */
static void
test_language (void)
{
  g_autofree char *before = g_strdup (g_getenv ("LANGUAGE"));
  g_autoptr (BpLesson) lesson = NULL;

  g_assert_true (g_setenv ("LANGUAGE", "de", TRUE));
  lesson = parse (HEAD STEP, NULL);
  g_assert_cmpstr (lesson->title, ==, "Raten");
  if (before != NULL)
    g_setenv ("LANGUAGE", before, TRUE);
  else
    g_unsetenv ("LANGUAGE");
}

BP_TEST_FILE (lesson)
{
  g_test_add_func ("/lesson/parse", test_parse);
  g_test_add_func ("/lesson/judge", test_judge);
  g_test_add_func ("/lesson/faults", test_faults);
  g_test_add_func ("/lesson/language", test_language);
}
