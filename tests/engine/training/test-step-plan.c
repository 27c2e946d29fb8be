/* SPDX-License-Identifier: MIT */
#include "step-plan.h"
#include "test-file.h"
#include "test-stride.h"

#define MOST_THREADS 5

/* Marks the cells of a block; each may be marked once. */
static void
mark (guint8 *cells, guint n_rows, guint n_columns, const BpBlock *block)
{
  g_assert_cmpuint (block->rows.begin, <, block->rows.end);
  g_assert_cmpuint (block->columns.begin, <, block->columns.end);
  g_assert_cmpuint (block->rows.end, <=, n_rows);
  g_assert_cmpuint (block->columns.end, <=, n_columns);
  g_assert_cmpuint (block->columns.begin % BP_LANES, ==, 0);

  for (gsize row = block->rows.begin; row < block->rows.end; row++)
    for (gsize column = block->columns.begin; column < block->columns.end; column++)
      g_assert_cmpuint (cells[row * n_columns + column]++, ==, 0);
}

/* The blocks of one kind cover a matrix, each cell once. */
static void
check_cover (const BpPhase *phase, BpWork work, guint layer, guint n_rows, guint n_columns)
{
  g_autofree guint8 *cells = g_malloc0 ((gsize) n_rows * n_columns);

  for (guint i = 0; i < phase->n_blocks; i++)
    if (phase->blocks[i].work == work && phase->blocks[i].layer == layer)
      mark (cells, n_rows, n_columns, &phase->blocks[i]);
  for (gsize i = 0; i < (gsize) n_rows * n_columns; i++)
    g_assert_cmpuint (cells[i], ==, 1);
}

/* The blocks of units cover the hidden layer, in whole vectors. The caller of the team, who has the
 * first of them, gets the last units. */
static void
check_units (const BpPhase *phase, const BpNetwork *network, guint n_threads)
{
  guint n_units = network->layers[0].n_outputs;
  g_autofree guint8 *is_covered = g_malloc0 (n_units);
  guint n_blocks = 0;

  for (guint i = 0; i < phase->n_blocks; i++)
    {
      const BpBlock *block = &phase->blocks[i];

      if (block->work != BP_WORK_UNITS)
        continue;
      if (n_blocks == 0)
        g_assert_cmpuint (block->columns.end, ==, n_units);
      g_assert_cmpuint (block->columns.begin % BP_LANES, ==, 0);
      for (guint unit = block->columns.begin; unit < block->columns.end; unit++)
        g_assert_cmpuint (is_covered[unit]++, ==, 0);
      n_blocks++;
    }

  g_assert_cmpuint (n_blocks, >=, 1);
  g_assert_cmpuint (n_blocks, <=, n_threads);
  for (guint unit = 0; unit < n_units; unit++)
    g_assert_cmpuint (is_covered[unit], ==, 1);
}

static void
check_plan (const guint *sizes, guint n_sizes, const BpStepSize *size)
{
  g_autoptr (BpNetwork) network = bp_network_new (sizes, n_sizes, NULL);
  g_auto (BpStepPlan) plan = { 0 };
  guint last = network->n_layers - 1;
  guint batch = size->batch;

  bp_step_plan_init (&plan, network, size);
  g_assert_cmpuint (plan.batch, ==, batch);

  check_cover (&plan.augment, BP_WORK_AUGMENT, 0, size->is_augmented ? batch : 0, 1);
  check_cover (&plan.teach, BP_WORK_TEACH, 0, size->has_teachers ? batch : 0, 1);
  check_cover (&plan.update, BP_WORK_AUGMENT, 0, size->is_augmented ? size->next_batch : 0, 1);
  for (guint l = 0; l < last; l++)
    check_cover (&plan.forward[l], BP_WORK_FORWARD, l, batch, network->layers[l].n_outputs);
  if (plan.is_ahead)
    {
      g_assert_cmpuint (plan.output.n_blocks, ==, 0);
      check_units (&plan.update, network, size->n_threads);
      return;
    }

  check_cover (&plan.output, BP_WORK_OUTPUT, last, batch, 1);
  for (guint i = 0; i < plan.output.n_blocks; i++)
    g_assert_cmpuint (plan.output.blocks[i].rows.begin % BP_LANES, ==, 0);
  for (guint l = 0; l <= last; l++)
    check_cover (&plan.update, BP_WORK_UPDATE, l, network->layers[l].n_inputs + 1,
                 network->layers[l].n_outputs);
  for (guint l = 1; l < last; l++)
    {
      check_cover (&plan.backward[l], BP_WORK_BACKWARD, l, batch, network->layers[l].n_inputs);
      for (guint i = 0; i < plan.backward[l].n_blocks; i++)
        g_assert_cmpuint (plan.backward[l].blocks[i].rows.begin % BP_LANES, ==, 0);
    }
}

/* A step is made ahead by several threads, with one hidden layer, without teachers, where a thread
 * has little to do in it. */
static void
test_ahead (void)
{
  const guint shallow[] = { 784, 128, 10 };
  const guint wide[] = { 784, 800, 10 };
  const guint deep[] = { 784, 128, 128, 10 };
  const struct
  {
    const guint *sizes;
    guint n_sizes;
    BpStepSize size;
    gboolean is_ahead;
  } cases[] = {
    { shallow, 3, { .batch = 32, .next_batch = 32, .n_threads = 2 }, TRUE },
    { shallow, 3, { .batch = 128, .next_batch = 128, .n_threads = 4 }, TRUE },
    { wide, 3, { .batch = 10, .next_batch = 10, .n_threads = 2 }, TRUE },
    { wide, 3, { .batch = 128, .next_batch = 128, .n_threads = 2 }, FALSE },
    { shallow, 3, { .batch = 32, .next_batch = 32, .n_threads = 1 }, FALSE },
    { shallow, 3, { .batch = 32, .next_batch = 32, .has_teachers = TRUE, .n_threads = 2 }, FALSE },
    { deep, 4, { .batch = 32, .next_batch = 32, .n_threads = 2 }, FALSE },
    { deep + 1, 2, { .batch = 32, .next_batch = 32, .n_threads = 2 }, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BpNetwork) network = bp_network_new (cases[i].sizes, cases[i].n_sizes, NULL);
      g_auto (BpStepPlan) plan = { 0 };

      bp_step_plan_init (&plan, network, &cases[i].size);
      g_assert_cmpint (plan.is_ahead, ==, cases[i].is_ahead);
    }
}

/* Ahead, there are as many threads as blocks of two vectors of units; who augments images has
 * something to do in any case, and so have many threads in a long step. */
static void
test_count_threads (void)
{
  const guint sizes[] = { 784, 128, 10 };
  g_autoptr (BpNetwork) network = bp_network_new (sizes, 3, NULL);
  BpStepSize size = { .batch = 32, .next_batch = 32, .n_threads = 16 };
  g_auto (BpStepPlan) ahead = { 0 };
  g_auto (BpStepPlan) augmented = { 0 };
  g_auto (BpStepPlan) in_phases = { 0 };

  bp_step_plan_init (&ahead, network, &size);
  g_assert_cmpuint (bp_step_plan_count_threads (&ahead), ==, 4);

  size.is_augmented = TRUE;
  bp_step_plan_init (&augmented, network, &size);
  g_assert_cmpuint (bp_step_plan_count_threads (&augmented), ==, 4 + 32);

  size.is_augmented = FALSE;
  size.batch = size.next_batch = 512;
  bp_step_plan_init (&in_phases, network, &size);
  g_assert_cmpuint (bp_step_plan_count_threads (&in_phases), >=, 16);
}

static void
test_cover (void)
{
  const guint shapes[][5] = {
    { 784, 10 },    { 784, 128, 10 },      { 784, 800, 10 },        { 1, 1, 1 },
    { 17, 3, 257 }, { 784, 512, 512, 10 }, { 30, 100, 65, 16, 10 }, { 784, 2500, 1501, 500, 10 },
  };
  const guint batches[] = { 1, 7, 10, 32, 33, 128, 1000 };

  const guint n_plans = G_N_ELEMENTS (shapes) * G_N_ELEMENTS (batches) * MOST_THREADS;

  for (guint i = 0; i < n_plans; i += bp_test_get_stride ())
    {
      guint n_threads = 1 + i % MOST_THREADS;
      guint batch = batches[i / MOST_THREADS % G_N_ELEMENTS (batches)];
      const guint *shape = shapes[i / MOST_THREADS / G_N_ELEMENTS (batches)];
      guint n_sizes = 0;

      while (n_sizes < 5 && shape[n_sizes] > 0)
        n_sizes++;
      check_plan (shape, n_sizes,
                  &(BpStepSize){ batch, batch, TRUE, FALSE, n_threads, BP_PRECISION_FLOAT32 });
      check_plan (shape, n_sizes,
                  &(BpStepSize){ batch, batch + 5, FALSE, TRUE, n_threads, BP_PRECISION_BF16 });
    }
}

/* Each half of the update's list, the share of one of two threads, has half of every kind: first
 * its panel of the first layer's weights, then blocks that other threads may take. */
static void
test_shares (void)
{
  const guint sizes[] = { 784, 128, 10 };
  g_autoptr (BpNetwork) network = bp_network_new (sizes, 3, NULL);
  g_auto (BpStepPlan) plan = { 0 };
  guint n_augment[2] = { 0, 0 };
  guint n_panel[2][2] = { { 0, 0 }, { 0, 0 } };

  bp_step_plan_init (&plan, network,
                     &(BpStepSize){ 256, 256, TRUE, FALSE, 2, BP_PRECISION_FLOAT32 });
  for (guint i = 0; i < plan.update.n_blocks; i++)
    {
      const BpBlock *block = &plan.update.blocks[i];
      guint half = i >= plan.update.n_blocks / 2;

      if (block->work == BP_WORK_AUGMENT)
        n_augment[half]++;
      else if (block->layer == 0)
        {
          n_panel[half][block->columns.begin > 0]++;
          g_assert_cmpuint (n_augment[half], ==, 0);
        }
    }
  g_assert_cmpuint (n_augment[0], ==, n_augment[1]);
  g_assert_cmpuint (n_panel[0][0], ==, n_panel[1][1]);
  g_assert_cmpuint (n_panel[0][1], ==, 0);
  g_assert_cmpuint (n_panel[1][0], ==, 0);
}

BP_TEST_FILE (step_plan)
{
  g_test_add_func ("/step-plan/ahead", test_ahead);
  g_test_add_func ("/step-plan/count-threads", test_count_threads);
  g_test_add_func ("/step-plan/cover", test_cover);
  g_test_add_func ("/step-plan/shares", test_shares);
}
