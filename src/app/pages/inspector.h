/* SPDX-License-Identifier: MIT */
#pragma once

#include "inspection.h"

#include <gio/gio.h>

/**
 * BpInspectorState:
 * @BP_INSPECTOR_NO_DATA: there is no data set
 * @BP_INSPECTOR_NO_IMAGES: the data has no images of the split
 * @BP_INSPECTOR_NO_NETWORK: there is no network
 * @BP_INSPECTOR_FAILED: the network does not fit the data, or there is no memory
 * @BP_INSPECTOR_WORKING: the first figures are being computed
 * @BP_INSPECTOR_READY: there are figures
 */
typedef enum
{
  BP_INSPECTOR_NO_DATA,
  BP_INSPECTOR_NO_IMAGES,
  BP_INSPECTOR_NO_NETWORK,
  BP_INSPECTOR_FAILED,
  BP_INSPECTOR_WORKING,
  BP_INSPECTOR_READY,
} BpInspectorState;

#define BP_TYPE_INSPECTOR (bp_inspector_get_type ())

/**
 * BpInspector:
 *
 * Keeps an inspection of the newest network up to date, without blocking. While it is inactive, it
 * computes nothing; then it catches up. There is one computation at a time: networks that come
 * meanwhile are skipped but for the newest.
 *
 * A training run publishes a network several times a second. Those of another epoch are inspected
 * at once. One of the same epoch waits until no other comes for a moment: a run was paused or
 * ended, or a weight was edited.
 *
 * The signal "changed" is emitted when the state or the inspection has changed.
 */
G_DECLARE_FINAL_TYPE (BpInspector, bp_inspector, BP, INSPECTOR, GObject)

BpInspector *bp_inspector_new (void);
void bp_inspector_set_images (BpInspector *self, BpDataset *dataset, BpSplit split);
void bp_inspector_set_network (BpInspector *self, BpNetwork *network, guint n_epochs);
void bp_inspector_set_is_active (BpInspector *self, gboolean is_active);

BpInspectorState bp_inspector_get_state (BpInspector *self);
const char *bp_inspector_get_failure (BpInspector *self);
BpInspection *bp_inspector_get_inspection (BpInspector *self);
BpNetwork *bp_inspector_get_network (BpInspector *self);
guint bp_inspector_get_n_epochs (BpInspector *self);
