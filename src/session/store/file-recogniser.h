/* SPDX-License-Identifier: MIT */
#pragma once

#include "file-kind.h"

BpFileUse bp_file_recognise (const char *path, GError **error);
