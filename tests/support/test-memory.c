/* SPDX-License-Identifier: MIT */
#include "test-memory.h"

#include <string.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define IS_SANITIZED TRUE
#else
#define IS_SANITIZED FALSE
#endif

/**
 * bp_test_can_measure_memory:
 *
 * Marks the running test as skipped under a sanitizer, which uses memory itself.
 *
 * Returns: whether the memory of a process can be measured
 */
gboolean
bp_test_can_measure_memory (void)
{
  if (IS_SANITIZED)
    g_test_skip ("Sanitizers take memory of their own");
  return !IS_SANITIZED;
}

/**
 * bp_test_get_peak_memory:
 *
 * Returns: the peak memory of this process so far, in bytes
 */
guint64
bp_test_get_peak_memory (void)
{
  g_autofree char *status = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  line = strstr (status, "VmHWM:");
  g_assert_nonnull (line);
  return 1024 * g_ascii_strtoull (line + strlen ("VmHWM:"), NULL, 10);
}
