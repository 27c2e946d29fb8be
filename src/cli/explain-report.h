/* SPDX-License-Identifier: MIT */
#pragma once

#include "formula.h"

void bp_explain_report_print_json (const BpExplanation *explanation, const GArray *weights);
void bp_explain_report_print (const BpExplanation *explanation,
                              const GArray *weights,
                              const char *const *class_names,
                              BpFormulaStyle style);
