/* SPDX-License-Identifier: MIT */
#include "optimizer.h"

#include "error.h"
#include "random.h"
#include "test-file.h"

#include <math.h>

#define N             37
#define N_STEPS       20
#define LEARNING_RATE 0.01

/* The update rules of the papers, for single numbers in double precision. */
typedef struct
{
  double parameter;
  double first_moment;
  double second_moment;
} Reference;

static void
reference_step (Reference *self, const BpOptimizerConfig *config, double gradient, guint step)
{
  self->parameter -= LEARNING_RATE * (double) config->weight_decay * self->parameter;
  if (config->kind == BP_OPTIMIZER_ADAM)
    {
      self->first_moment = 0.9 * self->first_moment + 0.1 * gradient;
      self->second_moment = 0.999 * self->second_moment + 0.001 * gradient * gradient;
      self->parameter -= LEARNING_RATE * self->first_moment / (1.0 - pow (0.9, step)) /
                         (sqrt (self->second_moment / (1.0 - pow (0.999, step))) + 1e-8);
    }
  else
    {
      double momentum = (double) config->momentum;

      self->first_moment = momentum * self->first_moment - LEARNING_RATE * gradient;
      self->parameter += config->kind == BP_OPTIMIZER_NESTEROV
                             ? momentum * self->first_moment - LEARNING_RATE * gradient
                             : self->first_moment;
    }
}

static void
test_against_reference (gconstpointer user_data)
{
  const BpOptimizerConfig *config = user_data;
  g_auto (BpOptimizer) optimizer = { 0 };
  Reference reference[N] = { 0 };
  float parameters[N];
  float gradient[N];
  BpRandom random;

  bp_random_init (&random, 17, 0);
  for (guint i = 0; i < N; i++)
    {
      parameters[i] = (float) bp_random_normal (&random);
      reference[i].parameter = (double) parameters[i];
    }

  g_assert_true (bp_optimizer_init (&optimizer, config, N, NULL, NULL));
  for (guint step = 1; step <= N_STEPS; step++)
    {
      for (guint i = 0; i < N; i++)
        {
          gradient[i] = (float) bp_random_normal (&random);
          reference_step (&reference[i], config, (double) gradient[i], step);
        }
      /* In two parts, as threads share an update. */
      bp_optimizer_begin_step (&optimizer);
      bp_optimizer_update (&optimizer, (float) LEARNING_RATE, parameters, gradient, 0, 16);
      bp_optimizer_update (&optimizer, (float) LEARNING_RATE, parameters, gradient, 16, N - 16);
    }

  for (guint i = 0; i < N; i++)
    g_assert_cmpfloat_with_epsilon ((double) parameters[i], reference[i].parameter, 2e-5);
}

static void
test_needs_gradient (void)
{
  const BpOptimizerConfig nesterov = { .kind = BP_OPTIMIZER_NESTEROV, .momentum = 0.9f };
  const BpOptimizerConfig decay = { .weight_decay = 0.1f };
  const BpOptimizerConfig adam = { .kind = BP_OPTIMIZER_ADAM };

  g_assert_false (bp_optimizer_needs_gradient (&nesterov));
  g_assert_true (bp_optimizer_needs_gradient (&decay));
  g_assert_true (bp_optimizer_needs_gradient (&adam));
}

static void
test_names (void)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < bp_optimizers.n_rows; i++)
    {
      BpOptimizerKind kind;

      g_assert_true (bp_optimizer_parse (&kind, bp_optimizer_get_name (i), NULL));
      g_assert_cmpuint (kind, ==, i);
    }
  g_assert_false (bp_optimizer_parse (&(BpOptimizerKind){ 0 }, "newton", &error));
  g_assert_cmpstr (error->message, ==,
                   "“newton” is not a valid optimizer: choose sgd, nesterov or adam");
}

/* The memory of a large network takes a while. */
static void
test_cancelled (void)
{
  static const BpOptimizerConfig config = { .kind = BP_OPTIMIZER_ADAM };
  g_auto (BpOptimizer) optimizer = { 0 };
  g_autoptr (GError) error = NULL;
  BpProgress progress = { 0 };

  bp_progress_cancel (&progress);
  g_assert_false (bp_optimizer_init (&optimizer, &config, N, &progress, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_CANCELLED);
  g_assert_null (optimizer.moments[0]);
}

BP_TEST_FILE (optimizer)
{
  static const BpOptimizerConfig sgd = { .kind = BP_OPTIMIZER_SGD };
  static const BpOptimizerConfig momentum = { .momentum = 0.9f };
  static const BpOptimizerConfig nesterov = { .kind = BP_OPTIMIZER_NESTEROV, .momentum = 0.9f };
  static const BpOptimizerConfig decay = { .momentum = 0.9f, .weight_decay = 0.5f };
  static const BpOptimizerConfig adam = { .kind = BP_OPTIMIZER_ADAM };
  static const BpOptimizerConfig adam_w = { .kind = BP_OPTIMIZER_ADAM, .weight_decay = 0.5f };

  g_test_add_func ("/optimizer/cancelled", test_cancelled);
  g_test_add_data_func ("/optimizer/sgd", &sgd, test_against_reference);
  g_test_add_data_func ("/optimizer/momentum", &momentum, test_against_reference);
  g_test_add_data_func ("/optimizer/nesterov", &nesterov, test_against_reference);
  g_test_add_data_func ("/optimizer/weight-decay", &decay, test_against_reference);
  g_test_add_data_func ("/optimizer/adam", &adam, test_against_reference);
  g_test_add_data_func ("/optimizer/adam-with-weight-decay", &adam_w, test_against_reference);
  g_test_add_func ("/optimizer/names", test_names);
  g_test_add_func ("/optimizer/needs-gradient", test_needs_gradient);
}
