/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

guint bp_test_get_stride (void);

/**
 * BP_TEST_IS_FOR_THREADS:
 *
 * Whether the program is built with the thread sanitizer, which has nothing to find in a case that
 * starts no thread, and makes it ten times slower: slow ones are left out then.
 */
#ifdef __SANITIZE_THREAD__
#define BP_TEST_IS_FOR_THREADS TRUE
#else
#define BP_TEST_IS_FOR_THREADS FALSE
#endif
