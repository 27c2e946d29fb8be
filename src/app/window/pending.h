/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib-object.h>

#define BP_TYPE_PENDING (bp_pending_get_type ())

/**
 * BpPending:
 *
 * Counts the calls that are under way and have not come back, so that a window that is being closed
 * can wait for them. The signal "idle" comes when the last of them has come back.
 */
G_DECLARE_FINAL_TYPE (BpPending, bp_pending, BP, PENDING, GObject)

BpPending *bp_pending_new (void);
void bp_pending_begin (BpPending *self);
void bp_pending_end (BpPending *self);
gboolean bp_pending_is_idle (BpPending *self);
