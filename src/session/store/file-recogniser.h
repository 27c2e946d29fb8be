/* SPDX-License-Identifier: MIT */
#pragma once

#include "file-kind.h"

BpFileUse bp_file_recognise (const char *path, GError **error);
gboolean bp_files_are_one_data_set (const char *first, const char *second);
void bp_file_explain (const char *path, BpFileUse wanted, const char *failure, GError **error);
