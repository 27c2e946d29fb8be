/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

int bp_text_get_width (const char *text);
