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
void bp_batch_inputs_set_next (BpBatchInputs *self, BpBatch batch);
gboolean bp_batch_inputs_has_next (const BpBatchInputs *self);
void bp_batch_inputs_advance (BpBatchInputs *self);

void bp_batch_inputs_augment (BpBatchInputs *self, BpRange rows);
void bp_batch_inputs_prefetch (const BpBatchInputs *self, guint part, guint n_parts);
void bp_batch_inputs_convert (const BpBatchInputs *self,
                              guint row,
                              const BpNetwork *network,
                              float *inputs);
BpWorkspace *bp_batch_inputs_get (BpBatchInputs *self, guint thread, BpRange rows);
