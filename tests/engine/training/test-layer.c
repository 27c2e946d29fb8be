/* SPDX-License-Identifier: MIT */
#include "backprop.h"
#include "kernels-sets.h"
#include "optimizer.h"
#include "test-file.h"
#include "test-stride.h"

#include <math.h>
#include <string.h>

#define N_CLASSES     10
#define MAX_PIXELS    785
#define LEARNING_RATE 0.2f

/* A network, a batch and the gradient that bp_backpropagation() finds for it. */
typedef struct
{
  BpNetwork *network;
  BpWorkspace *workspace;
  BpRandom random;
  float *gradient;
  guint8 *images;
  guint8 *labels;
} Fixture;

static void
fixture_init (Fixture *fixture,
              const guint *sizes,
              guint n_sizes,
              guint batch,
              BpActivation activation,
              BpPrecision precision)
{
  bp_random_init (&fixture->random, 3, batch);
  fixture->network = bp_network_new (sizes, n_sizes, NULL);
  fixture->network->activation = activation;
  bp_network_initialise (fixture->network, &fixture->random);
  fixture->workspace = bp_workspace_new (fixture->network, batch + 3, NULL);
  fixture->workspace->precision = precision;
  fixture->gradient = g_new0 (float, fixture->network->n_parameters);
  fixture->images = g_malloc ((gsize) batch * sizes[0]);
  fixture->labels = g_malloc (batch);
  for (gsize i = 0; i < (gsize) batch * sizes[0]; i++)
    fixture->images[i] = bp_random_below (&fixture->random, 256);
  for (guint i = 0; i < batch; i++)
    fixture->labels[i] = bp_random_below (&fixture->random, N_CLASSES);

  bp_workspace_gather (fixture->workspace, fixture->network, fixture->images, NULL, batch);
  bp_forward_propagation (fixture->network, fixture->workspace);
  bp_cross_entropy (fixture->network, fixture->workspace, fixture->labels, NULL);
  bp_backpropagation (fixture->network, fixture->workspace, fixture->labels, fixture->gradient);
}

static void
fixture_clear (Fixture *fixture)
{
  bp_network_unref (fixture->network);
  bp_workspace_free (fixture->workspace);
  g_free (fixture->gradient);
  g_free (fixture->images);
  g_free (fixture->labels);
}

static void
assert_close (const float *values, const float *expected, gsize n, double tolerance)
{
  for (gsize i = 0; i < n; i++)
    if (!(fabs ((double) values[i] - (double) expected[i]) <= tolerance))
      g_error ("%s: float %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " is %.9g and not %.9g",
               bp_kernels_get ()->name, i, n, (double) values[i], (double) expected[i]);
}

/* The fused update of a whole step, in one block a layer. */
static void
descend (Fixture *fixture, const BpOptimizer *optimizer)
{
  const BpNetwork *network = fixture->network;
  BpWorkspace *workspace = fixture->workspace;
  const BpRange samples = { 0, workspace->batch };
  const BpResult descent = bp_optimizer_get_descent (optimizer, network->parameters);

  bp_output_delta (network, workspace, fixture->labels, NULL,
                   -LEARNING_RATE / (float) workspace->batch, samples);
  for (guint l = network->n_layers - 1; l > 0; l--)
    bp_layer_backward (network, workspace, l, samples, (BpRange){ 0, network->layers[l].n_inputs });
  for (guint l = 0; l < network->n_layers; l++)
    bp_layer_descend (network, workspace, l, (BpRange){ 0, network->layers[l].n_inputs + 1 },
                      (BpRange){ 0, network->layers[l].n_outputs }, &descent);
}

static void
check_descent (const guint *sizes, guint n_sizes, guint batch, const BpOptimizerConfig *config)
{
  Fixture fixture;
  gsize n;
  g_autofree float *parameters = NULL;
  g_auto (BpOptimizer) expected = { 0 };
  g_auto (BpOptimizer) optimizer = { 0 };

  fixture_init (&fixture, sizes, n_sizes, batch, BP_ACTIVATION_RELU, BP_PRECISION_FLOAT32);
  n = fixture.network->n_parameters;
  parameters = g_memdup2 (fixture.network->parameters, n * sizeof (float));
  g_assert_true (bp_optimizer_init (&expected, config, n, NULL, NULL));
  g_assert_true (bp_optimizer_init (&optimizer, config, n, NULL, NULL));
  if (config->momentum > 0.0f)
    {
      for (gsize i = 0; i < n; i++)
        expected.moments[0][i] = (float) (0.01 * bp_random_normal (&fixture.random));
      memcpy (optimizer.moments[0], expected.moments[0], n * sizeof (float));
    }

  descend (&fixture, &optimizer);
  bp_optimizer_update (&expected, LEARNING_RATE, parameters, fixture.gradient, 0, n);

  assert_close (fixture.network->parameters, parameters, n, 1e-6);
  if (config->momentum > 0.0f)
    assert_close (optimizer.moments[0], expected.moments[0], n, 1e-6);
  fixture_clear (&fixture);
}

static void
test_descent (gconstpointer data)
{
  const BpKernels *kernels = data;
  const guint shapes[][4] = {
    { 784, 30, N_CLASSES, 0 }, { MAX_PIXELS, 17, N_CLASSES, 0 }, { 1, 3, N_CLASSES, 0 },
    { 17, N_CLASSES, 0, 0 },   { 100, 130, 70, N_CLASSES },      { 600, 300, N_CLASSES, 0 },
  };
  const guint batches[] = { 1, 7, 33, 128 };
  const BpOptimizerConfig configs[] = {
    { .kind = BP_OPTIMIZER_SGD },
    { .kind = BP_OPTIMIZER_SGD, .momentum = 0.9f },
    { .kind = BP_OPTIMIZER_NESTEROV, .momentum = 0.9f },
  };
  const guint n_steps = G_N_ELEMENTS (shapes) * G_N_ELEMENTS (batches) * G_N_ELEMENTS (configs);

  g_assert_true (bp_kernels_select (kernels->name, NULL));
  for (guint i = 0; i < n_steps; i += bp_test_get_stride ())
    {
      guint batch = batches[i % G_N_ELEMENTS (batches)];
      const guint *shape = shapes[i / G_N_ELEMENTS (batches) % G_N_ELEMENTS (shapes)];
      guint n_sizes = 0;

      while (n_sizes < 4 && shape[n_sizes] > 0)
        n_sizes++;
      check_descent (shape, n_sizes, batch,
                     &configs[i / G_N_ELEMENTS (batches) / G_N_ELEMENTS (shapes)]);
    }
}

/* The gradients of all instruction sets agree with those of the plain loops.
 */
static void
test_gradient_against_plain (gconstpointer data)
{
  const BpKernels *kernels = data;
  const guint sizes[] = { MAX_PIXELS, 67, 33, N_CLASSES };
  const guint batches[] = { 1, 7, 33, 128 };

  for (guint i = 0; i < G_N_ELEMENTS (batches) * BP_N_ACTIVATIONS; i++)
    {
      guint batch = batches[i / BP_N_ACTIVATIONS];
      BpActivation activation = i % BP_N_ACTIVATIONS;
      Fixture fixture;
      Fixture expected;

      g_assert_true (bp_kernels_select ("plain", NULL));
      fixture_init (&expected, sizes, G_N_ELEMENTS (sizes), batch, activation,
                    BP_PRECISION_FLOAT32);
      g_assert_true (bp_kernels_select (kernels->name, NULL));
      fixture_init (&fixture, sizes, G_N_ELEMENTS (sizes), batch, activation, BP_PRECISION_FLOAT32);

      assert_close (fixture.gradient, expected.gradient, fixture.network->n_parameters, 1e-5);
      fixture_clear (&fixture);
      fixture_clear (&expected);
    }
}

static void
check_blocks (const BpKernels *kernels,
              BpPrecision precision,
              BpActivation activation,
              const guint sizes[4])
{
  const guint batch = 45;
  Fixture fixture;
  gsize n;
  g_autofree float *before = NULL;
  g_autofree float *expected = NULL;
  const BpOptimizer optimizer = { 0 };

  g_assert_true (bp_kernels_select (kernels->name, NULL));
  fixture_init (&fixture, sizes, 4, batch, activation, precision);
  n = fixture.network->n_parameters;
  before = g_memdup2 (fixture.network->parameters, n * sizeof (float));
  descend (&fixture, &optimizer);
  expected = g_memdup2 (fixture.network->parameters, n * sizeof (float));

  BpNetwork *network = fixture.network;
  BpWorkspace *workspace = fixture.workspace;
  const BpResult descent = bp_optimizer_get_descent (&optimizer, network->parameters);

  memcpy (network->parameters, before, n * sizeof (float));
  for (guint l = 0; l < network->n_layers; l++)
    for (guint first = 0; first < batch; first += 11)
      for (guint output = 0; output < network->layers[l].n_outputs; output += 48)
        bp_layer_forward (network, workspace, l, (BpRange){ first, MIN (first + 11, batch) },
                          (BpRange){ output, MIN (output + 48, network->layers[l].n_outputs) });
  for (guint first = 0; first < batch; first += 16)
    {
      const BpRange samples = { first, MIN (first + 16, batch) };

      bp_output_probabilities (network, workspace, fixture.labels, samples);
      bp_output_delta (network, workspace, fixture.labels, NULL, -LEARNING_RATE / (float) batch,
                       samples);
    }
  for (guint l = network->n_layers - 1; l > 0; l--)
    for (guint first = 0; first < batch; first += 16)
      for (guint input = 0; input < network->layers[l].n_inputs; input += 48)
        bp_layer_backward (network, workspace, l, (BpRange){ first, MIN (first + 16, batch) },
                           (BpRange){ input, MIN (input + 48, network->layers[l].n_inputs) });
  for (guint l = 0; l < network->n_layers; l++)
    for (guint row = 0; row <= network->layers[l].n_inputs; row += 25)
      for (guint output = 0; output < network->layers[l].n_outputs; output += 16)
        bp_layer_descend (network, workspace, l,
                          (BpRange){ row, MIN (row + 25, network->layers[l].n_inputs + 1) },
                          (BpRange){ output, MIN (output + 16, network->layers[l].n_outputs) },
                          &descent);

  g_assert_cmpmem (network->parameters, n * sizeof (float), expected, n * sizeof (float));
  fixture_clear (&fixture);
}

/* The same step in blocks of odd sizes gives the same bytes. In the second network, the whole batch
 * is multiplied by the first layer in pieces of its depth, and a block of few samples is not. */
static void
test_blocks (gconstpointer data)
{
  const guint small[] = { 100, 130, 70, N_CLASSES };
  const guint large[] = { 600, 300, 280, N_CLASSES };

  for (BpActivation activation = 0; activation < BP_N_ACTIVATIONS; activation++)
    {
      check_blocks (data, BP_PRECISION_FLOAT32, activation, small);
      check_blocks (data, BP_PRECISION_FLOAT32, activation, large);
    }
  if (bp_kernels_find_multiply (data, BP_PRECISION_BF16) != NULL)
    {
      check_blocks (data, BP_PRECISION_BF16, BP_ACTIVATION_RELU, small);
      check_blocks (data, BP_PRECISION_BF16, BP_ACTIVATION_TANH, large);
    }
}

/* The gradient in bf16 is that of float32 but for a small error, and not the same: a bfloat16 has 8
 * bits. */
static void
test_gradient_in_bf16 (gconstpointer data)
{
  const BpKernels *kernels = data;
  const guint sizes[] = { MAX_PIXELS, 67, 33, N_CLASSES };
  Fixture fixture;
  Fixture expected;
  double difference = 0.0;
  double size = 0.0;

  if (bp_kernels_find_multiply (kernels, BP_PRECISION_BF16) == NULL)
    {
      g_test_skip ("This instruction set has no products in bf16");
      return;
    }
  g_assert_true (bp_kernels_select (kernels->name, NULL));
  fixture_init (&fixture, sizes, G_N_ELEMENTS (sizes), 128, BP_ACTIVATION_TANH, BP_PRECISION_BF16);
  fixture_init (&expected, sizes, G_N_ELEMENTS (sizes), 128, BP_ACTIVATION_TANH,
                BP_PRECISION_FLOAT32);
  for (gsize i = 0; i < fixture.network->n_parameters; i++)
    {
      double other = (double) expected.gradient[i];

      difference += pow ((double) fixture.gradient[i] - other, 2.0);
      size += pow (other, 2.0);
    }
  g_assert_cmpfloat (sqrt (difference / size), <, 0.02);
  g_assert_cmpfloat (sqrt (difference / size), >, 1e-4);
  fixture_clear (&fixture);
  fixture_clear (&expected);
}

BP_TEST_FILE (layer)
{
  const struct
  {
    const char *name;
    void (*test) (gconstpointer);
  } tests[] = {
    { "descent", test_descent },
    { "gradient-against-plain", test_gradient_against_plain },
    { "gradient-in-bf16", test_gradient_in_bf16 },
    { "blocks", test_blocks },
  };

  for (const BpKernels *const *kernels = bp_kernels_list (); *kernels != NULL; kernels++)
    for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
      {
        g_autofree char *path = g_strdup_printf ("/layer/%s/%s", (*kernels)->name, tests[i].name);

        g_test_add_data_func (path, *kernels, tests[i].test);
      }
}
