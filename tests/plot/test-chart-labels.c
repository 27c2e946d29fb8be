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

/* The last value is always written, and no label runs into it. */
static void
test_last_label (void)
{
  static const gboolean expected[] = { FALSE, TRUE, FALSE, FALSE, TRUE };
  const double distance = 30.0;
  const double width = 40.0;
  guint stride = bp_chart_labels_get_stride (distance, width);

  g_assert_cmpuint (stride, ==, 2);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpint (bp_chart_labels_has_label (i, G_N_ELEMENTS (expected), stride, distance,
                                                width),
                     ==, expected[i]);
}

BP_TEST_FILE (chart_labels)
{
  g_test_add_func ("/chart-labels/last-label", test_last_label);
  g_test_add_func ("/chart-labels/stride", test_stride);
  g_test_add_func ("/chart-labels/stride-without-distance", test_stride_without_distance);
}
