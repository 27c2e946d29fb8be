/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

char *bp_test_find_data (const char *relative_path);
char *bp_test_find_case (const char *relative_path);
