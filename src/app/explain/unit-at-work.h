/* SPDX-License-Identifier: MIT */
#pragma once

#include "walkthrough.h"

void bp_unit_at_work_find (const BpWalkthrough *walkthrough, guint *layer, guint *unit);
