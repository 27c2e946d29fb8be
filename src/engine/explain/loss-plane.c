/* SPDX-License-Identifier: MIT */
/*
 * The loss on a plane through the weights of a network, after Li, Xu, Taylor, Studer and Goldstein,
 * "Visualizing the Loss Landscape of Neural Nets", 2018.
 *
 * Random directions are filter-normalised: the weights into each unit get normally distributed
 * numbers of the same norm as these weights, and biases do not change. Without that, a plane of a
 * network with large weights looks flat and one of the same function with small weights steep.
 *
 * The main directions of a path are the principal components of the differences between the path's
 * networks and the network in the origin. There are far fewer networks than weights, so that the
 * products of all pairs of differences are made diagonal, and not those of all pairs of weights.
 *
 * The loss is computed by forward propagation on the same images at each point of a grid. A thread
 * has a copy of the network and a workspace of its own. A point is computed by one thread, in the
 * same order whatever their number.
 *
 * Thread rule: callable from any thread; the networks and the images are only read.
 */
#include "loss-plane.h"

#include "backprop.h"
#include "diagonalise.h"
#include "error.h"
#include "team.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Images between two checks of the cancel flag: about a millisecond of work. */
#define BATCH 250

/* The plane of random directions reaches this far, where 1 is the length of the weights. */
#define RANDOM_REACH 1.0

/* The margin around a path, as a share of its extent. */
#define PATH_MARGIN 0.25

/* A direction that has less than this share of the variance is numerical noise. */
#define LEAST_VARIANCE 1e-9

/* The computation of all points. */
typedef struct
{
  /* borrowed */
  BpLossPlane *plane;
  const float *directions; /* (2, n_parameters) */
  const guint32 *indices;  /* (n_images) in the split */
  const guint8 *labels;    /* (n_images) */
  BpProgress *progress;

  /* owned, one a thread */
  BpNetwork *networks[BP_TEAM_MAX_THREADS];
  BpWorkspace *workspaces[BP_TEAM_MAX_THREADS];
  guint n_threads;

  guint n_points;
  atomic_uint n_done;
} Survey;

/**
 * bp_loss_plane_ref:
 * @plane: a plane
 *
 * Returns: (transfer full): the same plane
 */
BpLossPlane *
bp_loss_plane_ref (BpLossPlane *plane)
{
  plane->ref_count++;
  return plane;
}

/**
 * bp_loss_plane_unref:
 * @plane: (transfer full): a plane
 */
void
bp_loss_plane_unref (BpLossPlane *plane)
{
  if (--plane->ref_count > 0)
    return;
  bp_network_unref (plane->network);
  bp_dataset_unref (plane->dataset);
  g_free (plane->losses);
  g_free (plane->path);
  g_free (plane);
}

/* Fills the weights into one unit with a random direction of their own norm. */
static void
choose_unit_direction (const BpNetwork *network,
                       guint l,
                       guint unit,
                       BpRandom *random,
                       float *direction)
{
  const BpLayer *layer = &network->layers[l];
  double norm = 0.0;
  double length = 0.0;

  for (guint i = 0; i < layer->n_inputs; i++)
    {
      double weight = (double) *bp_layer_get_weight (layer, i, unit);
      double number = bp_random_normal (random);

      direction[bp_network_find_parameter (network, l, i, unit)] = (float) number;
      norm += weight * weight;
      length += number * number;
    }
  for (guint i = 0; i < layer->n_inputs; i++)
    direction[bp_network_find_parameter (network, l, i, unit)] *=
        (float) (length > 0.0 ? sqrt (norm / length) : 0.0);
}

/* Fills @directions, which are 0, with two random ones. */
static void
choose_random_directions (BpLossPlane *plane, float *directions)
{
  const BpNetwork *network = plane->network;

  for (guint axis = 0; axis < 2; axis++)
    {
      BpRandom random;

      bp_random_init (&random, plane->settings.seed, axis);
      for (guint l = 0; l < network->n_layers; l++)
        for (guint unit = 0; unit < network->layers[l].n_outputs; unit++)
          choose_unit_direction (network, l, unit, &random,
                                 directions + axis * network->n_parameters);
      plane->least[axis] = -RANDOM_REACH;
      plane->most[axis] = RANDOM_REACH;
    }
}

/* The product of the differences of two networks from the origin. */
static double
multiply_differences (const BpNetwork *origin, const BpNetwork *a, const BpNetwork *b)
{
  double sum = 0.0;

  for (gsize i = 0; i < origin->n_parameters; i++)
    sum += ((double) a->parameters[i] - (double) origin->parameters[i]) *
           ((double) b->parameters[i] - (double) origin->parameters[i]);
  return sum;
}

/* Fills (n_path, n_path) @products. Returns: FALSE with @error set where it was cancelled */
static gboolean
multiply_path (const BpLossPlane *plane,
               BpNetwork *const *path,
               double *products,
               BpProgress *progress,
               GError **error)
{
  guint n = plane->n_path;

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j <= i; j++)
      {
        if (!bp_progress_check (progress, error))
          return FALSE;
        products[i * n + j] = multiply_differences (plane->network, path[i], path[j]);
        products[j * n + i] = products[i * n + j];
      }
  return TRUE;
}

/* The direction that an eigenvector of the products stands for, of length 1. */
static void
make_path_direction (const BpNetwork *origin,
                     BpNetwork *const *path,
                     guint n_path,
                     const double *vectors,
                     guint column,
                     double eigenvalue,
                     float *direction)
{
  double length = sqrt (eigenvalue);

  for (gsize k = 0; k < origin->n_parameters; k++)
    {
      double sum = 0.0;

      for (gsize i = 0; i < n_path; i++)
        sum += vectors[i * n_path + column] *
               ((double) path[i]->parameters[k] - (double) origin->parameters[k]);
      direction[k] = (float) (sum / length);
    }
}

/* The grid holds the whole path and the origin, with a margin. */
static void
surround_path (BpLossPlane *plane)
{
  double extents[2];

  for (guint axis = 0; axis < 2; axis++)
    {
      plane->least[axis] = 0.0;
      plane->most[axis] = 0.0;
      for (guint i = 0; i < plane->n_path; i++)
        {
          plane->least[axis] = MIN (plane->least[axis], plane->path[2 * i + axis]);
          plane->most[axis] = MAX (plane->most[axis], plane->path[2 * i + axis]);
        }
      extents[axis] = plane->most[axis] - plane->least[axis];
    }
  for (guint axis = 0; axis < 2; axis++)
    {
      /* A path along a straight line has no second extent. */
      double margin = extents[axis] > 0.0 ? PATH_MARGIN * extents[axis] : extents[1 - axis] / 2.0;

      plane->least[axis] -= margin;
      plane->most[axis] += margin;
    }
}

/* Fills @directions, which are 0, with the two main ones of the path. */
static gboolean
choose_path_directions (BpLossPlane *plane,
                        BpNetwork *const *path,
                        float *directions,
                        BpProgress *progress,
                        GError **error)
{
  gsize n = plane->n_path;
  g_autofree double *products = g_new (double, n *n);
  g_autofree double *vectors = g_new (double, n *n);
  gsize columns[2] = { n, n };
  double total = 0.0;
  double in_plane = 0.0;

  if (!multiply_path (plane, path, products, progress, error))
    return FALSE;
  bp_diagonalise (products, vectors, plane->n_path);
  for (gsize i = 0; i < n; i++)
    total += MAX (products[i * n + i], 0.0);
  if (total == 0.0)
    {
      g_set_error_literal (
          error, BP_ERROR, BP_ERROR_INVALID_VALUE,
          _ ("All networks of the run are the same, so that there is no path: choose "
             "random directions"));
      return FALSE;
    }
  plane->path = g_new0 (double, 2 * n);
  for (guint axis = 0; axis < 2; axis++)
    {
      gsize best = n;

      for (gsize i = 0; i < n; i++)
        if (i != columns[0] && (best == n || products[i * n + i] > products[best * n + best]))
          best = i;
      columns[axis] = best;
      if (products[best * n + best] <= LEAST_VARIANCE * total)
        continue;
      in_plane += products[best * n + best];
      make_path_direction (plane->network, path, plane->n_path, vectors, (guint) best,
                           products[best * n + best],
                           directions + axis * plane->network->n_parameters);
      /* The product of a difference and the direction. */
      for (gsize i = 0; i < n; i++)
        plane->path[2 * i + axis] = vectors[i * n + best] * sqrt (products[best * n + best]);
    }
  plane->path_share = MIN (in_plane / total, 1.0);
  surround_path (plane);
  return TRUE;
}

/* Gives the network of a thread the parameters of a point. */
static void
move_to (const Survey *survey, BpNetwork *network, double first, double second)
{
  const float *origin = survey->plane->network->parameters;
  const float *along_first = survey->directions;
  const float *along_second = survey->directions + network->n_parameters;

  for (gsize k = 0; k < network->n_parameters; k++)
    network->parameters[k] =
        origin[k] + (float) first * along_first[k] + (float) second * along_second[k];
}

/* Returns: the mean loss of a network on the images; NaN where it is not finite, or cancelled */
static double
measure (Survey *survey, const BpNetwork *network, BpWorkspace *workspace)
{
  const BpLossPlane *plane = survey->plane;
  BpSamples samples = bp_dataset_get_samples (plane->dataset, plane->settings.split);
  double sum = 0.0;

  for (guint begin = 0; begin < plane->n_images; begin += BATCH)
    {
      guint batch = MIN (BATCH, plane->n_images - begin);

      if (!bp_progress_check (survey->progress, NULL))
        return (double) NAN;
      bp_workspace_gather (workspace, network, samples.images, survey->indices + begin, batch);
      bp_forward_propagation (network, workspace);
      sum += batch * bp_cross_entropy (network, workspace, survey->labels + begin, NULL);
    }
  return isfinite (sum) ? sum / plane->n_images : (double) NAN;
}

/* Blocks are the points of the grid, row by row, and then the origin. */
static void
survey_point (gpointer data, guint thread, guint block)
{
  Survey *survey = data;
  BpLossPlane *plane = survey->plane;
  BpNetwork *network = survey->networks[thread];
  guint n_side = plane->settings.n_side;
  double loss;

  if (!bp_progress_check (survey->progress, NULL))
    return;
  if (block < survey->n_points)
    move_to (survey, network, bp_loss_plane_get_place (plane, 0, block % n_side),
             bp_loss_plane_get_place (plane, 1, block / n_side));
  else
    move_to (survey, network, 0.0, 0.0);
  loss = measure (survey, network, survey->workspaces[thread]);
  if (block < survey->n_points)
    plane->losses[block] = loss;
  else
    plane->loss = loss;
  bp_progress_report (survey->progress, atomic_fetch_add (&survey->n_done, 1) + 1,
                      survey->n_points + 1);
}

/* Without memory for the network of another thread, fewer threads share the points. */
static gboolean
survey_points (Survey *survey, GError **error)
{
  const BpNetwork *network = survey->plane->network;
  guint n_wanted = bp_team_choose_n_threads (survey->plane->settings.n_threads);
  g_autoptr (BpTeam) team = NULL;

  while (survey->n_threads < n_wanted)
    {
      GError **first_error = survey->n_threads == 0 ? error : NULL;
      g_autoptr (BpNetwork) copy = bp_network_copy (network, first_error);
      BpWorkspace *workspace = copy != NULL ? bp_workspace_new (copy, BATCH, first_error) : NULL;

      if (workspace == NULL)
        break;
      survey->networks[survey->n_threads] = g_steal_pointer (&copy);
      survey->workspaces[survey->n_threads] = workspace;
      survey->n_threads++;
    }
  if (survey->n_threads > 0)
    team = bp_team_new (survey->n_threads, error);
  if (team != NULL)
    bp_team_run (team, survey->n_points + 1, survey_point, survey);
  for (guint i = 0; i < survey->n_threads; i++)
    {
      bp_network_unref (survey->networks[i]);
      bp_workspace_free (survey->workspaces[i]);
    }
  return team != NULL && bp_progress_check (survey->progress, error);
}

/* Images that are spread evenly over the split, with their labels. */
static void
choose_images (const BpLossPlane *plane, guint32 *indices, guint8 *labels)
{
  BpSamples samples = bp_dataset_get_samples (plane->dataset, plane->settings.split);

  for (guint i = 0; i < plane->n_images; i++)
    {
      indices[i] = (guint32) (i * samples.count / plane->n_images);
      labels[i] = samples.labels[indices[i]];
    }
}

static gboolean
check_settings (const BpLossPlaneSettings *settings, guint n_path)
{
  g_return_val_if_fail (settings->n_side >= BP_LOSS_PLANE_MIN_SIDE, FALSE);
  g_return_val_if_fail (settings->n_side <= BP_LOSS_PLANE_MAX_SIDE, FALSE);
  g_return_val_if_fail (settings->n_side % 2 == 1, FALSE);
  g_return_val_if_fail (n_path == 0 || n_path >= BP_LOSS_PLANE_LEAST_PATH, FALSE);
  return TRUE;
}

/**
 * bp_loss_plane_new:
 * @network: an immutable network that fits @dataset; a reference is taken
 * @dataset: the data set; a reference is taken
 * @settings: what to compute
 * @path: (n_path) (nullable): networks of the shape of @network, in the order of the path; the
 *   plane has the two main directions of their path
 * @n_path: how many, at least %BP_LOSS_PLANE_LEAST_PATH; 0 for random directions
 * @progress: (nullable): counts points; cancels within a few milliseconds
 * @error: return location for %BP_ERROR_CANCELLED, %BP_ERROR_NO_MEMORY, or %BP_ERROR_INVALID_VALUE
 *   where the networks of the path are all the same
 *
 * Measures the loss on a plane. The images are those of the split, or %BP_LOSS_PLANE_MOST_IMAGES of
 * them that are spread over it.
 *
 * Returns: (transfer full): the plane, or %NULL with @error set
 */
BpLossPlane *
bp_loss_plane_new (BpNetwork *network,
                   BpDataset *dataset,
                   const BpLossPlaneSettings *settings,
                   BpNetwork *const *path,
                   guint n_path,
                   BpProgress *progress,
                   GError **error)
{
  g_autoptr (BpLossPlane) plane = NULL;
  g_autofree float *directions = NULL;
  g_autofree guint32 *indices = NULL;
  g_autofree guint8 *labels = NULL;
  Survey survey;

  g_return_val_if_fail (check_settings (settings, n_path), NULL);

  directions = g_try_new0 (float, 2 * network->n_parameters);
  if (directions == NULL)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                           _ ("There is no memory for directions in the space of the weights"));
      return NULL;
    }
  plane = g_new0 (BpLossPlane, 1);
  plane->ref_count = 1;
  plane->network = bp_network_ref (network);
  plane->dataset = bp_dataset_ref (dataset);
  plane->settings = *settings;
  plane->n_images = (guint) MIN (bp_dataset_get_samples (dataset, settings->split).count,
                                 BP_LOSS_PLANE_MOST_IMAGES);
  plane->losses = g_new0 (double, (gsize) settings->n_side * settings->n_side);
  plane->n_path = n_path;
  if (n_path == 0)
    choose_random_directions (plane, directions);
  else if (!choose_path_directions (plane, path, directions, progress, error))
    return NULL;

  indices = g_new (guint32, plane->n_images);
  labels = g_new (guint8, plane->n_images);
  choose_images (plane, indices, labels);
  survey = (Survey){
    .plane = plane,
    .directions = directions,
    .indices = indices,
    .labels = labels,
    .progress = progress,
    .n_points = settings->n_side * settings->n_side,
  };
  return survey_points (&survey, error) ? g_steal_pointer (&plane) : NULL;
}

/**
 * bp_loss_plane_get_place:
 * @plane: a plane
 * @axis: 0 or 1
 * @step: a column or a row of the grid
 *
 * Returns: how far along the direction it is
 */
double
bp_loss_plane_get_place (const BpLossPlane *plane, guint axis, guint step)
{
  double extent = plane->most[axis] - plane->least[axis];

  return plane->least[axis] + extent * step / (plane->settings.n_side - 1);
}

/**
 * bp_loss_plane_find_least:
 * @plane: a plane
 * @column: (out): of the point with the smallest loss
 * @row: (out): likewise
 *
 * Returns: whether any loss is finite
 */
gboolean
bp_loss_plane_find_least (const BpLossPlane *plane, guint *column, guint *row)
{
  guint n_side = plane->settings.n_side;
  guint least = 0;

  /* A comparison with NaN is false. */
  for (guint i = 1; i < n_side * n_side; i++)
    if (isnan (plane->losses[least]) || plane->losses[i] < plane->losses[least])
      least = i;
  *column = least % n_side;
  *row = least / n_side;
  return !isnan (plane->losses[least]);
}

static void
append_row (GString *csv, const char *point, double first, double second, double loss)
{
  const double values[] = { first, second, loss };

  g_string_append (csv, point);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      char number[G_ASCII_DTOSTR_BUF_SIZE];

      g_string_append_c (csv, ',');
      if (!isnan (values[i]))
        g_string_append (csv, g_ascii_formatd (number, sizeof number, "%.9g", values[i]));
    }
  g_string_append (csv, "\r\n");
}

/**
 * bp_loss_plane_format:
 * @plane: a plane
 *
 * Returns: (transfer full): the plane as CSV: a row for the network, one for each point of the
 *   grid, and one for each network of the path. A loss that is not finite, and those of the path,
 *   which lies beside the plane, are empty.
 */
char *
bp_loss_plane_format (const BpLossPlane *plane)
{
  GString *csv = g_string_new ("point,first,second,loss\r\n");
  guint n_side = plane->settings.n_side;

  append_row (csv, "network", 0.0, 0.0, plane->loss);
  for (guint i = 0; i < n_side * n_side; i++)
    append_row (csv, "grid", bp_loss_plane_get_place (plane, 0, i % n_side),
                bp_loss_plane_get_place (plane, 1, i / n_side), plane->losses[i]);
  for (guint i = 0; i < plane->n_path; i++)
    append_row (csv, "path", plane->path[2 * i], plane->path[2 * i + 1], (double) NAN);
  return g_string_free (csv, FALSE);
}
