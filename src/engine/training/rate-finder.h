/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "network.h"
#include "progress.h"
#include "training-config.h"

/**
 * BpRatePoint:
 * @learning_rate: of one step
 * @loss: of the step's batch before its update, in nats
 * @smoothed: the losses so far, without spikes and averaged
 */
typedef struct
{
  double learning_rate;
  double loss;
  double smoothed;
} BpRatePoint;

/**
 * BpRateCurve:
 * @points: (element-type BpRatePoint) (owned): from the lowest rate to the highest that was tried
 * @n_steps: the length of the whole sweep
 *
 * The loss while the learning rate rises.
 */
typedef struct
{
  GArray *points;
  guint n_steps;
} BpRateCurve;

void bp_rate_curve_clear (BpRateCurve *curve);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BpRateCurve, bp_rate_curve_clear)

void bp_rate_curve_init (BpRateCurve *curve, guint n_steps);
double bp_rate_curve_get_rate (const BpRateCurve *curve, guint step);
gboolean bp_rate_curve_add (BpRateCurve *curve, double loss);
gboolean bp_rate_curve_suggest (const BpRateCurve *curve, float *learning_rate, GError **error);
gboolean bp_find_learning_rate (const BpTrainingConfig *config,
                                BpDataset *dataset,
                                const BpNetwork *initial,
                                BpProgress *progress,
                                BpRateCurve *curve,
                                float *learning_rate,
                                GError **error);
