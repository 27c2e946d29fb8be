/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "network.h"
#include "progress.h"

/* The most images on which the loss is measured. */
#define BP_LOSS_PLANE_MOST_IMAGES 1000

/* The grid has so many points along a side; an odd number, so that the network is one of them. */
#define BP_LOSS_PLANE_MIN_SIDE 5
#define BP_LOSS_PLANE_MAX_SIDE 101

/* The fewest networks whose path has two main directions. */
#define BP_LOSS_PLANE_LEAST_PATH 3

/**
 * BpLossPlaneSettings:
 * @split: the images on which the loss is measured; there is at least one
 * @n_side: points of the grid along a side, from %BP_LOSS_PLANE_MIN_SIDE to
 *   %BP_LOSS_PLANE_MAX_SIDE
 * @seed: of the random directions
 * @n_threads: threads to share the work, or 0 to choose by the machine; the result does not depend
 *   on it
 *
 * What to compute.
 */
typedef struct
{
  BpSplit split;
  guint n_side;
  guint64 seed;
  guint n_threads;
} BpLossPlaneSettings;

/**
 * BpLossPlane:
 * @network: (owned): the network in the origin of the plane
 * @dataset: (owned): the data set of the images
 * @settings: what was asked for
 * @n_images: on how many images the loss was measured, at most %BP_LOSS_PLANE_MOST_IMAGES
 * @loss: of @network, in nats
 * @least: where the grid begins along both directions
 * @most: where it ends
 * @losses: (n_side, n_side) (owned): the mean cross-entropy in nats, a row for each step along the
 *   second direction; a loss that is not finite is NaN
 * @n_path: the networks of the path, or 0 for random directions
 * @path: (n_path, 2) (owned): where they are in the plane
 * @path_share: of the path's squared distances from @network, the share that is in the plane, from
 *   0 to 1
 *
 * The loss on a plane through the weights of a network: point (a, b) has the parameters of @network
 * plus a times the first direction and b times the second. Immutable and reference-counted.
 */
typedef struct
{
  BpNetwork *network;
  BpDataset *dataset;
  BpLossPlaneSettings settings;
  guint n_images;
  double loss;
  double least[2];
  double most[2];
  double *losses;
  guint n_path;
  double *path;
  double path_share;
  /*< private >*/
  _Atomic int ref_count;
} BpLossPlane;

BpLossPlane *bp_loss_plane_new (BpNetwork *network,
                                BpDataset *dataset,
                                const BpLossPlaneSettings *settings,
                                BpNetwork *const *path,
                                guint n_path,
                                BpProgress *progress,
                                GError **error);
BpLossPlane *bp_loss_plane_ref (BpLossPlane *plane);
void bp_loss_plane_unref (BpLossPlane *plane);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpLossPlane, bp_loss_plane_unref)

double bp_loss_plane_get_place (const BpLossPlane *plane, guint axis, guint step);
gboolean bp_loss_plane_find_least (const BpLossPlane *plane, guint *column, guint *row);
char *bp_loss_plane_format (const BpLossPlane *plane);
