/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

char **bp_class_names_read (const char *data_path);
