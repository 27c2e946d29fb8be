/* SPDX-License-Identifier: MIT */
#pragma once

#include "run-item.h"

#include <adwaita.h>

#define BP_TYPE_RUN_LEGEND_ENTRY (bp_run_legend_entry_get_type ())

/**
 * BpRunLegendEntry:
 *
 * The name of a run that is compared beside a piece of its curves: a button that asks for their
 * colour. The signal "color-chosen" comes with the colour that a person chose, as in "#1c71d8".
 */
G_DECLARE_FINAL_TYPE (BpRunLegendEntry, bp_run_legend_entry, BP, RUN_LEGEND_ENTRY, AdwBin)

BpRunLegendEntry *bp_run_legend_entry_new (BpRunItem *item);
BpRunItem *bp_run_legend_entry_get_item (BpRunLegendEntry *self);
