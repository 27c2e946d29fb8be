/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/kernels.h"

#include <glib.h>

/**
 * BpOptimizerKind:
 * @BP_OPTIMIZER_SGD: stochastic gradient descent, with momentum or without
 * @BP_OPTIMIZER_ADAM: steps of each weight scaled by how large its gradients have been
 *
 * A rule by which gradients change parameters.
 */
typedef enum
{
  BP_OPTIMIZER_SGD,
  BP_OPTIMIZER_ADAM,
} BpOptimizerKind;

/**
 * BpOptimizerConfig:
 * @kind: the rule
 * @momentum: of SGD: 0 (plain) to less than 1
 * @use_nesterov: Nesterov's variant of @momentum
 * @weight_decay: 0, or by what share, times the learning rate, a step shrinks all parameters
 */
typedef struct
{
  BpOptimizerKind kind;
  float momentum;
  gboolean use_nesterov;
  float weight_decay;
} BpOptimizerConfig;

/**
 * BpOptimizer:
 * @config: the rule and its settings
 * @velocity: (n_parameters) (nullable) (owned): laid out as the parameters are: of momentum, or
 *   Adam's first moment; %NULL without either
 * @second_moment: (n_parameters) (nullable) (owned): of Adam
 * @n_steps: steps that were begun: see bp_optimizer_begin_step()
 * @first_correction: of this step, where the rule is Adam: see bp_adam_update()
 * @second_correction: likewise
 *
 * A rule with what it remembers of the gradients before.
 */
typedef struct
{
  BpOptimizerConfig config;
  float *velocity;
  float *second_moment;
  guint64 n_steps;
  float first_correction;
  float second_correction;
} BpOptimizer;

gboolean bp_optimizer_init (BpOptimizer *optimizer,
                            const BpOptimizerConfig *config,
                            gsize n_parameters,
                            GError **error);
void bp_optimizer_clear (BpOptimizer *optimizer);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BpOptimizer, bp_optimizer_clear)

gboolean bp_optimizer_needs_gradient (const BpOptimizerConfig *config);
BpResult bp_optimizer_get_descent (const BpOptimizer *optimizer, float *parameters);
void bp_optimizer_begin_step (BpOptimizer *optimizer);
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
void bp_adam_update (float *parameters,
                     float *first_moment,
                     float *second_moment,
                     const float *gradient,
                     gsize n,
                     float learning_rate,
                     float first_correction,
                     float second_correction);
