/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

guint64 bp_test_get_peak_memory (void);
