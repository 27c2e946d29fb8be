/* SPDX-License-Identifier: MIT */
/*
 * The dense loops that all the network's time goes into, and nothing else. They know no layers and
 * no batches: the callers say with strides what is multiplied with what.
 *
 * Thread rule: pure functions of their arguments.
 */
#include "engine/kernels.h"

/**
 * bp_multiply_add:
 * @c: (n_rows, n_columns) is added to
 * @c_stride: floats from one row of @c to the next
 * @a: (n_rows, depth)
 * @b: (depth, n_columns)
 * @n_rows: rows of @c
 * @depth: terms of every sum
 * @n_columns: columns of @c
 *
 * C += A B. The terms of every sum are added in the order of the depth, whatever the sizes.
 */
void
bp_multiply_add (float *c,
                 gsize c_stride,
                 BpMatrix a,
                 BpMatrix b,
                 guint n_rows,
                 guint depth,
                 guint n_columns)
{
  for (guint row = 0; row < n_rows; row++)
    for (guint k = 0; k < depth; k++)
      {
        float factor = a.data[row * a.row_stride + k * a.column_stride];
        const float *b_row = b.data + k * b.row_stride;
        float *c_row = c + row * c_stride;

        for (guint column = 0; column < n_columns; column++)
          c_row[column] += factor * b_row[column * b.column_stride];
      }
}

/**
 * bp_pixels_to_floats:
 * @floats: (n_pixels) (out): where to
 * @pixels: (n_pixels) bytes
 * @n_pixels: how many
 * @scale: see @offset
 * @offset: every byte b becomes b * @scale + @offset
 */
void
bp_pixels_to_floats (float *floats, const guint8 *pixels, gsize n_pixels, float scale, float offset)
{
  for (gsize i = 0; i < n_pixels; i++)
    floats[i] = (float) pixels[i] * scale + offset;
}
