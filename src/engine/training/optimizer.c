/* SPDX-License-Identifier: MIT */
/*
 * The optimisers. Each is one loop over flat arrays, without any knowledge of layers: a function
 * and a row of the table.
 *
 * Thread rule: pure functions of their arguments.
 */
#include "optimizer.h"

#include "error.h"
#include "memory-block.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Adam's constants, as its authors recommend them. */
#define FIRST_DECAY  0.9
#define SECOND_DECAY 0.999
#define EPSILON      1e-8f

/* Updates parameters [begin, begin + n). */
typedef void (*UpdateFunction) (const BpOptimizer *optimizer,
                                float learning_rate,
                                float *parameters,
                                const float *gradient,
                                gsize begin,
                                gsize n);

typedef struct
{
  const char *name;
  const char *title;
  guint n_moments;        /* blocks of n_parameters that it keeps; none where it uses momentum and
                             that is 0 */
  gboolean uses_momentum; /* looks at the momentum of its configuration */
  float usual_rate;       /* a learning rate that suits most networks; 0 where it depends on them */
  gboolean is_fused;      /* the finish does the whole update, and no gradient is stored */
  BpFinish finish;
  void (*begin_step) (BpOptimizer *optimizer); /* or NULL */
  UpdateFunction update;
} Row;

/* Stochastic gradient descent, w -= learning_rate g. */
static void
update_without_momentum (float *parameters, const float *gradient, gsize n, float learning_rate)
{
  for (gsize i = 0; i < n; i++)
    parameters[i] -= learning_rate * gradient[i];
}

/* Momentum as Sutskever, Martens, Dahl and Hinton write it ("On the importance of initialization
 * and momentum in deep learning", 2013): v = momentum v - learning_rate g, then w += v. */
static void
update_sgd (const BpOptimizer *optimizer,
            float learning_rate,
            float *parameters,
            const float *gradient,
            gsize begin,
            gsize n)
{
  const float momentum = optimizer->config.momentum;
  float *velocity = optimizer->moments[0];

  if (velocity == NULL)
    {
      update_without_momentum (parameters + begin, gradient + begin, n, learning_rate);
      return;
    }
  for (gsize i = begin; i < begin + n; i++)
    {
      velocity[i] = momentum * velocity[i] - learning_rate * gradient[i];
      parameters[i] += velocity[i];
    }
}

/* Nesterov's look-ahead in the form that needs the gradient at w alone (Bengio,
 * Boulanger-Lewandowski and Pascanu, "Advances in optimizing recurrent networks", 2012): v as
 * above, then w += momentum v - learning_rate g. */
static void
update_nesterov (const BpOptimizer *optimizer,
                 float learning_rate,
                 float *parameters,
                 const float *gradient,
                 gsize begin,
                 gsize n)
{
  const float momentum = optimizer->config.momentum;
  float *velocity = optimizer->moments[0];

  if (velocity == NULL)
    {
      update_without_momentum (parameters + begin, gradient + begin, n, learning_rate);
      return;
    }
  for (gsize i = begin; i < begin + n; i++)
    {
      float change = learning_rate * gradient[i];

      velocity[i] = momentum * velocity[i] - change;
      parameters[i] += momentum * velocity[i] - change;
    }
}

/* The bias corrections: the moments begin as zeros and are too small at first. */
static void
begin_adam_step (BpOptimizer *optimizer)
{
  double step = (double) optimizer->n_steps;

  optimizer->corrections[0] = (float) (1.0 / (1.0 - pow (FIRST_DECAY, step)));
  optimizer->corrections[1] = (float) (1.0 / (1.0 - pow (SECOND_DECAY, step)));
}

/* Kingma and Ba, "Adam: a method for stochastic optimization" (2015), algorithm 1. */
static void
update_adam (const BpOptimizer *optimizer,
             float learning_rate,
             float *parameters,
             const float *gradient,
             gsize begin,
             gsize n)
{
  const float first_decay = (float) FIRST_DECAY;
  const float second_decay = (float) SECOND_DECAY;
  const float rate = learning_rate * optimizer->corrections[0];
  const float second_correction = optimizer->corrections[1];
  float *first = optimizer->moments[0];
  float *second = optimizer->moments[1];

  for (gsize i = begin; i < begin + n; i++)
    {
      first[i] = first_decay * first[i] + (1.0f - first_decay) * gradient[i];
      second[i] = second_decay * second[i] + (1.0f - second_decay) * gradient[i] * gradient[i];
      parameters[i] -= rate * first[i] / (sqrtf (second[i] * second_correction) + EPSILON);
    }
}

static const Row rows[] = {
  [BP_OPTIMIZER_SGD] = {
    .name = "sgd",
    .title = NC_ ("optimizer", "Gradient Descent"),
    .n_moments = 1,
    .uses_momentum = TRUE,
    .is_fused = TRUE,
    .finish = BP_FINISH_MOMENTUM,
    .update = update_sgd,
  },
  [BP_OPTIMIZER_NESTEROV] = {
    .name = "nesterov",
    .title = NC_ ("optimizer", "Nesterov"),
    .n_moments = 1,
    .uses_momentum = TRUE,
    .is_fused = TRUE,
    .finish = BP_FINISH_NESTEROV,
    .update = update_nesterov,
  },
  [BP_OPTIMIZER_ADAM] = {
    .name = "adam",
    .title = NC_ ("optimizer", "Adam"),
    .n_moments = 2,
    .usual_rate = 0.001f,
    .begin_step = begin_adam_step,
    .update = update_adam,
  },
};

const BpChoices bp_optimizers =
    BP_CHOICES ("optimizer", N_ ("“%s” is not a valid optimizer: choose %s"), rows, Row);

/**
 * bp_optimizer_get_name:
 * @kind: a rule
 *
 * Returns: (transfer none): its name, as bp_optimizer_parse() takes it
 */
const char *
bp_optimizer_get_name (BpOptimizerKind kind)
{
  return bp_choices_get_name (&bp_optimizers, kind);
}

/**
 * bp_optimizer_parse:
 * @kind: (out): the rule
 * @name: of a rule, as in "adam"
 * @error: return location for %BP_ERROR_INVALID_VALUE, which lists the names that there are
 *
 * Returns: whether there is a rule of that name
 */
gboolean
bp_optimizer_parse (BpOptimizerKind *kind, const char *name, GError **error)
{
  guint position;

  if (!bp_choices_find (&bp_optimizers, name, &position, error))
    return FALSE;

  *kind = position;
  return TRUE;
}

/**
 * bp_optimizer_uses_momentum:
 * @kind: a rule
 *
 * Returns: whether the rule uses the momentum of its configuration
 */
gboolean
bp_optimizer_uses_momentum (BpOptimizerKind kind)
{
  return rows[kind].uses_momentum;
}

static guint
count_moments (const BpOptimizerConfig *config)
{
  const Row *row = &rows[config->kind];

  return row->uses_momentum && config->momentum == 0.0f ? 0 : row->n_moments;
}

static float *
allocate (gsize n_parameters, BpProgress *progress, GError **error)
{
  float *block = bp_memory_block_new (bp_round_up_to_lanes (n_parameters));

  if (block == NULL)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                           _ ("There is no memory to train a network of this size: choose smaller "
                              "layers"));
      return NULL;
    }
  if (!bp_memory_block_clear (block, n_parameters, progress, error))
    {
      bp_memory_block_free (block);
      return NULL;
    }
  return block;
}

/**
 * bp_optimizer_get_usual_rate:
 * @kind: a rule
 *
 * Returns: a learning rate that suits most networks (for Adam, that of Kingma and Ba, "Adam: a
 * method for stochastic optimization", 2015), or 0 where it depends on the network
 */
float
bp_optimizer_get_usual_rate (BpOptimizerKind kind)
{
  return rows[kind].usual_rate;
}

/**
 * bp_optimizer_init:
 * @optimizer: (out caller-allocates): to be cleared with bp_optimizer_clear()
 * @config: the settings
 * @n_parameters: of the network that it is for
 * @progress: (nullable): cancels
 * @error: return location for %BP_ERROR_NO_MEMORY or %BP_ERROR_CANCELLED
 *
 * Returns: whether the memory was allocated
 */
gboolean
bp_optimizer_init (BpOptimizer *optimizer,
                   const BpOptimizerConfig *config,
                   gsize n_parameters,
                   BpProgress *progress,
                   GError **error)
{
  guint n_moments = count_moments (config);

  *optimizer = (BpOptimizer){ .config = *config };
  for (guint i = 0; i < n_moments; i++)
    {
      optimizer->moments[i] = allocate (n_parameters, progress, error);
      if (optimizer->moments[i] == NULL)
        {
          bp_optimizer_clear (optimizer);
          return FALSE;
        }
    }
  return TRUE;
}

/**
 * bp_optimizer_clear:
 * @optimizer: the optimizer whose memory to free
 */
void
bp_optimizer_clear (BpOptimizer *optimizer)
{
  for (guint i = 0; i < BP_OPTIMIZER_MAX_MOMENTS; i++)
    g_clear_pointer (&optimizer->moments[i], bp_memory_block_free);
}

/**
 * bp_optimizer_needs_gradient:
 * @config: the settings
 *
 * Returns: whether the rule needs a gradient in memory. Plain SGD and momentum do not: see
 *   bp_optimizer_get_descent().
 */
gboolean
bp_optimizer_needs_gradient (const BpOptimizerConfig *config)
{
  return !rows[config->kind].is_fused || config->weight_decay > 0.0f;
}

/**
 * bp_optimizer_get_descent:
 * @optimizer: a rule that does not need a gradient in memory
 * @parameters: (n_parameters) the parameters to update
 *
 * Returns: the update as the finish of the product that gives -learning_rate times the gradient:
 *   see bp_layer_descend(). It points to @parameters and to memory of @optimizer.
 */
BpResult
bp_optimizer_get_descent (const BpOptimizer *optimizer, float *parameters)
{
  if (optimizer->moments[0] == NULL)
    return (BpResult){ .finish = BP_FINISH_STORE, .c = parameters, .start = parameters };

  return (BpResult){
    .finish = rows[optimizer->config.kind].finish,
    .c = parameters,
    .velocity = optimizer->moments[0],
    .momentum = optimizer->config.momentum,
  };
}

/**
 * bp_optimizer_begin_step:
 * @optimizer: the rule, before the updates of a step
 */
void
bp_optimizer_begin_step (BpOptimizer *optimizer)
{
  const Row *row = &rows[optimizer->config.kind];

  optimizer->n_steps++;
  if (row->begin_step != NULL)
    row->begin_step (optimizer);
}

/**
 * bp_optimizer_cancel_step:
 * @optimizer: the rule, after bp_optimizer_begin_step() and before any update of that step
 *
 * Takes back the beginning of a step that is not made.
 */
void
bp_optimizer_cancel_step (BpOptimizer *optimizer)
{
  optimizer->n_steps--;
}

/**
 * bp_optimizer_update:
 * @optimizer: the rule
 * @learning_rate: over 0
 * @parameters: (n_parameters) some are changed
 * @gradient: (n_parameters) derivative of the loss by each parameter
 * @begin: the first of the parameters to change
 * @n: the number of parameters
 *
 * Updates parameters from a gradient in memory, as every rule can. Weight decay is decoupled from
 * the gradient: w -= learning_rate weight_decay w (Loshchilov and Hutter, "Decoupled weight decay
 * regularization", 2019).
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

  rows[config->kind].update (optimizer, learning_rate, parameters, gradient, begin, n);
}
