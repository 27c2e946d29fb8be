/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "network.h"
#include "progress.h"

/* The most images whose activations count. */
#define BP_DISTRIBUTIONS_MOST_IMAGES 500

#define BP_DISTRIBUTION_N_BINS 60

/**
 * BpDistributionKind:
 * @BP_DISTRIBUTION_WEIGHTS: the weights of a layer, without the biases
 * @BP_DISTRIBUTION_ACTIVATIONS: of its units for the images; of the last layer, the sums before
 *   softmax
 * @BP_DISTRIBUTION_GRADIENTS: the derivatives of the mean loss of the images by its weights
 *
 * What is counted.
 */
typedef enum
{
  BP_DISTRIBUTION_WEIGHTS,
  BP_DISTRIBUTION_ACTIVATIONS,
  BP_DISTRIBUTION_GRADIENTS,
  BP_DISTRIBUTION_N_KINDS,
} BpDistributionKind;

/**
 * BpDistribution:
 * @n_values: how many values there are
 * @n_zeros: how many of them are exactly 0; they are in no bin
 * @n_outside: how many others are outside of the bins, which reach no farther than four standard
 *   deviations from the mean
 * @mean: of all values that are finite
 * @deviation: their standard deviation
 * @begin: of the first bin
 * @end: of the last bin, over @begin
 * @counts: the values in each bin; all bins are equally wide
 *
 * How often which values occur.
 */
typedef struct
{
  guint64 n_values;
  guint64 n_zeros;
  guint64 n_outside;
  double mean;
  double deviation;
  double begin;
  double end;
  guint64 counts[BP_DISTRIBUTION_N_BINS];
} BpDistribution;

/**
 * BpDistributions:
 *
 * The distributions of all layers of a network. Immutable.
 */
typedef struct _BpDistributions BpDistributions;

BpDistributions *bp_distributions_new (const BpNetwork *network,
                                       BpSamples samples,
                                       BpProgress *progress,
                                       GError **error);
void bp_distributions_free (BpDistributions *distributions);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpDistributions, bp_distributions_free)

const BpDistribution *
bp_distributions_get (const BpDistributions *distributions, guint layer, BpDistributionKind kind);
