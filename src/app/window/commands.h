/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

/**
 * BpCommand:
 * @name: of the action, without "win."
 * @run: its function, whose only argument is the object that carries the command out
 *
 * An action that takes no parameter and has no state.
 */
typedef struct
{
  const char *name;
  GCallback run;
} BpCommand;

void
bp_commands_add (GActionMap *map, const BpCommand *commands, gsize n_commands, gpointer object);
void bp_commands_set_enabled (GActionMap *map, const char *name, gboolean is_enabled);
