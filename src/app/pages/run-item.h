/* SPDX-License-Identifier: MIT */
#pragma once

#include "run-look.h"
#include "run-record.h"

#include <glib-object.h>

#define BP_TYPE_RUN_ITEM (bp_run_item_get_type ())

/**
 * BpRunItem:
 *
 * A stored run in a list of them. The signal "changed" is emitted when something of it is to be
 * drawn in another way.
 */
G_DECLARE_FINAL_TYPE (BpRunItem, bp_run_item, BP, RUN_ITEM, GObject)

BpRunItem *bp_run_item_new (BpRunRecord *record);
BpRunRecord *bp_run_item_get_record (BpRunItem *self);
void bp_run_item_set_record (BpRunItem *self, BpRunRecord *record);
char *bp_run_item_describe (BpRunItem *self);
gboolean bp_run_item_matches (BpRunItem *self, const char *words);

gboolean bp_run_item_get_slot (BpRunItem *self, guint *slot);
void bp_run_item_set_slot (BpRunItem *self, guint slot);
void bp_run_item_clear_slot (BpRunItem *self);
gboolean bp_run_item_get_look (BpRunItem *self, BpRunLook *look);

void bp_run_item_load_accuracies (BpRunItem *self);
const GArray *bp_run_item_get_accuracies (BpRunItem *self);
