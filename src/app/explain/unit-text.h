/* SPDX-License-Identifier: MIT */
#pragma once

#include "walkthrough.h"

/* The names of layers, units and pixels, and the numbers of a unit in words. */

/**
 * BpUnitNames:
 * @class_names: (nullable): the names of the outputs; %NULL, or too few, means their numbers
 * @width: of the pictures, in pixels; 0 where they have no rows
 *
 * What the ends of a network are called. Borrowed.
 */
typedef struct
{
  const char *const *class_names;
  guint width;
} BpUnitNames;

char *bp_format_value (double value);
char *bp_class_text_name (const BpUnitNames *names, guint n_classes, guint label);
char *bp_unit_text_layer (const BpNetwork *network, guint layer);
char *
bp_unit_text_name (const BpNetwork *network, const BpUnitNames *names, guint layer, guint unit);
char *
bp_unit_text_input (const BpNetwork *network, const BpUnitNames *names, guint layer, guint row);
char *bp_unit_text_value (const BpWalkthrough *walkthrough,
                          const BpUnitNames *names,
                          guint layer,
                          guint unit);
