/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* Parses the JSON output of the program to a tree: objects are "a{sv}", arrays "av", numbers "x" or
 * "d", null is "()". The parser is independent of the program's code. */

GVariant *bp_test_json_parse (const char *text);

gboolean bp_test_json_has (GVariant *object, const char *key);
gboolean bp_test_json_is_null (GVariant *object, const char *key);
gboolean bp_test_json_get_boolean (GVariant *object, const char *key);
gint64 bp_test_json_get_integer (GVariant *object, const char *key);
double bp_test_json_get_number (GVariant *object, const char *key);
const char *bp_test_json_get_string (GVariant *object, const char *key);
GVariant *bp_test_json_get_array (GVariant *object, const char *key);

GVariant *bp_test_json_get_row (GVariant *array, gsize index);
GVariant *bp_test_json_get_object (GVariant *array, gsize index);
gint64 bp_test_json_get_count (GVariant *array, gsize index);
double bp_test_json_get_share (GVariant *array, gsize index);
