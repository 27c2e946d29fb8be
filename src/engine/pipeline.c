/* SPDX-License-Identifier: MIT */
/*
 * One step of training after the other, each in a few phases that threads share in blocks:
 *
 *   forward    each hidden layer                                              a phase a layer
 *   output     the last layer, softmax, loss, its deltas and those below      one phase
 *   backward   the deltas of further hidden layers                            a phase a layer
 *   update     all parameters; and the next batch, from bytes to floats       one phase
 *
 * Nothing is changed before the loss is known to be finite. There are two buffers for inputs: the
 * present batch is needed until the update is done, when the next one has to be there.
 *
 * Thread rule: one thread at a time makes steps; its helpers work only within one.
 */
#include "engine/pipeline.h"

#include "engine/backprop.h"
#include "engine/error.h"
#include "engine/kernels.h"
#include "engine/sharing.h"
#include "engine/step-plan.h"
#include "engine/team.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define CACHE_LINE 64

/* The third argument of a prefetch: not into the first-level cache, which is the kernels' now. */
#define INTO_SECOND_LEVEL 2

/* Samples of the training set, by index. */
typedef struct
{
  const guint32 *indices;
  guint n;
} Batch;

struct _BpPipeline
{
  BpPipelineConfig config;

  /* borrowed */
  BpNetwork *network;
  const BpOptimizer *optimizer;
  BpSamples samples;

  /* owned */
  BpTeam *team;
  BpWorkspace *workspace;
  float *inputs[2];  /* (batch_size, stride) the present batch and the next one, in turn */
  guint8 *labels[2]; /* (batch_size) likewise */
  float *gradient;   /* (n_parameters), or NULL where updates are fused */
  BpStepPlan plan;

  BpSharing sharing;
  gboolean is_shared;
  guint present;    /* the buffer of the present batch */
  guint n_prepared; /* samples that are ready in it */

  gboolean is_augmented;
  guint epoch;
  Batch batch; /* the present one */

  /* What the blocks of a phase work on. */
  const BpPhase *phase;
  guint gather_buffer;
  Batch gathered;
  float learning_rate;
};

static gint64
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return (gint64) time.tv_sec * 1000000000 + time.tv_nsec;
}

static const guint8 *
get_image (const BpPipeline *pipeline, const Batch *batch, gsize i)
{
  return pipeline->samples.images +
         batch->indices[i] * (gsize) bp_network_get_n_inputs (pipeline->network);
}

/* Images lie in a random order, each of them a few cache lines that no processor could guess. Each
 * block of a phase that computes asks for its share of those that the update will make ready, so
 * that they come while there is other work to do. */
static void
prefetch (const BpPipeline *pipeline, guint part, guint n_parts)
{
  const Batch *batch = &pipeline->gathered;
  gsize n_bytes = bp_network_get_n_inputs (pipeline->network);
  gsize begin = (gsize) batch->n * part / n_parts;
  gsize end = (gsize) batch->n * (part + 1) / n_parts;

  for (gsize i = begin; i < end; i++)
    {
      const guint8 *image = get_image (pipeline, batch, i);

      __builtin_prefetch (&pipeline->samples.labels[batch->indices[i]], 0, INTO_SECOND_LEVEL);
      for (gsize byte = 0; byte < n_bytes; byte += CACHE_LINE)
        __builtin_prefetch (image + byte, 0, INTO_SECOND_LEVEL);
    }
}

/* Makes images of a batch ready, each as it depends on nothing but its index. */
static void
gather (BpPipeline *pipeline, BpRange rows)
{
  const BpNetwork *network = pipeline->network;
  gsize stride = pipeline->workspace->strides[0];

  for (gsize i = rows.begin; i < MIN (rows.end, pipeline->gathered.n); i++)
    {
      guint32 index = pipeline->gathered.indices[i];
      const guint8 *image = get_image (pipeline, &pipeline->gathered, i);
      guint8 augmented[BP_DIGIT_N_PIXELS];

      if (pipeline->is_augmented)
        {
          bp_augment_image (&pipeline->config.augmentation, pipeline->config.seed, pipeline->epoch,
                            index, image, augmented);
          image = augmented;
        }
      pipeline->labels[pipeline->gather_buffer][i] = pipeline->samples.labels[index];
      bp_kernels_get ()->pixels_to_floats (pipeline->inputs[pipeline->gather_buffer] + i * stride,
                                           image, bp_network_get_n_inputs (network),
                                           network->input_scale, network->input_offset);
    }
}

/* Leaves hidden units out of a block of what a layer has given. */
static void
drop_units (BpPipeline *pipeline, guint layer, BpRange samples, BpRange units)
{
  BpWorkspace *workspace = pipeline->workspace;
  gsize stride = workspace->strides[layer + 1];

  if (pipeline->config.dropout.rate <= 0.0f)
    return;

  for (gsize i = samples.begin; i < samples.end; i++)
    bp_dropout_apply (&pipeline->config.dropout, pipeline->epoch, pipeline->batch.indices[i], layer,
                      units.begin, units.end - units.begin,
                      workspace->activations[layer + 1] + i * stride + units.begin);
}

/* The other way: units that were left out give 0, as their deltas are masked like those that ReLU
 * has cut off, and the others have been made larger. */
static void
scale_deltas (BpPipeline *pipeline, guint layer, BpRange samples, BpRange units)
{
  BpWorkspace *workspace = pipeline->workspace;
  gsize stride = workspace->strides[layer + 1];
  gsize batch_stride = workspace->batch_stride;
  float scale = bp_dropout_get_scale (&pipeline->config.dropout);

  if (pipeline->config.dropout.rate <= 0.0f)
    return;

  for (gsize i = samples.begin; i < samples.end; i++)
    for (gsize j = units.begin; j < units.end; j++)
      workspace->deltas[layer][i * stride + j] *= scale;
  if (layer > 0)
    for (gsize j = units.begin; j < units.end; j++)
      for (gsize i = samples.begin; i < samples.end; i++)
        workspace->transposed_deltas[layer][j * batch_stride + i] *= scale;
}

static void
make_output (BpPipeline *pipeline, guint layer, BpRange samples)
{
  const BpNetwork *network = pipeline->network;
  BpWorkspace *workspace = pipeline->workspace;
  const guint8 *labels = pipeline->labels[pipeline->present];
  float scale = 1.0f / (float) workspace->batch;

  if (!pipeline->config.is_unfused)
    scale *= -pipeline->learning_rate;

  bp_layer_forward (network, workspace, layer, samples,
                    (BpRange){ 0, network->layers[layer].n_outputs });
  bp_output_probabilities (network, workspace, labels, samples);
  bp_output_delta (network, workspace, labels, scale, samples);
  if (layer > 0)
    {
      const BpRange inputs = { 0, network->layers[layer].n_inputs };

      bp_layer_backward (network, workspace, layer, samples, inputs);
      scale_deltas (pipeline, layer - 1, samples, inputs);
    }
}

static void
update_unfused (BpPipeline *pipeline, const BpBlock *block)
{
  const BpLayer *layer = &pipeline->network->layers[block->layer];
  gsize first = (gsize) (layer->weights - pipeline->network->parameters) + block->columns.begin;
  guint n = MIN (bp_round_up_to_lanes (block->columns.end), layer->stride) - block->columns.begin;

  bp_layer_gradient (pipeline->network, pipeline->workspace, block->layer, block->rows,
                     block->columns, pipeline->gradient);
  for (gsize row = block->rows.begin; row < block->rows.end; row++)
    bp_optimizer_update (pipeline->optimizer, pipeline->learning_rate,
                         pipeline->network->parameters, pipeline->gradient,
                         first + row * layer->stride, n);
}

static void
make_block (gpointer data, guint index)
{
  BpPipeline *pipeline = data;
  const BpBlock *block = &pipeline->phase->blocks[index];

  switch (block->work)
    {
    case BP_WORK_GATHER:
      gather (pipeline, block->rows);
      break;
    case BP_WORK_FORWARD:
      if (block->layer == 0)
        prefetch (pipeline, index, pipeline->phase->n_blocks);
      bp_layer_forward (pipeline->network, pipeline->workspace, block->layer, block->rows,
                        block->columns);
      drop_units (pipeline, block->layer, block->rows, block->columns);
      break;
    case BP_WORK_OUTPUT:
      make_output (pipeline, block->layer, block->rows);
      break;
    case BP_WORK_BACKWARD:
      bp_layer_backward (pipeline->network, pipeline->workspace, block->layer, block->rows,
                         block->columns);
      scale_deltas (pipeline, block->layer - 1, block->rows, block->columns);
      break;
    case BP_WORK_UPDATE:
      if (pipeline->config.is_unfused)
        update_unfused (pipeline, block);
      else
        bp_layer_descend (pipeline->network, pipeline->workspace, block->layer, block->rows,
                          block->columns, pipeline->optimizer);
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
      make_block (pipeline, block);
}

static gboolean
allocate (BpPipeline *pipeline, GError **error)
{
  gsize n_inputs =
      bp_round_up_to_lanes (pipeline->config.batch_size) * pipeline->workspace->strides[0];
  gsize n_parameters = bp_round_up_to_lanes (pipeline->network->n_parameters);
  gboolean is_complete = TRUE;

  /* One of the two buffers is the workspace's own. */
  pipeline->inputs[0] = pipeline->workspace->activations[0];
  pipeline->inputs[1] = aligned_alloc (BP_ALIGNMENT, n_inputs * sizeof (float));
  for (guint i = 0; i < 2; i++)
    {
      pipeline->labels[i] = g_try_malloc0 (pipeline->config.batch_size);
      is_complete = is_complete && pipeline->inputs[i] != NULL && pipeline->labels[i] != NULL;
    }
  if (pipeline->config.is_unfused)
    {
      pipeline->gradient = aligned_alloc (BP_ALIGNMENT, n_parameters * sizeof (float));
      is_complete = is_complete && pipeline->gradient != NULL;
    }
  if (!is_complete)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                           "There is no memory to train a network of this size: choose smaller "
                           "layers, or a smaller batch size");
      return FALSE;
    }

  memset (pipeline->inputs[1], 0, n_inputs * sizeof (float));
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
  pipeline->is_augmented = !bp_augmentation_is_none (&config->augmentation);
  g_return_val_if_fail (!pipeline->is_augmented ||
                            bp_network_get_n_inputs (network) == BP_DIGIT_N_PIXELS,
                        NULL);
  pipeline->workspace = bp_workspace_new (network, config->batch_size, error);
  if (pipeline->workspace == NULL || !allocate (pipeline, error))
    return NULL;
  pipeline->team = bp_team_new (bp_team_choose_n_threads (config->n_threads), error);
  if (pipeline->team == NULL)
    return NULL;

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
  free (pipeline->inputs[1]);
  g_free (pipeline->labels[0]);
  g_free (pipeline->labels[1]);
  free (pipeline->gradient);
  g_clear_pointer (&pipeline->workspace, bp_workspace_free);
  g_free (pipeline);
}

/**
 * bp_pipeline_begin_epoch:
 * @pipeline: the pipeline, with nothing left of the epoch before
 * @epoch: the epoch whose steps come next
 */
void
bp_pipeline_begin_epoch (BpPipeline *pipeline, guint epoch)
{
  pipeline->epoch = epoch;
}

/* Where no step before this one could make the batch ready: at the beginning of an epoch. */
static void
gather_at_once (BpPipeline *pipeline, const guint32 *order, guint batch)
{
  pipeline->gathered = (Batch){ order, batch };
  pipeline->gather_buffer = pipeline->present;
  run_phase (pipeline, &pipeline->plan.gather);
}

static double
make_step (BpPipeline *pipeline, const guint32 *order, gsize n_left, guint batch, guint *n_correct)
{
  const BpNetwork *network = pipeline->network;
  BpWorkspace *workspace = pipeline->workspace;
  const BpStepPlan *plan = &pipeline->plan;
  double loss;

  if (pipeline->n_prepared == 0)
    gather_at_once (pipeline, order, batch);
  workspace->batch = batch;
  pipeline->batch = (Batch){ order, batch };
  workspace->activations[0] = pipeline->inputs[pipeline->present];
  pipeline->gathered = (Batch){ order + batch, MIN (n_left - batch, pipeline->config.batch_size) };
  pipeline->gather_buffer = 1 - pipeline->present;

  for (guint l = 0; l + 1 < network->n_layers; l++)
    run_phase (pipeline, &plan->forward[l]);
  run_phase (pipeline, &plan->output);

  loss = bp_output_loss (workspace, n_correct);
  pipeline->n_prepared = 0;
  if (!isfinite (loss))
    return loss;

  for (guint l = network->n_layers - 1; l-- > 1;)
    run_phase (pipeline, &plan->backward[l]);
  run_phase (pipeline, &plan->update);

  pipeline->present = pipeline->gather_buffer;
  pipeline->n_prepared = pipeline->gathered.n;
  return loss;
}

/**
 * bp_pipeline_step:
 * @pipeline: the pipeline
 * @order: (n_left) indices of the samples whose turn is still to come in this epoch: first this
 *   step's, then those of the next. Where the step before has left some, they are the same.
 * @n_left: at least 1
 * @learning_rate: over 0
 * @n_correct: (out): how many of the batch the network had right before the update
 *
 * Learns from the next batch, of the size of the pipeline's or, at the end, of what is left. Where
 * the loss is not finite, nothing is updated.
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
  gint64 begin = is_alone ? 0 : now ();
  double loss;

  if (pipeline->plan.batch != batch)
    {
      bp_step_plan_clear (&pipeline->plan);
      bp_step_plan_init (&pipeline->plan, pipeline->network, batch, size);
    }

  pipeline->learning_rate = learning_rate;
  pipeline->is_shared = !is_alone && (pipeline->config.is_always_shared ||
                                      bp_sharing_should_share (&pipeline->sharing, begin));
  loss = make_step (pipeline, order, n_left, batch, n_correct);
  if (!is_alone && batch == size)
    bp_sharing_note_step (&pipeline->sharing, pipeline->is_shared, begin, now ());

  return loss;
}
