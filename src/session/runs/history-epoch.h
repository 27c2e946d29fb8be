/* SPDX-License-Identifier: MIT */
#pragma once

#include "trainer.h"

/**
 * BpHistoryEpoch:
 * @values: the epoch's figures; in a #BpHistory, @values.epoch continues over all its runs
 * @n_steps: the steps in the history at the end of the epoch: its position on an axis of steps
 */
typedef struct
{
  BpEpoch values;
  guint64 n_steps;
} BpHistoryEpoch;
