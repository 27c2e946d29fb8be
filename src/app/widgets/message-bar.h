/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#define BP_TYPE_MESSAGE_BAR (bp_message_bar_get_type ())

/**
 * BpMessageButton:
 * @label: (nullable): the button's label, with a mnemonic; %NULL for no button
 * @action_name: the action that it activates, as in "win.open-data"
 *
 * A button of a message.
 */
typedef struct
{
  const char *label;
  const char *action_name;
} BpMessageButton;

/**
 * BpMessageBar:
 *
 * A bar at the top of the window that shows a problem and its remedy, until it is closed or its
 * action is done. It does not interrupt training or drawing. The newest message is visible; closing
 * it shows the one before it, so that several problems are all shown.
 */
G_DECLARE_FINAL_TYPE (BpMessageBar, bp_message_bar, BP, MESSAGE_BAR, AdwBin)

void bp_message_bar_show (BpMessageBar *self,
                          const char *heading,
                          const char *text,
                          BpMessageButton first,
                          BpMessageButton second);
void bp_message_bar_withdraw (BpMessageBar *self, const char *heading);
void bp_message_bar_hide (BpMessageBar *self);
