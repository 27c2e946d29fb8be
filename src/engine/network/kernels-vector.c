/* SPDX-License-Identifier: MIT */
/*
 * The kernels in vectors, written with the compiler's vector types, so that one source serves every
 * instruction set: the build compiles it once for each, with
 *
 *   BP_KERNELS_NAME  the usual name of the instruction set
 *
 * and the macros that kernel-tile.h and vector.h need.
 */
#include "kernel-tile.h"
#include "vector-math.h"

G_STATIC_ASSERT (BP_LANES % (VECTOR_BYTES / sizeof (float)) == 0);

struct Operands
{
  const BpProduct *product;
};

INLINE void
add_products (const Operands *operands,
              gsize row,
              gsize column,
              const guint n_rows,
              const guint n_vectors,
              Vector sums[MAX_ROWS][TILE_VECTORS])
{
  const BpProduct *product = operands->product;
  const gsize a_row_stride = product->a.row_stride;
  const gsize a_column_stride = product->a.column_stride;
  const gsize b_stride = product->b_stride;
  const float *a = product->a.data + row * a_row_stride;
  const float *b = product->b + column;

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
}

static void
multiply (const BpProduct *product, const BpResult *result)
{
  const Operands operands = { product };

  multiply_rows (product, &operands, result, 0, product->n_rows);
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
