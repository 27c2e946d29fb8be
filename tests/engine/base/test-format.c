/* SPDX-License-Identifier: MIT */
#include "format.h"
#include "test-file.h"

static void
check_count (guint64 count, const char *expected)
{
  g_autofree char *text = bp_format_count (count);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_count (void)
{
  check_count (0, "0");
  check_count (999, "999");
  check_count (1000, "1,000");
  check_count (60000, "60,000");
  check_count (1234567, "1,234,567");
  check_count (G_MAXUINT64, "18,446,744,073,709,551,615");
}

static void
check_percent (double share, const char *expected)
{
  g_autofree char *text = bp_format_percent (share);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_percent (void)
{
  check_percent (0.0, "0.0 %");
  check_percent (0.981, "98.1 %");
  check_percent (0.98149, "98.1 %");
  check_percent (1.0, "100.0 %");
}

static void
test_percent_is_not_whole_before_it_is (void)
{
  check_percent (9999.0 / 10000.0, "99.9 %");
  check_percent (0.9996, "99.9 %");
}

static void
check_duration (double seconds, const char *expected)
{
  g_autofree char *text = bp_format_duration (seconds);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_duration (void)
{
  check_duration (0.0, "0 s");
  check_duration (0.2, "1 s");
  check_duration (4.0, "4 s");
  check_duration (59.9, "1 min 0 s");
  check_duration (130.0, "2 min 10 s");
  check_duration (3600.0, "1 h 0 min");
  check_duration (3900.0, "1 h 5 min");
}

BP_TEST_FILE (format)
{
  g_test_add_func ("/format/count", test_count);
  g_test_add_func ("/format/percent", test_percent);
  g_test_add_func ("/format/percent/not-whole-before-it-is",
                   test_percent_is_not_whole_before_it_is);
  g_test_add_func ("/format/duration", test_duration);
}
