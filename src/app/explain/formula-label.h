/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#define BP_TYPE_FORMULA_LABEL (bp_formula_label_get_type ())

/**
 * BpFormulaLabel:
 *
 * A text whose numbers change many times a second. Unlike with a #GtkLabel, another text of the
 * same height only redraws it, and does not lay the window out again.
 */
G_DECLARE_FINAL_TYPE (BpFormulaLabel, bp_formula_label, BP, FORMULA_LABEL, GtkWidget)

const char *bp_formula_label_get_text (BpFormulaLabel *self);
void bp_formula_label_take_text (BpFormulaLabel *self, char *text);
