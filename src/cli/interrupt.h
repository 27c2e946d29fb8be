/* SPDX-License-Identifier: MIT */
#pragma once

#include "progress.h"

BpProgress *bp_interrupt_watch (void);
