/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "network.h"

#include <adwaita.h>

#define BP_TYPE_CHANGED_COPY (bp_changed_copy_get_type ())

/**
 * BpChangedCopy:
 *
 * Tells that the page works on a changed copy of the network, what the changes do to its accuracy,
 * and which network answers on the pad. Hidden while nothing is changed.
 *
 * The signal "answering-changed" comes with the copy (#BpNetwork) that answers on the pad from now
 * on, or with %NULL.
 */
G_DECLARE_FINAL_TYPE (BpChangedCopy, bp_changed_copy, BP, CHANGED_COPY, AdwBin)

void bp_changed_copy_set_original (BpChangedCopy *self, BpNetwork *network, BpDataset *dataset);
void bp_changed_copy_set_network (BpChangedCopy *self, BpNetwork *network);
void bp_changed_copy_set_is_answering (BpChangedCopy *self, gboolean is_answering);
gboolean bp_changed_copy_get_is_answering (BpChangedCopy *self);
