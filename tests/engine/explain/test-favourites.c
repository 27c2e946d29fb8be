/* SPDX-License-Identifier: MIT */
#include "favourites.h"

#include "error.h"
#include "test-file.h"

#define N_IMAGES 300

/* One pixel into two units: one that grows with the ink, one that is dead; two classes. */
static BpNetwork *
make_network (void)
{
  const guint sizes[] = { 1, 2, 2 };
  const float below[] = { 1.0f, -1.0f };
  const float above[] = { 1.0f, 0.0f, -1.0f, 0.0f };
  BpNetwork *network = bp_network_new (sizes, G_N_ELEMENTS (sizes), NULL);

  bp_network_set_weights (network, 0, below);
  bp_network_set_weights (network, 1, above);
  network->layers[0].biases[1] = -1.0f;
  return network;
}

/* Fills the images so that number 7 k mod 300 has the ink k / 2. */
static BpSamples
make_samples (guint8 *images)
{
  for (guint k = 0; k < N_IMAGES; k++)
    images[7 * k % N_IMAGES] = (guint8) (k / 2);
  return (BpSamples){ .images = images, .labels = images, .count = N_IMAGES };
}

static void
test_strongest_first (void)
{
  g_autoptr (BpNetwork) network = make_network ();
  guint8 images[N_IMAGES];
  BpSamples samples = make_samples (images);
  g_autoptr (GError) error = NULL;
  g_autoptr (BpFavourites) favourites = bp_favourites_new (network, samples, NULL, &error);
  const BpFavourite *found;
  guint n;

  g_assert_no_error (error);
  found = bp_favourites_get (favourites, 0, 0, &n);
  g_assert_cmpuint (n, ==, BP_FAVOURITES_PER_UNIT);
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpuint (images[found[i].index], ==, 149 - i / 2);
      g_assert_cmpfloat_with_epsilon (found[i].value, images[found[i].index] / 255.0f, 1e-6f);
    }

  /* No image excites the dead unit; the second output prefers little ink. */
  bp_favourites_get (favourites, 0, 1, &n);
  g_assert_cmpuint (n, ==, 0);
  found = bp_favourites_get (favourites, 1, 1, &n);
  g_assert_cmpuint (n, ==, BP_FAVOURITES_PER_UNIT);
  g_assert_cmpuint (images[found[0].index], ==, 0);
}

static void
test_cancelled (void)
{
  g_autoptr (BpNetwork) network = make_network ();
  guint8 images[N_IMAGES];
  BpProgress progress = { 0 };
  g_autoptr (GError) error = NULL;

  bp_progress_cancel (&progress);
  g_assert_null (bp_favourites_new (network, make_samples (images), &progress, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_CANCELLED);
}

BP_TEST_FILE (favourites)
{
  g_test_add_func ("/favourites/strongest-first", test_strongest_first);
  g_test_add_func ("/favourites/cancelled", test_cancelled);
}
