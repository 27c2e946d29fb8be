/* SPDX-License-Identifier: MIT */
#include "store-projection.h"

#include "test-file.h"
#include "toy-data.h"
#include "toy-network.h"

static void
on_done (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static BpProjection *
project (BpNetwork *network, BpDataset *dataset, BpProjection *previous)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  BpProjection *projection;

  bp_store_project_async (network, dataset, BP_SPLIT_TEST, previous, NULL, on_done, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  projection = bp_store_project_finish (result, &error);
  g_assert_no_error (error);
  return projection;
}

static double
get_distance (const BpProjection *a, const BpProjection *b)
{
  double sum = 0.0;

  g_assert_cmpuint (a->n_points, ==, b->n_points);
  for (guint i = 0; i < 2 * a->n_points; i++)
    sum += ABS ((double) a->places[i] - (double) b->places[i]);
  return sum / a->n_points;
}

/* The map of another network is turned so that images stay near where they were in the one
 * before. */
static void
test_follows_previous (void)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (0, 0, 200, 3);
  g_autoptr (BpNetwork) network = bp_toy_network_new (36, 5, 4, 1);
  g_autoptr (BpProjection) alone = project (network, dataset, NULL);
  g_autoptr (BpProjection) mirrored = project (network, dataset, NULL);
  g_autoptr (BpProjection) following = NULL;

  g_assert_cmpuint (alone->n_points, ==, 200);
  g_assert_cmpfloat (get_distance (alone, mirrored), ==, 0.0);
  for (guint i = 0; i < mirrored->n_points; i++)
    mirrored->places[2 * i] = -mirrored->places[2 * i];
  following = project (network, dataset, mirrored);
  g_assert_cmpfloat (get_distance (alone, mirrored), >, 0.1);
  g_assert_cmpfloat (get_distance (following, mirrored), <, 0.001);
}

BP_TEST_FILE (store_projection)
{
  g_test_add_func ("/store-projection/follows-previous", test_follows_previous);
}
