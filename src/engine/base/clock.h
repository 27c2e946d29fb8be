/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* A second of bp_clock_now(). */
#define BP_CLOCK_SECOND G_GINT64_CONSTANT (1000000000)

gint64 bp_clock_now (void);
