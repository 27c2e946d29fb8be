/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

gboolean bp_test_can_measure_memory (void);
guint64 bp_test_get_peak_memory (void);
