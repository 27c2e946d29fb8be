/* SPDX-License-Identifier: MIT */
#include "diagonalise.h"

#include <math.h>

/* Sweeps of the method, of which a matrix of a few dozen rows needs about eight. */
#define N_SWEEPS 20

/* The columns p and q of @matrix, of @n rows, are turned by an angle. */
static void
turn_columns (double *matrix, guint n, guint p, guint q, double cosine, double sine)
{
  for (gsize i = 0; i < n; i++)
    {
      double first = matrix[i * n + p];
      double second = matrix[i * n + q];

      matrix[i * n + p] = cosine * first - sine * second;
      matrix[i * n + q] = sine * first + cosine * second;
    }
}

static void
turn_rows (double *matrix, guint n, guint p, guint q, double cosine, double sine)
{
  double *above = matrix + (gsize) p * n;
  double *below = matrix + (gsize) q * n;

  for (guint i = 0; i < n; i++)
    {
      double first = above[i];
      double second = below[i];

      above[i] = cosine * first - sine * second;
      below[i] = sine * first + cosine * second;
    }
}

/**
 * bp_diagonalise:
 * @matrix: (n, n) (inout): a symmetric matrix; its diagonal becomes the eigenvalues, in no order
 * @vectors: (n, n) (out): its eigenvectors, of length 1, as columns in the same order
 * @n: rows and columns
 *
 * Makes a symmetric matrix diagonal by rotations (Jacobi, "Über ein leichtes Verfahren, die in der
 * Theorie der Säcularstörungen vorkommenden Gleichungen numerisch aufzulösen", 1846).
 */
void
bp_diagonalise (double *matrix, double *vectors, guint n)
{
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      vectors[i * n + j] = i == j ? 1.0 : 0.0;
  for (guint sweep = 0; sweep < N_SWEEPS; sweep++)
    for (guint p = 0; p < n; p++)
      for (guint q = p + 1; q < n; q++)
        {
          double off_diagonal = matrix[(gsize) p * n + q];
          double difference = matrix[(gsize) q * n + q] - matrix[(gsize) p * n + p];
          double angle = 0.5 * atan2 (2.0 * off_diagonal, difference);
          double cosine = cos (angle);
          double sine = sin (angle);

          if (off_diagonal == 0.0)
            continue;
          turn_columns (matrix, n, p, q, cosine, sine);
          turn_rows (matrix, n, p, q, cosine, sine);
          turn_columns (vectors, n, p, q, cosine, sine);
        }
}
