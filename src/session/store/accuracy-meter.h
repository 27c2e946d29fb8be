/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "network.h"

#include <gio/gio.h>

#define BP_TYPE_ACCURACY_METER (bp_accuracy_meter_get_type ())

/**
 * BpAccuracyMeter:
 *
 * The accuracy of a network that keeps changing: measured on a thread, one network at a time, the
 * newest instead of the one before. Its signal "measured" tells that it is known.
 */
G_DECLARE_FINAL_TYPE (BpAccuracyMeter, bp_accuracy_meter, BP, ACCURACY_METER, GObject)

BpAccuracyMeter *bp_accuracy_meter_new (void);
void bp_accuracy_meter_measure (BpAccuracyMeter *self,
                                BpNetwork *network,
                                BpDataset *dataset,
                                BpSplit split);
void bp_accuracy_meter_forget (BpAccuracyMeter *self);
gboolean bp_accuracy_meter_get (BpAccuracyMeter *self, double *accuracy);
