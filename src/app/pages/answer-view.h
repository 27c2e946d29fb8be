/* SPDX-License-Identifier: MIT */
#pragma once

#include "answer-text.h"

#include <gtk/gtk.h>

#define BP_TYPE_ANSWER_VIEW (bp_answer_view_get_type ())

/**
 * BpAnswerView:
 *
 * The answer to the drawing in words: large where it is sure, and dim with the reason where it is
 * not. For several digits in a row, it has a button for each with its answer, and the signal
 * "chosen" comes with the index of the one that the user chooses. Without a network, it shows how
 * to get one.
 */
G_DECLARE_FINAL_TYPE (BpAnswerView, bp_answer_view, BP, ANSWER_VIEW, GtkBox)

void bp_answer_view_show_answer (BpAnswerView *self, const BpAnswerWords *words);
void bp_answer_view_show_row (BpAnswerView *self,
                              const char *const *answers,
                              guint n_digits,
                              guint chosen);
void bp_answer_view_show_nothing (BpAnswerView *self);
void bp_answer_view_show_advice (BpAnswerView *self);
const char *bp_answer_view_get_in_words (BpAnswerView *self);
