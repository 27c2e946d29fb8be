/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#define BP_TYPE_ANSWER_LABEL (bp_answer_label_get_type ())
G_DECLARE_FINAL_TYPE (BpAnswerLabel, bp_answer_label, BP, ANSWER_LABEL, GtkWidget)

/**
 * BpAnswerLabel:
 *
 * The answer to the drawing, in the middle of its place. It changes with each motion of the pen,
 * and only has the window laid out again where it has too little room: that takes a tenth of a
 * frame.
 */

const char *bp_answer_label_get_text (BpAnswerLabel *self);
void bp_answer_label_set_text (BpAnswerLabel *self, const char *text, const char *description);
PangoAttrList *bp_answer_label_get_attributes (BpAnswerLabel *self);
void bp_answer_label_set_attributes (BpAnswerLabel *self, PangoAttrList *attributes);
