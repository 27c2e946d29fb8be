/* SPDX-License-Identifier: MIT */
#pragma once

#include "trainer.h"

/**
 * BpHistoryEpoch:
 * @values: the epoch's figures; in a #BpHistory, @values.epoch continues over all its runs
 * @n_steps: steps in the history when the epoch ended: its place on an axis of steps
 */
typedef struct
{
  BpEpoch values;
  guint64 n_steps;
} BpHistoryEpoch;
