/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/**
 * BpWeightsRole:
 *
 * The role of an array by its name.
 */
typedef enum
{
  BP_WEIGHTS_ROLE_NONE,
  BP_WEIGHTS_ROLE_WEIGHTS,
  BP_WEIGHTS_ROLE_BIASES,
} BpWeightsRole;

BpWeightsRole bp_weights_name_get_role (const char *name, char **key);
gboolean bp_weights_name_is_numbered (const char *name);
gboolean bp_weights_names_differ_in_numbers (const char *a, const char *b);
int bp_compare_naturally (const char *a, const char *b);
