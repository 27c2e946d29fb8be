/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-style.h"

#include <glib.h>

/**
 * BpChartMatrix:
 * @n: rows, and columns
 * @counts: (n, n)
 * @names: (n) of the rows and of the columns
 * @row_name: what a row is, as in "Label"
 * @column_name: what a column is, as in "Answer"
 * @row_sums: (n)
 * @largest_error: the largest share of its row that a cell off the diagonal has; 0 where all those
 *   are empty
 * @shows_shares: cells show their shares of the row in percent instead of counts
 *
 * A square matrix of counts whose diagonal is what should be, and all else is errors, independent
 * of its drawing. Errors have a colour scale of their own, which begins at the smallest and ends at
 * the largest of them, so that the counts on the diagonal do not drown them.
 */
typedef struct
{
  guint n;
  guint32 *counts;
  GStrv names;
  char *row_name;
  char *column_name;
  guint64 *row_sums;
  double largest_error;
  gboolean shows_shares;
} BpChartMatrix;

BpChartMatrix *bp_chart_matrix_new (guint n, const guint32 *counts, const char *const *names);
void bp_chart_matrix_free (BpChartMatrix *matrix);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpChartMatrix, bp_chart_matrix_free)

void
bp_chart_matrix_set_axes (BpChartMatrix *matrix, const char *row_name, const char *column_name);
guint32 bp_chart_matrix_get_count (const BpChartMatrix *matrix, guint row, guint column);
double bp_chart_matrix_get_share (const BpChartMatrix *matrix, guint row, guint column);
double bp_chart_matrix_get_strength (const BpChartMatrix *matrix, guint row, guint column);
char *bp_chart_matrix_format_cell (const BpChartMatrix *matrix, guint row, guint column);
BpChartColor bp_chart_matrix_get_color (const BpChartMatrix *matrix,
                                        const BpChartStyle *style,
                                        guint row,
                                        guint column);
