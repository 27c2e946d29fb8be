/* SPDX-License-Identifier: MIT */
#include "window-explain.h"

#include "commands.h"

#include <glib/gi18n.h>

/* The action that lets the changed copy of the page answer on the pad. */
#define ANSWER "explain-answer"

/* The actions, each with the step that it takes. */
static const struct
{
  const char *name;
  BpWalkStep step;
} STEPS[] = {
  { "explain-restart", BP_WALK_RESTART }, { "explain-forward", BP_WALK_FORWARD },
  { "explain-loss", BP_WALK_LOSS },       { "explain-backward", BP_WALK_BACKWARD },
  { "explain-update", BP_WALK_UPDATE },   { "explain-repeat", BP_WALK_REPEAT },
  { "explain-undo", BP_WALK_UNDO },
};

static void
on_steps_changed (BpWindow *self, BpExplainPage *page)
{
  for (guint i = 0; i < G_N_ELEMENTS (STEPS); i++)
    bp_commands_set_enabled (G_ACTION_MAP (self), STEPS[i].name,
                             bp_explain_page_can (page, STEPS[i].step));
  bp_commands_set_enabled (G_ACTION_MAP (self), "explain-use", bp_explain_page_can_use (page));
  bp_commands_set_enabled (G_ACTION_MAP (self), ANSWER, bp_explain_page_can_answer (page));
}

/* The network of the page becomes a document of its own, without the history, the figures and the
 * file of the present one. */
static void
on_network_chosen (BpWindow *self, BpNetwork *network)
{
  g_autoptr (BpDocument) document =
      bp_document_new_edited (bp_window_get_document (self), bp_window_count_shown_epochs (self),
                              network);

  bp_window_set_document (self, document, _ ("The network of the page Explain is in the window"));
}

static void
on_answering_changed (BpWindow *self, BpNetwork *network)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), ANSWER);

  bp_window_set_answering (self, network);
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (network != NULL));
}

/* The page tells, by its signal, what came of it. */
static void
change_answer (BpExplainPage *page, GVariant *is_answering)
{
  bp_explain_page_set_is_answering (page, g_variant_get_boolean (is_answering));
}

static void
add_answer (BpWindow *self, BpExplainPage *page)
{
  g_autoptr (GSimpleAction) action =
      g_simple_action_new_stateful (ANSWER, NULL, g_variant_new_boolean (FALSE));

  g_signal_connect_object (action, "change-state", G_CALLBACK (change_answer), page,
                           G_CONNECT_SWAPPED);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
  g_signal_connect_object (page, "answering-changed", G_CALLBACK (on_answering_changed), self,
                           G_CONNECT_SWAPPED);
}

static void
take_step (BpExplainPage *page, GVariant *parameter, GSimpleAction *action)
{
  for (guint i = 0; i < G_N_ELEMENTS (STEPS); i++)
    if (g_str_equal (STEPS[i].name, g_action_get_name (G_ACTION (action))))
      bp_explain_page_take (page, STEPS[i].step);
}

static const BpCommand COMMANDS[] = {
  { "explain-restart", G_CALLBACK (take_step) },
  { "explain-forward", G_CALLBACK (take_step) },
  { "explain-loss", G_CALLBACK (take_step) },
  { "explain-backward", G_CALLBACK (take_step) },
  { "explain-update", G_CALLBACK (take_step) },
  { "explain-repeat", G_CALLBACK (take_step) },
  { "explain-undo", G_CALLBACK (take_step) },
  { "explain-use", G_CALLBACK (bp_explain_page_use) },
};

/**
 * bp_window_explain_attach:
 * @self: the window
 * @page: its page that explains the network
 *
 * Adds the steps as actions, enabled where they are possible, and "explain-answer", whose state
 * says whether the changed copy answers on the pad.
 */
void
bp_window_explain_attach (BpWindow *self, BpExplainPage *page)
{
  bp_commands_add (G_ACTION_MAP (self), COMMANDS, G_N_ELEMENTS (COMMANDS), page);
  add_answer (self, page);
  g_signal_connect_object (page, "steps-changed", G_CALLBACK (on_steps_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "network-chosen", G_CALLBACK (on_network_chosen), self,
                           G_CONNECT_SWAPPED);
  on_steps_changed (self, page);
}
