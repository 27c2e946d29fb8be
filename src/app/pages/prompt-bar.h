/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#define BP_TYPE_PROMPT_BAR (bp_prompt_bar_get_type ())

/**
 * BpPromptBar:
 *
 * Asks for one drawing after the other above the pad, and shows the result at the end. Its buttons
 * activate "win.next-prompt", "win.skip-prompt", "win.previous-prompt", "win.stop-prompts" and the
 * action of what to do with the drawings.
 */
G_DECLARE_FINAL_TYPE (BpPromptBar, bp_prompt_bar, BP, PROMPT_BAR, GtkWidget)

void bp_prompt_bar_ask (BpPromptBar *self, const char *prompt, guint position, guint n_prompts);
void bp_prompt_bar_show_result (BpPromptBar *self,
                                const char *heading,
                                const char *text,
                                const char *button_label,
                                const char *action_name);
void bp_prompt_bar_hide (BpPromptBar *self);
