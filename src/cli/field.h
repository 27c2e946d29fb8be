/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

void bp_print_field (const char *name, const char *value);
void bp_print_field_format (const char *name, const char *format, ...) G_GNUC_PRINTF (2, 3);
