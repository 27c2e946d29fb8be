/* SPDX-License-Identifier: MIT */
/*
 * The rules by which a gradient changes the parameters, each one loop over flat arrays that knows
 * nothing of layers.
 *
 * Thread rule: pure functions of their arguments.
 */
#include "engine/optimizer.h"

#include "engine/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Adam's constants, as its authors recommend them. */
#define FIRST_DECAY  0.9
#define SECOND_DECAY 0.999
#define EPSILON      1e-8f

static float *
allocate (gsize n_parameters)
{
  float *block = aligned_alloc (BP_ALIGNMENT, bp_round_up_to_lanes (n_parameters) * sizeof (float));

  if (block != NULL)
    memset (block, 0, n_parameters * sizeof (float));
  return block;
}

/**
 * bp_optimizer_init:
 * @optimizer: (out caller-allocates): to be cleared with bp_optimizer_clear()
 * @config: the settings
 * @n_parameters: of the network that it is for
 * @error: return location for %BP_ERROR_NO_MEMORY
 *
 * Returns: whether there was memory for it
 */
gboolean
bp_optimizer_init (BpOptimizer *optimizer,
                   const BpOptimizerConfig *config,
                   gsize n_parameters,
                   GError **error)
{
  gboolean is_adam = config->kind == BP_OPTIMIZER_ADAM;
  gboolean has_velocity = is_adam || config->momentum > 0.0f;

  *optimizer = (BpOptimizer){ .config = *config };
  if (has_velocity)
    optimizer->velocity = allocate (n_parameters);
  if (is_adam)
    optimizer->second_moment = allocate (n_parameters);
  if (has_velocity == (optimizer->velocity != NULL) &&
      is_adam == (optimizer->second_moment != NULL))
    return TRUE;

  bp_optimizer_clear (optimizer);
  g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                       "There is no memory to train a network of this size: choose smaller layers");
  return FALSE;
}

/**
 * bp_optimizer_clear:
 * @optimizer: the optimizer whose memory to free
 */
void
bp_optimizer_clear (BpOptimizer *optimizer)
{
  g_clear_pointer (&optimizer->velocity, free);
  g_clear_pointer (&optimizer->second_moment, free);
}

/**
 * bp_optimizer_needs_gradient:
 * @config: the settings
 *
 * Returns: whether the rule needs a gradient in memory. Plain SGD and momentum do not: see
 *   bp_layer_descend().
 */
gboolean
bp_optimizer_needs_gradient (const BpOptimizerConfig *config)
{
  return config->kind != BP_OPTIMIZER_SGD || config->weight_decay > 0.0f;
}

/**
 * bp_optimizer_get_descent:
 * @optimizer: a rule that does not need a gradient in memory
 * @parameters: (n_parameters) what it changes
 *
 * Returns: the update as the finish of a product, which is -learning_rate times the gradient: see
 *   bp_layer_descend(). It points to @parameters and to memory of @optimizer.
 */
BpResult
bp_optimizer_get_descent (const BpOptimizer *optimizer, float *parameters)
{
  BpResult descent = { .finish = BP_FINISH_STORE, .c = parameters };

  if (optimizer->velocity == NULL)
    {
      descent.start = parameters;
      return descent;
    }

  descent.finish = optimizer->config.use_nesterov ? BP_FINISH_NESTEROV : BP_FINISH_MOMENTUM;
  descent.velocity = optimizer->velocity;
  descent.momentum = optimizer->config.momentum;
  return descent;
}

/**
 * bp_optimizer_begin_step:
 * @optimizer: the rule, before the updates of a step
 */
void
bp_optimizer_begin_step (BpOptimizer *optimizer)
{
  double step = (double) ++optimizer->n_steps;

  if (optimizer->config.kind != BP_OPTIMIZER_ADAM)
    return;
  optimizer->first_correction = (float) (1.0 / (1.0 - pow (FIRST_DECAY, step)));
  optimizer->second_correction = (float) (1.0 / (1.0 - pow (SECOND_DECAY, step)));
}

/**
 * bp_optimizer_update:
 * @optimizer: the rule
 * @learning_rate: over 0
 * @parameters: (n_parameters) some are changed
 * @gradient: (n_parameters) derivative of the loss by each parameter
 * @begin: the first of the parameters to change
 * @n: how many
 *
 * The way of an update that every rule has: from a gradient in memory. Weight decay is decoupled
 * from the gradient: w -= learning_rate weight_decay w (Loshchilov and Hutter, "Decoupled weight
 * decay regularization", 2019).
 */
void
bp_optimizer_update (const BpOptimizer *optimizer,
                     float learning_rate,
                     float *parameters,
                     const float *gradient,
                     gsize begin,
                     gsize n)
{
  const BpOptimizerConfig *config = &optimizer->config;

  if (config->weight_decay > 0.0f)
    for (gsize i = begin; i < begin + n; i++)
      parameters[i] -= learning_rate * config->weight_decay * parameters[i];

  if (config->kind == BP_OPTIMIZER_ADAM)
    bp_adam_update (parameters + begin, optimizer->velocity + begin,
                    optimizer->second_moment + begin, gradient + begin, n, learning_rate,
                    optimizer->first_correction, optimizer->second_correction);
  else if (optimizer->velocity != NULL)
    bp_momentum_update (parameters + begin, optimizer->velocity + begin, gradient + begin, n,
                        learning_rate, config->momentum, config->use_nesterov);
  else
    bp_sgd_update (parameters + begin, gradient + begin, n, learning_rate);
}

/**
 * bp_sgd_update:
 * @parameters: (n) is changed
 * @gradient: (n) derivative of the loss by each parameter
 * @n: how many
 * @learning_rate: over 0
 *
 * Stochastic gradient descent: w -= learning_rate g.
 */
void
bp_sgd_update (float *parameters, const float *gradient, gsize n, float learning_rate)
{
  for (gsize i = 0; i < n; i++)
    parameters[i] -= learning_rate * gradient[i];
}

/**
 * bp_momentum_update:
 * @parameters: (n) is changed
 * @velocity: (n) is changed; begins as zeros
 * @gradient: (n) derivative of the loss by each parameter
 * @n: how many
 * @learning_rate: over 0
 * @momentum: from 0 to less than 1
 * @use_nesterov: whether to look ahead
 *
 * Momentum as Sutskever, Martens, Dahl and Hinton write it ("On the importance of initialization
 * and momentum in deep learning", 2013): v = momentum v - learning_rate g, then w += v; or, with
 * Nesterov's look-ahead in the form that needs the gradient at w alone (Bengio,
 * Boulanger-Lewandowski and Pascanu, 2012), w += momentum v - learning_rate g.
 */
void
bp_momentum_update (float *parameters,
                    float *velocity,
                    const float *gradient,
                    gsize n,
                    float learning_rate,
                    float momentum,
                    gboolean use_nesterov)
{
  for (gsize i = 0; i < n; i++)
    {
      float change = learning_rate * gradient[i];

      velocity[i] = momentum * velocity[i] - change;
      parameters[i] += use_nesterov ? momentum * velocity[i] - change : velocity[i];
    }
}

/**
 * bp_adam_update:
 * @parameters: (n) is changed
 * @first_moment: (n) is changed; begins as zeros
 * @second_moment: (n) is changed; begins as zeros
 * @gradient: (n) derivative of the loss by each parameter
 * @n: how many
 * @learning_rate: over 0
 * @first_correction: 1 / (1 - 0.9^t) at step t from 1, as the moments begin as zeros
 * @second_correction: 1 / (1 - 0.999^t), likewise
 *
 * Kingma and Ba, "Adam: a method for stochastic optimization" (2015), algorithm 1.
 */
void
bp_adam_update (float *parameters,
                float *first_moment,
                float *second_moment,
                const float *gradient,
                gsize n,
                float learning_rate,
                float first_correction,
                float second_correction)
{
  const float first_decay = (float) FIRST_DECAY;
  const float second_decay = (float) SECOND_DECAY;
  float rate = learning_rate * first_correction;

  for (gsize i = 0; i < n; i++)
    {
      first_moment[i] = first_decay * first_moment[i] + (1.0f - first_decay) * gradient[i];
      second_moment[i] =
          second_decay * second_moment[i] + (1.0f - second_decay) * gradient[i] * gradient[i];
      parameters[i] -=
          rate * first_moment[i] / (sqrtf (second_moment[i] * second_correction) + EPSILON);
    }
}
