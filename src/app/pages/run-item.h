/* SPDX-License-Identifier: MIT */
#pragma once

#include "run-record.h"

#include <glib-object.h>

#define BP_TYPE_RUN_ITEM (bp_run_item_get_type ())

/**
 * BpRunItem:
 *
 * A stored run in a list of them.
 *
 * Properties, read-only: "name", "data", "network", "state", "best-text", "final-text",
 * "test-text", "time-text" (strings as a person reads them); "epochs" (guint); "best", "final",
 * "test" (shares from 0 to 1, or -1 where there is none), "seconds" and "created" (doubles, to sort
 * by).
 */
G_DECLARE_FINAL_TYPE (BpRunItem, bp_run_item, BP, RUN_ITEM, GObject)

BpRunItem *bp_run_item_new (BpRunRecord *record);
const BpRunRecord *bp_run_item_get_record (BpRunItem *self);
gboolean bp_run_item_matches (BpRunItem *self, const char *words);
