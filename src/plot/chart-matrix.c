/* SPDX-License-Identifier: MIT */
#include "chart-matrix.h"

#include "format.h"

#include <math.h>

/* The opacity of a cell's colour, for the faintest and for the strongest. The diagonal stays
 * faint. */
#define FAINTEST_ERROR    0.12F
#define STRONGEST_ERROR   0.90F
#define FAINTEST_DIAGONAL 0.06F
#define DIAGONAL          0.24F

/**
 * bp_chart_matrix_new:
 * @n: rows, and columns; at least 1
 * @counts: (n, n) copied
 * @names: (array length=n): of the rows and of the columns; copied
 *
 * Returns: (transfer full): a matrix that shows counts
 */
BpChartMatrix *
bp_chart_matrix_new (guint n, const guint32 *counts, const char *const *names)
{
  BpChartMatrix *matrix = g_new0 (BpChartMatrix, 1);

  matrix->n = n;
  matrix->counts = g_memdup2 (counts, (gsize) n * n * sizeof (guint32));
  matrix->names = g_new0 (char *, n + 1);
  matrix->row_name = g_strdup ("");
  matrix->column_name = g_strdup ("");
  matrix->row_sums = g_new0 (guint64, n);
  for (guint row = 0; row < n; row++)
    {
      matrix->names[row] = g_strdup (names[row]);
      for (guint column = 0; column < n; column++)
        matrix->row_sums[row] += bp_chart_matrix_get_count (matrix, row, column);
      for (guint column = 0; column < n; column++)
        if (column != row && matrix->row_sums[row] > 0)
          matrix->largest_error =
              MAX (matrix->largest_error, bp_chart_matrix_get_share (matrix, row, column));
    }
  return matrix;
}

/**
 * bp_chart_matrix_free:
 * @matrix: (transfer full): a matrix
 */
void
bp_chart_matrix_free (BpChartMatrix *matrix)
{
  g_free (matrix->counts);
  g_strfreev (matrix->names);
  g_free (matrix->row_name);
  g_free (matrix->column_name);
  g_free (matrix->row_sums);
  g_free (matrix);
}

/**
 * bp_chart_matrix_set_axes:
 * @matrix: the matrix
 * @row_name: what a row is, as in "Label"
 * @column_name: what a column is, as in "Answer"
 */
void
bp_chart_matrix_set_axes (BpChartMatrix *matrix, const char *row_name, const char *column_name)
{
  g_free (matrix->row_name);
  g_free (matrix->column_name);
  matrix->row_name = g_strdup (row_name);
  matrix->column_name = g_strdup (column_name);
}

guint32
bp_chart_matrix_get_count (const BpChartMatrix *matrix, guint row, guint column)
{
  return matrix->counts[(gsize) row * matrix->n + column];
}

/**
 * bp_chart_matrix_get_share:
 * @matrix: the matrix
 * @row: a row
 * @column: a column
 *
 * Returns: the cell's share of its row, from 0 to 1; NaN where the row is empty
 */
double
bp_chart_matrix_get_share (const BpChartMatrix *matrix, guint row, guint column)
{
  guint64 sum = matrix->row_sums[row];

  return sum > 0 ? bp_chart_matrix_get_count (matrix, row, column) / (double) sum : (double) NAN;
}

/**
 * bp_chart_matrix_get_strength:
 * @matrix: the matrix
 * @row: a row
 * @column: a column
 *
 * Returns: how strong the cell's colour is, from 0 for an empty cell to 1. On the diagonal it is
 * the share of the row; an error is compared with the largest one, by the square root, so that rare
 *   errors can be told from none.
 */
double
bp_chart_matrix_get_strength (const BpChartMatrix *matrix, guint row, guint column)
{
  double share = bp_chart_matrix_get_share (matrix, row, column);

  if (isnan (share) || share == 0.0)
    return 0.0;
  return row == column ? share : sqrt (share / matrix->largest_error);
}

/**
 * bp_chart_matrix_format_cell:
 * @matrix: the matrix
 * @row: a row
 * @column: a column
 *
 * Returns: (transfer full): the number in the cell: the count, or the share in percent without its
 *   unit; empty for 0
 */
char *
bp_chart_matrix_format_cell (const BpChartMatrix *matrix, guint row, guint column)
{
  guint32 count = bp_chart_matrix_get_count (matrix, row, column);

  if (count == 0)
    return g_strdup ("");
  if (matrix->shows_shares)
    return g_strdup_printf ("%.1f",
                            bp_to_percent (bp_chart_matrix_get_share (matrix, row, column)));
  return g_strdup_printf ("%u", count);
}

/**
 * bp_chart_matrix_get_color:
 * @matrix: the matrix
 * @style: the colours of the theme
 * @row: a row
 * @column: a column
 *
 * Returns: the ground of the cell, opaque: orange for errors and blue on the diagonal, two colours
 *   that are told apart with every kind of colour blindness
 */
BpChartColor
bp_chart_matrix_get_color (const BpChartMatrix *matrix,
                           const BpChartStyle *style,
                           guint row,
                           guint column)
{
  float strength = (float) bp_chart_matrix_get_strength (matrix, row, column);

  if (strength == 0.0F)
    return style->background;
  if (row == column)
    return bp_chart_color_blend (style->series[0], style->background,
                                 FAINTEST_DIAGONAL + (DIAGONAL - FAINTEST_DIAGONAL) * strength);
  return bp_chart_color_blend (style->series[1], style->background,
                               FAINTEST_ERROR + (STRONGEST_ERROR - FAINTEST_ERROR) * strength);
}
