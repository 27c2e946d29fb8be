/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

void bp_json_append_string (GString *json, const char *string);
void bp_json_append_number (GString *json, double number);
void bp_json_append_float (GString *json, float number);
