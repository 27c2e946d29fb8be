/* SPDX-License-Identifier: MIT */
#pragma once

#include "activation.h"

#include <glib.h>

/* Floats of the widest vector register. Kernels work on rows that are padded with zeros to a
 * multiple of it, so that no loop needs a remainder. */
#define BP_LANES 16

/* Bytes that a matrix should begin at a multiple of: a cache line, which no load then crosses. That
 * matters to speed alone. */
#define BP_ALIGNMENT 64

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
 * BpProduct:
 * @a: (n_rows, depth) any strides
 * @b: (depth, n_columns) rows of adjacent floats
 * @b_stride: floats from one row of @b to the next, a multiple of %BP_LANES
 * @n_rows: rows of the product
 * @depth: terms of each of its sums
 * @n_columns: columns of the product, a multiple of %BP_LANES
 *
 * A matrix product A B that has still to be made.
 */
typedef struct
{
  BpMatrix a;
  const float *b;
  gsize b_stride;
  guint n_rows;
  guint depth;
  guint n_columns;
} BpProduct;

/**
 * BpFinish:
 * @BP_FINISH_STORE: c = start + A B
 * @BP_FINISH_RECTIFY: c = max (start + A B, 0), of NaN, NaN: a network that diverges is not to
 *   look healthy
 * @BP_FINISH_MOMENTUM: with s = start + A B: v = momentum v + s, then c += v
 * @BP_FINISH_NESTEROV: with s = start + A B: v = momentum v + s, then c += momentum v + s
 *
 * What becomes of a product while it is still in registers.
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
 * @finish: what to do with the sums
 * @c: (n_rows, n_columns) where they go
 * @c_stride: floats from one row of @c to the next, a multiple of %BP_LANES
 * @start: (n_rows, n_columns) (nullable): what the sums start from; it may be @c itself.
 *   %NULL is zeros.
 * @start_stride: floats from one row of @start to the next; 0 starts all rows from the same one
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
 * BpActivationRow:
 * @name: as settings, command line and files call it
 * @title: as a window shows it, to be translated
 * @get_weight_variance: which variance the initial weights of a layer have
 * @finish: of the products that make its sums
 * @activate_block: (nullable): turns sums z (n_rows, n_columns), rows of @stride floats, into the
 *   values f (z), and fills as many slopes, laid out alike, with the derivatives f' (z). @n_columns
 *   is a multiple of %BP_LANES. Each number depends on its own sum alone. %NULL where the finish
 *   does it: then the derivative is 1 where the value is over 0, else 0.
 *
 * An activation as one instruction set computes it.
 */
typedef struct
{
  const char *name;
  const char *title;
  double (*get_weight_variance) (guint n_inputs, guint n_outputs);
  BpFinish finish;
  void (
      *activate_block) (float *values, float *slopes, gsize stride, guint n_rows, guint n_columns);
} BpActivationRow;

/**
 * BpKernels:
 * @name: of the instruction set that they are compiled for, as in "x86-64-v4"
 * @multiply: finishes a product. The terms of every sum are added in the order of the depth, one
 *   after the other, whatever the sizes: a product that is made in parts is the same to the bit.
 * @transpose: out (n_columns, n_rows) becomes the transpose of in (n_rows, n_columns); both sizes
 *   are multiples of %BP_LANES. Where @mask, laid out as out, is given and 0 or less, out becomes
 *   0; where @factors, laid out as out, are given, out is multiplied by them.
 * @softmax: probabilities (n) become exp (logits - maximum) / sum, 0 in the row's padding; gives
 *   the sum back. Logits are finite or the sum is not.
 * @pixels_to_floats: every byte b becomes b * scale + offset
 * @multiply_adds: makes n * @flops_per_round multiplications and additions in registers, to measure
 *   how fast the processor can be; what it gives back is of no use
 * @flops_per_round: see @multiply_adds
 * @activations: (BP_N_ACTIVATIONS) a row for each #BpActivation
 *
 * The dense loops that all the network's time goes into. They know no layers and no batches: the
 * callers say with strides what is multiplied with what. Pure functions of their arguments.
 */
typedef struct
{
  const char *name;
  void (*multiply) (const BpProduct *product, const BpResult *result);
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

static inline gsize
bp_round_up_to_lanes (gsize n)
{
  return (n + BP_LANES - 1) / BP_LANES * BP_LANES;
}
