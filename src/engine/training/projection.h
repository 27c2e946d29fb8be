/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "network.h"
#include "progress.h"
#include "workspace.h"

/* The most images of a projection. */
#define BP_PROJECTION_MOST 2000

/**
 * BpProjection:
 * @network: (owned): the network
 * @dataset: (owned): the data set of the images
 * @split: which of them
 * @n_points: the number of images, at most %BP_PROJECTION_MOST
 * @indices: (n_points) (owned): the images, as indices in the split
 * @n_units: of the last hidden layer; pixels, where there is no hidden layer
 * @mean: (n_units) (owned): the mean of their activations
 * @axes: (2, n_units) (owned): two directions of length 1 at right angles, in which the activations
 *   differ most
 * @places: (n_points, 2) (owned): the activations minus their mean, along @axes
 * @share: of the variance of the activations, that in the plane, from 0 to 1
 *
 * The activations of the last hidden layer for some images, projected on the plane in which they
 * differ most. Immutable and reference-counted.
 */
typedef struct
{
  BpNetwork *network;
  BpDataset *dataset;
  BpSplit split;
  guint n_points;
  guint32 *indices;
  guint n_units;
  float *mean;
  float *axes;
  float *places;
  double share;
  /*< private >*/
  _Atomic int ref_count;
} BpProjection;

BpProjection *bp_projection_new (BpNetwork *network,
                                 BpDataset *dataset,
                                 BpSplit split,
                                 const BpProjection *previous,
                                 BpProgress *progress,
                                 GError **error);
BpProjection *bp_projection_ref (BpProjection *projection);
void bp_projection_unref (BpProjection *projection);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpProjection, bp_projection_unref)

void bp_projection_place (const BpProjection *projection,
                          BpWorkspace *workspace,
                          const guint8 *image,
                          float place[2]);
