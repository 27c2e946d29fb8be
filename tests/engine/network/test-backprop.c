/* SPDX-License-Identifier: MIT */
#include "backprop.h"

#include "reference-network.h"
#include "test-file.h"

#include <math.h>

#define N_INPUTS  11
#define N_CLASSES 4
#define BATCH     5

/* A label of no class. */
#define NO_CLASS 255

/* Small enough that no unit of ReLU or leaky ReLU changes its sign. The loss is accurate to
 * 1e-15. */
#define STEP 1e-5f

typedef struct
{
  guint n_hidden;
  BpActivation activation;
} Case;

/* A small network with a batch of random images. */
typedef struct
{
  BpNetwork *network;
  BpWorkspace *workspace;
  float *gradient;
  guint8 images[BATCH * N_INPUTS];
  guint8 labels[BATCH];
  BpSoftTargets soft;
  float teacher[BATCH * N_CLASSES]; /* the probabilities of soft */
} Fixture;

static void
fixture_set_up (Fixture *fixture, gconstpointer user_data)
{
  const Case *test_case = user_data;
  guint n_hidden = test_case->n_hidden;
  const guint hidden[] = { 19, 6, 17 };
  guint sizes[5];
  guint n_sizes = 0;
  BpRandom random;

  g_assert_cmpuint (n_hidden, <=, G_N_ELEMENTS (hidden));
  sizes[n_sizes++] = N_INPUTS;
  for (guint i = 0; i < n_hidden; i++)
    sizes[n_sizes++] = hidden[i];
  sizes[n_sizes++] = N_CLASSES;

  bp_random_init (&random, 12 + n_hidden, 0);
  fixture->network = bp_reference_network_new (sizes, n_sizes, test_case->activation, &random);
  fixture->workspace = bp_workspace_new (fixture->network, BATCH + 2, NULL);
  fixture->gradient = g_new0 (float, fixture->network->n_parameters);
  for (guint i = 0; i < BATCH * N_INPUTS; i++)
    fixture->images[i] = bp_random_below (&random, 256);
  for (guint i = 0; i < BATCH; i++)
    fixture->labels[i] = bp_random_below (&random, N_CLASSES);

  fixture->soft = (BpSoftTargets){ .probabilities = fixture->teacher, .stride = N_CLASSES };
  for (guint i = 0; i < BATCH; i++)
    {
      float sum = 0.0f;

      for (guint j = 0; j < N_CLASSES; j++)
        sum += fixture->teacher[i * N_CLASSES + j] = 0.05f + (float) bp_random_uniform (&random);
      for (guint j = 0; j < N_CLASSES; j++)
        fixture->teacher[i * N_CLASSES + j] /= sum;
    }
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_free (fixture->gradient);
  bp_workspace_free (fixture->workspace);
  bp_network_unref (fixture->network);
}

static double
run_forward (Fixture *fixture)
{
  bp_workspace_gather (fixture->workspace, fixture->network, fixture->images, NULL, BATCH);
  bp_forward_propagation (fixture->network, fixture->workspace);
  return bp_cross_entropy (fixture->network, fixture->workspace, fixture->labels, NULL);
}

/* The cross-entropy of targets and softmax (logits / temperature). */
static double
reference_cross_entropy (const double *targets, const double *logits, double temperature)
{
  double sum = 0.0;
  double loss = 0.0;

  for (guint j = 0; j < N_CLASSES; j++)
    sum += exp (logits[j] / temperature);
  for (guint j = 0; j < N_CLASSES; j++)
    loss += targets[j] * (log (sum) - logits[j] / temperature);
  return loss;
}

/* The mean loss of the batch in double precision. */
static double
reference_loss (Fixture *fixture)
{
  double temperature = (double) fixture->soft.temperature;
  double weight = (double) fixture->soft.weight;
  double loss = 0.0;

  for (guint sample = 0; sample < BATCH; sample++)
    {
      guint8 label = fixture->labels[sample];
      double inputs[N_INPUTS];
      double logits[N_CLASSES];
      double targets[N_CLASSES];

      for (guint i = 0; i < N_INPUTS; i++)
        inputs[i] = fixture->images[sample * N_INPUTS + i] / 255.0;
      bp_reference_logits (fixture->network, inputs, logits);
      for (guint j = 0; j < N_CLASSES; j++)
        targets[j] = label == NO_CLASS ? 1.0 / N_CLASSES : label == j;
      loss += (1.0 - weight) * reference_cross_entropy (targets, logits, 1.0);
      if (weight == 0.0)
        continue;
      for (guint j = 0; j < N_CLASSES; j++)
        targets[j] = (double) fixture->teacher[sample * N_CLASSES + j];
      loss += weight * temperature * temperature *
              reference_cross_entropy (targets, logits, temperature);
    }

  return loss / BATCH;
}

static void
test_loss (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_assert_cmpfloat_with_epsilon (run_forward (fixture), reference_loss (fixture), 1e-6);
}

/* Every parameter: (L (w + h) - L (w - h)) / 2h is within the order of h^2 of the derivative. */
static void
test_gradient (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  const BpNetwork *network = fixture->network;
  double largest = 0.0;

  run_forward (fixture);
  if (fixture->soft.weight == 0.0f)
    bp_backpropagation (network, fixture->workspace, fixture->labels, fixture->gradient);
  else
    {
      bp_output_delta (network, fixture->workspace, fixture->labels, &fixture->soft, 1.0f / BATCH,
                       (BpRange){ 0, BATCH });
      bp_propagate_deltas (network, fixture->workspace, fixture->gradient);
    }

  for (guint l = 0; l < network->n_layers; l++)
    {
      const BpLayer *layer = &network->layers[l];

      for (guint i = 0; i <= layer->n_inputs; i++) /* the last row is the biases */
        for (guint j = 0; j < layer->n_outputs; j++)
          {
            float *parameter = &network->parameters[bp_network_find_parameter (network, l, i, j)];
            double analytic = (double) fixture->gradient[parameter - network->parameters];
            float original = *parameter;
            float above = original + STEP;
            float below = original - STEP;
            double difference;

            *parameter = above;
            difference = reference_loss (fixture);
            *parameter = below;
            difference -= reference_loss (fixture);
            *parameter = original;
            difference /= (double) above - (double) below;

            if (fabs (analytic - difference) > 2e-6)
              g_error ("layer %u, input %u, output %u: backpropagation says %.9f, the central "
                       "difference %.9f",
                       l, i, j, analytic, difference);
            largest = MAX (largest, fabs (analytic));
          }
    }
  g_assert_cmpfloat (largest, >, 0.01);
}

/* Samples of no class pull towards equal probabilities. */
static void
test_gradient_of_no_class (Fixture *fixture, gconstpointer user_data)
{
  fixture->labels[1] = NO_CLASS;
  fixture->labels[4] = NO_CLASS;
  test_loss (fixture, user_data);
  test_gradient (fixture, user_data);
}

/* The loss of distillation, at temperatures below 1 and above, with the labels and without. */
static void
test_gradient_of_soft_targets (Fixture *fixture, gconstpointer user_data)
{
  static const BpSoftTargets settings[] = {
    { .temperature = 1.0f, .weight = 0.5f },
    { .temperature = 4.0f, .weight = 0.9f },
    { .temperature = 2.5f, .weight = 1.0f },
    { .temperature = 0.7f, .weight = 0.3f },
  };

  fixture->labels[2] = NO_CLASS;
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      fixture->soft.temperature = settings[i].temperature;
      fixture->soft.weight = settings[i].weight;
      test_gradient (fixture, user_data);
    }
}

static void
test_padding_stays_zero (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  const BpNetwork *network = fixture->network;

  run_forward (fixture);
  bp_backpropagation (network, fixture->workspace, fixture->labels, fixture->gradient);
  for (guint l = 0; l < network->n_layers; l++)
    {
      const BpLayer *layer = &network->layers[l];

      for (guint i = 0; i <= layer->n_inputs; i++)
        for (guint j = layer->n_outputs; j < layer->n_columns; j++)
          g_assert_cmpfloat (fixture->gradient[bp_network_find_parameter (network, l, i, j)], ==,
                             0.0f);
    }
}

static void
test_gather_by_index (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  const guint32 indices[] = { 4, 0, 4 };
  BpWorkspace *workspace = fixture->workspace;

  bp_workspace_gather (workspace, fixture->network, fixture->images, indices, 3);
  g_assert_cmpuint (workspace->batch, ==, 3);
  for (guint i = 0; i < 3; i++)
    for (guint j = 0; j < N_INPUTS; j++)
      g_assert_cmpfloat_with_epsilon (workspace->activations[0][i * workspace->strides[0] + j],
                                      (float) fixture->images[indices[i] * N_INPUTS + j] / 255.0f,
                                      1e-6f);
}

/* Logits so large that their exponentials overflow: the loss and the probabilities stay exact. */
static void
test_large_logits (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  BpWorkspace *workspace = fixture->workspace;
  float *logits = workspace->activations[workspace->n_layers];
  const guint8 label = 1;
  guint n_correct;

  run_forward (fixture);
  workspace->batch = 1;
  logits[0] = 1000.0f;
  logits[1] = 990.0f;
  logits[2] = -1000.0f;
  logits[3] = 0.0f;
  g_assert_cmpfloat_with_epsilon (bp_cross_entropy (fixture->network, workspace, &label,
                                                    &n_correct),
                                  10.0 + log1p (exp (-10.0)), 1e-6);
  g_assert_cmpuint (n_correct, ==, 0);
  g_assert_cmpfloat_with_epsilon (workspace->probabilities[1], expf (-10.0f), 1e-8f);
}

/* Of equally probable answers the first one counts. */
static void
test_equal_logits (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  BpWorkspace *workspace = fixture->workspace;

  for (guint8 label = 0; label < N_CLASSES; label++)
    {
      float *logits = workspace->activations[workspace->n_layers];
      guint n_correct;

      run_forward (fixture);
      workspace->batch = 1;
      for (guint j = 0; j < N_CLASSES; j++)
        logits[j] = 2.0f;
      bp_cross_entropy (fixture->network, workspace, &label, &n_correct);
      g_assert_cmpuint (n_correct, ==, label == 0);
    }
}

static void
add (const char *name, const Case *test_case, void (*test) (Fixture *fixture, gconstpointer data))
{
  g_autofree char *path = g_strdup_printf ("/backprop/%s", name);

  g_test_add (path, Fixture, test_case, fixture_set_up, test, fixture_tear_down);
}

/* Each activation with one to three hidden layers. */
static void
add_gradients (void)
{
  static Case cases[BP_N_ACTIVATIONS][4];

  for (BpActivation activation = 0; activation < BP_N_ACTIVATIONS; activation++)
    for (guint n_hidden = 1; n_hidden <= 3; n_hidden++)
      {
        Case *test_case = &cases[activation][n_hidden];
        g_autofree char *loss = g_strdup_printf ("loss/%s/hidden-layers-%u",
                                                 bp_activation_get_name (activation), n_hidden);
        g_autofree char *gradient = g_strdup_printf ("gradient/%s/hidden-layers-%u",
                                                     bp_activation_get_name (activation), n_hidden);

        *test_case = (Case){ .n_hidden = n_hidden, .activation = activation };
        add (loss, test_case, test_loss);
        add (gradient, test_case, test_gradient);
      }
}

BP_TEST_FILE (backprop)
{
  static const Case flat = { .n_hidden = 0 };
  static const Case one = { .n_hidden = 1 };
  static const Case two = { .n_hidden = 2 };
  static const Case sigmoids = { .n_hidden = 2, .activation = BP_ACTIVATION_SIGMOID };

  add ("loss/no-hidden-layer", &flat, test_loss);
  add ("gradient/no-hidden-layer", &flat, test_gradient);
  add_gradients ();
  add ("gradient/samples-of-no-class", &one, test_gradient_of_no_class);
  add ("gradient/soft-targets/no-hidden-layer", &flat, test_gradient_of_soft_targets);
  add ("gradient/soft-targets/hidden-layers-2", &two, test_gradient_of_soft_targets);
  add ("padding-stays-zero", &two, test_padding_stays_zero);
  add ("padding-stays-zero/sigmoid", &sigmoids, test_padding_stays_zero);
  add ("gather-by-index", &one, test_gather_by_index);
  add ("large-logits", &one, test_large_logits);
  add ("equal-logits", &one, test_equal_logits);
}
