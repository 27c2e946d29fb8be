/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/progress.h"

BpProgress *bp_interrupt_watch (void);
