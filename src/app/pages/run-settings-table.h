/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#define BP_TYPE_RUN_SETTINGS_TABLE (bp_run_settings_table_get_type ())

/**
 * BpRunSettingsTable:
 *
 * A table of the settings of several runs, with a column for each run. It shows those in which they
 * differ, or all of them with the switch "Show All Settings"; of one run, all.
 */
G_DECLARE_FINAL_TYPE (BpRunSettingsTable, bp_run_settings_table, BP, RUN_SETTINGS_TABLE, AdwBin)

void bp_run_settings_table_set_records (BpRunSettingsTable *self, GPtrArray *records);
