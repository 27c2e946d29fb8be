/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "pending.h"

#include <gio/gio.h>

#define BP_TYPE_DATA_LOADER (bp_data_loader_get_type ())

/**
 * BpDataLoader:
 *
 * Finds, loads and downloads data sets, one at a time: new work cancels the work in progress. The
 * present data set stays until another has been loaded. Results are reported by its signals.
 *
 * It adds the actions "load-data" (with a path), "use-builtin-data", "download-data" and
 * "cancel-loading".
 */
G_DECLARE_FINAL_TYPE (BpDataLoader, bp_data_loader, BP, DATA_LOADER, GObject)

BpDataLoader *bp_data_loader_new (GActionMap *actions, GSettings *settings, BpPending *pending);
void bp_data_loader_find (BpDataLoader *self);
void bp_data_loader_load (BpDataLoader *self, const char *path);
void bp_data_loader_close (BpDataLoader *self);
gboolean bp_data_loader_is_busy (BpDataLoader *self);
BpDataset *bp_data_loader_get_dataset (BpDataLoader *self);
