/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"

BpDataset *bp_own_digits_new (const GPtrArray *entries);
