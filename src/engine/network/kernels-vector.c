/* SPDX-License-Identifier: MIT */
/*
 * The kernels in vectors, written with the compiler's vector types, so that one source serves every
 * instruction set: the build compiles it once for each, with
 *
 *   BP_KERNELS_NAME  the usual name of the instruction set
 *   TILE_VECTORS     how many vectors wide a tile is: 4 where there are 32 registers, 2 where there
 *                    are 16
 *
 * and the macros that vector.h needs.
 *
 * All the time goes into multiply_tile(): a tile of 6 rows by 4 vectors of the result stays in 24
 * registers while one row of B after the other, 4 vectors of it, is multiplied with 6 numbers of A.
 * That is 24 multiply-adds for 10 loads, so that arithmetic is the limit and not memory.
 *
 * Every loop over the tile must be unrolled, because an array that is indexed by a variable cannot
 * live in registers. "objdump -d" of the objects shows no use of the stack within a tile for any of
 * the instruction sets (gcc 12).
 */
#include "kernels-sets.h"
#include "vector-math.h"
#include "vector.h"

#define MAX_ROWS 6

/* In floats. */
#define CACHE_LINE 16

/* The third argument of a prefetch: the second-level cache, since the tiles use the first. */
#define INTO_SECOND_LEVEL 2

G_STATIC_ASSERT (BP_LANES % (VECTOR_BYTES / sizeof (float)) == 0);

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
multiply_tile (const BpProduct *product,
               const BpResult *result,
               gsize row,
               gsize column,
               const guint n_rows,
               const guint n_vectors)
{
  const gsize a_row_stride = product->a.row_stride;
  const gsize a_column_stride = product->a.column_stride;
  const gsize b_stride = product->b_stride;
  const gsize at = row * result->c_stride + column;
  const float *a = product->a.data + row * a_row_stride;
  const float *b = product->b + column;
  Vector sums[MAX_ROWS][TILE_VECTORS];

  UNROLL
  for (guint i = 0; i < n_rows; i++)
    UNROLL
  for (guint j = 0; j < n_vectors; j++)
    sums[i][j] = result->start != NULL
                     ? load (result->start + (row + i) * result->start_stride + column + j * LANES)
                     : (Vector){ 0 };

  for (guint k = 0; k < product->depth; k++)
    {
      Vector b_row[TILE_VECTORS];

      UNROLL
      for (guint j = 0; j < n_vectors; j++)
        b_row[j] = load (b + j * LANES);
      UNROLL
      for (guint i = 0; i < n_rows; i++)
        UNROLL
      for (guint j = 0; j < n_vectors; j++)
        sums[i][j] += a[i * a_row_stride] * b_row[j];

      a += a_column_stride;
      b += b_stride;
    }

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

/* Prefetches a tile's share of what is needed later, so that the memory works during the
 * arithmetic. The processor's own prefetching does not see across the tiles. */
static void
prefetch_ahead (const BpProduct *product, gsize tile, gsize n_tiles)
{
  for (guint i = 0; i < BP_N_AHEAD; i++)
    {
      const BpAhead *ahead = &product->ahead[i];
      gsize n_lines = ahead->n_floats / CACHE_LINE;

      for (gsize line = n_lines * tile / n_tiles; line < n_lines * (tile + 1) / n_tiles; line++)
        __builtin_prefetch (ahead->data + line * CACHE_LINE, 0, INTO_SECOND_LEVEL);
    }
}

/* Computes a strip of the product, n_vectors wide, in tiles of nearly equal height. */
INLINE void
multiply_strip (const BpProduct *product,
                const BpResult *result,
                gsize column,
                const guint n_vectors)
{
  gsize n_tiles = (product->n_rows + MAX_ROWS - 1) / MAX_ROWS;
  gboolean is_prefetching = column == 0 && product->ahead[0].n_floats > 0;
  gsize row = 0;

  for (gsize tile = 0; tile < n_tiles; tile++)
    {
      gsize end = product->n_rows * (tile + 1) / n_tiles;

      if (is_prefetching)
        prefetch_ahead (product, tile, n_tiles);
      switch (end - row)
        {
        case 1:
          multiply_tile (product, result, row, column, 1, n_vectors);
          break;
        case 2:
          multiply_tile (product, result, row, column, 2, n_vectors);
          break;
        case 3:
          multiply_tile (product, result, row, column, 3, n_vectors);
          break;
        case 4:
          multiply_tile (product, result, row, column, 4, n_vectors);
          break;
        case 5:
          multiply_tile (product, result, row, column, 5, n_vectors);
          break;
        default:
          multiply_tile (product, result, row, column, MAX_ROWS, n_vectors);
          break;
        }
      row = end;
    }
}

static void
multiply (const BpProduct *product, const BpResult *result)
{
  gsize column = 0;

  for (; column + TILE_VECTORS * LANES <= product->n_columns; column += TILE_VECTORS * LANES)
    multiply_strip (product, result, column, TILE_VECTORS);

  switch ((product->n_columns - column) / LANES)
    {
#if TILE_VECTORS > 2
    case 3:
      multiply_strip (product, result, column, 3);
      break;
    case 2:
      multiply_strip (product, result, column, 2);
      break;
#endif
    case 1:
      multiply_strip (product, result, column, 1);
      break;
    default:
      break;
    }
}

/* The lanes of a and b alternately: their lower halves, then their upper halves. */
#if VECTOR_BYTES == 64
#define INTERLEAVE_LOW(a, b) \
  __builtin_shufflevector (a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
#define INTERLEAVE_HIGH(a, b) \
  __builtin_shufflevector (a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
#elif VECTOR_BYTES == 32
#define INTERLEAVE_LOW(a, b)  __builtin_shufflevector (a, b, 0, 8, 1, 9, 2, 10, 3, 11)
#define INTERLEAVE_HIGH(a, b) __builtin_shufflevector (a, b, 4, 12, 5, 13, 6, 14, 7, 15)
#else
#define INTERLEAVE_LOW(a, b)  __builtin_shufflevector (a, b, 0, 4, 1, 5)
#define INTERLEAVE_HIGH(a, b) __builtin_shufflevector (a, b, 2, 6, 3, 7)
#endif

/* Transposes LANES rows of LANES floats in registers. Each round interleaves every row with the row
 * half the square below it. That rotates the index (row, lane), read as one binary number, by one
 * bit. After as many rounds as a lane number has bits, row and lane have changed places. */
INLINE void
transpose_square (Vector rows[LANES])
{
  UNROLL
  for (guint round = 1; round < LANES; round *= 2)
    {
      Vector interleaved[LANES];

      UNROLL
      for (guint i = 0; i < LANES / 2; i++)
        {
          interleaved[2 * i] = INTERLEAVE_LOW (rows[i], rows[i + LANES / 2]);
          interleaved[2 * i + 1] = INTERLEAVE_HIGH (rows[i], rows[i + LANES / 2]);
        }
      UNROLL
      for (guint i = 0; i < LANES; i++)
        rows[i] = interleaved[i];
    }
}

static void
transpose (float *out,
           gsize out_stride,
           const float *in,
           gsize in_stride,
           guint n_rows,
           guint n_columns,
           const float *mask,
           const float *factors)
{
  for (gsize row = 0; row < n_rows; row += LANES)
    for (gsize column = 0; column < n_columns; column += LANES)
      {
        gsize at = column * out_stride + row;
        Vector square[LANES];

        UNROLL
        for (guint i = 0; i < LANES; i++)
          square[i] = load (in + (row + i) * in_stride + column);
        transpose_square (square);
        UNROLL
        for (guint i = 0; i < LANES; i++)
          {
            gsize out_row = at + i * out_stride;

            if (mask != NULL)
              square[i] = keep_where (~(load (mask + out_row) <= (Vector){ 0 }), square[i]);
            if (factors != NULL)
              square[i] *= load (factors + out_row);
            store (out + out_row, square[i]);
          }
      }
}

static float
softmax (float *probabilities, const float *logits, guint n, float maximum)
{
  Vector sums = { 0 };
  IntVector lane;
  float sum = 0.0f;

  UNROLL
  for (guint i = 0; i < LANES; i++)
    lane[i] = (gint32) i;

  for (guint j = 0; j < n; j += LANES)
    {
      IntVector is_class = lane < (gint32) (n - j);
      Vector values = keep_where (is_class, exponential (load (logits + j) - maximum));

      store (probabilities + j, values);
      sums += values;
    }
  UNROLL
  for (guint i = 0; i < LANES; i++)
    sum += sums[i];
  for (guint j = 0; j < n; j += LANES)
    store (probabilities + j, load (probabilities + j) * (1.0f / sum));
  for (gsize j = (n + LANES - 1) / LANES * LANES; j < bp_round_up_to_lanes (n); j += LANES)
    store (probabilities + j, (Vector){ 0 });

  return sum;
}

/* The compiler vectorises this loop by itself. */
static void
pixels_to_floats (float *floats, const guint8 *pixels, gsize n_pixels, float scale, float offset)
{
  for (gsize i = 0; i < n_pixels; i++)
    floats[i] = (float) pixels[i] * scale + offset;
}

/* Independent sums: enough to fill the pipelines of any present processor. */
#define N_CHAINS (TILE_VECTORS * 5)

static float
multiply_adds (guint64 n)
{
  Vector sums[N_CHAINS];
  Vector total = { 0 };
  const Vector factor = (Vector){ 0 } + 0.5f;
  const Vector term = (Vector){ 0 } + 1.0f;

  UNROLL
  for (guint i = 0; i < N_CHAINS; i++)
    sums[i] = (Vector){ 0 } + (float) i;
  for (guint64 round = 0; round < n; round++)
    UNROLL
  for (guint i = 0; i < N_CHAINS; i++)
    sums[i] = sums[i] * factor + term;
  UNROLL
  for (guint i = 0; i < N_CHAINS; i++)
    total += sums[i];

  return total[0];
}

const BpKernels BP_OF_SET (bp_kernels) = {
  .name = BP_KERNELS_NAME,
  .multiply = multiply,
  .transpose = transpose,
  .softmax = softmax,
  .pixels_to_floats = pixels_to_floats,
  .multiply_adds = multiply_adds,
  .flops_per_round = 2 * N_CHAINS * LANES,
  .activations = BP_OF_SET (bp_activation_rows),
};
