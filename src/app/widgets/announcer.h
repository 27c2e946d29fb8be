/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#define BP_TYPE_ANNOUNCER (bp_announcer_get_type ())

/**
 * BpAnnouncer:
 *
 * Says a text to screen readers, of what has happened where the focus is not. It takes no room, and
 * nothing of it can be seen.
 */
G_DECLARE_FINAL_TYPE (BpAnnouncer, bp_announcer, BP, ANNOUNCER, GtkWidget)

void bp_announcer_say (BpAnnouncer *self, const char *text);
