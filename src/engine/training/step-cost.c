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

/* A row of a panel of a layer's weights, the piece that is counted. */
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

static guint
count_panels (const BpLayer *layer)
{
  return (layer->n_outputs + BP_PANEL - 1) / BP_PANEL;
}

/* The blocks that a thread begins with, as in team.c. */
static BpRange
get_segment (const BpPhase *phase, guint thread, guint n_threads)
{
  return (BpRange){ phase->n_blocks * thread / n_threads,
                    phase->n_blocks * (thread + 1) / n_threads };
}

/* The weights that a block reads or updates: rows of inputs, columns of outputs. */
static void
find_weights (const BpNetwork *network, const BpBlock *block, BpRange *inputs, BpRange *outputs)
{
  const BpLayer *layer = &network->layers[block->layer];

  *inputs = (BpRange){ 0, layer->n_inputs };
  *outputs = (BpRange){ 0, layer->n_outputs };
  if (block->work == BP_WORK_FORWARD)
    *outputs = block->columns;
  if (block->work == BP_WORK_BACKWARD)
    *inputs = block->columns;
  if (block->work == BP_WORK_UPDATE)
    {
      *inputs = (BpRange){ block->rows.begin, MIN (block->rows.end, layer->n_inputs) };
      *outputs = block->columns;
    }
}

static void
visit_block (Count *count, const BpBlock *block)
{
  const BpLayer *layer = &count->network->layers[block->layer];
  BpRange inputs;
  BpRange outputs;

  if (block->work == BP_WORK_AUGMENT || block->work == BP_WORK_TEACH)
    return;

  find_weights (count->network, block, &inputs, &outputs);
  for (guint output = outputs.begin; output < outputs.end; output += BP_PANEL)
    for (guint input = inputs.begin; input < inputs.end; input++)
      {
        Cell *cell = &count->cells[count->first[block->layer] +
                                   output / BP_PANEL * (gsize) layer->n_inputs + input];

        if (block->work == BP_WORK_UPDATE)
          cell->owner = (guint8) count->thread;
        else if (cell->owner != count->thread && !cell->is_read)
          {
            cell->is_read = TRUE;
            count->n_moved += bp_layer_get_panel_width (layer, output) * sizeof (float);
          }
      }
}

static void
visit_phase (Count *count, const BpPhase *phase)
{
  BpRange segment = get_segment (phase, count->thread, count->n_threads);

  for (guint i = segment.begin; i < segment.end; i++)
    visit_block (count, &phase->blocks[i]);
}

static guint64
count_moved (const BpNetwork *network, const BpStepPlan *plan, guint n_threads)
{
  Count count = { .network = network, .n_threads = n_threads };
  guint64 most = 0;

  for (guint l = 0; l < network->n_layers; l++)
    {
      count.first[l] = count.n_cells;
      count.n_cells += count_panels (&network->layers[l]) * (gsize) network->layers[l].n_inputs;
    }
  count.cells = g_new0 (Cell, count.n_cells);

  for (count.thread = 0; count.thread < n_threads; count.thread++)
    visit_phase (&count, &plan->update);
  for (count.thread = 0; count.thread < n_threads; count.thread++)
    {
      count.n_moved = 0;
      for (gsize i = 0; i < count.n_cells; i++)
        count.cells[i].is_read = FALSE;
      for (guint l = 0; l + 1 < network->n_layers; l++)
        visit_phase (&count, &plan->forward[l]);
      visit_phase (&count, &plan->output);
      for (guint l = 1; l + 1 < network->n_layers; l++)
        visit_phase (&count, &plan->backward[l]);
      most = MAX (most, count.n_moved);
    }

  g_free (count.cells);
  return most;
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
  for (guint l = 0; l + 1 < network->n_layers; l++)
    add_phase (cost, network, &plan.forward[l], batch, size->n_threads);
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
