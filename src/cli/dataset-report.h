/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

gboolean bp_dataset_report (const char *const *paths,
                            const char *sheet_path,
                            gboolean is_json,
                            GError **error);
