/* SPDX-License-Identifier: MIT */
#include "step-cost.h"

#include "test-file.h"

static BpStepCost
count (const guint *sizes, guint n_sizes, guint batch, guint n_threads)
{
  g_autoptr (BpNetwork) network = bp_network_new (sizes, n_sizes, NULL);
  BpStepCost cost;

  bp_step_cost_count (&cost, network,
                      &(BpStepSize){ .batch = batch, .next_batch = batch, .n_threads = n_threads });
  return cost;
}

/* One thread makes all products of the formulas, biases included, and waits for nobody. */
static void
test_alone (void)
{
  const guint sizes[] = { 784, 128, 96, 10 };
  const BpStepCost cost = count (sizes, 4, 32, 1);
  const guint64 forward = 784 * 128 + 128 * 96 + 96 * 10;
  const guint64 backward = 128 * 96 + 96 * 10;
  const guint64 update = 785 * 128 + 129 * 96 + 97 * 10;

  g_assert_cmpuint (cost.n_products, ==, 32 * (forward + backward + update));
  g_assert_cmpuint (cost.n_meetings, ==, 0);
  g_assert_cmpuint (cost.n_moved, ==, 0);
}

/* Threads meet once a phase: forward for each hidden layer, output, the deltas of each hidden layer
 * but the last, update. */
static void
test_meetings (void)
{
  const guint shallow[] = { 784, 128, 10 };
  const guint deep[] = { 784, 128, 128, 128, 10 };

  g_assert_cmpuint (count (shallow, 3, 32, 2).n_meetings, ==, 3);
  g_assert_cmpuint (count (deep, 5, 32, 2).n_meetings, ==, 3 + 1 + 2 + 1);
  /* The last layer's block of 16 samples is the only one, made by one thread without a meeting. */
  g_assert_cmpuint (count (shallow, 3, 10, 2).n_meetings, ==, 2);
}

/* Two threads have a panel of 64 units each, whose weights stay with their cores. Of the last
 * layer, which both need, at most the 128 rows of 16 floats travel. Four threads share the panels,
 * so that weights of the first layer travel. */
static void
test_moved (void)
{
  const guint sizes[] = { 784, 128, 10 };
  const guint64 last_layer = 128 * 16 * sizeof (float);
  const guint64 panel = 784 * 64 * sizeof (float);

  g_assert_cmpuint (count (sizes, 3, 32, 2).n_moved, <=, last_layer);
  g_assert_cmpuint (count (sizes, 3, 32, 4).n_moved, >, panel / 3);
  g_assert_cmpuint (count (sizes, 3, 32, 4).n_moved, <=, panel + last_layer);
}

/* A cost of each kind makes a step longer by what the machine needs for it. */
static void
test_predict (void)
{
  const BpMachineSpeed speed = { .n_products_per_second = 1e11, .latency = 1e-7 };
  const BpStepCost products = { .n_products = 1000000 };
  const BpStepCost all = { .n_products = 1000000, .n_meetings = 3, .n_moved = 6400 };

  g_assert_cmpfloat_with_epsilon (bp_step_cost_predict (&products, &speed), 1e-5, 1e-12);
  g_assert_cmpfloat_with_epsilon (bp_step_cost_predict (&all, &speed), 1e-5 + 6e-7 + 25e-7, 1e-12);
}

BP_TEST_FILE (step_cost)
{
  g_test_add_func ("/step-cost/alone", test_alone);
  g_test_add_func ("/step-cost/meetings", test_meetings);
  g_test_add_func ("/step-cost/moved", test_moved);
  g_test_add_func ("/step-cost/predict", test_predict);
}
