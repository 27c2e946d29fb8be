/* SPDX-License-Identifier: MIT */
#include "favourite-finder.h"

#include "test-file.h"
#include "toy-data.h"
#include "toy-network.h"

typedef struct
{
  BpFavouriteFinder *finder;
  BpDataset *dataset;
  BpNetwork *network;
  guint n_found;
} Fixture;

static void
on_found (Fixture *fixture)
{
  fixture->n_found++;
}

static void
set_up (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  fixture->finder = bp_favourite_finder_new ();
  fixture->dataset = bp_toy_dataset_new (500, 50, 0, 3);
  fixture->network = bp_toy_network_new_for_dataset (fixture->dataset, 8, 1);
  g_signal_connect_swapped (fixture->finder, "found", G_CALLBACK (on_found), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->finder), (gpointer *) &fixture->finder);
  bp_favourite_finder_cancel (fixture->finder);
  g_object_unref (fixture->finder);
  while (fixture->finder != NULL)
    g_main_context_iteration (NULL, TRUE);
  bp_network_unref (fixture->network);
  bp_dataset_unref (fixture->dataset);
}

static const BpFavourites *
wait_for (Fixture *fixture, BpNetwork *network)
{
  while (bp_favourite_finder_find (fixture->finder, network, fixture->dataset) == NULL)
    g_main_context_iteration (NULL, TRUE);
  return bp_favourite_finder_find (fixture->finder, network, fixture->dataset);
}

/* What the thread found is what the engine finds. */
static void
test_found (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (BpFavourites) expected =
      bp_favourites_new (fixture->network,
                         bp_dataset_get_samples (fixture->dataset, BP_SPLIT_TRAIN), NULL, NULL);
  const BpFavourites *found = wait_for (fixture, fixture->network);

  g_assert_cmpuint (fixture->n_found, ==, 1);
  for (guint l = 0; l < 2; l++)
    {
      guint n_found;
      guint n_expected;
      const BpFavourite *a = bp_favourites_get (found, l, 3, &n_found);
      const BpFavourite *b = bp_favourites_get (expected, l, 3, &n_expected);

      g_assert_cmpuint (n_found, >, 0);
      g_assert_cmpmem (a, n_found * sizeof *a, b, n_expected * sizeof *b);
    }
}

/* A copy of a network is not searched again, a changed one is. */
static void
test_kept (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (BpNetwork) copy = bp_network_copy (fixture->network, NULL);
  const BpFavourites *found = wait_for (fixture, fixture->network);

  g_assert_true (bp_favourite_finder_find (fixture->finder, copy, fixture->dataset) == found);
  copy->layers[0].biases[0] += 1.0f;
  g_assert_null (bp_favourite_finder_find (fixture->finder, copy, fixture->dataset));
  wait_for (fixture, copy);
  g_assert_cmpuint (fixture->n_found, ==, 2);
  g_assert_true (bp_favourite_finder_find (fixture->finder, fixture->network, fixture->dataset) ==
                 found);
}

/* A search for another network takes the place of the one in progress. */
static void
test_replaced (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (BpNetwork) other = bp_toy_network_new_for_dataset (fixture->dataset, 8, 2);

  g_assert_null (bp_favourite_finder_find (fixture->finder, other, fixture->dataset));
  g_assert_null (bp_favourite_finder_find (fixture->finder, fixture->network, fixture->dataset));
  wait_for (fixture, fixture->network);
  g_assert_cmpuint (fixture->n_found, ==, 1);
}

/* The same weights have other favourites on other data, and with inputs on another scale. */
static void
test_other_inputs (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (BpNetwork) copy = bp_network_copy (fixture->network, NULL);
  g_autoptr (BpDataset) other = bp_toy_dataset_new (300, 50, 0, 4);

  wait_for (fixture, fixture->network);
  copy->input_offset += 1.0F;
  g_assert_null (bp_favourite_finder_find (fixture->finder, copy, fixture->dataset));
  g_assert_null (bp_favourite_finder_find (fixture->finder, fixture->network, other));
}

/* Of several networks, those that were asked for last are kept. */
static void
test_keeps_newest (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func ((GDestroyNotify) bp_network_unref);

  wait_for (fixture, fixture->network);
  for (guint i = 0; i < 6; i++)
    {
      BpNetwork *other = bp_toy_network_new_for_dataset (fixture->dataset, 8, 2 + i);

      g_ptr_array_add (others, other);
      wait_for (fixture, other);
      g_assert_nonnull (
          bp_favourite_finder_find (fixture->finder, fixture->network, fixture->dataset));
    }
  g_assert_null (bp_favourite_finder_find (fixture->finder, others->pdata[0], fixture->dataset));
}

BP_TEST_FILE (favourite_finder)
{
  g_test_add ("/favourite-finder/found", Fixture, NULL, set_up, test_found, tear_down);
  g_test_add ("/favourite-finder/kept", Fixture, NULL, set_up, test_kept, tear_down);
  g_test_add ("/favourite-finder/replaced", Fixture, NULL, set_up, test_replaced, tear_down);
  g_test_add ("/favourite-finder/other-inputs", Fixture, NULL, set_up, test_other_inputs,
              tear_down);
  g_test_add ("/favourite-finder/keeps-newest", Fixture, NULL, set_up, test_keeps_newest,
              tear_down);
}
