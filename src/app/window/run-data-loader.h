/* SPDX-License-Identifier: MIT */
#pragma once

#include "data-loader.h"
#include "run-record.h"

#define BP_TYPE_RUN_DATA_LOADER (bp_run_data_loader_get_type ())

/**
 * BpRunDataLoader:
 *
 * Has the window load the data set of a stored run, unless it has it already.
 */
G_DECLARE_FINAL_TYPE (BpRunDataLoader, bp_run_data_loader, BP, RUN_DATA_LOADER, GObject)

/**
 * BpRunDataFunc:
 * @object: the object of the request
 * @record: its run
 * @dataset: the whole data set, which the window has now
 */
typedef void (*BpRunDataFunc) (gpointer object, BpRunRecord *record, BpDataset *dataset);

BpRunDataLoader *bp_run_data_loader_new (BpDataLoader *loader);
void bp_run_data_loader_load (BpRunDataLoader *self,
                              BpRunRecord *record,
                              BpRunDataFunc function,
                              gpointer object);
void bp_run_data_loader_close (BpRunDataLoader *self);
BpDataset *bp_run_data_loader_cut (const BpRunRecord *record, BpDataset *dataset, GError **error);
