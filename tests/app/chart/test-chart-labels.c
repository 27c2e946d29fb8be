/* SPDX-License-Identifier: MIT */
#include "chart-labels.h"
#include "test-file.h"

static void
test_stride (void)
{
  g_assert_cmpuint (bp_chart_labels_get_stride (50.0, 40.0), ==, 1);
  g_assert_cmpuint (bp_chart_labels_get_stride (40.0, 40.0), ==, 1);
  g_assert_cmpuint (bp_chart_labels_get_stride (39.0, 40.0), ==, 2);
  g_assert_cmpuint (bp_chart_labels_get_stride (11.0, 40.0), ==, 5);
  g_assert_cmpuint (bp_chart_labels_get_stride (5.0, 40.0), ==, 10);
  g_assert_cmpuint (bp_chart_labels_get_stride (1.0, 40.0), ==, 50);
}

/* Points at the same position must not cause an endless loop. */
static void
test_stride_without_distance (void)
{
  g_assert_cmpuint (bp_chart_labels_get_stride (0.0, 40.0), >, 1000);
}

BP_TEST_FILE (chart_labels)
{
  g_test_add_func ("/chart-labels/stride", test_stride);
  g_test_add_func ("/chart-labels/stride-without-distance", test_stride_without_distance);
}
