/* SPDX-License-Identifier: MIT */
#include "loss-curve.h"

#include "test-file.h"

static void
assert_place (const double *losses, guint n, guint i, double expected_x, double expected_y)
{
  double x;
  double y;

  bp_loss_curve_place (losses, n, i, 100.0, 50.0, &x, &y);
  g_assert_cmpfloat_with_epsilon (x, expected_x, 1e-9);
  g_assert_cmpfloat_with_epsilon (y, expected_y, 1e-9);
}

/* The largest loss is at the top and 0 at the bottom. */
static void
test_place (void)
{
  const double losses[] = { 2.0, 1.0, 0.0 };
  const double rising[] = { 1.0, 4.0 };
  const double zeros[] = { 0.0, 0.0 };

  assert_place (losses, 3, 0, 0.0, 0.0);
  assert_place (losses, 3, 1, 50.0, 25.0);
  assert_place (losses, 3, 2, 100.0, 50.0);
  assert_place (rising, 2, 0, 0.0, 37.5);
  assert_place (zeros, 2, 1, 100.0, 50.0);
}

BP_TEST_FILE (loss_curve)
{
  g_test_add_func ("/loss-curve/place", test_place);
}
