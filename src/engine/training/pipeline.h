/* SPDX-License-Identifier: MIT */
#pragma once

#include "augment.h"
#include "dataset.h"
#include "dropout.h"
#include "network.h"
#include "optimizer.h"
#include "precision.h"
#include "progress.h"
#include "teachers.h"

/**
 * BpPipeline:
 *
 * Makes the steps of training: forward propagation, backpropagation and update of one batch, while
 * the next one is prepared, on as many threads as are of use. The resulting parameters are the same
 * to the byte for any number of threads. Used by one thread at a time.
 */
typedef struct _BpPipeline BpPipeline;

/**
 * BpPipelineConfig:
 * @batch_size: samples of the largest batch
 * @n_threads: threads that share a step, or 0 to choose by the machine
 * @is_unfused: stores the gradient and updates from it, as rules other than SGD and momentum need;
 *   else the gradient stays in registers
 * @augmentation: the augmentation of the images, which have to be 28 x 28 unless it is all zero
 * @seed: of the augmentation, which depends on the seed, the epoch and the sample's index alone
 * @precision: of the products, which the selected kernels have
 * @dropout: dropout of the hidden units
 * @distillation: the teachers and their settings; without any where its soft_weight is 0
 * @is_always_shared: shares every step among the threads, whether it pays or not, as tests do
 */
typedef struct
{
  guint batch_size;
  guint n_threads;
  gboolean is_unfused;
  BpAugmentation augmentation;
  guint64 seed;
  BpPrecision precision;
  BpDropout dropout;
  BpDistillation distillation;
  gboolean is_always_shared;
} BpPipelineConfig;

BpPipeline *bp_pipeline_new (const BpPipelineConfig *config,
                             BpNetwork *network,
                             const BpOptimizer *optimizer,
                             BpSamples samples,
                             GError **error);
void bp_pipeline_free (BpPipeline *pipeline);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpPipeline, bp_pipeline_free)

void bp_pipeline_set_progress (BpPipeline *pipeline, BpProgress *progress);
void bp_pipeline_begin_epoch (BpPipeline *pipeline, guint epoch);
double bp_pipeline_step (BpPipeline *pipeline,
                         const guint32 *order,
                         gsize n_left,
                         float learning_rate,
                         guint *n_correct);
