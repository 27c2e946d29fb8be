/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"

gboolean bp_sheet_file_write (const BpDataset *dataset, const char *path, GError **error);
