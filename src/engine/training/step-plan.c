/* SPDX-License-Identifier: MIT */
/*
 * Divides a step of training into blocks that threads can share. A block is a part of a result,
 * never of a sum, so that the result does not depend on which thread makes it.
 *
 * The matrices of a layer are divided into panels of columns, the same in all phases, and these
 * into groups of rows. Since each thread begins with its own part of a list, it meets the same
 * panels of the weights in forward propagation and in the update, and finds them in its core's
 * cache.
 *
 * Thread rule: a finished plan is only read.
 */
#include "step-plan.h"

/* Rows of a kernel's tile; groups of rows are whole tiles. */
#define TILE_ROWS 6

/* Samples of a block of deltas: two tiles wide, so that each weight is read from memory once for
 * both. */
#define BACKWARD_SAMPLES (2 * BP_PANEL)

/* The fewest columns of a block. A narrower tile costs as much, because its sums wait for one
 * another. */
#define MIN_COLUMNS 32

/* The fewest multiplications of a block: about 1 microsecond at 150 a nanosecond. */
#define MIN_BLOCK_SIZE 150000

/* The most: some 200 microseconds. A block of a large layer should be large, since it reads its
 * weights from memory once for all its samples. */
#define MAX_BLOCK_SIZE 20000000

/* The fewest tiles of a block's rows in bf16, where the other matrix is packed for each block. */
#define MIN_TILES_BF16 16

/* Blocks of a phase for each thread, so that threads of different speed end at about the same
 * time. */
#define BLOCKS_PER_THREAD 32

/* Rows that are whole tiles and whole vectors. */
#define TILES_AND_LANES (3 * BP_LANES)

/* Samples of a block of the teachers' answers. All weights of a teacher are read for each block, so
 * that a block of fewer samples takes longer for each. */
#define TAUGHT_ROWS (2 * BP_LANES)

/* The fewest hidden units of a block: two vectors, since a narrower tile costs as much. */
#define MIN_UNITS (2 * BP_LANES)

/* The most multiplications of a part of a step that is made ahead: about 80 microseconds.
 * A longer one gains more where threads take blocks of slower ones than it loses in meetings. */
#define MAX_SHARE_AHEAD 12000000

/* The division of one side of a matrix: parts of nearly equal size in whole units, each at most the
 * size given. */
typedef struct
{
  guint n;
  guint unit;
  guint size;
} Cut;

/* A block to be sorted, with the share of its kind that comes before it. */
typedef struct
{
  BpBlock block;
  double place;
} Entry;

static guint
count_units (const Cut *cut)
{
  return (cut->n + cut->unit - 1) / cut->unit;
}

static guint
count_parts (const Cut *cut)
{
  guint units_of_part = MAX (cut->size / cut->unit, 1);

  return (count_units (cut) + units_of_part - 1) / units_of_part;
}

static BpRange
get_part (const Cut *cut, guint part)
{
  guint64 n_units = count_units (cut);
  guint n_parts = count_parts (cut);

  return (BpRange){
    .begin = (guint) (n_units * part / n_parts) * cut->unit,
    .end = MIN ((guint) (n_units * (part + 1) / n_parts) * cut->unit, cut->n),
  };
}

static void
add_blocks (GArray *entries, BpWork work, guint layer, Cut rows, Cut columns)
{
  guint n_rows = count_parts (&rows);
  guint n_columns = count_parts (&columns);

  for (guint column = 0; column < n_columns; column++)
    for (guint row = 0; row < n_rows; row++)
      {
        Entry entry = {
          .block = { work, layer, get_part (&rows, row), get_part (&columns, column) },
          .place = ((double) column * n_rows + row + 0.5) / ((double) n_columns * n_rows),
        };

        g_array_append_val (entries, entry);
      }
}

static int
compare_places (gconstpointer first, gconstpointer second)
{
  double difference = ((const Entry *) first)->place - ((const Entry *) second)->place;

  return (difference > 0.0) - (difference < 0.0);
}

/* Interleaves the kinds of blocks evenly, so that each part of the list has its share of every
 * kind. */
static BpPhase
take_phase (GArray *entries)
{
  BpPhase phase = { g_new (BpBlock, entries->len), entries->len };

  g_array_sort (entries, compare_places);
  for (guint i = 0; i < entries->len; i++)
    phase.blocks[i] = g_array_index (entries, Entry, i).block;

  g_array_set_size (entries, 0);
  return phase;
}

/* Whether a block updates the first layer's parameters. */
static gboolean
is_of_first_layer (const BpBlock *block)
{
  return block->work == BP_WORK_UNITS || (block->work == BP_WORK_UPDATE && block->layer == 0);
}

/* Moves the blocks that do not update the first layer's parameters to the end of each thread's part
 * of the list, from which other threads take work. A block of the first layer's parameters should
 * stay in the cache of the core that needs it in the next step. */
static void
move_others_to_the_end (BpPhase *phase, guint n_threads)
{
  g_autofree BpBlock *blocks = g_memdup2 (phase->blocks, phase->n_blocks * sizeof (BpBlock));
  guint n = 0;

  for (guint thread = 0; thread < n_threads; thread++)
    {
      guint begin = phase->n_blocks * thread / n_threads;
      guint end = phase->n_blocks * (thread + 1) / n_threads;

      for (guint i = begin; i < end; i++)
        if (is_of_first_layer (&blocks[i]))
          phase->blocks[n++] = blocks[i];
      for (guint i = begin; i < end; i++)
        if (!is_of_first_layer (&blocks[i]))
          phase->blocks[n++] = blocks[i];
    }
}

/* The multiplications of a block. */
static guint64
choose_block_size (guint64 phase_size, guint n_threads)
{
  return CLAMP (phase_size / (BLOCKS_PER_THREAD * n_threads), MIN_BLOCK_SIZE, MAX_BLOCK_SIZE);
}

/* The rows of a block, in whole tiles. */
static guint
choose_rows (const BpStepSize *size, guint64 block_size, guint depth, guint n_columns)
{
  guint64 tile = (guint64) TILE_ROWS * depth * MAX (n_columns, MIN_COLUMNS);
  guint least = size->precision == BP_PRECISION_BF16 ? MIN_TILES_BF16 : 1;

  g_assert (tile > 0);
  return TILE_ROWS * (guint) MAX (block_size / tile, least);
}

/* The multiplications of one sample and all weights of a layer. */
static guint64
count_weights (const BpLayer *layer)
{
  return (guint64) layer->n_inputs * layer->n_outputs;
}

/* The parts that the units of the first hidden layer are divided into. */
static guint
count_unit_blocks (const BpNetwork *network, guint n_threads)
{
  return CLAMP (network->layers[0].n_outputs / MIN_UNITS, 1, n_threads);
}

/* Whether the units of a single hidden layer are divided among the threads, each with all that
 * depends on it alone: its delta, its weights to and from it, and its activations in the next
 * batch. Then the threads meet once a step, and every weight stays with its core. One thread alone
 * meets nobody. Teachers answer between the activations and the deltas, with a phase of their own.
 */
static gboolean
is_ahead (const BpNetwork *network, const BpStepSize *size)
{
  guint n_blocks = count_unit_blocks (network, size->n_threads);
  guint64 n_products;

  if (network->n_layers != 2 || size->has_teachers || n_blocks == 1)
    return FALSE;

  /* Forward and update; in the last layer, backward too. */
  n_products = size->batch *
               (2 * count_weights (&network->layers[0]) + 3 * count_weights (&network->layers[1]));
  return n_products / n_blocks <= MAX_SHARE_AHEAD;
}

/* Divides the hidden units evenly. The caller of the team, the first thread, has the last units: it
 * adds the sums of the output layer in their order, and finds its own part in its cache. */
static void
add_units (GArray *entries, const BpNetwork *network, guint n_threads)
{
  guint n_units = network->layers[0].n_outputs;
  guint n_blocks = count_unit_blocks (network, n_threads);
  const Cut cut = { n_units, BP_LANES,
                    (guint) bp_round_up_to_lanes ((n_units + n_blocks - 1) / n_blocks) };
  guint n_parts = count_parts (&cut);

  for (guint part = 0; part < n_parts; part++)
    {
      Entry entry = {
        .block = { BP_WORK_UNITS, 0, { 0, 1 }, get_part (&cut, part) },
        .place = (n_parts - part - 0.5) / n_parts,
      };

      g_array_append_val (entries, entry);
    }
}

static void
add_updates (GArray *entries, const BpNetwork *network, const BpStepSize *size)
{
  guint batch = size->batch;
  guint64 n_products = 0;

  for (guint l = 0; l < network->n_layers; l++)
    n_products += batch * count_weights (&network->layers[l]);
  for (guint l = 0; l < network->n_layers; l++)
    {
      const BpLayer *layer = &network->layers[l];
      guint64 block_size = choose_block_size (n_products, size->n_threads);
      guint n_rows = choose_rows (size, block_size, batch, MIN (layer->n_outputs, BP_PANEL));

      add_blocks (entries, BP_WORK_UPDATE, l, (Cut){ layer->n_inputs + 1, 1, n_rows },
                  (Cut){ layer->n_outputs, BP_PANEL, BP_PANEL });
    }
}

/**
 * bp_step_plan_init:
 * @plan: (out caller-allocates): to be cleared with bp_step_plan_clear()
 * @network: a network of the shape that the plan is for
 * @size: of the step
 *
 * Divides every phase of a step into blocks.
 */
void
bp_step_plan_init (BpStepPlan *plan, const BpNetwork *network, const BpStepSize *size)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  const Cut whole = { 1, 1, 1 };
  guint last = network->n_layers - 1;
  guint batch = size->batch;

  *plan = (BpStepPlan){ .batch = batch, .is_ahead = is_ahead (network, size) };

  if (size->is_augmented)
    add_blocks (entries, BP_WORK_AUGMENT, 0, (Cut){ batch, 1, 1 }, whole);
  plan->augment = take_phase (entries);

  if (size->has_teachers)
    add_blocks (entries, BP_WORK_TEACH, 0, (Cut){ batch, BP_LANES, TAUGHT_ROWS }, whole);
  plan->teach = take_phase (entries);

  for (guint l = 0; l < last; l++)
    {
      const BpLayer *layer = &network->layers[l];
      guint64 block_size = choose_block_size (batch * count_weights (layer), size->n_threads);
      guint n_rows =
          choose_rows (size, block_size, layer->n_inputs, MIN (layer->n_outputs, BP_PANEL));

      add_blocks (entries, BP_WORK_FORWARD, l, (Cut){ batch, 1, n_rows },
                  (Cut){ layer->n_outputs, BP_PANEL, BP_PANEL });
      plan->forward[l] = take_phase (entries);
    }

  if (!plan->is_ahead)
    add_blocks (entries, BP_WORK_OUTPUT, last, (Cut){ batch, BP_LANES, BP_LANES }, whole);
  plan->output = take_phase (entries);

  for (guint l = 1; l < last; l++)
    {
      const BpLayer *layer = &network->layers[l];
      guint64 block_size = choose_block_size (batch * count_weights (layer), size->n_threads);
      guint n_samples = MIN (batch, BACKWARD_SAMPLES);
      guint n_columns = choose_rows (size, block_size, layer->n_outputs, n_samples);
      guint unit = n_columns >= TILES_AND_LANES ? TILES_AND_LANES : BP_LANES;

      add_blocks (entries, BP_WORK_BACKWARD, l, (Cut){ batch, BP_LANES, BACKWARD_SAMPLES },
                  (Cut){ layer->n_inputs, unit, n_columns });
      plan->backward[l] = take_phase (entries);
    }

  if (plan->is_ahead)
    add_units (entries, network, size->n_threads);
  else
    add_updates (entries, network, size);
  if (size->is_augmented)
    add_blocks (entries, BP_WORK_AUGMENT, 0, (Cut){ size->next_batch, 1, 1 }, whole);
  plan->update = take_phase (entries);
  move_others_to_the_end (&plan->update, size->n_threads);
}

/**
 * bp_step_plan_count_threads:
 * @plan: the plan
 *
 * Returns: how many threads have something to do: the blocks of the phase that has the most of
 *   them. The phases that only the first step of an epoch has do not count.
 */
guint
bp_step_plan_count_threads (const BpStepPlan *plan)
{
  guint n = MAX (MAX (plan->teach.n_blocks, plan->output.n_blocks), plan->update.n_blocks);

  for (guint l = 0; l < BP_NETWORK_MAX_LAYERS; l++)
    {
      n = MAX (n, plan->backward[l].n_blocks);
      if (!plan->is_ahead)
        n = MAX (n, plan->forward[l].n_blocks);
    }

  return n;
}

static void
clear_phase (BpPhase *phase)
{
  g_clear_pointer (&phase->blocks, g_free);
  phase->n_blocks = 0;
}

/**
 * bp_step_plan_clear:
 * @plan: the plan whose lists to free
 */
void
bp_step_plan_clear (BpStepPlan *plan)
{
  clear_phase (&plan->augment);
  clear_phase (&plan->teach);
  clear_phase (&plan->output);
  clear_phase (&plan->update);
  for (guint l = 0; l < BP_NETWORK_MAX_LAYERS; l++)
    {
      clear_phase (&plan->forward[l]);
      clear_phase (&plan->backward[l]);
    }
}
