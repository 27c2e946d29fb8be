/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

char *bp_format_probability (double probability);
char *bp_format_answer (guint digit, double probability);
char *bp_format_unsure_answer (guint digit, double probability);
