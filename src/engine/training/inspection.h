/* SPDX-License-Identifier: MIT */
#pragma once

#include "calibration.h"
#include "dataset.h"
#include "metrics.h"
#include "network.h"
#include "progress.h"

/* The most probable classes that are remembered of an image. */
#define BP_INSPECTION_N_BEST 3

/* The least probability of an answer that counts as sure. */
#define BP_INSPECTION_SURE 0.9

/**
 * BpInspectedAnswer:
 * @classes: the most probable classes, the answer first; the first n_best of the inspection
 * @probabilities: theirs, at the network's temperature
 * @loss: -log of the probability of the label, in nats, at the network's temperature
 *
 * The network's answer to one image.
 */
typedef struct
{
  guint8 classes[BP_INSPECTION_N_BEST];
  float probabilities[BP_INSPECTION_N_BEST];
  float loss;
} BpInspectedAnswer;

/**
 * BpInspection:
 * @dataset: (owned): whose images were classified
 * @split: which of them
 * @samples: the images with their labels
 * @n_classes: the classes of the data and of the network
 * @n_best: the classes in each of @answers: 3, or @n_classes where there are fewer
 * @answers: (samples.count) the answer to each image
 * @metrics: accuracy, loss and confusion
 * @calibration: the reliability without the network's temperature and with it
 * @by_cell: (samples.count) indices of images: those of each cell of the confusion matrix one after
 *   another, and within a cell the greatest loss first
 * @cell_begins: (n_classes * n_classes + 1) where in @by_cell each cell begins, and the end
 * @errors: (n_errors) indices of the images with a wrong answer, the greatest loss first
 * @n_errors: the number of those
 * @sure_errors: (n_sure_errors) the indices among @errors whose answer has a probability of at
 *   least %BP_INSPECTION_SURE, in the same order
 * @n_sure_errors: the number of those
 *
 * The answers of one network to all images of a split. Immutable and reference-counted; used by one
 * thread at a time.
 */
typedef struct
{
  BpDataset *dataset;
  BpSplit split;
  BpSamples samples;
  guint n_classes;
  guint n_best;
  BpInspectedAnswer *answers;
  BpMetrics metrics;
  BpCalibration calibration;
  guint32 *by_cell;
  guint32 *cell_begins;
  guint32 *errors;
  gsize n_errors;
  guint32 *sure_errors;
  gsize n_sure_errors;
} BpInspection;

BpInspection *bp_inspection_new (const BpNetwork *network,
                                 BpDataset *dataset,
                                 BpSplit split,
                                 BpProgress *progress,
                                 GError **error);
BpInspection *bp_inspection_ref (BpInspection *inspection);
void bp_inspection_unref (BpInspection *inspection);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpInspection, bp_inspection_unref)

const guint32 *
bp_inspection_get_cell (const BpInspection *inspection, guint label, guint answer, gsize *count);
