/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

int bp_number_get_exponent (double largest);
char *bp_number_format (double value);
char *bp_number_format_fixed (double value, int decimals);
char *bp_number_format_scaled (double value, int decimals, int exponent);
