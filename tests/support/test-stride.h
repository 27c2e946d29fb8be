/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

guint bp_test_get_stride (void);
