/* SPDX-License-Identifier: MIT */
#pragma once

#include "layer.h"
#include "network.h"
#include "precision.h"

/**
 * BpWork:
 * @BP_WORK_AUGMENT: rows: samples of a later batch, which are augmented
 * @BP_WORK_TEACH: rows: samples, which the teachers answer
 * @BP_WORK_FORWARD: rows: samples, columns: outputs of the layer
 * @BP_WORK_OUTPUT: rows: samples, all the way from the last layer's inputs to their deltas
 * @BP_WORK_BACKWARD: rows: samples, columns: inputs of the layer
 * @BP_WORK_UPDATE: rows: of the layer's parameters, columns: its outputs
 * @BP_WORK_UNITS: columns: units of the only hidden layer, from their deltas over the update of the
 *   weights to and from them to their activations in the next batch
 *
 * The kinds of work in a step of training.
 */
typedef enum
{
  BP_WORK_AUGMENT,
  BP_WORK_TEACH,
  BP_WORK_FORWARD,
  BP_WORK_OUTPUT,
  BP_WORK_BACKWARD,
  BP_WORK_UPDATE,
  BP_WORK_UNITS,
} BpWork;

typedef struct
{
  BpWork work;
  guint layer;
  BpRange rows;
  BpRange columns;
} BpBlock;

/**
 * BpPhase:
 * @blocks: (n_blocks): from a microsecond of work each to some hundred; they do not depend on each
 *   other
 * @n_blocks: the number of blocks
 */
typedef struct
{
  BpBlock *blocks;
  guint n_blocks;
} BpPhase;

/**
 * BpStepPlan:
 * @batch: the size of the batch
 * @is_ahead: whether the update has blocks of %BP_WORK_UNITS, so that the next step finds its
 *   forward propagation done. One thread then makes the output.
 * @augment: augments a batch where the steps before have not done so; may be empty
 * @teach: the answers of the teachers; empty without any
 * @forward: (n_layers - 1) the hidden layers
 * @output: the last layer, forward and back; empty where @is_ahead
 * @backward: (n_layers - 1) from delta [l] to delta [l - 1], for l from n_layers - 2 down to 1; the
 *   others are empty
 * @update: the parameters of all layers, and the augmentation of the batch after the next
 *
 * The phases of a step in blocks. Each phase begins when the ones before it are done.
 */
typedef struct
{
  guint batch;
  gboolean is_ahead;
  BpPhase augment;
  BpPhase teach;
  BpPhase forward[BP_NETWORK_MAX_LAYERS];
  BpPhase output;
  BpPhase backward[BP_NETWORK_MAX_LAYERS];
  BpPhase update;
} BpStepPlan;

/**
 * BpStepSize:
 * @batch: the number of samples of the step, at least 1
 * @next_batch: the most samples that a later step may have
 * @is_augmented: whether samples are augmented
 * @has_teachers: whether teachers answer
 * @n_threads: the number of threads that share the step
 * @precision: of the products
 */
typedef struct
{
  guint batch;
  guint next_batch;
  gboolean is_augmented;
  gboolean has_teachers;
  guint n_threads;
  BpPrecision precision;
} BpStepSize;

void bp_step_plan_init (BpStepPlan *plan, const BpNetwork *network, const BpStepSize *size);
guint bp_step_plan_count_threads (const BpStepPlan *plan);
void bp_step_plan_clear (BpStepPlan *plan);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BpStepPlan, bp_step_plan_clear)
