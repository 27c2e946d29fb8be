/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* Units of one random stream. Blocks of units begin at multiples of it. */
#define BP_DROPOUT_GROUP 64

/**
 * BpDropout:
 * @rate: the share of the hidden units that is left out of a step, from 0 to %BP_DROPOUT_MAX
 * @seed: of the random choice. The choice depends on the seed, the epoch, the sample, the layer and
 *   the unit alone.
 */
typedef struct
{
  float rate;
  guint64 seed;
} BpDropout;

#define BP_DROPOUT_MAX 0.9f

void bp_dropout_apply (const BpDropout *dropout,
                       guint epoch,
                       guint32 sample,
                       guint layer,
                       guint first_unit,
                       guint n_units,
                       float *activations,
                       float *slopes);
float bp_dropout_get_scale (const BpDropout *dropout);
