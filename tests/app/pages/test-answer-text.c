/* SPDX-License-Identifier: MIT */
#include "answer-text.h"
#include "test-file.h"

static void
assert_probability (double probability, const char *expected)
{
  g_autofree char *text = bp_format_probability (probability);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_probability (void)
{
  assert_probability (0.0, "0 %");
  assert_probability (0.004, "0 %");
  assert_probability (0.006, "1 %");
  assert_probability (0.97, "97 %");
  assert_probability (1.0, "100 %");
}

static void
test_certain_only_when_it_is (void)
{
  assert_probability (0.996, "99 %");
  assert_probability (0.9994, "99 %");
  assert_probability (0.9996, "100 %");
}

static void
assert_answer (const char *name,
               double probability,
               BpCertainty certainty,
               const char *seen,
               const char *heard)
{
  BpAnswerWords words = {
    .name = name,
    .second_name = "9",
    .probability = probability,
    .certainty = certainty,
  };
  g_autofree char *answer = bp_format_answer (&words);
  g_autofree char *description = bp_describe_answer (&words);

  g_assert_cmpstr (answer, ==, seen);
  g_assert_cmpstr (description, ==, heard);
}

static void
test_answer (void)
{
  assert_answer ("7", 0.971, BP_CERTAINTY_SURE, "7 · 97 %", "7, with a probability of 97 %");
  assert_answer ("Ankle boot", 0.971, BP_CERTAINTY_SURE, "Ankle boot · 97 %",
                 "Ankle boot, with a probability of 97 %");
}

/* An answer that is not sure says why. */
static void
test_unsure (void)
{
  assert_answer ("4", 0.41, BP_CERTAINTY_AMBIGUOUS, "Not sure: between 4 and 9",
                 "Not sure: between 4 and 9");
  assert_answer ("4", 0.94, BP_CERTAINTY_UNFAMILIAR,
                 "Not sure: nothing like what the network has learnt",
                 "Not sure: nothing like what the network has learnt");
}

BP_TEST_FILE (answer_text)
{
  g_test_add_func ("/answer-text/probability", test_probability);
  g_test_add_func ("/answer-text/certain-only-when-it-is", test_certain_only_when_it_is);
  g_test_add_func ("/answer-text/answer", test_answer);
  g_test_add_func ("/answer-text/unsure", test_unsure);
}
