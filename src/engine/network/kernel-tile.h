/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * A product tile by tile, for the kernels of every precision. The including file is compiled with
 *
 *   TILE_VECTORS     how many vectors wide a tile is: 4 where there are 32 registers, 2 where there
 *                    are 16
 *
 * and the macros that vector.h needs. It defines struct Operands and add_products().
 *
 * All the time goes into add_products(): a tile of 6 rows by 4 vectors of the result stays in 24
 * registers while one row of B after the other, 4 vectors of it, is multiplied with 6 numbers of A.
 * That is 24 multiply-adds for 10 loads, so that arithmetic is the limit and not memory.
 *
 * Every loop over the tile must be unrolled, because an array that is indexed by a variable cannot
 * live in registers. "objdump -d" of the objects shows no use of the stack within a tile for any of
 * the instruction sets (gcc 12).
 */
#include "kernels-sets.h"
#include "vector.h"

#define MAX_ROWS 6

/* In floats. */
#define CACHE_LINE 16

/* The third argument of a prefetch: the second-level cache, since the tiles use the first. */
#define INTO_SECOND_LEVEL 2

/* The two matrices, as the including file reads them. */
typedef struct Operands Operands;

/* Adds the products of rows row to row + n_rows - 1 of A and n_vectors vectors of columns of B,
 * from column on, to the sums. Both counts are constants wherever this is inlined. */
INLINE void add_products (const Operands *operands,
                          gsize row,
                          gsize column,
                          const guint n_rows,
                          const guint n_vectors,
                          Vector sums[MAX_ROWS][TILE_VECTORS]);

/* Finishes one vector of a sum. finish is a constant wherever this is inlined. */
INLINE void
finish_vector (const BpFinish finish, float *c, float *velocity, float momentum, Vector sum)
{
  Vector new_velocity;

  switch (finish)
    {
    case BP_FINISH_STORE:
    default:
      store (c, sum);
      break;
    case BP_FINISH_RECTIFY:
      store (c, keep_where (~(sum <= (Vector){ 0 }), sum));
      break;
    case BP_FINISH_MOMENTUM:
      new_velocity = momentum * load (velocity) + sum;
      store (velocity, new_velocity);
      store (c, load (c) + new_velocity);
      break;
    case BP_FINISH_NESTEROV:
      new_velocity = momentum * load (velocity) + sum;
      store (velocity, new_velocity);
      store (c, load (c) + momentum * new_velocity + sum);
      break;
    }
}

INLINE void
finish_tile (const BpFinish finish,
             const BpResult *result,
             gsize at,
             Vector sums[MAX_ROWS][TILE_VECTORS],
             const guint n_rows,
             const guint n_vectors)
{
  /* The compiler has to think that what is stored could change *result. */
  const gsize stride = result->c_stride;
  const float momentum = result->momentum;
  float *c = result->c + at;
  float *velocity = result->velocity + at;

  UNROLL
  for (guint i = 0; i < n_rows; i++)
    UNROLL
  for (guint j = 0; j < n_vectors; j++)
    finish_vector (finish, c + i * stride + j * LANES, velocity + i * stride + j * LANES, momentum,
                   sums[i][j]);
}

/* Rows row to row + n_rows - 1 of the product, and n_vectors vectors from column on. Both counts
 * are constants wherever this is inlined. */
INLINE void
multiply_tile (const Operands *operands,
               const BpResult *result,
               gsize row,
               gsize column,
               const guint n_rows,
               const guint n_vectors)
{
  const gsize at = row * result->c_stride + column;
  Vector sums[MAX_ROWS][TILE_VECTORS];

  UNROLL
  for (guint i = 0; i < n_rows; i++)
    UNROLL
  for (guint j = 0; j < n_vectors; j++)
    sums[i][j] = result->start != NULL
                     ? load (result->start + (row + i) * result->start_stride + column + j * LANES)
                     : (Vector){ 0 };

  add_products (operands, row, column, n_rows, n_vectors, sums);

  switch (result->finish)
    {
    case BP_FINISH_STORE:
    default:
      finish_tile (BP_FINISH_STORE, result, at, sums, n_rows, n_vectors);
      break;
    case BP_FINISH_RECTIFY:
      finish_tile (BP_FINISH_RECTIFY, result, at, sums, n_rows, n_vectors);
      break;
    case BP_FINISH_MOMENTUM:
      finish_tile (BP_FINISH_MOMENTUM, result, at, sums, n_rows, n_vectors);
      break;
    case BP_FINISH_NESTEROV:
      finish_tile (BP_FINISH_NESTEROV, result, at, sums, n_rows, n_vectors);
      break;
    }
}

/* Prefetches the share of some rows of what is needed later, so that the memory works during the
 * arithmetic. The processor's own prefetching does not see across the tiles. */
static void
prefetch_ahead (const BpProduct *product, gsize row, gsize end)
{
  for (guint i = 0; i < BP_N_AHEAD; i++)
    {
      const BpAhead *ahead = &product->ahead[i];
      gsize n_lines = ahead->n_floats / CACHE_LINE;

      for (gsize line = n_lines * row / product->n_rows; line < n_lines * end / product->n_rows;
           line++)
        __builtin_prefetch (ahead->data + line * CACHE_LINE, 0, INTO_SECOND_LEVEL);
    }
}

/* The rows of the next tile. The last two tiles are of nearly equal height, because the sums of a
 * low one wait for one another. A division would take as long as a third of a small batch's
 * tile. */
INLINE guint
choose_height (guint n_left)
{
  if (n_left >= 2 * MAX_ROWS)
    return MAX_ROWS;
  return n_left > MAX_ROWS ? (n_left + 1) / 2 : n_left;
}

/* Computes a strip of some rows of the product, n_vectors wide, tile by tile. */
INLINE void
multiply_strip (const BpProduct *product,
                const Operands *operands,
                const BpResult *result,
                guint first_row,
                guint n_rows,
                gsize column,
                const guint n_vectors)
{
  gboolean is_prefetching = column == 0 && product->ahead[0].n_floats > 0;
  guint row = first_row;

  while (row < first_row + n_rows)
    {
      guint height = choose_height (first_row + n_rows - row);
      guint end = row + height;

      if (is_prefetching)
        prefetch_ahead (product, row, end);
      switch (height)
        {
        case 1:
          multiply_tile (operands, result, row, column, 1, n_vectors);
          break;
        case 2:
          multiply_tile (operands, result, row, column, 2, n_vectors);
          break;
        case 3:
          multiply_tile (operands, result, row, column, 3, n_vectors);
          break;
        case 4:
          multiply_tile (operands, result, row, column, 4, n_vectors);
          break;
        case 5:
          multiply_tile (operands, result, row, column, 5, n_vectors);
          break;
        default:
          multiply_tile (operands, result, row, column, MAX_ROWS, n_vectors);
          break;
        }
      row = end;
    }
}

/* Computes all columns of some rows of the product. */
INLINE void
multiply_rows (const BpProduct *product,
               const Operands *operands,
               const BpResult *result,
               guint first_row,
               guint n_rows)
{
  gsize column = 0;

  for (; column + TILE_VECTORS * LANES <= product->n_columns; column += TILE_VECTORS * LANES)
    multiply_strip (product, operands, result, first_row, n_rows, column, TILE_VECTORS);

  switch ((product->n_columns - column) / LANES)
    {
#if TILE_VECTORS > 2
    case 3:
      multiply_strip (product, operands, result, first_row, n_rows, column, 3);
      break;
    case 2:
      multiply_strip (product, operands, result, first_row, n_rows, column, 2);
      break;
#endif
    case 1:
      multiply_strip (product, operands, result, first_row, n_rows, column, 1);
      break;
    default:
      break;
    }
}
