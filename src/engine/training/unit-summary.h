/* SPDX-License-Identifier: MIT */
#pragma once

#include "network.h"

/**
 * BpUnitOrder:
 * @BP_UNIT_ORDER_NORM: the largest weights first
 * @BP_UNIT_ORDER_CLASS: by the class that a unit speaks for, then by how strongly it does
 *
 * The order of the units of the first layer.
 */
typedef enum
{
  BP_UNIT_ORDER_NORM,
  BP_UNIT_ORDER_CLASS,
} BpUnitOrder;

/**
 * BpUnitSummary:
 * @unit: its index in the first layer
 * @norm: the Euclidean norm of its weights
 * @label: the class that it speaks for most
 * @effect: the sum over all ways to that class's output of the product of the weights on the way,
 *   the activations between left out
 *
 * One unit of the first layer.
 */
typedef struct
{
  guint unit;
  double norm;
  guint label;
  double effect;
} BpUnitSummary;

GArray *bp_summarise_units (const BpNetwork *network, BpUnitOrder order);
BpNetwork *
bp_silence_units (const BpNetwork *network, const guint *units, guint n_units, GError **error);
