/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

char *bp_json_unescape (char **cursor, const char *end, const char **problem);
void bp_json_append_string (GString *json, const char *string);
void bp_json_append_number (GString *json, double number);
void bp_json_append_float (GString *json, float number);
