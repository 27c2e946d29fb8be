/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/**
 * BpFigures:
 * @figures: (n_figures) as bp_sketch_add_figure() takes them
 * @n_figures: the number of figures
 */
typedef struct
{
  const char *const *figures;
  guint n_figures;
} BpFigures;

extern const BpFigures bp_capital_letters;
extern const BpFigures bp_small_letters;
extern const BpFigures bp_foreign_letters;
extern const BpFigures bp_symbols;
extern const BpFigures bp_pictures;
