/* SPDX-License-Identifier: MIT */
#include "projection.h"

#include "error.h"
#include "test-file.h"
#include "toy-data.h"
#include "toy-network.h"

#include <math.h>

#define N_HIDDEN  9
#define N_IMAGES  300
#define TOLERANCE 1e-3

typedef struct
{
  BpDataset *dataset;
  BpNetwork *network;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  fixture->dataset = bp_toy_dataset_new (20, N_IMAGES, 0, 3);
  fixture->network = bp_toy_network_new_for_dataset (fixture->dataset, N_HIDDEN, 7);
}

static void
tear_down (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  bp_dataset_unref (fixture->dataset);
  bp_network_unref (fixture->network);
}

/* The activations of the hidden layer minus their mean, in double precision. */
static void
compute_activations (const Fixture *fixture, double values[N_IMAGES][N_HIDDEN])
{
  BpSamples samples = bp_dataset_get_samples (fixture->dataset, BP_SPLIT_HELD_OUT);
  guint n_inputs = bp_network_get_n_inputs (fixture->network);
  const BpLayer *layer = &fixture->network->layers[0];

  g_assert_cmpuint (samples.count, ==, N_IMAGES);
  for (guint j = 0; j < N_HIDDEN; j++)
    {
      double mean = 0.0;

      for (guint n = 0; n < N_IMAGES; n++)
        {
          double z = (double) layer->biases[j];

          for (guint i = 0; i < n_inputs; i++)
            z += samples.images[n * n_inputs + i] / 255.0 *
                 (double) *bp_layer_get_weight (layer, i, j);
          values[n][j] = MAX (z, 0.0);
          mean += values[n][j] / N_IMAGES;
        }
      for (guint n = 0; n < N_IMAGES; n++)
        values[n][j] -= mean;
    }
}

/* The eigenvalues of the covariance, largest first, by plain power iteration with deflation. */
static void
compute_eigenvalues (double values[N_IMAGES][N_HIDDEN], double eigenvalues[2], double *total)
{
  double covariance[N_HIDDEN][N_HIDDEN] = { { 0.0 } };

  *total = 0.0;
  for (guint i = 0; i < N_HIDDEN; i++)
    {
      for (guint j = 0; j < N_HIDDEN; j++)
        for (guint n = 0; n < N_IMAGES; n++)
          covariance[i][j] += values[n][i] * values[n][j];
      *total += covariance[i][i];
    }
  for (guint k = 0; k < 2; k++)
    {
      double vector[N_HIDDEN];

      for (guint j = 0; j < N_HIDDEN; j++)
        vector[j] = 1.0 / (j + 1.0);
      for (guint step = 0; step < 10000; step++)
        {
          double product[N_HIDDEN] = { 0.0 };
          double length = 0.0;

          for (guint i = 0; i < N_HIDDEN; i++)
            for (guint j = 0; j < N_HIDDEN; j++)
              product[i] += covariance[i][j] * vector[j];
          for (guint i = 0; i < N_HIDDEN; i++)
            length += product[i] * product[i];
          eigenvalues[k] = sqrt (length);
          for (guint i = 0; i < N_HIDDEN; i++)
            vector[i] = product[i] / eigenvalues[k];
        }
      for (guint i = 0; i < N_HIDDEN; i++)
        for (guint j = 0; j < N_HIDDEN; j++)
          covariance[i][j] -= eigenvalues[k] * vector[i] * vector[j];
    }
}

static BpProjection *
project (Fixture *fixture, BpNetwork *network, const BpProjection *previous)
{
  g_autoptr (GError) error = NULL;
  BpProjection *projection =
      bp_projection_new (network, fixture->dataset, BP_SPLIT_HELD_OUT, previous, NULL, &error);

  g_assert_no_error (error);
  return projection;
}

/* The variance along each axis, and where the points are, against a naive computation. */
static void
test_principal_components (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpProjection) projection = project (fixture, fixture->network, NULL);
  static double values[N_IMAGES][N_HIDDEN];
  double eigenvalues[2];
  double variances[2] = { 0.0 };
  double product = 0.0;
  double total;

  compute_activations (fixture, values);
  compute_eigenvalues (values, eigenvalues, &total);
  g_assert_cmpuint (projection->n_points, ==, N_IMAGES);
  g_assert_cmpuint (projection->n_units, ==, N_HIDDEN);
  for (guint n = 0; n < N_IMAGES; n++)
    {
      product += (double) projection->places[2 * n] * (double) projection->places[2 * n + 1];
      for (guint axis = 0; axis < 2; axis++)
        {
          double expected = 0.0;

          for (guint j = 0; j < N_HIDDEN; j++)
            expected += values[n][j] * (double) projection->axes[axis * N_HIDDEN + j];
          g_assert_cmpfloat_with_epsilon ((double) projection->places[2 * n + axis], expected,
                                          TOLERANCE);
          variances[axis] += expected * expected;
        }
    }
  for (guint axis = 0; axis < 2; axis++)
    g_assert_cmpfloat_with_epsilon (variances[axis] / eigenvalues[axis], 1.0, TOLERANCE);
  g_assert_cmpfloat_with_epsilon (product / eigenvalues[0], 0.0, TOLERANCE);
  g_assert_cmpfloat_with_epsilon (projection->share, (eigenvalues[0] + eigenvalues[1]) / total,
                                  TOLERANCE);
}

/* An image of the map is put where it is; another one has a place as well. */
static void
test_place (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpProjection) projection = project (fixture, fixture->network, NULL);
  g_autoptr (BpWorkspace) workspace = bp_workspace_new (fixture->network, 1, NULL);
  BpSamples samples = bp_dataset_get_samples (fixture->dataset, BP_SPLIT_HELD_OUT);
  float place[2];

  bp_projection_place (projection, workspace,
                       samples.images + (gsize) 17 * bp_dataset_get_n_pixels (fixture->dataset),
                       place);
  for (guint axis = 0; axis < 2; axis++)
    g_assert_cmpfloat_with_epsilon ((double) place[axis],
                                    (double) projection->places[2 * 17 + axis], TOLERANCE);
}

/* With each unit mirrored or not, the same plane comes out, which stays where it was. */
static void
test_is_held_steady (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpProjection) first = project (fixture, fixture->network, NULL);
  g_autoptr (BpProjection) turned =
      bp_projection_new (fixture->network, fixture->dataset, BP_SPLIT_HELD_OUT, NULL, NULL, NULL);
  g_autoptr (BpProjection) again = NULL;
  g_autoptr (BpNetwork) near = bp_network_copy (fixture->network, NULL);
  g_autoptr (BpProjection) steady = NULL;

  /* A previous map that is turned by a right angle and mirrored. */
  for (guint n = 0; n < N_IMAGES; n++)
    {
      turned->places[2 * n] = first->places[2 * n + 1];
      turned->places[2 * n + 1] = first->places[2 * n];
    }
  again = project (fixture, fixture->network, turned);
  for (guint i = 0; i < 2 * N_IMAGES; i++)
    g_assert_cmpfloat_with_epsilon ((double) again->places[i], (double) turned->places[i],
                                    TOLERANCE);

  for (gsize i = 0; i < near->n_parameters; i++)
    near->parameters[i] *= 1.001f;
  steady = project (fixture, near, again);
  for (guint i = 0; i < 2 * N_IMAGES; i++)
    g_assert_cmpfloat_with_epsilon ((double) steady->places[i], (double) turned->places[i], 0.02);
}

/* Without a hidden layer, the map is one of the pixels; alike images lie on one spot. */
static void
test_no_hidden_layer (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const guint sizes[] = { bp_dataset_get_n_pixels (fixture->dataset),
                          bp_dataset_get_n_classes (fixture->dataset) };
  g_autoptr (BpNetwork) network = bp_network_new (sizes, G_N_ELEMENTS (sizes), NULL);
  g_autoptr (BpProjection) projection = project (fixture, network, NULL);
  g_autoptr (BpNetwork) dead = bp_network_copy (fixture->network, NULL);
  g_autoptr (BpProjection) spot = NULL;

  g_assert_cmpuint (projection->n_units, ==, sizes[0]);
  g_assert_cmpfloat (projection->share, >, 0.0);

  for (guint j = 0; j < N_HIDDEN; j++)
    dead->layers[0].biases[j] = -1000.0f;
  spot = project (fixture, dead, NULL);
  g_assert_cmpfloat (spot->share, ==, 0.0);
  for (guint i = 0; i < 2 * N_IMAGES; i++)
    g_assert_cmpfloat (spot->places[i], ==, 0.0f);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  BpProgress progress = { 0 };

  bp_progress_cancel (&progress);
  g_assert_null (bp_projection_new (fixture->network, fixture->dataset, BP_SPLIT_HELD_OUT, NULL,
                                    &progress, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_CANCELLED);
}

/* A map of other images is no guide to where these were. */
static void
test_previous_of_other_images (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BpProjection) alone = project (fixture, fixture->network, NULL);
  g_autoptr (BpDataset) other = bp_toy_dataset_new (N_IMAGES, N_IMAGES, 0, 4);
  g_autoptr (BpProjection) of_other =
      bp_projection_new (fixture->network, other, BP_SPLIT_HELD_OUT, NULL, NULL, NULL);
  g_autoptr (BpProjection) after_other = NULL;

  for (guint i = 0; i < of_other->n_points; i++)
    of_other->places[2 * i] = -of_other->places[2 * i];
  after_other = project (fixture, fixture->network, of_other);
  g_assert_cmpmem (after_other->places, 2 * N_IMAGES * sizeof (float), alone->places,
                   2 * N_IMAGES * sizeof (float));
}

#define ADD(path, test) g_test_add ("/projection/" path, Fixture, NULL, set_up, test, tear_down)

BP_TEST_FILE (projection)
{
  ADD ("principal-components", test_principal_components);
  ADD ("place", test_place);
  ADD ("is-held-steady", test_is_held_steady);
  ADD ("no-hidden-layer", test_no_hidden_layer);
  ADD ("cancelled", test_cancelled);
  ADD ("previous-of-other-images", test_previous_of_other_images);
}
