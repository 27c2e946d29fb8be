/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* The most training samples that are evaluated at the end of an epoch: an accuracy of 99 % is then
 * known to within 0.1 %, and evaluating them costs a twentieth of an epoch of 60,000 samples. */
#define BP_TRAINING_SAMPLE_MOST 10000

/**
 * BpTrainingSample:
 * @indices: (count) (nullable) (owned): which of the training samples, rising; %NULL for all
 * @count: the number of samples
 *
 * The training samples on which the training accuracy is measured. Begins as zeroed memory ("= { 0
 * }").
 */
typedef struct
{
  guint32 *indices;
  gsize count;
} BpTrainingSample;

gsize bp_training_sample_get_size (gsize n_train);
gboolean
bp_training_sample_init (BpTrainingSample *sample, gsize n_train, guint64 seed, GError **error);
void bp_training_sample_clear (BpTrainingSample *sample);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BpTrainingSample, bp_training_sample_clear)
