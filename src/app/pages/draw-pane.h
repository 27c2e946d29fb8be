/* SPDX-License-Identifier: MIT */
#pragma once

#include "pad-network.h"
#include "pad.h"
#include "page.h"
#include "prompt-bar.h"

#define BP_TYPE_DRAW_PANE (bp_draw_pane_get_type ())

/**
 * BpDrawPane:
 *
 * The pad, the network's view of the drawing, its answer, and a bar for each class. Every stroke is
 * classified at once, on the main thread with a workspace of its own, in a fraction of a
 * millisecond. Its buttons activate "win.keep-drawing" with the name of a class,
 * "win.learn-drawings", "win.undo", "win.redo" and "win.clear-pad", which the window has to provide
 * and to enable as "can-undo", "can-redo" and "is-blank" of its pad say. The signal "image-changed"
 * tells what the network sees of the drawing.
 */
G_DECLARE_FINAL_TYPE (BpDrawPane, bp_draw_pane, BP, DRAW_PANE, BpPage)

BpPad *bp_draw_pane_get_pad (BpDrawPane *self);
BpPromptBar *bp_draw_pane_get_prompt_bar (BpDrawPane *self);
const BpPadNetwork *bp_draw_pane_get_network (BpDrawPane *self);
void bp_draw_pane_set_network (BpDrawPane *self, BpNetwork *network);
void bp_draw_pane_set_class_names (BpDrawPane *self, const char *const *names);
void bp_draw_pane_set_detector (BpDrawPane *self, BpDetector *detector);
void bp_draw_pane_set_is_copy (BpDrawPane *self, gboolean is_copy);
void bp_draw_pane_ask_for (BpDrawPane *self, const char *name);
gboolean bp_draw_pane_shows_stroke (BpDrawPane *self, gsize index);
gboolean bp_draw_pane_get_answer (BpDrawPane *self, BpAnswer *answer, double *probability);
const char *bp_draw_pane_get_answer_in_words (BpDrawPane *self);
