/* SPDX-License-Identifier: MIT */
/*
 * The kernels as plain loops. They define the results of the vector kernels: tests compare the two.
 * They also run on processors without any of the compiled instruction sets.
 */
#include "bf16-bits.h"
#include "float-bits.h"
#include "kernels-sets.h"

#include <float.h>
#include <math.h>
#include <string.h>

static void
finish_sum (const BpResult *result, float sum, gsize at)
{
  float *c = result->c;
  float *velocity = result->velocity;

  switch (result->finish)
    {
    case BP_FINISH_STORE:
      c[at] = sum;
      break;
    case BP_FINISH_RECTIFY:
      c[at] = sum <= 0.0f ? 0.0f : sum;
      break;
    case BP_FINISH_MOMENTUM:
      velocity[at] = result->momentum * velocity[at] + sum;
      c[at] += velocity[at];
      break;
    case BP_FINISH_NESTEROV:
      velocity[at] = result->momentum * velocity[at] + sum;
      c[at] += result->momentum * velocity[at] + sum;
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
multiply (const BpProduct *product, const BpResult *result)
{
  const BpMatrix *a = &product->a;

  for (gsize row = 0; row < product->n_rows; row++)
    for (gsize column = 0; column < product->n_columns; column++)
      {
        float sum =
            result->start != NULL ? result->start[row * result->start_stride + column] : 0.0f;

        for (gsize k = 0; k < product->depth; k++)
          sum += a->data[row * a->row_stride + k * a->column_stride] *
                 product->b[k * product->b_stride + column];
        finish_sum (result, sum, row * result->c_stride + column);
      }
}

/* Numbers below the smallest normal one are 0. */
static float
flush (float value)
{
  return fabsf (value) < FLT_MIN ? copysignf (0.0f, value) : value;
}

static float
get_rounded (const BpMatrix *matrix, gsize row, gsize column)
{
  const float *element = matrix->data + row * matrix->row_stride + column * matrix->column_stride;

  return bp_float_from_bits (bp_bf16_round (*element));
}

void
bp_multiply_bf16_plain (const BpProduct *product, const BpResult *result)
{
  const BpMatrix b = { product->b, product->b_stride, 1 };

  for (gsize row = 0; row < product->n_rows; row++)
    for (gsize column = 0; column < product->n_columns; column++)
      {
        float sum = result->start != NULL
                        ? flush (result->start[row * result->start_stride + column])
                        : 0.0f;

        for (gsize k = 0; k < product->depth; k += 2)
          {
            gboolean has_upper = k + 1 < product->depth;
            float upper = has_upper ? get_rounded (&product->a, row, k + 1) : 0.0f;

            sum = flush (fmaf (upper, has_upper ? get_rounded (&b, k + 1, column) : 0.0f, sum));
            sum =
                flush (fmaf (get_rounded (&product->a, row, k), get_rounded (&b, k, column), sum));
          }
        finish_sum (result, sum, row * result->c_stride + column);
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
  for (gsize row = 0; row < n_rows; row++)
    for (gsize column = 0; column < n_columns; column++)
      {
        gsize at = column * out_stride + row;

        out[at] = mask != NULL && mask[at] <= 0.0f ? 0.0f : in[row * in_stride + column];
        if (factors != NULL)
          out[at] *= factors[at];
      }
}

static float
softmax (float *probabilities, const float *logits, guint n, float maximum)
{
  float sum = 0.0f;

  for (gsize j = 0; j < n; j++)
    {
      probabilities[j] = expf (logits[j] - maximum);
      sum += probabilities[j];
    }
  for (gsize j = 0; j < n; j++)
    probabilities[j] /= sum;
  for (gsize j = n; j < bp_round_up_to_lanes (n); j++)
    probabilities[j] = 0.0f;

  return sum;
}

static void
pixels_to_floats (float *floats, const guint8 *pixels, gsize n_pixels, float scale, float offset)
{
  for (gsize i = 0; i < n_pixels; i++)
    floats[i] = (float) pixels[i] * scale + offset;
}

static float
multiply_adds (guint64 n)
{
  float value = 1.0f;

  for (guint64 i = 0; i < n; i++)
    value = value * 0.5f + 1.0f;

  return value;
}

const BpKernels bp_kernels_plain = {
  .name = "plain",
  .multiply = multiply,
  .transpose = transpose,
  .softmax = softmax,
  .pixels_to_floats = pixels_to_floats,
  .multiply_adds = multiply_adds,
  .flops_per_round = 2,
  .activations = bp_activation_rows_plain,
};
