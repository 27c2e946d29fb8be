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

/* Where one hidden layer is made ahead, threads meet once a step, for any number of them; else once
 * a phase: forward for each hidden layer, output, the deltas of each hidden layer but the last,
 * update. */
static void
test_meetings (void)
{
  const guint shallow[] = { 784, 128, 10 };
  const guint deep[] = { 784, 128, 128, 128, 10 };

  for (guint n_threads = 2; n_threads <= 64; n_threads *= 2)
    {
      g_assert_cmpuint (count (shallow, 3, 10, n_threads).n_meetings, ==, 1);
      g_assert_cmpuint (count (shallow, 3, 32, n_threads).n_meetings, ==, 1);
    }
  g_assert_cmpuint (count (shallow, 3, 256, 2).n_meetings, ==, 3);
  g_assert_cmpuint (count (deep, 5, 32, 2).n_meetings, ==, 3 + 1 + 2 + 1);
  /* The last layer's block of 16 samples is the only one, made by one thread without a meeting. */
  g_assert_cmpuint (count (deep, 5, 10, 2).n_meetings, ==, 3 + 2 + 1);
}

/* Made ahead, the weights of a hidden unit stay with a core, whatever the number of threads. The
 * thread that adds the logits reads the rows of 16 floats of the units that are neither its own nor
 * the first ones. In phases, two threads have a panel of 64 units each, and both need the whole
 * last layer; more threads share the panels, so that weights of the first layer travel. */
static void
test_moved (void)
{
  const guint sizes[] = { 784, 128, 10 };
  const guint64 row = 16 * sizeof (float);
  const guint64 panel = 784 * 64 * sizeof (float);

  g_assert_cmpuint (count (sizes, 3, 32, 2).n_moved, ==, 0);
  g_assert_cmpuint (count (sizes, 3, 32, 4).n_moved, ==, (128 - 2 * 32) * row);
  g_assert_cmpuint (count (sizes, 3, 32, 16).n_moved, ==, (128 - 2 * 32) * row);

  g_assert_cmpuint (count (sizes, 3, 256, 2).n_moved, <=, 128 * row);
  g_assert_cmpuint (count (sizes, 3, 512, 4).n_moved, >, panel / 3);
  g_assert_cmpuint (count (sizes, 3, 512, 4).n_moved, <=, panel + 128 * row);
}

/* The threads' products add up to those of one thread. */
static void
test_shared (void)
{
  const guint sizes[] = { 784, 128, 10 };
  guint64 alone = count (sizes, 3, 32, 1).n_products;
  guint64 half = count (sizes, 3, 32, 2).n_products;

  /* The logits of the caller's units are added while the other thread waits. */
  g_assert_cmpuint (half, >=, alone / 2);
  g_assert_cmpuint (half, <, alone / 2 + alone / 50);
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
  g_test_add_func ("/step-cost/shared", test_shared);
  g_test_add_func ("/step-cost/predict", test_predict);
}
