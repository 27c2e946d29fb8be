/* SPDX-License-Identifier: MIT */
/*
 * The rules by which a gradient changes the parameters, each one loop over flat arrays that knows
 * nothing of layers.
 *
 * Thread rule: pure functions of their arguments.
 */
#include "engine/optimizer.h"

#include "engine/error.h"
#include "engine/kernels.h"

#include <stdlib.h>
#include <string.h>

/**
 * bp_optimizer_init:
 * @optimizer: (out caller-allocates): to be cleared with bp_optimizer_clear()
 * @momentum: 0 (plain SGD) to less than 1
 * @use_nesterov: Nesterov's variant of @momentum
 * @n_parameters: of the network that it is for
 * @error: return location for %BP_ERROR_NO_MEMORY
 *
 * Returns: whether there was memory for it
 */
gboolean
bp_optimizer_init (BpOptimizer *optimizer,
                   float momentum,
                   gboolean use_nesterov,
                   gsize n_parameters,
                   GError **error)
{
  *optimizer = (BpOptimizer){ .momentum = momentum, .use_nesterov = use_nesterov };
  if (momentum <= 0.0f)
    return TRUE;

  optimizer->velocity =
      aligned_alloc (BP_ALIGNMENT, bp_round_up_to_lanes (n_parameters) * sizeof (float));
  if (optimizer->velocity == NULL)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                           "There is no memory to train a network of this size: choose smaller "
                           "layers");
      return FALSE;
    }

  memset (optimizer->velocity, 0, n_parameters * sizeof (float));
  return TRUE;
}

/**
 * bp_optimizer_clear:
 * @optimizer: the optimizer whose memory to free
 */
void
bp_optimizer_clear (BpOptimizer *optimizer)
{
  g_clear_pointer (&optimizer->velocity, free);
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
 * The way of an update that every rule has: from a gradient in memory. SGD and momentum also have a
 * shorter one, bp_layer_descend().
 */
void
bp_optimizer_update (const BpOptimizer *optimizer,
                     float learning_rate,
                     float *parameters,
                     const float *gradient,
                     gsize begin,
                     gsize n)
{
  if (optimizer->velocity != NULL)
    bp_momentum_update (parameters + begin, optimizer->velocity + begin, gradient + begin, n,
                        learning_rate, optimizer->momentum, optimizer->use_nesterov);
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
