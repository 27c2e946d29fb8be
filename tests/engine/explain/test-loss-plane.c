/* SPDX-License-Identifier: MIT */
#include "loss-plane.h"

#include "error.h"
#include "metrics.h"
#include "reference-network.h"
#include "test-file.h"
#include "toy-data.h"

#include <math.h>
#include <string.h>

#define N_SIDE    5
#define N_POINTS  (N_SIDE * N_SIDE)
#define N_PATH    4
#define N_IMAGES  1200
#define TOLERANCE 1e-4

typedef struct
{
  BpDataset *dataset;
  BpNetwork *network;
  BpNetwork *path[N_PATH];
} Fixture;

static BpNetwork *
make_network (const BpDataset *dataset, guint64 seed)
{
  const guint sizes[] = { bp_dataset_get_n_pixels (dataset), 7, 5,
                          bp_dataset_get_n_classes (dataset) };
  BpRandom random;

  bp_random_init (&random, seed, 0);
  return bp_reference_network_new (sizes, G_N_ELEMENTS (sizes), BP_ACTIVATION_TANH, &random);
}

/* Networks that leave the origin by more and more of two other networks. */
static void
make_path (Fixture *fixture)
{
  g_autoptr (BpNetwork) first = make_network (fixture->dataset, 5);
  g_autoptr (BpNetwork) second = make_network (fixture->dataset, 6);

  for (guint i = 0; i < N_PATH; i++)
    {
      fixture->path[i] = bp_network_copy (fixture->network, NULL);
      for (gsize k = 0; k < first->n_parameters; k++)
        fixture->path[i]->parameters[k] += 0.1f * (float) (i + 1) * first->parameters[k] +
                                           (i % 2 == 0 ? 0.05f : -0.04f) * second->parameters[k];
    }
}

static void
set_up (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  fixture->dataset = bp_toy_dataset_new (20, N_IMAGES, 0, 3);
  fixture->network = make_network (fixture->dataset, 7);
  make_path (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  for (guint i = 0; i < N_PATH; i++)
    bp_network_unref (fixture->path[i]);
  bp_dataset_unref (fixture->dataset);
  bp_network_unref (fixture->network);
}

static BpLossPlane *
survey (const Fixture *fixture, guint n_path, guint n_threads)
{
  const BpLossPlaneSettings settings = {
    .split = BP_SPLIT_HELD_OUT,
    .n_side = N_SIDE,
    .seed = 11,
    .n_threads = n_threads,
  };
  g_autoptr (GError) error = NULL;
  BpLossPlane *plane = bp_loss_plane_new (fixture->network, fixture->dataset, &settings,
                                          fixture->path, n_path, NULL, &error);

  g_assert_no_error (error);
  return plane;
}

/* The mean cross-entropy in double precision, on the images that the plane takes. */
static double
compute_loss (const Fixture *fixture, const BpNetwork *network)
{
  BpSamples samples = bp_dataset_get_samples (fixture->dataset, BP_SPLIT_HELD_OUT);
  guint n_inputs = bp_network_get_n_inputs (network);
  guint n_classes = bp_network_get_n_outputs (network);
  g_autofree double *inputs = g_new (double, n_inputs);
  g_autofree double *logits = g_new (double, n_classes);
  double loss = 0.0;

  for (gsize n = 0; n < BP_LOSS_PLANE_MOST_IMAGES; n++)
    {
      gsize image = n * samples.count / BP_LOSS_PLANE_MOST_IMAGES;
      double sum = 0.0;

      for (guint i = 0; i < n_inputs; i++)
        inputs[i] = samples.images[image * n_inputs + i] * (double) network->input_scale +
                    (double) network->input_offset;
      bp_reference_logits (network, inputs, logits);
      for (guint j = 0; j < n_classes; j++)
        sum += exp (logits[j]);
      loss += log (sum) - logits[samples.labels[image]];
    }
  return loss / BP_LOSS_PLANE_MOST_IMAGES;
}

/* The loss at the network plus some of each direction. */
static double
compute_loss_at (const Fixture *fixture, double *const directions[2], double first, double second)
{
  g_autoptr (BpNetwork) network = bp_network_copy (fixture->network, NULL);

  for (gsize k = 0; k < network->n_parameters; k++)
    network->parameters[k] += (float) (first * directions[0][k] + second * directions[1][k]);
  return compute_loss (fixture, network);
}

static void
assert_losses (const Fixture *fixture, const BpLossPlane *plane, double *const directions[2])
{
  g_assert_cmpuint (plane->n_images, ==, BP_LOSS_PLANE_MOST_IMAGES);
  g_assert_cmpfloat_with_epsilon (plane->loss, compute_loss (fixture, fixture->network), TOLERANCE);
  for (guint i = 0; i < N_POINTS; i++)
    {
      double first = bp_loss_plane_get_place (plane, 0, i % N_SIDE);
      double second = bp_loss_plane_get_place (plane, 1, i / N_SIDE);
      double expected = compute_loss_at (fixture, directions, first, second);

      g_assert_cmpfloat_with_epsilon (plane->losses[i], expected, TOLERANCE * (1.0 + expected));
    }
}

/* Normal numbers for each unit, in the units' order, of the length of the unit's weights. */
static double *
compute_random_direction (const BpNetwork *network, guint64 seed, guint axis)
{
  double *direction = g_new0 (double, network->n_parameters);
  BpRandom random;

  bp_random_init (&random, seed, axis);
  for (guint l = 0; l < network->n_layers; l++)
    for (guint j = 0; j < network->layers[l].n_outputs; j++)
      {
        double weights = 0.0;
        double numbers = 0.0;

        for (guint i = 0; i < network->layers[l].n_inputs; i++)
          {
            double *number = &direction[bp_network_find_parameter (network, l, i, j)];

            *number = bp_random_normal (&random);
            numbers += *number * *number;
            weights += pow ((double) *bp_layer_get_weight (&network->layers[l], i, j), 2.0);
          }
        for (guint i = 0; i < network->layers[l].n_inputs; i++)
          direction[bp_network_find_parameter (network, l, i, j)] *= sqrt (weights / numbers);
      }
  return direction;
}

/* The losses on the plane of two filter-normalised directions, against a naive computation. */
static void
test_random_directions (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpLossPlane) plane = survey (fixture, 0, 1);
  g_autofree double *first = compute_random_direction (fixture->network, 11, 0);
  g_autofree double *second = compute_random_direction (fixture->network, 11, 1);

  for (guint axis = 0; axis < 2; axis++)
    {
      g_assert_cmpfloat (plane->least[axis], ==, -1.0);
      g_assert_cmpfloat (plane->most[axis], ==, 1.0);
    }
  g_assert_cmpuint (plane->n_path, ==, 0);
  assert_losses (fixture, plane, (double *[]){ first, second });
}

/* The main direction of the differences, without the part along @other (nullable), by plain power
 * iteration over the parameters. */
static double *
compute_main_direction (const Fixture *fixture, const double *other)
{
  gsize n = fixture->network->n_parameters;
  double *direction = g_new0 (double, n);

  for (gsize k = 0; k < n; k++)
    direction[k] = (double) fixture->path[0]->parameters[k] -
                   (double) fixture->network->parameters[k] + (k % 7 == 0 ? 1e-3 : 0.0);
  for (guint step = 0; step < 2000; step++)
    {
      g_autofree double *product = g_new0 (double, n);
      double along_other = 0.0;
      double length = 0.0;

      for (guint i = 0; i < N_PATH; i++)
        {
          double along = 0.0;

          for (gsize k = 0; k < n; k++)
            along += direction[k] * ((double) fixture->path[i]->parameters[k] -
                                     (double) fixture->network->parameters[k]);
          for (gsize k = 0; k < n; k++)
            product[k] += along * ((double) fixture->path[i]->parameters[k] -
                                   (double) fixture->network->parameters[k]);
        }
      for (gsize k = 0; other != NULL && k < n; k++)
        along_other += product[k] * other[k];
      for (gsize k = 0; k < n; k++)
        {
          product[k] -= other != NULL ? along_other * other[k] : 0.0;
          length += product[k] * product[k];
        }
      for (gsize k = 0; k < n; k++)
        direction[k] = product[k] / sqrt (length);
    }
  return direction;
}

/* A direction has no sign: it is turned so that the path lies where the plane has it. */
static void
assert_path (const Fixture *fixture, const BpLossPlane *plane, guint axis, double *direction)
{
  double sign = 0.0;

  for (guint i = 0; i < N_PATH; i++)
    {
      double along = 0.0;

      for (gsize k = 0; k < fixture->network->n_parameters; k++)
        along += direction[k] * ((double) fixture->path[i]->parameters[k] -
                                 (double) fixture->network->parameters[k]);
      if (i == 0)
        sign = along * plane->path[axis] > 0.0 ? 1.0 : -1.0;
      g_assert_cmpfloat_with_epsilon (plane->path[2 * i + axis], sign * along, TOLERANCE);
      g_assert_cmpfloat (plane->path[2 * i + axis], >, plane->least[axis]);
      g_assert_cmpfloat (plane->path[2 * i + axis], <, plane->most[axis]);
    }
  for (gsize k = 0; k < fixture->network->n_parameters; k++)
    direction[k] *= sign;
}

/* The path, and the losses, in the plane of its main directions, against a naive computation. */
static void
test_path (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpLossPlane) plane = survey (fixture, N_PATH, 1);
  g_autofree double *first = compute_main_direction (fixture, NULL);
  g_autofree double *second = compute_main_direction (fixture, first);

  g_assert_cmpuint (plane->n_path, ==, N_PATH);
  /* The path was made of two directions. */
  g_assert_cmpfloat_with_epsilon (plane->path_share, 1.0, TOLERANCE);
  assert_path (fixture, plane, 0, first);
  assert_path (fixture, plane, 1, second);
  assert_losses (fixture, plane, (double *[]){ first, second });
}

/* A straight path has one direction, and networks that are all the same have none. */
static void
test_narrow_paths (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const BpLossPlaneSettings settings = { .split = BP_SPLIT_HELD_OUT, .n_side = N_SIDE };
  g_autoptr (BpLossPlane) plane = NULL;
  g_autoptr (GError) error = NULL;
  double extent;

  for (guint i = 0; i < N_PATH; i++)
    for (gsize k = 0; k < fixture->network->n_parameters; k++)
      fixture->path[i]->parameters[k] = (1.0f + (float) i) * fixture->network->parameters[k];
  plane = survey (fixture, N_PATH, 1);
  extent = plane->most[0] - plane->least[0];
  g_assert_cmpfloat (plane->most[1] - plane->least[1], >, 0.1 * extent);
  for (guint i = 0; i < N_PATH; i++)
    g_assert_cmpfloat (plane->path[2 * i + 1], ==, 0.0);
  for (guint i = 0; i < N_POINTS; i++)
    g_assert_cmpfloat (plane->losses[i], ==, plane->losses[i % N_SIDE]);

  for (guint i = 0; i < N_PATH; i++)
    bp_network_assign (fixture->path[i], fixture->network);
  g_assert_null (bp_loss_plane_new (fixture->network, fixture->dataset, &settings, fixture->path,
                                    N_PATH, NULL, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_INVALID_VALUE);
}

/* The origin has the loss that an evaluation of the same images has. */
static void
test_evaluation (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpLossPlane) plane = survey (fixture, 0, 2);
  BpSamples samples = bp_dataset_get_samples (fixture->dataset, BP_SPLIT_HELD_OUT);
  g_autofree guint32 *indices = g_new (guint32, plane->n_images);
  g_auto (BpMetrics) metrics = { 0 };

  for (guint i = 0; i < plane->n_images; i++)
    indices[i] = (guint32) (i * samples.count / plane->n_images);
  g_assert_true (bp_evaluate_some (fixture->network, samples, indices, plane->n_images, 1, NULL,
                                   &metrics, NULL));
  g_assert_cmpfloat_with_epsilon (plane->loss, metrics.loss, 1e-9);
  g_assert_cmpfloat (plane->losses[N_POINTS / 2], ==, plane->loss);
}

/* The same bytes for any number of threads. */
static void
test_threads (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpLossPlane) alone = survey (fixture, 0, 1);

  for (guint n_threads = 2; n_threads <= 4; n_threads++)
    {
      g_autoptr (BpLossPlane) shared = survey (fixture, 0, n_threads);

      g_assert_cmpmem (shared->losses, N_POINTS * sizeof (double), alone->losses,
                       N_POINTS * sizeof (double));
      g_assert_cmpfloat (shared->loss, ==, alone->loss);
    }
}

static void
test_cancelled (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const BpLossPlaneSettings settings = { .split = BP_SPLIT_HELD_OUT, .n_side = N_SIDE };

  for (guint n_path = 0; n_path <= N_PATH; n_path += N_PATH)
    {
      BpProgress progress = { 0 };
      g_autoptr (GError) error = NULL;

      bp_progress_cancel (&progress);
      g_assert_null (bp_loss_plane_new (fixture->network, fixture->dataset, &settings,
                                        fixture->path, n_path, &progress, &error));
      g_assert_error (error, BP_ERROR, BP_ERROR_CANCELLED);
    }
}

/* Points without a finite loss are left out: of the smallest loss, and of the table. */
static void
test_not_finite (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpLossPlane) plane = survey (fixture, N_PATH, 1);
  g_autofree char *table = NULL;
  g_auto (GStrv) lines = NULL;
  guint column;
  guint row;

  for (guint i = 0; i < N_POINTS; i++)
    plane->losses[i] = i == 7 || i == 13 ? 1.0 + i : (double) NAN;
  g_assert_true (bp_loss_plane_find_least (plane, &column, &row));
  g_assert_cmpuint (column, ==, 2);
  g_assert_cmpuint (row, ==, 1);

  table = bp_loss_plane_format (plane);
  lines = g_strsplit (table, "\r\n", 0);
  g_assert_cmpuint (g_strv_length (lines), ==, 1 + 1 + N_POINTS + N_PATH + 1);
  g_assert_cmpstr (lines[0], ==, "point,first,second,loss");
  g_assert_true (g_str_has_prefix (lines[1], "network,0,0,"));
  g_assert_true (g_str_has_suffix (lines[2], ","));
  g_assert_true (g_str_has_suffix (lines[2 + 7], ",8"));
  g_assert_true (g_str_has_prefix (lines[2 + N_POINTS], "path,"));

  plane->losses[7] = (double) NAN;
  plane->losses[13] = (double) NAN;
  g_assert_false (bp_loss_plane_find_least (plane, &column, &row));
}

/* Where the path leaves every plane, the share says that it does. */
static void
test_path_out_of_plane (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpLossPlane) plane = NULL;

  for (guint i = 0; i < N_PATH; i++)
    {
      bp_network_unref (fixture->path[i]);
      fixture->path[i] = make_network (fixture->dataset, 20 + i);
    }
  plane = survey (fixture, N_PATH, 1);
  g_assert_cmpfloat (plane->path_share, >, 0.4);
  g_assert_cmpfloat (plane->path_share, <, 0.95);
}

/* A loss that is infinite is none: a network that excludes the right class. */
static void
test_infinite_loss (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  BpLayer *last = &fixture->network->layers[2];
  g_autofree char *csv = NULL;
  g_autoptr (BpLossPlane) plane = NULL;

  fixture->network->activation = BP_ACTIVATION_RELU;
  for (guint j = 0; j < last->n_inputs; j++)
    {
      fixture->network->layers[1].biases[j] = 1e3f;
      *bp_layer_get_weight (last, j, 0) = -1e37f;
    }
  plane = survey (fixture, 0, 1);
  g_assert_true (isnan (plane->loss));
  csv = bp_loss_plane_format (plane);
  g_assert_nonnull (strstr (csv, "network,0,0,\r\n"));
}

#define ADD(path, test) g_test_add ("/loss-plane/" path, Fixture, NULL, set_up, test, tear_down)

BP_TEST_FILE (loss_plane)
{
  ADD ("random-directions", test_random_directions);
  ADD ("path", test_path);
  ADD ("narrow-paths", test_narrow_paths);
  ADD ("evaluation", test_evaluation);
  ADD ("threads", test_threads);
  ADD ("cancelled", test_cancelled);
  ADD ("not-finite", test_not_finite);
  ADD ("path-out-of-plane", test_path_out_of_plane);
  ADD ("infinite-loss", test_infinite_loss);
}
