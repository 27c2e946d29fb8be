/* SPDX-License-Identifier: MIT */
#pragma once

#include "npy.h"

#include <glib.h>

/**
 * BpNpz:
 *
 * An archive of NumPy arrays: a zip file with stored or deflated members.
 */
typedef struct _BpNpz BpNpz;

BpNpz *bp_npz_open (const char *path, GError **error);
BpNpz *bp_npz_open_fd (int fd, GError **error);
BpNpz *bp_npz_open_bytes (GBytes *bytes, GError **error);
void bp_npz_close (BpNpz *npz);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpNpz, bp_npz_close)

guint bp_npz_get_n_arrays (const BpNpz *npz);
const char *bp_npz_get_name (const BpNpz *npz, guint index);
gboolean bp_npz_begin (BpNpz *npz, guint index, BpNpyHeader *header, GError **error);
gboolean bp_npz_take_memory (BpNpz *npz, gsize n_bytes, GError **error);
const BpByteSource *bp_npz_get_source (BpNpz *npz);
void bp_npz_leave (BpNpz *npz);
gboolean bp_npz_end (BpNpz *npz, GError **error);
