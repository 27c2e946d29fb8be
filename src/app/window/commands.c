/* SPDX-License-Identifier: MIT */
#include "commands.h"

/**
 * bp_commands_add:
 * @map: the window that gets the actions
 * @commands: (array length=n_commands): the actions
 * @n_commands: how many
 * @object: (type GObject): the argument of their functions; once it is finalised, the actions do
 *   nothing
 */
void
bp_commands_add (GActionMap *map, const BpCommand *commands, gsize n_commands, gpointer object)
{
  for (gsize i = 0; i < n_commands; i++)
    {
      g_autoptr (GSimpleAction) action = g_simple_action_new (commands[i].name, NULL);

      g_signal_connect_object (action, "activate", commands[i].run, object, G_CONNECT_SWAPPED);
      g_action_map_add_action (map, G_ACTION (action));
    }
}

/**
 * bp_commands_set_enabled:
 * @map: the window of the action
 * @name: of the action, without "win."
 * @is_enabled: whether the action is enabled
 */
void
bp_commands_set_enabled (GActionMap *map, const char *name, gboolean is_enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (map, name)),
                               is_enabled);
}
