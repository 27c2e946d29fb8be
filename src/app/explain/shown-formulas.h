/* SPDX-License-Identifier: MIT */
#pragma once

#include "formula.h"
#include "walkthrough.h"

/* The formulas of a unit that a walkthrough may show now: what it has not come to yet is left out.
 */

char *bp_shown_formula_sum (const BpWalkthrough *walkthrough,
                            guint layer,
                            guint unit,
                            BpFormulaStyle style);
char *bp_shown_formula_activation (const BpWalkthrough *walkthrough,
                                   guint layer,
                                   guint unit,
                                   BpFormulaStyle style);
char *bp_shown_formula_delta (const BpWalkthrough *walkthrough,
                              guint layer,
                              guint unit,
                              BpFormulaStyle style);
char *bp_shown_formulas_list (const BpWalkthrough *walkthrough,
                              guint layer,
                              guint unit,
                              const BpExplainedWeight *weight,
                              BpFormulaStyle style);
