/* SPDX-License-Identifier: MIT */
#pragma once

#include "explanation.h"

/**
 * BpFormulaStyle:
 * @BP_FORMULA_TEXT: plain text, as in "z = Σ w x + b = 3.417 - 0.052 = 3.365"
 * @BP_FORMULA_LATEX: LaTeX for its mathematical mode, with the indices of layer and unit
 *
 * How a formula is written.
 */
typedef enum
{
  BP_FORMULA_TEXT,
  BP_FORMULA_LATEX,
} BpFormulaStyle;

char *
bp_formula_sum (const BpExplanation *explanation, guint layer, guint unit, BpFormulaStyle style);
char *bp_formula_activation (const BpExplanation *explanation,
                             guint layer,
                             guint unit,
                             BpFormulaStyle style);
char *bp_formula_loss (const BpExplanation *explanation, BpFormulaStyle style);
char *
bp_formula_delta (const BpExplanation *explanation, guint layer, guint unit, BpFormulaStyle style);
char *bp_formula_gradient (const BpExplainedWeight *weight, BpFormulaStyle style);
char *bp_formula_measured (const BpExplainedWeight *weight, BpFormulaStyle style);
char *bp_formula_update (const BpExplainedWeight *weight, BpFormulaStyle style);
