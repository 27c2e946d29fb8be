/* SPDX-License-Identifier: MIT */
#pragma once

#include "inspection.h"

#include <adwaita.h>

#define BP_TYPE_CLASS_FIGURES_VIEW (bp_class_figures_view_get_type ())

/**
 * BpClassFiguresView:
 *
 * A table with precision, recall and F1 of each class, and the counts that they are made of. It is
 * sorted by any column, and stays sorted when the figures change.
 */
G_DECLARE_FINAL_TYPE (BpClassFiguresView, bp_class_figures_view, BP, CLASS_FIGURES_VIEW, AdwBin)

void bp_class_figures_view_set_inspection (BpClassFiguresView *self,
                                           const BpInspection *inspection);
