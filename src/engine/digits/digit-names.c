/* SPDX-License-Identifier: MIT */
#include "digit-names.h"

const char *const bp_digit_names[BP_N_DIGITS + 1] = {
  "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", NULL,
};

/**
 * bp_are_digit_names:
 * @names: (nullable) (array zero-terminated=1): the names of classes
 *
 * Returns: whether they are those of the ten digits, in order; %FALSE for %NULL
 */
gboolean
bp_are_digit_names (const char *const *names)
{
  return names != NULL && g_strv_equal (names, bp_digit_names);
}
