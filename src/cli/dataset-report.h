/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

gboolean bp_dataset_report (const char *path, gboolean is_json, GError **error);
