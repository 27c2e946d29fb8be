/* SPDX-License-Identifier: MIT */
/*
 * The rules by which a gradient changes the parameters, each one loop over flat arrays that knows
 * nothing of layers.
 *
 * Thread rule: pure functions of their arguments.
 */
#include "engine/optimizer.h"

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
