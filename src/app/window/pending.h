/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib-object.h>

#define BP_TYPE_PENDING (bp_pending_get_type ())

/**
 * BpPending:
 *
 * Counts asynchronous calls in progress, so that a closing window can wait for them. The signal
 * "idle" is emitted when the last one has returned.
 */
G_DECLARE_FINAL_TYPE (BpPending, bp_pending, BP, PENDING, GObject)

BpPending *bp_pending_new (void);
void bp_pending_begin (BpPending *self);
void bp_pending_end (BpPending *self);
gboolean bp_pending_is_idle (BpPending *self);
