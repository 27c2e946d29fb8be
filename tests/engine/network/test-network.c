/* SPDX-License-Identifier: MIT */
#include "network.h"

#include "error.h"
#include "test-file.h"
#include "workspace.h"

#include <math.h>
#include <string.h>

static const guint sizes[] = { 7, 20, 3 };

static BpNetwork *
make_network (guint64 seed)
{
  g_autoptr (GError) error = NULL;
  BpNetwork *network = bp_network_new (sizes, G_N_ELEMENTS (sizes), &error);
  BpRandom random;

  g_assert_no_error (error);
  bp_random_init (&random, seed, 0);
  bp_network_initialise (network, &random);
  return network;
}

static void
test_shape (void)
{
  g_autoptr (BpNetwork) network = make_network (1);
  g_autofree char *description = bp_network_describe (network);

  g_assert_cmpstr (description, ==, "7-20-3");
  g_assert_cmpuint (network->n_layers, ==, 2);
  g_assert_cmpuint (network->layers[0].n_columns, ==, 32);
  g_assert_cmpuint (network->layers[1].n_columns, ==, 16);
  g_assert_cmpuint (bp_network_get_n_inputs (network), ==, 7);
  g_assert_cmpuint (bp_network_get_n_outputs (network), ==, 3);
  g_assert_cmpuint (bp_network_count_weights (network), ==, 8 * 20 + 21 * 3);
  g_assert_cmpuint (network->n_parameters, ==, 8 * 32 + 21 * 16);
  g_assert_cmpuint ((guintptr) network->parameters % 64, ==, 0);
}

/* Until it is calibrated, a network's probabilities are those of its logits, and all are sure. */
static void
test_not_calibrated (void)
{
  g_autoptr (BpNetwork) network = make_network (1);

  g_assert_cmpfloat (network->temperature, ==, 1.0f);
  g_assert_cmpfloat (network->sure_threshold, ==, 0.0f);
}

static void
test_he_deviation (void)
{
  const guint large[] = { 400, 300, 10 };
  g_autoptr (BpNetwork) network = bp_network_new (large, 3, NULL);
  const BpLayer *layer = &network->layers[0];
  BpRandom random;
  double squares = 0.0;

  bp_random_init (&random, 5, 0);
  bp_network_initialise (network, &random);
  for (guint i = 0; i < layer->n_inputs; i++)
    for (guint j = 0; j < layer->n_columns; j++)
      {
        double weight = (double) *bp_layer_get_weight (layer, i, j);

        if (j >= layer->n_outputs)
          g_assert_cmpfloat (weight, ==, 0.0);
        squares += weight * weight;
      }
  g_assert_cmpfloat_with_epsilon (sqrt (squares / (400.0 * 300.0)), sqrt (2.0 / 400.0), 0.001);
  for (guint j = 0; j < layer->n_columns; j++)
    g_assert_cmpfloat (layer->biases[j], ==, 0.0f);
}

static void
test_seed (void)
{
  g_autoptr (BpNetwork) first = make_network (1);
  g_autoptr (BpNetwork) same = make_network (1);
  g_autoptr (BpNetwork) other = make_network (2);
  gsize size = first->n_parameters * sizeof (float);

  g_assert_cmpmem (first->parameters, size, same->parameters, size);
  g_assert_cmpint (memcmp (first->parameters, other->parameters, size), !=, 0);
}

static void
test_copy (void)
{
  g_autoptr (BpNetwork) network = make_network (1);
  g_autoptr (BpNetwork) copy = NULL;

  network->input_scale = 0.5f;
  network->input_offset = -1.0f;
  network->temperature = 1.5f;
  network->sure_threshold = 4.0f;
  network->non_digits_found = 0.5f;
  network->activation = BP_ACTIVATION_GELU;
  copy = bp_network_copy (network, NULL);
  g_assert_cmpmem (network->parameters, network->n_parameters * sizeof (float), copy->parameters,
                   copy->n_parameters * sizeof (float));
  g_assert_cmpfloat (copy->input_scale, ==, 0.5f);
  g_assert_cmpfloat (copy->input_offset, ==, -1.0f);
  g_assert_cmpfloat (copy->temperature, ==, 1.5f);
  g_assert_cmpfloat (copy->sure_threshold, ==, 4.0f);
  g_assert_cmpfloat (copy->non_digits_found, ==, 0.5f);
  g_assert_cmpint (copy->activation, ==, BP_ACTIVATION_GELU);

  copy->layers[1].biases[0] = 9.0f;
  g_assert_cmpfloat (network->layers[1].biases[0], ==, 0.0f);
}

/* Each weight and bias is the mean, the padding stays 0, and the rest is that of the first. */
static void
test_mean (void)
{
  BpNetwork *networks[] = { make_network (1), make_network (2), make_network (3) };
  g_autoptr (BpNetwork) mean = NULL;

  networks[0]->temperature = 0.7f;
  networks[1]->temperature = 0.9f;
  networks[2]->layers[1].biases[2] = 3.0f;
  mean = bp_network_mean (networks, G_N_ELEMENTS (networks), NULL);

  g_assert_true (bp_network_has_shape_of (mean, networks[0]));
  for (gsize i = 0; i < mean->n_parameters; i++)
    {
      double sum = 0.0;

      for (guint j = 0; j < G_N_ELEMENTS (networks); j++)
        sum += (double) networks[j]->parameters[i];
      g_assert_cmpfloat_with_epsilon ((double) mean->parameters[i], sum / 3.0, 1e-7);
    }
  g_assert_cmpfloat (mean->layers[1].biases[2], ==, 1.0f);
  g_assert_cmpfloat (mean->temperature, ==, 0.7f);

  for (guint i = 0; i < G_N_ELEMENTS (networks); i++)
    bp_network_unref (networks[i]);
}

/* The shape on which a workspace depends. */
static void
test_has_shape_of (void)
{
  const guint shapes[][3] = { { 7, 20, 5 }, { 7, 21, 5 }, { 8, 20, 5 }, { 7, 20, 6 } };
  g_autoptr (BpNetwork) network = bp_network_new (shapes[0], 3, NULL);
  g_autoptr (BpNetwork) flat = bp_network_new (shapes[0], 2, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr (BpNetwork) other = bp_network_new (shapes[i], 3, NULL);

      g_assert_cmpint (bp_network_has_shape_of (network, other), ==, i == 0);
      other->activation = BP_ACTIVATION_TANH;
      g_assert_false (bp_network_has_shape_of (network, other));
    }
  g_assert_false (bp_network_has_shape_of (network, flat));
}

static void
test_weights_out_in (void)
{
  g_autoptr (BpNetwork) network = make_network (1);
  g_autoptr (BpNetwork) back = bp_network_copy (network, NULL);
  float weights[20 * 7];

  bp_network_get_weights (network, 0, weights);
  g_assert_cmpfloat (weights[1 * 7 + 2], ==, network->layers[0].weights[2 * 32 + 1]);

  memset (back->layers[0].weights, 0, sizeof (float) * 7 * 32);
  bp_network_set_weights (back, 0, weights);
  g_assert_cmpmem (network->parameters, network->n_parameters * sizeof (float), back->parameters,
                   back->n_parameters * sizeof (float));
}

/* More outputs than a panel has, and more inputs than are transposed at once. */
static void
test_weights_of_panels (void)
{
  const guint shape[] = { 2 * 32 + 6, 2 * BP_PANEL + 22, 3 };
  g_autoptr (BpNetwork) network = bp_network_new (shape, 3, NULL);
  g_autoptr (BpNetwork) back = bp_network_new (shape, 3, NULL);
  gsize n_parameters = bp_network_count_weights (network);
  g_autofree float *parameters = g_new (float, n_parameters);
  const float *next = parameters;
  BpRandom random;

  bp_random_init (&random, 1, 1);
  bp_network_initialise (network, &random);
  network->layers[0].biases[5] = 0.5f;
  bp_network_get_parameters (network, parameters);
  for (guint l = 0; l < network->n_layers; l++)
    {
      const BpLayer *layer = &network->layers[l];

      bp_network_set_weights (back, l, next);
      memcpy (back->layers[l].biases, next + (gsize) layer->n_inputs * layer->n_outputs,
              layer->n_outputs * sizeof (float));
      for (guint j = 0; j < layer->n_outputs; j++)
        for (guint i = 0; i < layer->n_inputs; i++)
          g_assert_cmpfloat (*next++, ==, *bp_layer_get_weight (layer, i, j));
      for (guint j = 0; j < layer->n_outputs; j++)
        g_assert_cmpfloat (*next++, ==, layer->biases[j]);
    }
  g_assert_true (next == parameters + n_parameters);
  g_assert_cmpmem (network->parameters, network->n_parameters * sizeof (float), back->parameters,
                   back->n_parameters * sizeof (float));
}

static void
test_is_finite (void)
{
  g_autoptr (BpNetwork) network = make_network (1);

  g_assert_true (bp_network_is_finite (network));
  network->layers[1].weights[3] = NAN;
  g_assert_false (bp_network_is_finite (network));
  network->layers[1].weights[3] = -INFINITY;
  g_assert_false (bp_network_is_finite (network));
}

static void
test_bad_sizes (void)
{
  const guint none[] = { 784, 0, 10 };
  const guint huge[] = { 784, 20000, 10 };
  g_autoptr (GError) error = NULL;

  g_assert_null (bp_network_new (none, 3, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE);
  g_assert_cmpstr (error->message, ==, "A layer has 1 to 16384 units, not 0");
  g_clear_error (&error);

  g_assert_null (bp_network_new (huge, 3, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE);
  g_clear_error (&error);

  g_assert_null (bp_network_new (huge, 1, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE);
  g_assert_cmpstr (error->message, ==, "A network has 1 to 16 layers of weights, not 0");
}

/* The larger a network, the fewer images are between two checks of a cancel flag. */
static void
test_chosen_batch (void)
{
  static const guint small[] = { 784, 128, 10 };
  static const guint large[] = { 4096, 4096, 10 };
  g_autoptr (BpNetwork) network = bp_network_new (small, G_N_ELEMENTS (small), NULL);
  g_autoptr (BpNetwork) other = bp_network_new (large, G_N_ELEMENTS (large), NULL);

  g_assert_cmpuint (bp_workspace_choose_batch (network), ==, BP_WORKSPACE_MOST_CHOSEN);
  g_assert_cmpuint (bp_workspace_choose_batch (other), <=, 64);
  g_assert_cmpuint (bp_workspace_choose_batch (other), >=, 16);
}

BP_TEST_FILE (network)
{
  g_test_add_func ("/network/chosen-batch", test_chosen_batch);
  g_test_add_func ("/network/shape", test_shape);
  g_test_add_func ("/network/not-calibrated", test_not_calibrated);
  g_test_add_func ("/network/he-deviation", test_he_deviation);
  g_test_add_func ("/network/seed", test_seed);
  g_test_add_func ("/network/copy", test_copy);
  g_test_add_func ("/network/mean", test_mean);
  g_test_add_func ("/network/has-shape-of", test_has_shape_of);
  g_test_add_func ("/network/weights-out-in", test_weights_out_in);
  g_test_add_func ("/network/weights-of-panels", test_weights_of_panels);
  g_test_add_func ("/network/is-finite", test_is_finite);
  g_test_add_func ("/network/bad-sizes", test_bad_sizes);
}
