/* SPDX-License-Identifier: MIT */
#pragma once

#include "choices.h"

#include <glib.h>

/**
 * BpActivation:
 * @BP_ACTIVATION_RELU: max (z, 0)
 * @BP_ACTIVATION_LEAKY_RELU: z, or 0.01 z where z is less than 0
 * @BP_ACTIVATION_TANH: tanh (z)
 * @BP_ACTIVATION_SIGMOID: 1 / (1 + e^-z)
 * @BP_ACTIVATION_GELU: z times the share of a normal distribution that is below z
 *
 * The activation function of the hidden units: a row of %bp_activations. The formulas of each are
 * in a separate file in activations/.
 */
typedef enum
{
  BP_ACTIVATION_RELU,
  BP_ACTIVATION_LEAKY_RELU,
  BP_ACTIVATION_TANH,
  BP_ACTIVATION_SIGMOID,
  BP_ACTIVATION_GELU,
  BP_N_ACTIVATIONS,
} BpActivation;

/* The slope of leaky ReLU below 0. */
#define BP_LEAKY_RELU_SLOPE 0.01f

extern const BpChoices bp_activations;

const char *bp_activation_get_name (BpActivation activation);
gboolean bp_activation_parse (BpActivation *activation, const char *name, GError **error);
double bp_activation_get_weight_variance (BpActivation activation, guint n_inputs, guint n_outputs);
double bp_activation_compute (BpActivation activation, double z);
const char *bp_activation_get_formula (BpActivation activation, gboolean is_latex);
