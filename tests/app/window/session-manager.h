/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

void bp_test_session_manager_start (void);
guint bp_test_session_manager_count (guint flag);
