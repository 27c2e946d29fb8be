/* SPDX-License-Identifier: MIT */
#include "favourite-search.h"

#include "favourite-finder.h"

/* How long a network has to stay the same until its favourite images are looked up, which takes a
 * core for up to some seconds. */
#define SEARCH_MILLISECONDS 600

struct _BpFavouriteSearch
{
  GObject parent_instance;

  /* owned */
  BpFavouriteFinder *finder;
  BpDataset *dataset; /* NULL while the search is stopped */

  const BpWalkthrough *walkthrough; /* borrowed; NULL while the search is stopped */
  guint timer;                      /* until the images are looked up, or 0 */
};

enum
{
  SIGNAL_FOUND,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpFavouriteSearch, bp_favourite_search, G_TYPE_OBJECT)

/* Tells the images, or has them searched. */
static void
look_up (BpFavouriteSearch *self)
{
  g_autoptr (BpNetwork) network = NULL;
  const BpFavourites *favourites;

  if (self->walkthrough == NULL)
    return;
  network = bp_network_copy (bp_explanation_get_network (
                                 bp_walkthrough_get_explanation (self->walkthrough)),
                             NULL);
  if (network == NULL)
    return;
  favourites = bp_favourite_finder_find (self->finder, network, self->dataset);
  if (favourites != NULL)
    g_signal_emit (self, signals[SIGNAL_FOUND], 0, favourites);
}

static gboolean
on_timer (gpointer user_data)
{
  BpFavouriteSearch *self = user_data;

  self->timer = 0;
  look_up (self);
  return G_SOURCE_REMOVE;
}

static void
bp_favourite_search_dispose (GObject *object)
{
  BpFavouriteSearch *self = BP_FAVOURITE_SEARCH (object);

  if (self->finder != NULL)
    bp_favourite_search_stop (self);
  g_clear_object (&self->finder);

  G_OBJECT_CLASS (bp_favourite_search_parent_class)->dispose (object);
}

static void
bp_favourite_search_class_init (BpFavouriteSearchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bp_favourite_search_dispose;

  /**
   * BpFavouriteSearch::found:
   * @favourites: (type gpointer): the #BpFavourites of the network, valid until the search is
   *   restarted or finds others
   */
  signals[SIGNAL_FOUND] = g_signal_new ("found", BP_TYPE_FAVOURITE_SEARCH, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
bp_favourite_search_init (BpFavouriteSearch *self)
{
  self->finder = bp_favourite_finder_new ();
  g_signal_connect_object (self->finder, "found", G_CALLBACK (look_up), self, G_CONNECT_SWAPPED);
}

/**
 * bp_favourite_search_new:
 *
 * Returns: (transfer full): a search that is stopped
 */
BpFavouriteSearch *
bp_favourite_search_new (void)
{
  return g_object_new (BP_TYPE_FAVOURITE_SEARCH, NULL);
}

/**
 * bp_favourite_search_restart:
 * @self: the search
 * @walkthrough: whose network has changed; it must live until bp_favourite_search_stop()
 * @dataset: data that fit the network; a reference is taken
 *
 * Ends what is being searched, and searches again once the network stays the same.
 */
void
bp_favourite_search_restart (BpFavouriteSearch *self,
                             const BpWalkthrough *walkthrough,
                             BpDataset *dataset)
{
  bp_favourite_search_stop (self);
  self->walkthrough = walkthrough;
  self->dataset = bp_dataset_ref (dataset);
  self->timer = g_timeout_add (SEARCH_MILLISECONDS, on_timer, self);
}

/**
 * bp_favourite_search_stop:
 * @self: the search
 *
 * Ends what is being searched: there will be no signal "found" until it is restarted.
 */
void
bp_favourite_search_stop (BpFavouriteSearch *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  bp_favourite_finder_cancel (self->finder);
  self->walkthrough = NULL;
  g_clear_pointer (&self->dataset, bp_dataset_unref);
}
