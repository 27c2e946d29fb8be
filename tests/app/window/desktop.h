/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

void bp_test_desktop_start (void);
guint bp_test_desktop_count_inhibitors (guint flag);
char *bp_test_desktop_wait_for_notification (void);
