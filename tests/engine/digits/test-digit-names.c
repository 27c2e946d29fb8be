/* SPDX-License-Identifier: MIT */
#include "digit-names.h"

#include "test-file.h"

/* Only the ten digits, in their order, are digits. */
static void
test_names (void)
{
  static const char *const nine[] = { "0", "1", "2", "3", "4", "5", "6", "7", "8", NULL };
  static const char *const others[] = { "1", "0", "2", "3", "4", "5", "6", "7", "8", "9", NULL };

  g_assert_true (bp_are_digit_names (bp_digit_names));
  g_assert_false (bp_are_digit_names (NULL));
  g_assert_false (bp_are_digit_names (nine));
  g_assert_false (bp_are_digit_names (others));
}

BP_TEST_FILE (digit_names)
{
  g_test_add_func ("/digit-names/names", test_names);
}
