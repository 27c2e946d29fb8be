/* SPDX-License-Identifier: MIT */
#pragma once

#include "run-record.h"

#include <gio/gio.h>

/* The most points of a curve of losses. */
#define BP_RUN_CURVES_MAX_POINTS 2000

/**
 * BpRunCurvesPart:
 * @BP_RUN_CURVES_EPOCHS: the figures of the epochs alone, which are read fast
 * @BP_RUN_CURVES_ALL: the losses of the steps, too
 */
typedef enum
{
  BP_RUN_CURVES_EPOCHS,
  BP_RUN_CURVES_ALL,
} BpRunCurvesPart;

/**
 * BpRunPoint:
 * @step: the number of steps until then
 * @epoch: the time in epochs, 0 at the start of the first one
 * @seconds: the time of training
 * @value: the value, or NaN where it was lost
 *
 * A point of a curve of a run.
 */
typedef struct
{
  double step;
  double epoch;
  double seconds;
  float value;
} BpRunPoint;

/**
 * BpRunCurves:
 * @losses: (element-type BpRunPoint): the training loss, of every step or, of more than
 *   %BP_RUN_CURVES_MAX_POINTS steps, the mean of so many in a row that there are no more points
 * @accuracies: (element-type BpRunPoint): the held-out accuracy of every epoch, from 0 to 1, or
 *   that of training where no images are held out
 * @is_held_out: whether it is the held-out accuracy
 *
 * The curves of a run for its comparison with others.
 */
typedef struct
{
  GArray *losses;
  GArray *accuracies;
  gboolean is_held_out;
} BpRunCurves;

BpRunCurves *bp_run_curves_load (const BpRunRecord *record, BpRunCurvesPart part, GError **error);
void bp_run_curves_free (BpRunCurves *curves);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpRunCurves, bp_run_curves_free)

void bp_run_curves_load_async (BpRunRecord *record,
                               BpRunCurvesPart part,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
BpRunCurves *bp_run_curves_load_finish (GAsyncResult *result, GError **error);
