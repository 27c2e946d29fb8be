/* SPDX-License-Identifier: MIT */
#pragma once

#include "progress.h"

#include <glib.h>

/* The alignment of a block of floats in bytes: a cache line, and the largest vector. */
#define BP_ALIGNMENT 64

float *bp_memory_block_new (gsize n_floats);
float *bp_memory_block_new0 (gsize n_floats);
void bp_memory_block_free (float *block);
gboolean bp_memory_block_clear (float *block, gsize n_floats, BpProgress *progress, GError **error);
void bp_memory_block_use_huge_pages (gpointer block, gsize n_bytes);
