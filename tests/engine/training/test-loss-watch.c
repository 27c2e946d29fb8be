/* SPDX-License-Identifier: MIT */
#include "loss-watch.h"

#include "test-file.h"

static void
test_limit (void)
{
  double limit = 10.0 * bp_chance_loss (10);
  BpLossWatch watch = { 0 };

  g_assert_cmpfloat_with_epsilon (bp_chance_loss (10), 2.302585, 1e-6);
  g_assert_false (bp_loss_watch_add_step (&watch, limit * 0.99, 64, 10));
  g_assert_true (bp_loss_watch_add_step (&watch, limit * 1.01, 64, 10));
}

/* One image that costs much is no divergence; many are, whatever the batch size. */
static void
test_small_batches (void)
{
  BpLossWatch watch = { 0 };
  guint n_steps = 0;

  g_assert_false (bp_loss_watch_add_step (&watch, 500.0, 1, 10));
  for (guint i = 0; i < 200; i++)
    g_assert_false (bp_loss_watch_add_step (&watch, 1.0, 1, 10));

  watch = (BpLossWatch){ 0 };
  do
    n_steps++;
  while (!bp_loss_watch_add_step (&watch, 30.0, 10, 10));
  g_assert_cmpuint (n_steps, ==, 7);
}

BP_TEST_FILE (loss_watch)
{
  g_test_add_func ("/loss-watch/limit", test_limit);
  g_test_add_func ("/loss-watch/small-batches", test_small_batches);
}
