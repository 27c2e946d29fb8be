/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/**
 * BpOptimizer:
 * @momentum: 0 (plain SGD) to less than 1
 * @use_nesterov: Nesterov's variant of @momentum
 * @velocity: (n_parameters) (nullable) (owned): laid out as the parameters are; %NULL without
 *   momentum
 *
 * A rule by which gradients change parameters, and what it remembers of the gradients before.
 */
typedef struct
{
  float momentum;
  gboolean use_nesterov;
  float *velocity;
} BpOptimizer;

gboolean bp_optimizer_init (BpOptimizer *optimizer,
                            float momentum,
                            gboolean use_nesterov,
                            gsize n_parameters,
                            GError **error);
void bp_optimizer_clear (BpOptimizer *optimizer);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BpOptimizer, bp_optimizer_clear)

void bp_optimizer_update (const BpOptimizer *optimizer,
                          float learning_rate,
                          float *parameters,
                          const float *gradient,
                          gsize begin,
                          gsize n);

void bp_sgd_update (float *parameters, const float *gradient, gsize n, float learning_rate);
void bp_momentum_update (float *parameters,
                         float *velocity,
                         const float *gradient,
                         gsize n,
                         float learning_rate,
                         float momentum,
                         gboolean use_nesterov);
