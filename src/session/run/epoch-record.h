/* SPDX-License-Identifier: MIT */
#pragma once

#include "trainer.h"

#include <glib-object.h>

#define BP_TYPE_EPOCH_RECORD (bp_epoch_record_get_type ())

/**
 * BpEpochRecord:
 *
 * One epoch of a #BpHistory as an immutable object, for list models and the tables that show them.
 * Every value is also a read-only property of the same name ("epoch", "n-steps", "train-loss",
 * "train-accuracy", "held-out-loss", "held-out-accuracy", "seconds", "images-per-second"), except
 * that a property cannot be NaN: where there are no held-out samples, "held-out-loss" and
 * "held-out-accuracy" are -1.
 */
G_DECLARE_FINAL_TYPE (BpEpochRecord, bp_epoch_record, BP, EPOCH_RECORD, GObject)

BpEpochRecord *bp_epoch_record_new (const BpEpoch *epoch, guint64 n_steps);
const BpEpoch *bp_epoch_record_get_epoch (BpEpochRecord *self);
guint64 bp_epoch_record_get_n_steps (BpEpochRecord *self);
