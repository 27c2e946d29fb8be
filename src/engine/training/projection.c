/* SPDX-License-Identifier: MIT */
/*
 * Principal components of the activations of a hidden layer (Pearson, "On lines and planes of
 * closest fit to systems of points in space", 1901), by subspace iteration: a few directions are
 * multiplied by the covariance again and again, which turns them towards the directions of the
 * largest variance, and are made orthonormal each time. A small eigenproblem within the directions
 * then finds the two main ones. The covariance itself, a number for each pair of units, is never
 * formed.
 *
 * From one network to the next of a run, the signs and the order of the components are arbitrary.
 * The plane is turned, or mirrored, so that the images stay as close to their previous places as
 * possible (orthogonal Procrustes: Schönemann, "A generalized solution of the orthogonal Procrustes
 * problem", 1966), so that the eye can follow them.
 *
 * Thread rule: pure functions of their arguments; a projection does not change.
 */
#include "projection.h"

#include "backprop.h"
#include "diagonalise.h"
#include "error.h"
#include "random.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Images of a batch of forward propagation. */
#define BATCH 100

/* Directions that are iterated: the two that are wanted, and more, with which they converge
 * sooner. */
#define N_DIRECTIONS 6

/* Iterations, and the relative change of the variance of the plane at which they end. */
#define MOST_ITERATIONS 200
#define CONVERGED       1e-7

/* A direction of which less is left is within the span of the others. */
#define LEAST_LENGTH 1e-6f

/* The seed of the first directions. */
#define SEED 1

/* The matrix of the activations. */
typedef struct
{
  guint n_points;
  guint n_units;
  float *values; /* (n_points, n_units) minus their mean */
} Activations;

/**
 * bp_projection_ref:
 * @projection: a projection
 *
 * Returns: (transfer full): the same projection
 */
BpProjection *
bp_projection_ref (BpProjection *projection)
{
  projection->ref_count++;
  return projection;
}

/**
 * bp_projection_unref:
 * @projection: (transfer full): a projection
 */
void
bp_projection_unref (BpProjection *projection)
{
  if (--projection->ref_count > 0)
    return;
  g_clear_pointer (&projection->network, bp_network_unref);
  g_clear_pointer (&projection->dataset, bp_dataset_unref);
  g_free (projection->indices);
  g_free (projection->mean);
  g_free (projection->axes);
  g_free (projection->places);
  g_free (projection);
}

static guint
count_units (const BpNetwork *network)
{
  return network->layers[network->n_layers - 1].n_inputs;
}

/* Images that are spread evenly over the split. */
static void
choose_images (BpProjection *projection)
{
  gsize count = bp_dataset_get_samples (projection->dataset, projection->split).count;

  projection->n_points = (guint) MIN (count, BP_PROJECTION_MOST);
  projection->indices = g_new (guint32, projection->n_points);
  for (guint i = 0; i < projection->n_points; i++)
    projection->indices[i] = (guint32) (i * count / projection->n_points);
}

/* The activations that the last layer gets for the batch in the workspace. */
static const float *
propagate (const BpNetwork *network, BpWorkspace *workspace, gsize *stride)
{
  guint last = network->n_layers - 1;

  for (guint l = 0; l < last; l++)
    bp_layer_forward (network, workspace, l, (BpRange){ 0, workspace->batch },
                      (BpRange){ 0, network->layers[l].n_outputs });
  *stride = workspace->strides[last];
  return workspace->activations[last];
}

static gboolean
gather_activations (const BpProjection *projection,
                    Activations *activations,
                    BpProgress *progress,
                    GError **error)
{
  BpSamples samples = bp_dataset_get_samples (projection->dataset, projection->split);
  g_autoptr (BpWorkspace) workspace = bp_workspace_new (projection->network, BATCH, error);

  if (workspace == NULL)
    return FALSE;
  for (guint begin = 0; begin < projection->n_points; begin += BATCH)
    {
      guint batch = MIN (BATCH, projection->n_points - begin);
      const float *rows;
      gsize stride;

      if (!bp_progress_check (progress, error))
        return FALSE;
      bp_workspace_gather (workspace, projection->network, samples.images,
                           projection->indices + begin, batch);
      rows = propagate (projection->network, workspace, &stride);
      for (guint i = 0; i < batch; i++)
        memcpy (activations->values + (gsize) (begin + i) * activations->n_units, rows + i * stride,
                activations->n_units * sizeof (float));
    }
  return TRUE;
}

static void
subtract_mean (BpProjection *projection, Activations *activations)
{
  g_autofree double *sums = g_new0 (double, activations->n_units);

  for (guint i = 0; i < activations->n_points; i++)
    for (guint j = 0; j < activations->n_units; j++)
      sums[j] += (double) activations->values[(gsize) i * activations->n_units + j];
  for (guint j = 0; j < activations->n_units; j++)
    projection->mean[j] = (float) (sums[j] / activations->n_points);
  for (guint i = 0; i < activations->n_points; i++)
    for (guint j = 0; j < activations->n_units; j++)
      activations->values[(gsize) i * activations->n_units + j] -= projection->mean[j];
}

static double
find_variance (const Activations *activations)
{
  gsize n = (gsize) activations->n_points * activations->n_units;
  double sum = 0.0;

  for (gsize i = 0; i < n; i++)
    sum += (double) activations->values[i] * (double) activations->values[i];
  return sum;
}

static float
multiply (const float *a, const float *b, guint n)
{
  float sums[BP_LANES] = { 0.0f };
  float total = 0.0f;
  guint n_whole = n / BP_LANES * BP_LANES;

  for (guint i = 0; i < n_whole; i += BP_LANES)
    for (guint lane = 0; lane < BP_LANES; lane++)
      sums[lane] += a[i + lane] * b[i + lane];
  for (guint i = n_whole; i < n; i++)
    total += a[i] * b[i];
  for (guint lane = 0; lane < BP_LANES; lane++)
    total += sums[lane];
  return total;
}

/* products = covariance times directions, both (N_DIRECTIONS, n_units), without the factor
 * 1 / n_points. */
static void
multiply_by_covariance (const Activations *activations, const float *directions, float *products)
{
  guint n_units = activations->n_units;

  memset (products, 0, sizeof (float) * N_DIRECTIONS * n_units);
  for (guint i = 0; i < activations->n_points; i++)
    {
      const float *row = activations->values + (gsize) i * n_units;

      for (guint k = 0; k < N_DIRECTIONS; k++)
        {
          float along = multiply (row, directions + (gsize) k * n_units, n_units);
          float *product = products + (gsize) k * n_units;

          for (guint j = 0; j < n_units; j++)
            product[j] += along * row[j];
        }
    }
}

/* Gram and Schmidt's method, twice, for the precision. A direction without length becomes 0. */
static void
make_orthonormal (float *directions, guint n_units)
{
  for (guint k = 0; k < N_DIRECTIONS; k++)
    {
      float *direction = directions + (gsize) k * n_units;
      float before = sqrtf (multiply (direction, direction, n_units));
      float length;

      for (guint pass = 0; pass < 2; pass++)
        for (guint other = 0; other < k; other++)
          {
            const float *second = directions + (gsize) other * n_units;
            float along = multiply (direction, second, n_units);

            for (guint j = 0; j < n_units; j++)
              direction[j] -= along * second[j];
          }
      length = sqrtf (multiply (direction, direction, n_units));
      for (guint j = 0; j < n_units; j++)
        direction[j] = length > LEAST_LENGTH * before ? direction[j] / length : 0.0f;
    }
}

/* Finds the two main directions within the span of @directions, whose products with the covariance
 * are given. Returns: the variance along both */
static double
find_main_axes (const float *directions, const float *products, guint n_units, float *axes)
{
  double matrix[N_DIRECTIONS][N_DIRECTIONS];
  double vectors[N_DIRECTIONS][N_DIRECTIONS];
  double variance = 0.0;
  guint taken = N_DIRECTIONS;

  for (guint k = 0; k < N_DIRECTIONS; k++)
    for (guint other = 0; other < N_DIRECTIONS; other++)
      matrix[k][other] = (double) multiply (directions + (gsize) k * n_units,
                                            products + (gsize) other * n_units, n_units);
  bp_diagonalise (&matrix[0][0], &vectors[0][0], N_DIRECTIONS);
  for (guint axis = 0; axis < 2; axis++)
    {
      guint best = taken == 0 ? 1 : 0;

      for (guint k = 0; k < N_DIRECTIONS; k++)
        if (k != taken && matrix[k][k] > matrix[best][best])
          best = k;
      taken = best;
      variance += matrix[best][best];
      for (guint j = 0; j < n_units; j++)
        {
          double sum = 0.0;

          for (guint k = 0; k < N_DIRECTIONS; k++)
            sum += vectors[k][best] * (double) directions[(gsize) k * n_units + j];
          axes[(gsize) axis * n_units + j] = (float) sum;
        }
    }
  return variance;
}

/* Returns: the variance in the plane, times n_points; -1 with @error set */
static double
find_plane (const Activations *activations, float *axes, BpProgress *progress, GError **error)
{
  gsize n = (gsize) N_DIRECTIONS * activations->n_units;
  g_autofree float *directions = g_new0 (float, n);
  g_autofree float *products = g_new0 (float, n);
  double variance = 0.0;
  BpRandom random;

  bp_random_init (&random, SEED, 0);
  for (gsize i = 0; i < n; i++)
    directions[i] = (float) (bp_random_uniform (&random) - 0.5);
  make_orthonormal (directions, activations->n_units);
  for (guint i = 0; i < MOST_ITERATIONS; i++)
    {
      double before = variance;

      if (!bp_progress_check (progress, error))
        return -1.0;
      multiply_by_covariance (activations, directions, products);
      variance = find_main_axes (directions, products, activations->n_units, axes);
      if (fabs (variance - before) <= CONVERGED * variance)
        break;
      memcpy (directions, products, n * sizeof (float));
      make_orthonormal (directions, activations->n_units);
    }
  return variance;
}

/* Turns, or mirrors, the plane towards the previous places of the same images. */
static void
align (BpProjection *projection, const BpProjection *previous)
{
  double products[2][2] = { { 0.0 } };
  double turned_sine;
  double turned_cosine;
  double mirrored_sine;
  double mirrored_cosine;
  double sine;
  double cosine;
  double length;
  double sign;

  for (guint i = 0; i < projection->n_points; i++)
    for (guint j = 0; j < 2; j++)
      for (guint k = 0; k < 2; k++)
        products[j][k] +=
            (double) projection->places[2 * i + j] * (double) previous->places[2 * i + k];
  turned_cosine = products[0][0] + products[1][1];
  turned_sine = products[0][1] - products[1][0];
  mirrored_cosine = products[0][0] - products[1][1];
  mirrored_sine = products[0][1] + products[1][0];

  sign = hypot (turned_cosine, turned_sine) >= hypot (mirrored_cosine, mirrored_sine) ? 1.0 : -1.0;
  cosine = sign > 0.0 ? turned_cosine : mirrored_cosine;
  sine = sign > 0.0 ? turned_sine : mirrored_sine;
  length = hypot (cosine, sine);
  if (length == 0.0)
    return;
  cosine /= length;
  sine /= length;
  for (guint j = 0; j < projection->n_units; j++)
    {
      double first = (double) projection->axes[j];
      double second = (double) projection->axes[projection->n_units + j];

      projection->axes[j] = (float) (cosine * first - sign * sine * second);
      projection->axes[projection->n_units + j] = (float) (sine * first + sign * cosine * second);
    }
}

static void
place_images (BpProjection *projection, const Activations *activations)
{
  guint n_units = activations->n_units;

  for (guint i = 0; i < projection->n_points; i++)
    for (guint axis = 0; axis < 2; axis++)
      projection->places[2 * i + axis] =
          multiply (activations->values + (gsize) i * n_units,
                    projection->axes + (gsize) axis * n_units, n_units);
}

static gboolean
is_of_same_images (const BpProjection *projection, const BpProjection *other)
{
  return projection->dataset == other->dataset && projection->split == other->split;
}

/**
 * bp_projection_new:
 * @network: an immutable network that fits @dataset; a reference is taken
 * @dataset: the data set; a reference is taken
 * @split: which of its images: those of a split that is not empty, or up to %BP_PROJECTION_MOST of
 *   them that are spread over it
 * @previous: (nullable): the projection that was shown last; where it is of the same images, the
 *   new one is turned towards it
 * @progress: (nullable): cancels
 * @error: return location for %BP_ERROR_CANCELLED or %BP_ERROR_NO_MEMORY
 *
 * Returns: (transfer full): the projection, or %NULL with @error set
 */
BpProjection *
bp_projection_new (BpNetwork *network,
                   BpDataset *dataset,
                   BpSplit split,
                   const BpProjection *previous,
                   BpProgress *progress,
                   GError **error)
{
  g_autoptr (BpProjection) projection = g_new0 (BpProjection, 1);
  g_autofree float *values = NULL;
  Activations activations;
  double variance;
  double in_plane;

  projection->ref_count = 1;
  projection->network = bp_network_ref (network);
  projection->dataset = bp_dataset_ref (dataset);
  projection->split = split;
  choose_images (projection);
  projection->n_units = count_units (network);
  values = g_try_new (float, (gsize) projection->n_points * projection->n_units);
  if (values == NULL)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                           _ ("There is no memory for a map of the images"));
      return NULL;
    }

  activations = (Activations){
    .n_points = projection->n_points,
    .n_units = projection->n_units,
    .values = values,
  };
  projection->mean = g_new0 (float, projection->n_units);
  projection->axes = g_new0 (float, 2 * (gsize) projection->n_units);
  projection->places = g_new0 (float, 2 * (gsize) projection->n_points);
  if (!gather_activations (projection, &activations, progress, error))
    return NULL;
  subtract_mean (projection, &activations);
  variance = find_variance (&activations);
  in_plane = find_plane (&activations, projection->axes, progress, error);
  if (in_plane < 0.0)
    return NULL;

  projection->share = variance > 0.0 ? MIN (in_plane / variance, 1.0) : 0.0;
  place_images (projection, &activations);
  if (previous != NULL && is_of_same_images (projection, previous))
    {
      align (projection, previous);
      place_images (projection, &activations);
    }
  return g_steal_pointer (&projection);
}

/**
 * bp_projection_place:
 * @projection: a projection
 * @workspace: for its network, of the calling thread
 * @image: (n_inputs) bytes
 * @place: (out): the place of the image in the plane
 */
void
bp_projection_place (const BpProjection *projection,
                     BpWorkspace *workspace,
                     const guint8 *image,
                     float place[2])
{
  const float *row;
  gsize stride;

  bp_workspace_gather (workspace, projection->network, image, NULL, 1);
  row = propagate (projection->network, workspace, &stride);
  for (guint axis = 0; axis < 2; axis++)
    {
      const float *direction = projection->axes + (gsize) axis * projection->n_units;

      place[axis] = multiply (row, direction, projection->n_units) -
                    multiply (projection->mean, direction, projection->n_units);
    }
}
