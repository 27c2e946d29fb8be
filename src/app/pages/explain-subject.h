/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "unit-text.h"

#include <glib-object.h>

#define BP_TYPE_EXPLAIN_SUBJECT (bp_explain_subject_get_type ())

/**
 * BpExplainSubject:
 *
 * What is explained: a walkthrough of a private copy of the window's network, with the data that
 * fit it and the names of its units. Another network, other data or other names are taken over by
 * bp_explain_subject_update(). A network of the same shape leaves the walkthrough at its step;
 * otherwise another one begins.
 *
 * The signals are "begun", when there is another walkthrough, "followed", when the present one has
 * the parameters of another network, and "ending", before it is freed.
 */
G_DECLARE_FINAL_TYPE (BpExplainSubject, bp_explain_subject, BP, EXPLAIN_SUBJECT, GObject)

BpExplainSubject *bp_explain_subject_new (void);
gboolean bp_explain_subject_set_class_names (BpExplainSubject *self, const char *const *names);
gboolean bp_explain_subject_set_network (BpExplainSubject *self, BpNetwork *network);
gboolean bp_explain_subject_set_dataset (BpExplainSubject *self, BpDataset *dataset);
gboolean bp_explain_subject_update (BpExplainSubject *self, GError **error);

BpWalkthrough *bp_explain_subject_get_walkthrough (BpExplainSubject *self);
BpNetwork *bp_explain_subject_get_network (BpExplainSubject *self);
BpDataset *bp_explain_subject_get_dataset (BpExplainSubject *self);
const BpUnitNames *bp_explain_subject_get_names (BpExplainSubject *self);
