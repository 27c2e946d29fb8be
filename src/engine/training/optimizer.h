/* SPDX-License-Identifier: MIT */
#pragma once

#include "choices.h"
#include "kernels.h"
#include "progress.h"

#include <glib.h>

/* The largest number of moments that a rule keeps for each parameter. */
#define BP_OPTIMIZER_MAX_MOMENTS 2

/**
 * BpOptimizerKind:
 * @BP_OPTIMIZER_SGD: stochastic gradient descent, with momentum or without
 * @BP_OPTIMIZER_NESTEROV: the same with Nesterov's look-ahead
 * @BP_OPTIMIZER_ADAM: steps of each weight scaled by the size of its recent gradients
 *
 * A rule by which gradients change parameters: a row of %bp_optimizers.
 */
typedef enum
{
  BP_OPTIMIZER_SGD,
  BP_OPTIMIZER_NESTEROV,
  BP_OPTIMIZER_ADAM,
} BpOptimizerKind;

extern const BpChoices bp_optimizers;

const char *bp_optimizer_get_name (BpOptimizerKind kind);
gboolean bp_optimizer_parse (BpOptimizerKind *kind, const char *name, GError **error);
gboolean bp_optimizer_uses_momentum (BpOptimizerKind kind);
float bp_optimizer_get_usual_rate (BpOptimizerKind kind);

/**
 * BpOptimizerConfig:
 * @kind: the rule
 * @momentum: of a rule that uses it: 0 (plain gradient descent) to less than 1; else 0
 * @weight_decay: times the learning rate, the share by which a step shrinks all parameters; or 0
 */
typedef struct
{
  BpOptimizerKind kind;
  float momentum;
  float weight_decay;
} BpOptimizerConfig;

/**
 * BpOptimizer:
 * @config: the rule and its settings
 * @moments: (n_parameters each) (nullable) (owned): the state of the rule, laid out as the
 *   parameters are: the velocity, or Adam's two moments; %NULL where the rule needs fewer
 * @n_steps: steps that were begun: see bp_optimizer_begin_step()
 * @corrections: numbers that a rule computes once a step
 *
 * A rule with its settings and its state.
 */
typedef struct
{
  BpOptimizerConfig config;
  float *moments[BP_OPTIMIZER_MAX_MOMENTS];
  guint64 n_steps;
  float corrections[BP_OPTIMIZER_MAX_MOMENTS];
} BpOptimizer;

gboolean bp_optimizer_init (BpOptimizer *optimizer,
                            const BpOptimizerConfig *config,
                            gsize n_parameters,
                            BpProgress *progress,
                            GError **error);
void bp_optimizer_clear (BpOptimizer *optimizer);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BpOptimizer, bp_optimizer_clear)

gboolean bp_optimizer_needs_gradient (const BpOptimizerConfig *config);
BpResult bp_optimizer_get_descent (const BpOptimizer *optimizer, float *parameters);
void bp_optimizer_begin_step (BpOptimizer *optimizer);
void bp_optimizer_cancel_step (BpOptimizer *optimizer);
void bp_optimizer_update (const BpOptimizer *optimizer,
                          float learning_rate,
                          float *parameters,
                          const float *gradient,
                          gsize begin,
                          gsize n);
