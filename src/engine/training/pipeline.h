/* SPDX-License-Identifier: MIT */
#pragma once

#include "augment.h"
#include "dataset.h"
#include "dropout.h"
#include "network.h"
#include "optimizer.h"

/**
 * BpPipeline:
 *
 * Makes the steps of training: forward propagation, backpropagation and update of one batch, while
 * the next one is made ready, on as many threads as it pays to use. The bytes that come out are the
 * same for any number of threads. Used by one thread at a time.
 */
typedef struct _BpPipeline BpPipeline;

/**
 * BpPipelineConfig:
 * @batch_size: samples of the largest batch
 * @n_threads: threads that share a step, or 0 for as many as are good
 * @is_unfused: makes a gradient and then an update from it, as rules need that are not plain SGD or
 *   momentum, where otherwise the gradient never leaves the registers
 * @augmentation: how images are changed before the network sees them. They are 28 x 28 then, unless
 *   it is none.
 * @seed: of those changes, which depend on it, the epoch and the sample's index alone
 * @dropout: which hidden units are left out
 * @is_always_shared: shares every step among the threads, whether it pays or not, as tests do
 */
typedef struct
{
  guint batch_size;
  guint n_threads;
  gboolean is_unfused;
  BpAugmentation augmentation;
  guint64 seed;
  BpDropout dropout;
  gboolean is_always_shared;
} BpPipelineConfig;

BpPipeline *bp_pipeline_new (const BpPipelineConfig *config,
                             BpNetwork *network,
                             const BpOptimizer *optimizer,
                             BpSamples samples,
                             GError **error);
void bp_pipeline_free (BpPipeline *pipeline);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpPipeline, bp_pipeline_free)

void bp_pipeline_begin_epoch (BpPipeline *pipeline, guint epoch);
double bp_pipeline_step (BpPipeline *pipeline,
                         const guint32 *order,
                         gsize n_left,
                         float learning_rate,
                         guint *n_correct);
