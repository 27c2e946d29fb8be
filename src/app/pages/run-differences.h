/* SPDX-License-Identifier: MIT */
#pragma once

#include "run-record.h"

#include <glib-object.h>

#define BP_TYPE_RUN_SETTING (bp_run_setting_get_type ())

/**
 * BpRunSetting:
 *
 * A setting of several runs: a row of a table.
 */
G_DECLARE_FINAL_TYPE (BpRunSetting, bp_run_setting, BP, RUN_SETTING, GObject)

GPtrArray *bp_run_differences_list (const GPtrArray *records, gboolean has_all);
const char *bp_run_setting_get_title (BpRunSetting *self);
const char *bp_run_setting_get_text (BpRunSetting *self, guint run);
gboolean bp_run_setting_differs (BpRunSetting *self);
