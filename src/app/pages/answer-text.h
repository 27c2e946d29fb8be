/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

char *bp_format_probability (double probability);
char *bp_format_answer (const char *name, double probability, gboolean is_sure);
char *bp_describe_answer (const char *name, double probability, gboolean is_sure);
