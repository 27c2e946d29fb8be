/* SPDX-License-Identifier: MIT */
#pragma once

#include "augment.h"
#include "dataset.h"
#include "layer.h"
#include "network.h"
#include "workspace.h"

#include <glib.h>

/**
 * BpBatch:
 * @indices: (n) samples of a data set
 * @n: how many
 */
typedef struct
{
  const guint32 *indices;
  guint n;
} BpBatch;

/**
 * BpBatchInputs:
 *
 * The inputs of one batch after the other, for a team of threads. One thread advances to the next
 * batch; the others call only from the blocks of a phase.
 */
typedef struct _BpBatchInputs BpBatchInputs;

/**
 * BpBatchPlace:
 * @BP_BATCH_PRESENT: the batch of this step
 * @BP_BATCH_NEXT: that of the next step
 * @BP_BATCH_AFTER_NEXT: and of the one after it
 *
 * The batches that are known at the same time.
 */
typedef enum
{
  BP_BATCH_PRESENT,
  BP_BATCH_NEXT,
  BP_BATCH_AFTER_NEXT,
  BP_N_BATCH_PLACES,
} BpBatchPlace;

BpBatchInputs *bp_batch_inputs_new (const BpNetwork *network,
                                    const BpWorkspace *workspace,
                                    BpSamples samples,
                                    const BpAugmentation *augmentation,
                                    guint64 seed,
                                    guint n_threads,
                                    GError **error);
void bp_batch_inputs_free (BpBatchInputs *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpBatchInputs, bp_batch_inputs_free)

void bp_batch_inputs_begin_epoch (BpBatchInputs *self, guint epoch);
void bp_batch_inputs_drop (BpBatchInputs *self);
void bp_batch_inputs_set (BpBatchInputs *self, BpBatchPlace place, BpBatch batch);
BpBatch bp_batch_inputs_find (const BpBatchInputs *self, BpBatchPlace place);
void bp_batch_inputs_advance (BpBatchInputs *self);

void bp_batch_inputs_augment (BpBatchInputs *self, BpBatchPlace place, BpRange rows);
void
bp_batch_inputs_prefetch (const BpBatchInputs *self, BpBatchPlace place, guint part, guint n_parts);
void bp_batch_inputs_convert (const BpBatchInputs *self,
                              guint row,
                              const BpNetwork *network,
                              float *inputs);
BpWorkspace *
bp_batch_inputs_get (BpBatchInputs *self, guint thread, BpBatchPlace place, BpRange rows);
