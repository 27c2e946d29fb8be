/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* Takes the place of the functions that allocate and may fail, in programs that are linked with
 * FAILING_ALLOCATOR of tests/engine/meson.build. Those that end the program when they fail are for
 * what is small whatever a file says, and stay as they are. */
void bp_failing_allocator_begin (guint first, guint n_failures);
guint bp_failing_allocator_end (void);
