/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The common declarations of the activations' files. Such a file is compiled once for each
 * instruction set (see vector.h) and defines one row of that set's table.
 */

#include "kernels.h"
#include "vector-math.h"
#include "vector.h"

G_STATIC_ASSERT (BP_LANES % (VECTOR_BYTES / sizeof (float)) == 0);

/* Defines a row's activate_block() from a function of one vector, activate (z, &value, &slope). */
#define BP_DEFINE_ACTIVATE_BLOCK(name, activate)                                               \
  static void name (float *values, float *slopes, gsize stride, guint n_rows, guint n_columns) \
  {                                                                                            \
    for (gsize at = 0; at < n_rows * stride; at += stride)                                     \
      for (gsize i = at; i < at + n_columns; i += LANES)                                       \
        {                                                                                      \
          Vector value;                                                                        \
          Vector slope;                                                                        \
                                                                                               \
          activate (load (values + i), &value, &slope);                                        \
          store (values + i, value);                                                           \
          store (slopes + i, slope);                                                           \
        }                                                                                      \
  }

/* Keeps the size of signals under ReLU: each weight has a variance of 2 / n_inputs (He, Zhang, Ren
 * and Sun, "Delving deep into rectifiers", 2015, equation 10). */
static inline double
bp_get_he_variance (guint n_inputs, guint n_outputs G_GNUC_UNUSED)
{
  return 2.0 / n_inputs;
}

/* A compromise between keeping the size of signals forward and backward, for activations that are
 * straight around 0 (Glorot and Bengio, "Understanding the difficulty of training deep feedforward
 * neural networks", 2010, equation 12). */
static inline double
bp_get_glorot_variance (guint n_inputs, guint n_outputs)
{
  return 2.0 / ((double) n_inputs + n_outputs);
}

extern const BpActivationRow BP_OF_SET (bp_relu);
extern const BpActivationRow BP_OF_SET (bp_leaky_relu);
extern const BpActivationRow BP_OF_SET (bp_tanh);
extern const BpActivationRow BP_OF_SET (bp_sigmoid);
extern const BpActivationRow BP_OF_SET (bp_gelu);
