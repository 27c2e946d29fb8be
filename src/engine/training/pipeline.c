/* SPDX-License-Identifier: MIT */
/*
 * Makes the steps of training. Each step has a few phases, whose blocks the threads share:
 *
 *   teach      the answers of the teachers, where there are any               one phase
 *   forward    each hidden layer                                              a phase a layer
 *   output     the last layer, softmax, loss, its deltas and those below      one phase
 *   backward   the deltas of further hidden layers                            a phase a layer
 *   update     all parameters; and the augmentation of a later batch          one phase
 *
 * With one hidden layer, a step of a few microseconds for each thread is made ahead: the update
 * also has the forward propagation of the next batch. A thread updates the weights of some hidden
 * units and then needs no other thread's to propagate them. So the threads meet once a step. The
 * caller makes the output, which is small. The sums have the same order as in phases, and with them
 * every bit of the result.
 *
 * Nothing is changed before the loss is known to be finite.
 *
 * Thread rule: one thread at a time makes steps; its helpers work only within one.
 */
#include "pipeline.h"

#include "backprop.h"
#include "batch-inputs.h"
#include "clock.h"
#include "error.h"
#include "kernels.h"
#include "memory-block.h"
#include "sharing.h"
#include "step-plan.h"
#include "team.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* The parts of an update between which images are prefetched. */
#define N_PREFETCHES 8

struct _BpPipeline
{
  BpPipelineConfig config;

  /* borrowed */
  BpNetwork *network;
  const BpOptimizer *optimizer;
  BpSamples samples;
  BpProgress *progress; /* nullable */

  /* owned */
  BpTeam *team;
  BpWorkspace *workspace;
  BpBatchInputs *inputs;
  BpTeachers *teachers; /* nullable */
  guint8 *labels;       /* (batch_size) */
  float *gradient;      /* (n_parameters), or NULL where updates are fused */
  BpStepPlan plan;

  BpSharing sharing;
  gboolean is_shared;

  guint epoch;
  BpBatch batch; /* the present one */

  /* The hidden layer's activations of the present batch are there, and so many of its units are in
   * the logits. */
  gboolean is_forward_done;
  guint n_units_in_logits;

  /* The arguments of the phase's blocks. */
  const BpPhase *phase;
  BpBatchPlace augmented_place;
  float learning_rate;
  gboolean can_be_cancelled; /* in this phase: nothing that the step changes has been changed */
};

/* Applies dropout to a block of a layer's activations of a batch. */
static void
drop_units (BpPipeline *pipeline, BpBatch batch, guint layer, BpRange samples, BpRange units)
{
  const BpWorkspace *workspace = pipeline->workspace;
  gsize stride = workspace->strides[layer + 1];
  float *slopes = workspace->slopes[layer];

  if (pipeline->config.dropout.rate <= 0.0f)
    return;

  for (gsize i = samples.begin; i < samples.end; i++)
    {
      gsize at = i * stride + units.begin;

      bp_dropout_apply (&pipeline->config.dropout, pipeline->epoch, batch.indices[i], layer,
                        units.begin, units.end - units.begin,
                        workspace->activations[layer + 1] + at,
                        slopes != NULL ? slopes + at : NULL);
    }
}

/* Backward: stored slopes already include dropout. With ReLU, dropped units already have delta 0
 * through the mask; scale the others by 1 / (1 - rate). */
static void
scale_deltas (BpPipeline *pipeline, guint layer, BpRange samples, BpRange units)
{
  BpWorkspace *workspace = pipeline->workspace;
  gsize stride = workspace->strides[layer + 1];
  gsize batch_stride = workspace->batch_stride;
  float scale = bp_dropout_get_scale (&pipeline->config.dropout);

  if (pipeline->config.dropout.rate <= 0.0f || workspace->slopes[layer] != NULL)
    return;

  for (gsize i = samples.begin; i < samples.end; i++)
    for (gsize j = units.begin; j < units.end; j++)
      workspace->deltas[layer][i * stride + j] *= scale;
  if (layer > 0)
    for (gsize j = units.begin; j < units.end; j++)
      for (gsize i = samples.begin; i < samples.end; i++)
        workspace->transposed_deltas[layer][j * batch_stride + i] *= scale;
}

/* From the logits of some samples to the deltas of the last layer. */
static void
make_output_deltas (BpPipeline *pipeline, BpWorkspace *workspace, BpRange samples)
{
  const BpNetwork *network = pipeline->network;
  guint8 *labels = pipeline->labels;
  float scale = 1.0f / (float) workspace->batch;

  if (!pipeline->config.is_unfused)
    scale *= -pipeline->learning_rate;

  for (gsize i = samples.begin; i < samples.end; i++)
    labels[i] = pipeline->samples.labels[pipeline->batch.indices[i]];

  bp_output_probabilities (network, workspace, labels, samples);
  bp_output_delta (network, workspace, labels,
                   pipeline->teachers != NULL ? bp_teachers_get_targets (pipeline->teachers) : NULL,
                   scale, samples);
}

/* From the last layer's deltas of some samples to those of some units below. */
static void
make_deltas_below (BpPipeline *pipeline,
                   BpWorkspace *workspace,
                   guint layer,
                   BpRange samples,
                   BpRange units)
{
  bp_layer_backward (pipeline->network, workspace, layer, samples, units);
  scale_deltas (pipeline, layer - 1, samples, units);
}

static void
make_output (BpPipeline *pipeline, BpWorkspace *workspace, guint layer, BpRange samples)
{
  const BpLayer *last = &pipeline->network->layers[layer];

  bp_layer_forward (pipeline->network, workspace, layer, samples, (BpRange){ 0, last->n_outputs });
  make_output_deltas (pipeline, workspace, samples);
  if (layer > 0)
    make_deltas_below (pipeline, workspace, layer, samples, (BpRange){ 0, last->n_inputs });
}

/* Updates by a gradient that is stored. A row's weights are adjacent within a panel. */
static void
update_unfused (BpPipeline *pipeline, BpWorkspace *workspace, const BpBlock *block)
{
  const BpNetwork *network = pipeline->network;
  BpRange panel = block->columns;

  bp_layer_gradient (network, workspace, block->layer, block->rows, block->columns,
                     pipeline->gradient);
  for (; panel.begin < block->columns.end; panel.begin = panel.end)
    {
      panel.end = MIN (block->columns.end, (panel.begin / BP_PANEL + 1) * BP_PANEL);
      for (guint row = block->rows.begin; row < block->rows.end; row++)
        bp_optimizer_update (pipeline->optimizer, pipeline->learning_rate,
                             pipeline->network->parameters, pipeline->gradient,
                             bp_network_find_parameter (network, block->layer, row, panel.begin),
                             bp_round_up_to_lanes (panel.end) - panel.begin);
    }
}

static void
update (BpPipeline *pipeline, BpWorkspace *workspace, const BpBlock *block)
{
  BpResult descent;

  if (pipeline->config.is_unfused)
    {
      update_unfused (pipeline, workspace, block);
      return;
    }

  descent = bp_optimizer_get_descent (pipeline->optimizer, pipeline->network->parameters);
  bp_layer_descend (pipeline->network, workspace, block->layer, block->rows, block->columns,
                    &descent);
}

/* Prefetches a share of a batch, all of which each thread will need. A thread makes about its share
 * of the blocks. */
static void
prefetch (const BpPipeline *pipeline, guint block)
{
  guint n_blocks = pipeline->phase->n_blocks;
  guint n_threads = pipeline->is_shared ? bp_team_get_n_threads (pipeline->team) : 1;

  for (guint i = 0; i < n_threads; i++)
    bp_batch_inputs_prefetch (pipeline->inputs, BP_BATCH_NEXT, (block * n_threads + i) % n_blocks,
                              n_blocks);
}

/* Of some hidden units: the deltas, and the update of all weights to and from them. The rows of the
 * first layer are updated in parts, while the images after the next batch are prefetched. */
static void
update_units (BpPipeline *pipeline, guint thread, BpRange units)
{
  const BpNetwork *network = pipeline->network;
  const BpRange samples = { 0, pipeline->batch.n };
  BpWorkspace *workspace =
      bp_batch_inputs_get (pipeline->inputs, thread, BP_BATCH_PRESENT, samples);
  guint n_units = network->layers[0].n_outputs;
  guint n_rows = network->layers[0].n_inputs + 1;
  BpBlock block = {
    .layer = 1,
    .rows = units,
    .columns = { 0, network->layers[1].n_outputs },
  };

  make_deltas_below (pipeline, workspace, 1, samples, units);
  update (pipeline, workspace, &block);
  if (units.begin == 0)
    {
      /* The output's biases, to which the first units' part of the next logits is added. */
      block.rows = (BpRange){ n_units, n_units + 1 };
      update (pipeline, workspace, &block);
    }

  block.layer = 0;
  block.columns = units;
  for (guint part = 0; part < N_PREFETCHES; part++)
    {
      bp_batch_inputs_prefetch (pipeline->inputs, BP_BATCH_AFTER_NEXT, part, N_PREFETCHES);
      block.rows = (BpRange){ n_rows * part / N_PREFETCHES, n_rows * (part + 1) / N_PREFETCHES };
      if (block.rows.begin < block.rows.end)
        update (pipeline, workspace, &block);
    }
}

/* The activations of some hidden units in the next batch. The first units' part of the logits is
 * added at once: the other units' follow in their order. */
static void
propagate_units (BpPipeline *pipeline, guint thread, BpRange units)
{
  const BpBatch next = bp_batch_inputs_find (pipeline->inputs, BP_BATCH_NEXT);
  const BpRange samples = { 0, next.n };
  BpWorkspace *workspace;

  if (next.n == 0)
    return;

  workspace = bp_batch_inputs_get (pipeline->inputs, thread, BP_BATCH_NEXT, samples);
  bp_layer_forward (pipeline->network, workspace, 0, samples, units);
  drop_units (pipeline, next, 0, samples, units);
  if (units.begin == 0)
    bp_layer_add_inputs (pipeline->network, workspace, 1, samples, units);
}

/* The workspace of a thread, with the inputs for a block. */
static BpWorkspace *
get_workspace (BpPipeline *pipeline, guint thread, const BpBlock *block)
{
  BpRange rows = { 0, 0 };

  if (block->layer == 0 && block->work == BP_WORK_UPDATE)
    rows.end = pipeline->batch.n;
  else if (block->layer == 0 && block->work != BP_WORK_AUGMENT && block->work != BP_WORK_TEACH)
    rows = block->rows;

  return bp_batch_inputs_get (pipeline->inputs, thread, BP_BATCH_PRESENT, rows);
}

static void
make_block (gpointer data, guint thread, guint index)
{
  BpPipeline *pipeline = data;
  const BpBlock *block = &pipeline->phase->blocks[index];

  if (pipeline->can_be_cancelled && !bp_progress_check (pipeline->progress, NULL))
    return;

  switch (block->work)
    {
    case BP_WORK_TEACH:
      bp_teachers_answer (pipeline->teachers, pipeline->inputs, block->rows);
      break;
    case BP_WORK_FORWARD:
      bp_layer_forward (pipeline->network, get_workspace (pipeline, thread, block), block->layer,
                        block->rows, block->columns);
      drop_units (pipeline, pipeline->batch, block->layer, block->rows, block->columns);
      break;
    case BP_WORK_OUTPUT:
      make_output (pipeline, get_workspace (pipeline, thread, block), block->layer, block->rows);
      break;
    case BP_WORK_BACKWARD:
      make_deltas_below (pipeline, get_workspace (pipeline, thread, block), block->layer,
                         block->rows, block->columns);
      break;
    case BP_WORK_UPDATE:
      prefetch (pipeline, index);
      update (pipeline, get_workspace (pipeline, thread, block), block);
      break;
    case BP_WORK_UNITS:
      update_units (pipeline, thread, block->columns);
      if (pipeline->is_shared)
        propagate_units (pipeline, thread, block->columns);
      break;
    case BP_WORK_AUGMENT:
      bp_batch_inputs_augment (pipeline->inputs, pipeline->augmented_place, block->rows);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
run_phase (BpPipeline *pipeline, const BpPhase *phase)
{
  pipeline->phase = phase;
  if (pipeline->is_shared)
    bp_team_run (pipeline->team, phase->n_blocks, make_block, pipeline);
  else
    for (guint block = 0; block < phase->n_blocks; block++)
      make_block (pipeline, 0, block);
}

static gboolean
allocate (BpPipeline *pipeline, GError **error)
{
  gsize n_parameters = bp_round_up_to_lanes (pipeline->network->n_parameters);

  pipeline->labels = g_try_malloc (pipeline->config.batch_size);
  if (pipeline->config.is_unfused)
    pipeline->gradient = bp_memory_block_new (n_parameters);
  if (pipeline->labels == NULL || (pipeline->config.is_unfused && pipeline->gradient == NULL))
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                           _ ("There is no memory to train a network of this size: choose smaller "
                              "layers, or a smaller batch size"));
      return FALSE;
    }

  return TRUE;
}

/* Plans steps of one size. */
static void
make_plan (BpPipeline *pipeline, guint batch, guint n_threads)
{
  const BpPipelineConfig *config = &pipeline->config;
  const BpStepSize size = {
    .batch = batch,
    .next_batch = config->batch_size,
    .is_augmented = !bp_augmentation_is_none (&config->augmentation),
    .has_teachers = config->distillation.soft_weight > 0.0f,
    .n_threads = n_threads,
    .precision = config->precision,
  };

  bp_step_plan_clear (&pipeline->plan);
  bp_step_plan_init (&pipeline->plan, pipeline->network, &size);
}

/* Starts as many threads as have something to do, and plans the steps for them. */
static gboolean
start_team (BpPipeline *pipeline, GError **error)
{
  guint batch = pipeline->config.batch_size;
  guint n_threads = bp_team_choose_n_threads (pipeline->config.n_threads);

  make_plan (pipeline, batch, n_threads);
  n_threads = MIN (n_threads, bp_step_plan_count_threads (&pipeline->plan));
  pipeline->team = bp_team_new (n_threads, error);
  if (pipeline->team == NULL)
    return FALSE;

  make_plan (pipeline, batch, bp_team_get_n_threads (pipeline->team));
  return TRUE;
}

/**
 * bp_pipeline_new:
 * @config: the settings
 * @network: (not nullable): the network to train, which has to outlive the pipeline
 * @optimizer: the rule of the update, likewise
 * @samples: the training samples, likewise
 * @error: return location for %BP_ERROR_NO_MEMORY
 *
 * Returns: (transfer full): the pipeline, or %NULL with @error set
 */
BpPipeline *
bp_pipeline_new (const BpPipelineConfig *config,
                 BpNetwork *network,
                 const BpOptimizer *optimizer,
                 BpSamples samples,
                 GError **error)
{
  g_autoptr (BpPipeline) pipeline = g_new0 (BpPipeline, 1);

  pipeline->config = *config;
  pipeline->network = network;
  pipeline->optimizer = optimizer;
  pipeline->samples = samples;
  pipeline->workspace = bp_workspace_new (network, config->batch_size, error);
  if (pipeline->workspace == NULL || !allocate (pipeline, error))
    return NULL;
  pipeline->workspace->precision = config->precision;
  if (!start_team (pipeline, error))
    return NULL;
  pipeline->inputs =
      bp_batch_inputs_new (network, pipeline->workspace, samples, &config->augmentation,
                           config->seed, bp_team_get_n_threads (pipeline->team), error);
  if (pipeline->inputs == NULL)
    return NULL;
  if (config->distillation.soft_weight > 0.0f)
    {
      pipeline->teachers = bp_teachers_new (&config->distillation, config->batch_size, error);
      if (pipeline->teachers == NULL)
        return NULL;
    }

  return g_steal_pointer (&pipeline);
}

/**
 * bp_pipeline_free:
 * @pipeline: (transfer full): the pipeline
 */
void
bp_pipeline_free (BpPipeline *pipeline)
{
  g_clear_pointer (&pipeline->team, bp_team_free);
  bp_step_plan_clear (&pipeline->plan);
  g_clear_pointer (&pipeline->inputs, bp_batch_inputs_free);
  g_clear_pointer (&pipeline->teachers, bp_teachers_free);
  g_free (pipeline->labels);
  bp_memory_block_free (pipeline->gradient);
  g_clear_pointer (&pipeline->workspace, bp_workspace_free);
  g_free (pipeline);
}

/**
 * bp_pipeline_set_progress:
 * @pipeline: the pipeline
 * @progress: (nullable): cancels steps: one that is cancelled before its updates changes nothing,
 *   returns a loss of NaN, and can be made again. It has to outlive the pipeline.
 */
void
bp_pipeline_set_progress (BpPipeline *pipeline, BpProgress *progress)
{
  pipeline->progress = progress;
}

/**
 * bp_pipeline_begin_epoch:
 * @pipeline: the pipeline; what was prepared for later batches is dropped
 * @epoch: the epoch whose steps come next
 */
void
bp_pipeline_begin_epoch (BpPipeline *pipeline, guint epoch)
{
  pipeline->epoch = epoch;
  bp_batch_inputs_begin_epoch (pipeline->inputs, epoch);
}

/* Leaves the step, of which nothing is kept, so that it can be made again. */
static double
abandon_step (BpPipeline *pipeline, double loss)
{
  bp_batch_inputs_drop (pipeline->inputs);
  return loss;
}

static void
augment (BpPipeline *pipeline, BpBatchPlace place, const BpPhase *phase)
{
  pipeline->augmented_place = place;
  run_phase (pipeline, phase);
}

/* Advances to a batch at the start of the order, and finds out which ones come later. Where the
 * step before has done so, they are augmented. */
static void
advance (BpPipeline *pipeline, const guint32 *order, gsize n_left, guint batch)
{
  BpBatchInputs *inputs = pipeline->inputs;
  guint size = pipeline->config.batch_size;
  guint n_known = batch;

  if (bp_batch_inputs_find (inputs, BP_BATCH_NEXT).n == 0)
    {
      bp_batch_inputs_set (inputs, BP_BATCH_NEXT, (BpBatch){ order, batch });
      bp_batch_inputs_set (inputs, BP_BATCH_AFTER_NEXT,
                           (BpBatch){ order + batch, MIN (n_left - batch, size) });
      augment (pipeline, BP_BATCH_NEXT, &pipeline->plan.augment);
      augment (pipeline, BP_BATCH_AFTER_NEXT, &pipeline->plan.augment);
      pipeline->is_forward_done = FALSE;
    }

  bp_batch_inputs_advance (inputs);
  n_known += bp_batch_inputs_find (inputs, BP_BATCH_NEXT).n;
  bp_batch_inputs_set (inputs, BP_BATCH_AFTER_NEXT,
                       (BpBatch){ order + n_known, MIN (n_left - n_known, size) });
  pipeline->augmented_place = BP_BATCH_AFTER_NEXT;
  pipeline->workspace->batch = batch;
  pipeline->batch = (BpBatch){ order, batch };
}

/* The output of the only hidden layer's network: one thread adds the units whose part of the logits
 * is missing. */
static void
make_whole_output (BpPipeline *pipeline)
{
  const BpRange samples = { 0, pipeline->batch.n };
  const BpRange missing = { pipeline->is_forward_done ? pipeline->n_units_in_logits : 0,
                            pipeline->network->layers[1].n_inputs };

  if (missing.begin < missing.end)
    bp_layer_add_inputs (pipeline->network, pipeline->workspace, 1, samples, missing);
  make_output_deltas (pipeline, pipeline->workspace, samples);
}

/* The part of the step that changes the parameters. */
static void
make_updates (BpPipeline *pipeline)
{
  const BpPhase *phase = &pipeline->plan.update;

  pipeline->can_be_cancelled = FALSE;
  run_phase (pipeline, phase);
  if (!pipeline->plan.is_ahead)
    return;

  for (guint i = 0; i < phase->n_blocks; i++)
    if (phase->blocks[i].work == BP_WORK_UNITS)
      {
        /* One thread finds the batch's inputs in its cache for all units, then the next one's. */
        if (!pipeline->is_shared)
          propagate_units (pipeline, 0, phase->blocks[i].columns);
        if (phase->blocks[i].columns.begin == 0)
          pipeline->n_units_in_logits = phase->blocks[i].columns.end;
      }
  pipeline->is_forward_done = TRUE;
}

static double
make_step (BpPipeline *pipeline, const guint32 *order, gsize n_left, guint batch, guint *n_correct)
{
  const BpNetwork *network = pipeline->network;
  const BpStepPlan *plan = &pipeline->plan;
  double loss;

  pipeline->can_be_cancelled = TRUE;
  advance (pipeline, order, n_left, batch);

  if (pipeline->teachers != NULL)
    run_phase (pipeline, &plan->teach);
  if (!pipeline->is_forward_done)
    for (guint l = 0; l + 1 < network->n_layers; l++)
      run_phase (pipeline, &plan->forward[l]);
  if (plan->is_ahead)
    make_whole_output (pipeline);
  else
    run_phase (pipeline, &plan->output);

  loss = bp_output_loss (pipeline->workspace, n_correct);
  if (!isfinite (loss))
    return abandon_step (pipeline, loss);

  for (guint l = network->n_layers - 1; l-- > 1;)
    run_phase (pipeline, &plan->backward[l]);
  if (!bp_progress_check (pipeline->progress, NULL))
    return abandon_step (pipeline, (double) NAN);
  make_updates (pipeline);

  return loss;
}

/**
 * bp_pipeline_step:
 * @pipeline: the pipeline
 * @order: (n_left) indices of the samples that are left in this epoch: this step's first, then
 *   those of the next steps. The next step has to be given the same order without this step's
 *   samples.
 * @n_left: at least 1
 * @learning_rate: over 0
 * @n_correct: (out): how many of the batch the network had right before the update
 *
 * Learns from the next batch: batch_size samples, or fewer at the end of the epoch. Where the loss
 * is not finite, or the step was cancelled, nothing is updated. The activations of the batch after
 * it may be made ahead: whoever changes the network between two steps calls
 * bp_pipeline_begin_epoch().
 *
 * Returns: the mean loss of the batch before the update, in nats
 */
double
bp_pipeline_step (BpPipeline *pipeline,
                  const guint32 *order,
                  gsize n_left,
                  float learning_rate,
                  guint *n_correct)
{
  guint size = pipeline->config.batch_size;
  guint batch = MIN (n_left, size);
  gboolean is_alone = bp_team_get_n_threads (pipeline->team) == 1;
  gint64 begin = is_alone ? 0 : bp_clock_now ();
  double loss;

  if (pipeline->plan.batch != batch)
    make_plan (pipeline, batch, bp_team_get_n_threads (pipeline->team));

  pipeline->learning_rate = learning_rate;
  pipeline->is_shared = !is_alone && (pipeline->config.is_always_shared ||
                                      bp_sharing_should_share (&pipeline->sharing, begin));
  loss = make_step (pipeline, order, n_left, batch, n_correct);
  if (!is_alone && batch == size)
    bp_sharing_note_step (&pipeline->sharing, pipeline->is_shared, begin, bp_clock_now ());

  return loss;
}
