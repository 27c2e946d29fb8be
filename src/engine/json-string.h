/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

char *bp_json_unescape (char **cursor, const char *end, const char **problem);
void bp_json_append_string (GString *json, const char *string);
