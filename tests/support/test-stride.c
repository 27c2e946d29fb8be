/* SPDX-License-Identifier: MIT */
#include "test-stride.h"

#include <stdlib.h>

/**
 * bp_test_get_stride:
 *
 * Of many combinations of settings, a test tries every so many-th. The plain build tries all; the
 * builds with sanitizers, which are several times slower, set BACKPROP_TEST_STRIDE in the
 * environment. Each value of each setting is still tried where the stride has no common divisor
 * with the number of its values.
 *
 * Returns: the stride, from 1 on
 */
guint
bp_test_get_stride (void)
{
  const char *stride = g_getenv ("BACKPROP_TEST_STRIDE");

  return stride != NULL ? MAX (1, (guint) strtoul (stride, NULL, 10)) : 1;
}
