/* SPDX-License-Identifier: MIT */
#include "favourite-search.h"

#include "test-file.h"
#include "toy-data.h"
#include "toy-network.h"

static void
on_found (guint *n_found, const BpFavourites *favourites)
{
  g_assert_nonnull (favourites);
  (*n_found)++;
}

/* However often the network changes, it is searched once; a stopped search finds nothing. */
static void
test_settles (void)
{
  g_autoptr (BpDataset) dataset = bp_toy_dataset_new (20, 0, 0, 1);
  g_autoptr (BpNetwork) network = bp_toy_network_new (36, 9, 4, 1);
  g_autoptr (BpNetwork) later = bp_toy_network_new (36, 9, 4, 2);
  g_autoptr (BpWalkthrough) walkthrough = bp_walkthrough_new (network, NULL);
  BpFavouriteSearch *search = bp_favourite_search_new ();
  guint n_found = 0;

  g_signal_connect_swapped (search, "found", G_CALLBACK (on_found), &n_found);
  for (guint i = 0; i < 3; i++)
    bp_favourite_search_restart (search, walkthrough, dataset);
  while (n_found == 0)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (n_found, ==, 1);

  g_assert_true (bp_walkthrough_set_network (walkthrough, later, NULL));
  bp_favourite_search_restart (search, walkthrough, dataset);
  bp_favourite_search_stop (search);
  g_usleep (700000);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (n_found, ==, 1);
  bp_favourite_search_restart (search, walkthrough, dataset);
  while (n_found == 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_finalize_object (search);
}

BP_TEST_FILE (favourite_search)
{
  g_test_add_func ("/favourite-search/settles", test_settles);
}
