/* SPDX-License-Identifier: MIT */
#pragma once

#include "step-plan.h"

/**
 * BpStepCost:
 * @n_products: multiplications of the thread that has the most of each phase
 * @n_meetings: how often all threads wait for one another
 * @n_moved: bytes of weights that the thread which reads the most of them reads after another
 *   thread has changed them, so that they travel from core to core
 *
 * What a step of training costs, counted from its plan.
 */
typedef struct
{
  guint64 n_products;
  guint n_meetings;
  guint64 n_moved;
} BpStepCost;

/**
 * BpMachineSpeed:
 * @n_products_per_second: multiplications, each with an addition, of one thread
 * @latency: seconds that a cache line takes from core to core: see bp_core_latency_measure()
 */
typedef struct
{
  double n_products_per_second;
  double latency;
} BpMachineSpeed;

void bp_step_cost_count (BpStepCost *cost, const BpNetwork *network, const BpStepSize *size);
double bp_step_cost_predict (const BpStepCost *cost, const BpMachineSpeed *speed);
