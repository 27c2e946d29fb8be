/* SPDX-License-Identifier: MIT */
#pragma once

#include "announcer.h"

#include <adwaita.h>

#define BP_TYPE_TOASTER (bp_toaster_get_type ())

/**
 * BpToaster:
 *
 * Shows short messages for some seconds. There is one toast at a time; a new message replaces the
 * present one.
 */
G_DECLARE_FINAL_TYPE (BpToaster, bp_toaster, BP, TOASTER, GObject)

BpToaster *bp_toaster_new (AdwToastOverlay *overlay, BpAnnouncer *announcer);
void bp_toaster_show (BpToaster *self, const char *text);
void bp_toaster_offer (BpToaster *self,
                       const char *text,
                       const char *button_label,
                       const char *action_name);
void bp_toaster_withdraw (BpToaster *self, const char *action_name);
