/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* Numbers as a person reads them, in the manner of the locale. */

char *bp_format_count (guint64 count);
double bp_to_percent (double share);
char *bp_format_percent (double share);
char *bp_format_duration (double seconds);
