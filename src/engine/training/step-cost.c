/* SPDX-License-Identifier: MIT */
/*
 * Counts what a step of training costs a team of threads: arithmetic, meetings, and weights that
 * travel between cores. The plan of the step alone says so, for any number of threads and without
 * a machine that has as many cores.
 *
 * Each thread begins with its own segment of a phase's list: see team.c. The count of weights that
 * travel is of these segments: blocks that threads take from one another add to it.
 */
#include "step-cost.h"

#include "team.h"

#define CACHE_LINE 64

/* Journeys of a cache line in a meeting: the call to the helpers and their answers. */
#define JOURNEYS_PER_MEETING 2.0

/* Cache lines that a core requests at the same time. */
#define LINES_IN_FLIGHT 4.0

/* A cache line of a layer's weights: those of one input to so many outputs. */
typedef struct
{
  guint8 owner; /* the thread that updates it */
  gboolean is_read;
} Cell;

typedef struct
{
  const BpNetwork *network;
  guint n_threads;
  guint thread;                       /* whose reading is counted */
  gsize first[BP_NETWORK_MAX_LAYERS]; /* the first cell of each layer */
  Cell *cells;                        /* (n_cells) */
  gsize n_cells;
  guint64 n_moved;
} Count;

G_STATIC_ASSERT (BP_TEAM_MAX_THREADS <= G_MAXUINT8);
G_STATIC_ASSERT (BP_LANES * sizeof (float) == CACHE_LINE);

static guint
count_lines (const BpLayer *layer)
{
  return layer->n_columns / BP_LANES;
}

/* The blocks that a thread begins with, as in team.c. */
static BpRange
get_segment (const BpPhase *phase, guint thread, guint n_threads)
{
  if (n_threads > phase->n_blocks)
    n_threads = phase->n_blocks;
  if (thread >= n_threads)
    return (BpRange){ 0, 0 };
  return (BpRange){ phase->n_blocks * thread / n_threads,
                    phase->n_blocks * (thread + 1) / n_threads };
}

/* Rows of inputs and columns of outputs that the thread reads, or updates. */
static void
visit_weights (Count *count, guint index, BpRange inputs, BpRange outputs, gboolean is_update)
{
  const BpLayer *layer = &count->network->layers[index];

  for (guint output = outputs.begin; output < outputs.end; output += BP_LANES)
    for (guint input = inputs.begin; input < MIN (inputs.end, layer->n_inputs); input++)
      {
        Cell *cell =
            &count
                 ->cells[count->first[index] + output / BP_LANES * (gsize) layer->n_inputs + input];

        if (is_update)
          cell->owner = (guint8) count->thread;
        else if (cell->owner != count->thread && !cell->is_read)
          {
            cell->is_read = TRUE;
            count->n_moved += CACHE_LINE;
          }
      }
}

/* The weights that a block reads before it updates any, or only reads; or those that it updates. */
static void
visit_block (Count *count, const BpBlock *block, gboolean is_update)
{
  const BpLayer *layer = &count->network->layers[block->layer];
  const BpRange all_inputs = { 0, layer->n_inputs };
  const BpRange all_outputs = { 0, layer->n_outputs };

  switch (block->work)
    {
    case BP_WORK_FORWARD:
      visit_weights (count, block->layer, all_inputs, block->columns, FALSE);
      break;
    case BP_WORK_OUTPUT:
      visit_weights (count, block->layer, all_inputs, all_outputs, FALSE);
      break;
    case BP_WORK_BACKWARD:
      visit_weights (count, block->layer, block->columns, all_outputs, FALSE);
      break;
    case BP_WORK_UPDATE:
      if (is_update)
        visit_weights (count, block->layer, block->rows, block->columns, TRUE);
      break;
    case BP_WORK_UNITS:
      visit_weights (count, 0, all_inputs, block->columns, is_update);
      visit_weights (count, 1, block->columns,
                     (BpRange){ 0, bp_network_get_n_outputs (count->network) }, is_update);
      break;
    case BP_WORK_AUGMENT:
    case BP_WORK_TEACH:
    default:
      break;
    }
}

static void
visit_phase (Count *count, const BpPhase *phase, gboolean is_update)
{
  BpRange segment = get_segment (phase, count->thread, count->n_threads);

  for (guint i = segment.begin; i < segment.end; i++)
    visit_block (count, &phase->blocks[i], is_update);
}

/* The hidden units whose part of the logits one thread adds. */
static BpRange
find_units_of_output (const BpStepPlan *plan, const BpNetwork *network)
{
  BpRange units = { 0, network->layers[1].n_inputs };

  for (guint i = 0; i < plan->update.n_blocks; i++)
    {
      const BpBlock *block = &plan->update.blocks[i];

      if (block->work == BP_WORK_UNITS && block->columns.begin == 0)
        units.begin = block->columns.end;
    }

  return units;
}

static guint64
count_moved (const BpNetwork *network, const BpStepPlan *plan, guint n_threads)
{
  Count count = { .network = network, .n_threads = n_threads };
  guint64 most = 0;

  for (guint l = 0; l < network->n_layers; l++)
    {
      count.first[l] = count.n_cells;
      count.n_cells += count_lines (&network->layers[l]) * (gsize) network->layers[l].n_inputs;
    }
  count.cells = g_new0 (Cell, count.n_cells);

  for (count.thread = 0; count.thread < n_threads; count.thread++)
    visit_phase (&count, &plan->update, TRUE);
  for (count.thread = 0; count.thread < n_threads; count.thread++)
    {
      count.n_moved = 0;
      for (gsize i = 0; i < count.n_cells; i++)
        count.cells[i].is_read = FALSE;
      for (guint l = 0; l + 1 < network->n_layers && !plan->is_ahead; l++)
        visit_phase (&count, &plan->forward[l], FALSE);
      visit_phase (&count, &plan->output, FALSE);
      for (guint l = 1; l + 1 < network->n_layers; l++)
        visit_phase (&count, &plan->backward[l], FALSE);
      visit_phase (&count, &plan->update, FALSE);
      if (plan->is_ahead && count.thread == 0)
        visit_weights (&count, 1, find_units_of_output (plan, network),
                       (BpRange){ 0, bp_network_get_n_outputs (network) }, FALSE);
      most = MAX (most, count.n_moved);
    }

  g_free (count.cells);
  return most;
}

/* The multiplications of one sample in a block of hidden units: forward and update of the first
 * layer; backward and update of the last one. The first units' block also has its part of the
 * logits, and the update of their biases. */
static guint64
count_unit_products (const BpNetwork *network, BpRange units)
{
  guint64 n_units = units.end - units.begin;
  guint64 n_inputs = bp_network_get_n_inputs (network);
  guint64 n_outputs = bp_network_get_n_outputs (network);

  return n_units * (2 * n_inputs + 1) + 2 * n_units * n_outputs +
         (units.begin == 0 ? (n_units + 1) * n_outputs : 0);
}

static guint64
count_products (const BpNetwork *network, const BpBlock *block, guint batch)
{
  const BpLayer *layer = &network->layers[block->layer];
  guint64 n_rows = block->rows.end - block->rows.begin;
  guint64 n_columns = block->columns.end - block->columns.begin;

  switch (block->work)
    {
    case BP_WORK_FORWARD:
      return n_rows * n_columns * layer->n_inputs;
    case BP_WORK_OUTPUT:
      return n_rows * layer->n_inputs * layer->n_outputs * (block->layer > 0 ? 2 : 1);
    case BP_WORK_BACKWARD:
      return n_rows * n_columns * layer->n_outputs;
    case BP_WORK_UPDATE:
      return n_rows * n_columns * batch;
    case BP_WORK_UNITS:
      return batch * count_unit_products (network, block->columns);
    case BP_WORK_AUGMENT:
    case BP_WORK_TEACH:
    default:
      return 0;
    }
}

/* Adds a phase. Threads take blocks of one another until none is left, so that they end at about
 * the same time, but a phase takes at least as long as its largest block. */
static void
add_phase (BpStepCost *cost,
           const BpNetwork *network,
           const BpPhase *phase,
           guint batch,
           guint n_threads)
{
  guint64 n_products = 0;
  guint64 largest = 0;

  for (guint i = 0; i < phase->n_blocks; i++)
    {
      guint64 n = count_products (network, &phase->blocks[i], batch);

      n_products += n;
      largest = MAX (largest, n);
    }

  cost->n_products += MAX (n_products / n_threads, largest);
  if (n_threads > 1 && phase->n_blocks > 1)
    cost->n_meetings++;
}

/**
 * bp_step_cost_count:
 * @cost: (out caller-allocates): the cost
 * @network: a network of the shape that it is for
 * @size: of the step, with at most %BP_TEAM_MAX_THREADS threads. The work of augmentation and of
 *   teachers is not counted.
 */
void
bp_step_cost_count (BpStepCost *cost, const BpNetwork *network, const BpStepSize *size)
{
  g_auto (BpStepPlan) plan = { 0 };
  guint batch = size->batch;

  *cost = (BpStepCost){ 0 };
  bp_step_plan_init (&plan, network, size);
  for (guint l = 0; l + 1 < network->n_layers && !plan.is_ahead; l++)
    add_phase (cost, network, &plan.forward[l], batch, size->n_threads);
  if (plan.is_ahead)
    {
      BpRange units = find_units_of_output (&plan, network);

      cost->n_products +=
          batch * (guint64) (units.end - units.begin) * bp_network_get_n_outputs (network);
    }
  add_phase (cost, network, &plan.output, batch, size->n_threads);
  for (guint l = 1; l + 1 < network->n_layers; l++)
    add_phase (cost, network, &plan.backward[l], batch, size->n_threads);
  add_phase (cost, network, &plan.update, batch, size->n_threads);
  if (size->n_threads > 1)
    cost->n_moved = count_moved (network, &plan, size->n_threads);
}

/**
 * bp_step_cost_predict:
 * @cost: of a step
 * @speed: of the machine
 *
 * Returns: the seconds that the step takes on cores that do nothing else
 */
double
bp_step_cost_predict (const BpStepCost *cost, const BpMachineSpeed *speed)
{
  double n_lines = (double) cost->n_moved / CACHE_LINE;

  return (double) cost->n_products / speed->n_products_per_second +
         speed->latency * (JOURNEYS_PER_MEETING * cost->n_meetings + n_lines / LINES_IN_FLIGHT);
}
