/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

double bp_core_latency_measure (void);
