/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/**
 * BpSharing:
 *
 * Decides before each step whether threads share it: see bp_sharing_should_share(). A plain value
 * without threads or a clock; begins as zeroed memory.
 */
typedef struct
{
  /*< private >*/
  gint64 lone_time; /* of a step made alone, in ns; 0 while it is not known */
  gint64 best_of_burst;
  guint n_in_burst;
  guint n_shared; /* steps since the last lone ones */
  gint64 debt;    /* net loss of sharing, in ns; less than 0: a credit */
  gint64 gain;    /* net gain since sharing was last resumed, in ns */
  gint64 alone_until;
  guint patience;
} BpSharing;

gboolean bp_sharing_should_share (const BpSharing *sharing, gint64 now);
void bp_sharing_note_step (BpSharing *sharing, gboolean was_shared, gint64 begin, gint64 end);
