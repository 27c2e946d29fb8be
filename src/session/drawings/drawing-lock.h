/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

int bp_drawing_lock (const char *path, GError **error);
void bp_drawing_unlock (int lock);
