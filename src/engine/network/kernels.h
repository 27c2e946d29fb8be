/* SPDX-License-Identifier: MIT */
#pragma once

#include "activation.h"
#include "precision.h"

#include <glib.h>

/* Floats of the widest vector register. Rows are padded with zeros to a multiple of it, so that no
 * kernel needs a remainder loop. */
#define BP_LANES 16

/**
 * BpMatrix:
 * @data: the first element
 * @row_stride: floats from an element to the one below it
 * @column_stride: floats from an element to the one on its right
 *
 * A view of a matrix that is only read. Swapping the two strides transposes it; a stride of 0
 * repeats a row or a column.
 */
typedef struct
{
  const float *data;
  gsize row_stride;
  gsize column_stride;
} BpMatrix;

/**
 * BpAhead:
 * @data: (n_floats) the first one
 * @n_floats: how many; 0 for none
 *
 * Floats that a later product needs, to be brought into the cache during the present one.
 */
typedef struct
{
  const float *data;
  gsize n_floats;
} BpAhead;

/* The spans of a product: weights, and their velocities. */
#define BP_N_AHEAD 2

/**
 * BpProduct:
 * @a: (n_rows, depth) any strides
 * @b: (depth, n_columns) rows of adjacent floats
 * @b_stride: floats from one row of @b to the next, a multiple of %BP_LANES
 * @n_rows: rows of the product
 * @depth: terms of each of its sums
 * @n_columns: columns of the product, a multiple of %BP_LANES
 * @ahead: (BP_N_AHEAD) what to bring into the cache meanwhile, nothing where the first is empty; it
 *   does not change the result
 *
 * A matrix product A B to be computed.
 */
typedef struct
{
  BpMatrix a;
  const float *b;
  gsize b_stride;
  guint n_rows;
  guint depth;
  guint n_columns;
  BpAhead ahead[BP_N_AHEAD];
} BpProduct;

/**
 * BpFinish:
 * @BP_FINISH_STORE: c = start + A B
 * @BP_FINISH_RECTIFY: c = max (start + A B, 0), and NaN of NaN, so that a diverging network does
 *   not look healthy
 * @BP_FINISH_MOMENTUM: with s = start + A B: v = momentum v + s, then c += v
 * @BP_FINISH_NESTEROV: with s = start + A B: v = momentum v + s, then c += momentum v + s
 *
 * The operation on a product while it is still in registers.
 */
typedef enum
{
  BP_FINISH_STORE,
  BP_FINISH_RECTIFY,
  BP_FINISH_MOMENTUM,
  BP_FINISH_NESTEROV,
} BpFinish;

/**
 * BpResult:
 * @finish: the operation on the sums
 * @c: (n_rows, n_columns) the result
 * @c_stride: floats from one row of @c to the next, a multiple of %BP_LANES
 * @start: (n_rows, n_columns) (nullable): initial values of the sums; may be @c itself. %NULL is
 *   zeros.
 * @start_stride: floats from one row of @start to the next; with 0, all rows start from the same
 *   one
 * @velocity: (n_rows, n_columns) (nullable): for the two finishes that need one, laid out as @c
 * @momentum: likewise
 */
typedef struct
{
  BpFinish finish;
  float *c;
  gsize c_stride;
  const float *start;
  gsize start_stride;
  float *velocity;
  float momentum;
} BpResult;

/**
 * BpMultiply:
 * @product: the matrices
 * @result: the operation on the sums
 *
 * Computes and finishes a product. The terms of every sum are added one after the other in an order
 * that depends on the precision alone, for any sizes, so that a product computed in blocks is the
 * same to the bit. In bf16, terms are added in pairs: a sum in pieces continues at an even term.
 * There, A has a stride of 1 one way or the other.
 */
typedef void (*BpMultiply) (const BpProduct *product, const BpResult *result);

/**
 * BpActivationRow:
 * @name: as settings, command line and files call it
 * @title: as a window shows it, to be translated
 * @formula: f (z) as plain text, with the letter z for the argument alone
 * @latex: the same as LaTeX
 * @get_weight_variance: the variance of the initial weights of a layer
 * @compute: f (z) in double precision, by which derivatives are measured
 * @finish: of the products that compute z
 * @activate_block: (nullable): turns sums z (n_rows, n_columns), rows of @stride floats, into the
 *   values f (z), and fills as many slopes, laid out alike, with the derivatives f' (z). @n_columns
 *   is a multiple of %BP_LANES. Each element depends on its own z alone. %NULL where the finish
 *   does it: then the derivative is 1 where the value is over 0, else 0.
 *
 * An activation as one instruction set computes it.
 */
typedef struct
{
  const char *name;
  const char *title;
  const char *formula;
  const char *latex;
  double (*get_weight_variance) (guint n_inputs, guint n_outputs);
  double (*compute) (double z);
  BpFinish finish;
  void (
      *activate_block) (float *values, float *slopes, gsize stride, guint n_rows, guint n_columns);
} BpActivationRow;

/**
 * BpKernels:
 * @name: of the instruction set that they are compiled for, as in "x86-64-v4"
 * @multiply: a product in float32, whose terms are added in the order of the depth
 * @transpose: out (n_columns, n_rows) becomes the transpose of in (n_rows, n_columns); both sizes
 *   are multiples of %BP_LANES. Where @mask, laid out as out, is given and 0 or less, out becomes
 *   0; where @factors, laid out as out, are given, out is multiplied by them.
 * @softmax: probabilities (n) become exp (logits - maximum) / sum, 0 in the row's padding; gives
 *   the sum back. Logits are finite or the sum is not.
 * @pixels_to_floats: every byte b becomes b * scale + offset
 * @multiply_adds: makes n * @flops_per_round multiplications and additions in registers, to measure
 *   the peak speed of the processor; the return value has no meaning
 * @flops_per_round: see @multiply_adds
 * @activations: (BP_N_ACTIVATIONS) a row for each #BpActivation
 *
 * The dense loops in which a network spends its time. They know neither layers nor batches: callers
 * describe the operands by strides. Pure functions of their arguments.
 */
typedef struct
{
  const char *name;
  BpMultiply multiply;
  void (*transpose) (float *out,
                     gsize out_stride,
                     const float *in,
                     gsize in_stride,
                     guint n_rows,
                     guint n_columns,
                     const float *mask,
                     const float *factors);
  float (*softmax) (float *probabilities, const float *logits, guint n, float maximum);
  void (*pixels_to_floats) (float *floats,
                            const guint8 *pixels,
                            gsize n_pixels,
                            float scale,
                            float offset);
  float (*multiply_adds) (guint64 n);
  guint flops_per_round;
  const BpActivationRow *const *activations;
} BpKernels;

const BpKernels *bp_kernels_get (void);
gboolean bp_kernels_select (const char *name, GError **error);
const BpKernels *const *bp_kernels_list (void);
BpMultiply bp_kernels_find_multiply (const BpKernels *kernels, BpPrecision precision);
gboolean bp_kernels_check_precision (BpPrecision precision, GError **error);

static inline gsize
bp_round_up_to_lanes (gsize n)
{
  return (n + BP_LANES - 1) / BP_LANES * BP_LANES;
}
