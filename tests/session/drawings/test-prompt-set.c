/* SPDX-License-Identifier: MIT */
#include "prompt-set.h"

#include "drawing-entry.h"
#include "own-digits.h"
#include "test-file.h"

#include <string.h>

static const guint8 blank[BP_DIGIT_N_PIXELS];

/* Each digit comes three times, and never twice in a row, for any seed. */
static void
test_order (void)
{
  for (guint64 seed = 0; seed < 200; seed++)
    {
      g_autoptr (BpPromptSet) set = bp_prompt_set_new (seed, BP_N_DIGITS, BP_PROMPTS_PER_DIGIT);
      guint n_of_digit[BP_N_DIGITS] = { 0 };

      for (guint i = 0; i < BP_N_PROMPTS; i++)
        {
          guint digit = bp_prompt_set_get_class (set, i);

          n_of_digit[digit]++;
          if (i > 0)
            g_assert_cmpuint (digit, !=, bp_prompt_set_get_class (set, i - 1));
        }
      for (guint digit = 0; digit < BP_N_DIGITS; digit++)
        g_assert_cmpuint (n_of_digit[digit], ==, BP_PROMPTS_PER_DIGIT);
    }
}

/* Other classes come as often as asked for, and not twice in a row either. */
static void
test_classes (void)
{
  for (guint64 seed = 0; seed < 50; seed++)
    {
      g_autoptr (BpPromptSet) set = bp_prompt_set_new (seed, 2, 5);
      guint n_first = 0;

      g_assert_cmpuint (bp_prompt_set_get_length (set), ==, 10);
      for (guint i = 0; i < 10; i++)
        {
          n_first += bp_prompt_set_get_class (set, i) == 0;
          if (i > 0)
            g_assert_cmpuint (bp_prompt_set_get_class (set, i), !=,
                              bp_prompt_set_get_class (set, i - 1));
        }
      g_assert_cmpuint (n_first, ==, 5);
    }
}

/* Going back gives the line of the drawing that is to be removed, and none of a skipped one. */
static void
test_back (void)
{
  g_autoptr (BpPromptSet) set = bp_prompt_set_new (1, BP_N_DIGITS, BP_PROMPTS_PER_DIGIT);
  g_autofree char *line = NULL;

  bp_prompt_set_accept (set, "first", blank);
  bp_prompt_set_skip (set);
  g_assert_cmpuint (bp_prompt_set_get_position (set), ==, 2);
  g_assert_cmpuint (bp_prompt_set_count_drawn (set), ==, 1);
  g_assert_null (bp_prompt_set_go_back (set));
  line = bp_prompt_set_go_back (set);
  g_assert_cmpstr (line, ==, "first");
  g_assert_cmpuint (bp_prompt_set_get_position (set), ==, 0);
}

/* A network that always gives the same answer reads three of thirty; a skipped one does not
 * count. */
static void
test_measures (void)
{
  const guint sizes[] = { BP_DIGIT_N_PIXELS, 4, BP_N_DIGITS };
  g_autoptr (BpPromptSet) set = bp_prompt_set_new (1, BP_N_DIGITS, BP_PROMPTS_PER_DIGIT);
  g_autoptr (GError) error = NULL;
  g_autoptr (BpNetwork) network = bp_network_new (sizes, G_N_ELEMENTS (sizes), &error);
  BpPromptResult result;
  guint n_right = 0;

  g_assert_no_error (error);
  bp_prompt_set_skip (set);
  for (guint i = 1; i < BP_N_PROMPTS; i++)
    bp_prompt_set_accept (set, "line", blank);
  g_assert_true (bp_prompt_set_measure (set, network, &result, &error));
  g_assert_cmpuint (result.n_drawn, ==, BP_N_PROMPTS - 1);
  g_assert_cmpuint (result.answers[0], ==, BP_PROMPT_SKIPPED);
  for (guint i = 1; i < BP_N_PROMPTS; i++)
    {
      g_assert_cmpuint (result.answers[i], ==, result.answers[1]);
      n_right += bp_prompt_set_get_class (set, i) == result.answers[1];
    }
  g_assert_cmpuint (result.n_read, ==, n_right);
}

static void
add_entry (GPtrArray *entries, const char *line)
{
  BpDrawingEntry *entry = bp_drawing_entry_parse (line, strlen (line));

  g_assert_nonnull (entry);
  g_ptr_array_add (entries, entry);
}

/* The user's own digits are the prompted ones. */
static void
test_own_digits (void)
{
  g_autoptr (GPtrArray) entries =
      g_ptr_array_new_with_free_func ((GDestroyNotify) bp_drawing_entry_free);
  g_autoptr (BpDataset) own = NULL;
  BpSamples samples;

  add_entry (entries, "{\"label\": 3, \"strokes\": [[[0, 0], [1, 1]]]}");
  g_assert_null (bp_own_digits_new (entries));
  add_entry (entries, "{\"label\": 4, \"strokes\": [[[0, 0], [1, 1]]], \"prompted\": true}");
  add_entry (entries, "{\"label\": \"A\", \"strokes\": [[[0, 0], [1, 1]]], \"prompted\": true}");
  add_entry (entries, "{\"label\": 12, \"strokes\": [[[0, 0], [1, 1]]], \"prompted\": true}");
  own = bp_own_digits_new (entries);
  g_assert_nonnull (own);
  samples = bp_dataset_get_samples (own, BP_SPLIT_TEST);
  g_assert_cmpuint (samples.count, ==, 1);
  g_assert_cmpuint (samples.labels[0], ==, 4);
}

/* Of many digits, the newest count. */
static void
test_newest_digits (void)
{
  g_autoptr (GPtrArray) entries =
      g_ptr_array_new_with_free_func ((GDestroyNotify) bp_drawing_entry_free);
  g_autoptr (BpDataset) own = NULL;
  BpSamples samples;

  add_entry (entries, "{\"label\": 1, \"strokes\": [[[0, 0], [1, 1]]], \"prompted\": true}");
  for (guint i = 0; i < 300; i++)
    add_entry (entries, "{\"label\": 2, \"strokes\": [[[0, 0], [1, 1]]], \"prompted\": true}");
  own = bp_own_digits_new (entries);
  samples = bp_dataset_get_samples (own, BP_SPLIT_TEST);
  g_assert_cmpuint (samples.count, ==, 300);
  for (guint i = 0; i < samples.count; i++)
    g_assert_cmpuint (samples.labels[i], ==, 2);
}

BP_TEST_FILE (prompt_set)
{
  g_test_add_func ("/prompt-set/order", test_order);
  g_test_add_func ("/prompt-set/back", test_back);
  g_test_add_func ("/prompt-set/classes", test_classes);
  g_test_add_func ("/prompt-set/measures", test_measures);
  g_test_add_func ("/prompt-set/own-digits", test_own_digits);
  g_test_add_func ("/prompt-set/newest-digits", test_newest_digits);
}
