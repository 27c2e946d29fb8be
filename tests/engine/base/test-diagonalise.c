/* SPDX-License-Identifier: MIT */
#include "diagonalise.h"

#include "random.h"
#include "test-file.h"

#define N 9

/* The matrix times each vector is the vector times its eigenvalue; vectors are orthonormal. */
static void
test_eigenvectors (void)
{
  double before[N][N];
  double matrix[N][N];
  double vectors[N][N];
  BpRandom random;

  bp_random_init (&random, 3, 0);
  for (guint i = 0; i < N; i++)
    for (guint j = 0; j <= i; j++)
      {
        before[i][j] = bp_random_normal (&random);
        before[j][i] = before[i][j];
        matrix[i][j] = before[i][j];
        matrix[j][i] = before[i][j];
      }
  bp_diagonalise (&matrix[0][0], &vectors[0][0], N);
  for (guint k = 0; k < N; k++)
    for (guint i = 0; i < N; i++)
      {
        double product = 0.0;
        double overlap = 0.0;

        for (guint j = 0; j < N; j++)
          {
            product += before[i][j] * vectors[j][k];
            overlap += vectors[j][k] * vectors[j][i];
          }
        g_assert_cmpfloat_with_epsilon (product, matrix[k][k] * vectors[i][k], 1e-12);
        g_assert_cmpfloat_with_epsilon (overlap, i == k ? 1.0 : 0.0, 1e-12);
      }
}

/* What is diagonal already stays. */
static void
test_diagonal (void)
{
  double matrix[] = { 3.0, 0.0, 0.0, -1.0 };
  double vectors[4];

  bp_diagonalise (matrix, vectors, 2);
  g_assert_cmpfloat (matrix[0], ==, 3.0);
  g_assert_cmpfloat (matrix[3], ==, -1.0);
  g_assert_cmpfloat (vectors[0], ==, 1.0);
  g_assert_cmpfloat (vectors[1], ==, 0.0);
}

BP_TEST_FILE (diagonalise)
{
  g_test_add_func ("/diagonalise/eigenvectors", test_eigenvectors);
  g_test_add_func ("/diagonalise/diagonal", test_diagonal);
}
