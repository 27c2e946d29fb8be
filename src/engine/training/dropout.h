/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* Units whose fate one stream of random numbers decides. Blocks of units begin at multiples of it.
 */
#define BP_DROPOUT_GROUP 64

/**
 * BpDropout:
 * @rate: the share of the hidden units that is left out of a step, from 0 to %BP_DROPOUT_MAX
 * @seed: of the choice, which depends on it, the epoch, the sample, the layer and the unit alone
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
