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
test_answer (void)
{
  g_autofree char *text = bp_format_answer ("7", 0.971);

  g_autofree char *named = bp_format_answer ("Ankle boot", 0.971);

  g_assert_cmpstr (text, ==, "7, 97 %");
  g_assert_cmpstr (named, ==, "Ankle boot, 97 %");
}

static void
test_unsure (void)
{
  g_autofree char *text = bp_format_unsure_answer ("7", 0.41);

  g_assert_cmpstr (text, ==, "Not sure; 7, 41 %");
}

BP_TEST_FILE (answer_text)
{
  g_test_add_func ("/answer-text/probability", test_probability);
  g_test_add_func ("/answer-text/certain-only-when-it-is", test_certain_only_when_it_is);
  g_test_add_func ("/answer-text/answer", test_answer);
  g_test_add_func ("/answer-text/unsure", test_unsure);
}
