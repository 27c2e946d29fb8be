/* SPDX-License-Identifier: MIT */
/*
 * The inputs of a step: samples as bytes, augmented on request, are converted to floats.
 *
 * Each thread converts the batch for itself, each row when it first needs it. In forward
 * propagation and in the update, a thread that works on some columns of the weights needs all the
 * inputs. Converting bytes, a quarter of the size, is faster than fetching floats from another
 * core's cache. Augmentation is too slow to repeat in each thread: the threads share augmented
 * images, as bytes, made before the batch's first step needs them.
 *
 * Thread rule: bp_batch_inputs_get(), bp_batch_inputs_convert() and bp_batch_inputs_augment() are
 * called from blocks of a phase, with the number of the block's thread and with rows of that block
 * only. The thread that starts the phases calls everything else.
 */
#include "batch-inputs.h"

#include "error.h"
#include "kernels.h"
#include "memory-block.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#define CACHE_LINE 64

/* The third argument of a prefetch: the second-level cache, since the kernels use the first. */
#define INTO_SECOND_LEVEL 2

/* Processors fetch pairs of lines. What one thread writes often shares no pair with what another
 * one writes: else the lines travel between their cores with each write. */
#define LINE_PAIR (2 * CACHE_LINE)

/* The data of one thread, on cache lines that no other thread writes. */
typedef struct
{
  _Alignas(LINE_PAIR) BpWorkspace view; /* the common workspace, but for the inputs */
  float *inputs;                        /* (max_batch, stride) */
  guint64 *n_batches; /* (max_batch) the number of the batch that each row of inputs is of */
  guint64 n_batch;    /* the number of the present batch when the view was made */
} ThreadInputs;

struct _BpBatchInputs
{
  /* borrowed */
  const BpNetwork *network;
  const BpWorkspace *workspace;
  BpSamples samples;

  BpAugmentation augmentation;
  guint64 seed;
  guint epoch;

  guint64 n_batch; /* batches until now, the present one included */
  BpBatch batches[BP_N_BATCH_PLACES];

  /* Of (max_batch, n_inputs), in turn for one batch after the other; or all %NULL. */
  guint8 *augmented[BP_N_BATCH_PLACES];
  guint n_threads;
  ThreadInputs threads[]; /* (n_threads) */
};

static gsize
round_up_to_line_pairs (gsize n_bytes)
{
  return (n_bytes + LINE_PAIR - 1) / LINE_PAIR * LINE_PAIR;
}

static gboolean
allocate (BpBatchInputs *self)
{
  const BpWorkspace *workspace = self->workspace;
  gsize n_rows = bp_round_up_to_lanes (workspace->max_batch);
  gsize n_bytes = n_rows * workspace->strides[0] * sizeof (float);

  for (guint i = 0; i < self->n_threads; i++)
    {
      ThreadInputs *own = &self->threads[i];

      /* The rows' padding has to be zeros. */
      own->inputs = bp_memory_block_new0 (n_bytes / sizeof (float));
      own->n_batches = aligned_alloc (LINE_PAIR, round_up_to_line_pairs (workspace->max_batch *
                                                                         sizeof (guint64)));
      if (own->inputs == NULL || own->n_batches == NULL)
        return FALSE;
      memset (own->n_batches, 0, workspace->max_batch * sizeof (guint64));
    }

  for (guint i = 0; i < BP_N_BATCH_PLACES && !bp_augmentation_is_none (&self->augmentation); i++)
    {
      self->augmented[i] = g_try_malloc ((gsize) workspace->max_batch * BP_DIGIT_N_PIXELS);
      if (self->augmented[i] == NULL)
        return FALSE;
    }

  return TRUE;
}

/**
 * bp_batch_inputs_new:
 * @network: (not nullable): its input transform is applied; has to outlive the inputs
 * @workspace: shared by all threads except for the inputs; has to outlive them
 * @samples: the images; have to outlive the inputs
 * @augmentation: the augmentation. Images have to be 28 x 28, unless it is all zero.
 * @seed: of the augmentation
 * @n_threads: at least 1
 * @error: return location for %BP_ERROR_NO_MEMORY
 *
 * Returns: (transfer full): the inputs, or %NULL with @error set
 */
BpBatchInputs *
bp_batch_inputs_new (const BpNetwork *network,
                     const BpWorkspace *workspace,
                     BpSamples samples,
                     const BpAugmentation *augmentation,
                     guint64 seed,
                     guint n_threads,
                     GError **error)
{
  g_return_val_if_fail (n_threads >= 1, NULL);
  g_return_val_if_fail (bp_augmentation_is_none (augmentation) ||
                            bp_network_get_n_inputs (network) == BP_DIGIT_N_PIXELS,
                        NULL);

  gsize n_bytes = sizeof (BpBatchInputs) + n_threads * sizeof (ThreadInputs);
  g_autoptr (BpBatchInputs) self = aligned_alloc (LINE_PAIR, n_bytes);

  if (self != NULL)
    {
      memset (self, 0, n_bytes);
      self->network = network;
      self->workspace = workspace;
      self->samples = samples;
      self->augmentation = *augmentation;
      self->seed = seed;
      self->n_threads = n_threads;
    }
  if (self == NULL || !allocate (self))
    {
      g_set_error_literal (
          error, BP_ERROR, BP_ERROR_NO_MEMORY,
          _ ("There is no memory for the inputs of a batch: choose a smaller batch "
             "size"));
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * bp_batch_inputs_free:
 * @self: (transfer full): the inputs
 */
void
bp_batch_inputs_free (BpBatchInputs *self)
{
  for (guint i = 0; i < self->n_threads; i++)
    {
      bp_memory_block_free (self->threads[i].inputs);
      free (self->threads[i].n_batches);
    }
  for (guint i = 0; i < BP_N_BATCH_PLACES; i++)
    g_free (self->augmented[i]);
  free (self);
}

/**
 * bp_batch_inputs_drop:
 * @self: the inputs
 *
 * Makes all places empty. What was prepared for their batches is not used for others.
 */
void
bp_batch_inputs_drop (BpBatchInputs *self)
{
  memset (self->batches, 0, sizeof self->batches);
  self->n_batch += BP_N_BATCH_PLACES;
}

/**
 * bp_batch_inputs_begin_epoch:
 * @self: the inputs
 * @epoch: the epoch of the next batches; their augmentation depends on it
 *
 * Makes all places empty.
 */
void
bp_batch_inputs_begin_epoch (BpBatchInputs *self, guint epoch)
{
  self->epoch = epoch;
  bp_batch_inputs_drop (self);
}

/**
 * bp_batch_inputs_set:
 * @self: the inputs
 * @place: of the batch
 * @batch: it may be empty. Its indices have to stay as they are until the batch is done.
 *
 * With augmentation, bp_batch_inputs_augment() has to be called for all its rows before they are
 * requested.
 */
void
bp_batch_inputs_set (BpBatchInputs *self, BpBatchPlace place, BpBatch batch)
{
  g_return_if_fail (batch.n <= self->workspace->max_batch);

  self->batches[place] = batch;
}

/**
 * bp_batch_inputs_find:
 * @self: the inputs
 * @place: of a batch
 *
 * Returns: the batch, which may be empty
 */
BpBatch
bp_batch_inputs_find (const BpBatchInputs *self, BpBatchPlace place)
{
  return self->batches[place];
}

/**
 * bp_batch_inputs_advance:
 * @self: the inputs
 *
 * Moves every batch one place forward, and makes the last place empty.
 */
void
bp_batch_inputs_advance (BpBatchInputs *self)
{
  for (guint place = 1; place < BP_N_BATCH_PLACES; place++)
    self->batches[place - 1] = self->batches[place];
  self->batches[BP_N_BATCH_PLACES - 1] = (BpBatch){ 0 };
  self->n_batch++;
}

static const guint8 *
get_image (const BpBatchInputs *self, BpBatch batch, gsize row)
{
  return self->samples.images +
         batch.indices[row] * (gsize) bp_network_get_n_inputs (self->network);
}

/* The augmented images of a batch, or %NULL. */
static guint8 *
get_augmented (const BpBatchInputs *self, BpBatchPlace place)
{
  return self->augmented[(self->n_batch + place) % BP_N_BATCH_PLACES];
}

/**
 * bp_batch_inputs_augment:
 * @self: the inputs, with augmentation
 * @place: of a batch
 * @rows: of that batch; those past its end are left out
 *
 * Augments images. The result depends on the seed, the epoch and their indices alone.
 */
void
bp_batch_inputs_augment (BpBatchInputs *self, BpBatchPlace place, BpRange rows)
{
  const BpBatch batch = self->batches[place];
  guint8 *augmented = get_augmented (self, place);

  for (gsize row = rows.begin; row < MIN (rows.end, batch.n); row++)
    bp_augment_image (&self->augmentation, self->seed, self->epoch, batch.indices[row],
                      get_image (self, batch, row), augmented + row * BP_DIGIT_N_PIXELS);
}

/**
 * bp_batch_inputs_prefetch:
 * @self: the inputs
 * @place: of a batch
 * @part: from 0 to @n_parts - 1
 * @n_parts: at least 1
 *
 * Prefetches a part of a batch's samples during other work. They lie in a random order, which the
 * processor's own prefetching cannot guess.
 */
void
bp_batch_inputs_prefetch (const BpBatchInputs *self, BpBatchPlace place, guint part, guint n_parts)
{
  const BpBatch batch = self->batches[place];
  gsize n_bytes = bp_network_get_n_inputs (self->network);
  gsize begin = (gsize) batch.n * part / n_parts;
  gsize end = (gsize) batch.n * (part + 1) / n_parts;

  for (gsize row = begin; row < end; row++)
    {
      const guint8 *image = get_image (self, batch, row);

      __builtin_prefetch (&self->samples.labels[batch.indices[row]], 0, INTO_SECOND_LEVEL);
      for (gsize byte = 0; byte < n_bytes; byte += CACHE_LINE)
        __builtin_prefetch (image + byte, 0, INTO_SECOND_LEVEL);
    }
}

static void
convert (const BpBatchInputs *self,
         BpBatchPlace place,
         gsize row,
         const BpNetwork *network,
         float *inputs)
{
  const guint8 *augmented = get_augmented (self, place);
  gsize n_inputs = bp_network_get_n_inputs (network);

  bp_kernels_get ()->pixels_to_floats (inputs,
                                       augmented != NULL
                                           ? augmented + row * n_inputs
                                           : get_image (self, self->batches[place], row),
                                       n_inputs, network->input_scale, network->input_offset);
}

/**
 * bp_batch_inputs_convert:
 * @self: the inputs
 * @row: of the present batch
 * @network: a network with as many inputs, whose input transform is applied
 * @inputs: (n_inputs) (out): its inputs
 */
void
bp_batch_inputs_convert (const BpBatchInputs *self,
                         guint row,
                         const BpNetwork *network,
                         float *inputs)
{
  convert (self, BP_BATCH_PRESENT, row, network, inputs);
}

/**
 * bp_batch_inputs_get:
 * @self: the inputs
 * @thread: the calling thread, from 0 to n_threads - 1
 * @place: of a batch
 * @rows: of that batch
 *
 * Converts rows when they are requested, so that the kernels find them in the nearest cache. A
 * thread has room for one batch: rows of another one take the place of these.
 *
 * Returns: (transfer none): the workspace, with at least those rows of the batch as its
 *   activations[0], for this thread alone; everything else in it is shared. Valid until the
 *   thread's next call, within a phase.
 */
BpWorkspace *
bp_batch_inputs_get (BpBatchInputs *self, guint thread, BpBatchPlace place, BpRange rows)
{
  ThreadInputs *own = &self->threads[thread];
  guint64 n_batch = self->n_batch + place;

  if (own->n_batch != self->n_batch)
    {
      own->view = *self->workspace;
      own->view.activations[0] = own->inputs;
      own->n_batch = self->n_batch;
    }
  for (guint row = rows.begin; row < MIN (rows.end, self->batches[place].n); row++)
    if (own->n_batches[row] != n_batch)
      {
        convert (self, place, row, self->network, own->inputs + row * self->workspace->strides[0]);
        own->n_batches[row] = n_batch;
      }

  return &own->view;
}
