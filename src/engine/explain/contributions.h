/* SPDX-License-Identifier: MIT */
#pragma once

#include "explanation.h"

/**
 * BpContribution:
 * @unit: the other end of the weight: a unit, or a pixel below the first layer
 * @weight: w
 * @activation: x, what the weight multiplies
 * @product: w x, what the lower end adds to the sum z of the upper end
 *
 * What one weight adds to a sum.
 */
typedef struct
{
  guint unit;
  float weight;
  float activation;
  float product;
} BpContribution;

guint bp_find_contributions_into (const BpExplanation *explanation,
                                  guint layer,
                                  guint unit,
                                  BpContribution *contributions,
                                  guint n_most);
guint bp_find_contributions_from (const BpExplanation *explanation,
                                  guint layer,
                                  guint unit,
                                  BpContribution *contributions,
                                  guint n_most);
