/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* Replaces the allocating functions that may fail, in programs that are linked with
 * FAILING_ALLOCATOR of tests/engine/meson.build. Functions that abort on failure are only used for
 * small allocations, and are not replaced. */
void bp_failing_allocator_begin (guint first, guint n_failures);
guint bp_failing_allocator_end (void);
