/* SPDX-License-Identifier: MIT */
#pragma once

#include "digit-image.h"

/* The names of the classes "0" to "9", and NULL. */
extern const char *const bp_digit_names[BP_N_DIGITS + 1];

gboolean bp_are_digit_names (const char *const *names);
