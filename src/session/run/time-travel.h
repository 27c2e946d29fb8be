/* SPDX-License-Identifier: MIT */
#pragma once

#include "history.h"

#define BP_TYPE_TIME_TRAVEL (bp_time_travel_get_type ())

/**
 * BpTimeTravel:
 *
 * Goes back to the networks of a history's epochs, as far as its runs have stored them. Epochs are
 * counted as in the history. Folders and networks are read on another thread; while one network is
 * read, only the newest wish is kept, so that a slider can be dragged over all of them.
 *
 * The present is the epoch of the network that is in use: of the newest one, or of one that was
 * restored. It is past the history's last epoch where further steps were made.
 *
 * The signal "changed" is emitted when anything that the functions return has changed; the signal
 * "failed" comes with a sentence on a network that cannot be read. Used on the main thread.
 */
G_DECLARE_FINAL_TYPE (BpTimeTravel, bp_time_travel, BP, TIME_TRAVEL, GObject)

BpTimeTravel *bp_time_travel_new (void);
void bp_time_travel_set_history (BpTimeTravel *self, BpHistory *history, guint present);
BpHistory *bp_time_travel_get_history (BpTimeTravel *self);
guint bp_time_travel_get_present (BpTimeTravel *self);
guint bp_time_travel_get_last (BpTimeTravel *self);
const guint *bp_time_travel_get_epochs (BpTimeTravel *self, guint *n_epochs);
char *bp_time_travel_get_path (BpTimeTravel *self, guint epoch);

void bp_time_travel_refresh (BpTimeTravel *self);
void bp_time_travel_go_to (BpTimeTravel *self, guint epoch);
void bp_time_travel_go_back (BpTimeTravel *self);
guint bp_time_travel_get_wanted (BpTimeTravel *self);
guint bp_time_travel_get_shown (BpTimeTravel *self);
BpNetwork *bp_time_travel_get_network (BpTimeTravel *self);

guint bp_time_travel_find_nearest (BpTimeTravel *self, guint epoch);
guint bp_time_travel_find_next (BpTimeTravel *self, guint epoch, int direction);
