/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/**
 * BpMatrix:
 * @data: the first element
 * @row_stride: floats from an element to the one below it
 * @column_stride: floats from an element to the one on its right
 *
 * A view of a matrix that is only read. Swapping the two strides transposes it.
 */
typedef struct
{
  const float *data;
  gsize row_stride;
  gsize column_stride;
} BpMatrix;

void bp_multiply_add (float *c,
                      gsize c_stride,
                      BpMatrix a,
                      BpMatrix b,
                      guint n_rows,
                      guint depth,
                      guint n_columns);
void bp_pixels_to_floats (float *floats,
                          const guint8 *pixels,
                          gsize n_pixels,
                          float scale,
                          float offset);
