/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "page.h"
#include "walkthrough.h"

#define BP_TYPE_EXPLAIN_PAGE (bp_explain_page_get_type ())

/**
 * BpExplainPage:
 *
 * One picture through the network with its numbers, and what the network would learn from it, step
 * by step, on a private copy. A page that is not on the screen computes nothing, and none of its
 * steps is possible; it catches up when it comes there.
 *
 * The signals are "steps-changed", when other steps are possible, and "network-chosen", with the
 * private copy (#BpNetwork), when the user wants it in the window.
 */
G_DECLARE_FINAL_TYPE (BpExplainPage, bp_explain_page, BP, EXPLAIN_PAGE, BpPage)

void bp_explain_page_set_class_names (BpExplainPage *self, const char *const *names);
void bp_explain_page_set_network (BpExplainPage *self, BpNetwork *network);
void bp_explain_page_set_dataset (BpExplainPage *self, BpDataset *dataset);
void bp_explain_page_set_drawing (BpExplainPage *self, const guint8 *image, guint label);

gboolean bp_explain_page_can (BpExplainPage *self, BpWalkStep step);
void bp_explain_page_take (BpExplainPage *self, BpWalkStep step);
gboolean bp_explain_page_can_use (BpExplainPage *self);
void bp_explain_page_use (BpExplainPage *self);
gboolean bp_explain_page_can_answer (BpExplainPage *self);
void bp_explain_page_set_is_answering (BpExplainPage *self, gboolean is_answering);
