/* SPDX-License-Identifier: MIT */
#include "favourite-finder.h"

#include "job.h"

#include <string.h>

/* The networks whose images are kept: a few updates and their Undo. */
#define MOST_KEPT 4

/* The images of a network, or the search for them. */
typedef struct
{
  BpNetwork *network;       /* owned */
  BpDataset *dataset;       /* owned */
  BpFavourites *favourites; /* owned, nullable */
} Search;

struct _BpFavouriteFinder
{
  GObject parent_instance;

  /* owned */
  GQueue kept;               /* of Search: the last used first */
  GCancellable *cancellable; /* nullable: of the search in progress */
  BpNetwork *sought;         /* nullable: its network */
};

enum
{
  SIGNAL_FOUND,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpFavouriteFinder, bp_favourite_finder, G_TYPE_OBJECT)

static Search *
search_new (BpNetwork *network, BpDataset *dataset)
{
  Search *search = g_new0 (Search, 1);

  search->network = bp_network_ref (network);
  search->dataset = bp_dataset_ref (dataset);
  return search;
}

static void
search_free (gpointer data)
{
  Search *search = data;

  bp_network_unref (search->network);
  bp_dataset_unref (search->dataset);
  g_clear_pointer (&search->favourites, bp_favourites_free);
  g_free (search);
}

static gboolean
run (gpointer data, BpProgress *progress, GError **error)
{
  Search *search = data;

  search->favourites =
      bp_favourites_new (search->network, bp_dataset_get_samples (search->dataset, BP_SPLIT_TRAIN),
                         progress, error);
  return search->favourites != NULL;
}

/* Whether two networks give the same answers: they may be copies. */
static gboolean
is_same (const BpNetwork *network, const BpNetwork *other)
{
  return network == other ||
         (bp_network_has_shape_of (network, other) && network->input_scale == other->input_scale &&
          network->input_offset == other->input_offset &&
          memcmp (network->parameters, other->parameters, network->n_parameters * sizeof (float)) ==
              0);
}

static void
keep (BpFavouriteFinder *self, const Search *found, BpFavourites *favourites)
{
  Search *search = search_new (found->network, found->dataset);

  search->favourites = favourites;
  g_queue_push_head (&self->kept, search);
  while (g_queue_get_length (&self->kept) > MOST_KEPT)
    search_free (g_queue_pop_tail (&self->kept));
}

static void
on_done (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BpFavouriteFinder) self = user_data;
  g_autoptr (GError) error = NULL;
  Search *search = bp_job_finish (result, bp_favourite_finder_find, &error);

  if (search == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_warning ("%s", error->message);
      return;
    }
  keep (self, search, g_steal_pointer (&search->favourites));
  bp_favourite_finder_cancel (self);
  g_signal_emit (self, signals[SIGNAL_FOUND], 0);
}

static void
start (BpFavouriteFinder *self, BpNetwork *network, BpDataset *dataset)
{
  const BpJob job = {
    .work = run,
    .data = search_new (network, dataset),
    .free_data = search_free,
  };

  self->cancellable = g_cancellable_new ();
  self->sought = bp_network_ref (network);
  bp_job_start (&job, bp_favourite_finder_find, self->cancellable, on_done, g_object_ref (self));
}

static void
bp_favourite_finder_dispose (GObject *object)
{
  BpFavouriteFinder *self = BP_FAVOURITE_FINDER (object);

  bp_favourite_finder_cancel (self);
  g_queue_clear_full (&self->kept, search_free);

  G_OBJECT_CLASS (bp_favourite_finder_parent_class)->dispose (object);
}

static void
bp_favourite_finder_class_init (BpFavouriteFinderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bp_favourite_finder_dispose;

  /**
   * BpFavouriteFinder::found:
   *
   * The images of the network that was asked for last are known.
   */
  signals[SIGNAL_FOUND] = g_signal_new ("found", BP_TYPE_FAVOURITE_FINDER, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
bp_favourite_finder_init (BpFavouriteFinder *self)
{
  g_queue_init (&self->kept);
}

/**
 * bp_favourite_finder_new:
 *
 * Returns: (transfer full): a finder that has searched nothing yet
 */
BpFavouriteFinder *
bp_favourite_finder_new (void)
{
  return g_object_new (BP_TYPE_FAVOURITE_FINDER, NULL);
}

/**
 * bp_favourite_finder_find:
 * @self: the finder
 * @network: an immutable network
 * @dataset: data that fit it
 *
 * Looks the images up, or starts a search for them, in place of one for another network.
 *
 * Returns: (transfer none) (nullable): the images, valid until the signal "found" or the next call;
 *   %NULL while they are searched
 */
const BpFavourites *
bp_favourite_finder_find (BpFavouriteFinder *self, BpNetwork *network, BpDataset *dataset)
{
  for (GList *link = self->kept.head; link != NULL; link = link->next)
    {
      Search *search = link->data;

      if (search->dataset != dataset || !is_same (search->network, network))
        continue;
      g_queue_unlink (&self->kept, link);
      g_queue_push_head_link (&self->kept, link);
      return search->favourites;
    }

  if (self->sought != NULL && is_same (self->sought, network))
    return NULL;
  bp_favourite_finder_cancel (self);
  start (self, network, dataset);
  return NULL;
}

/**
 * bp_favourite_finder_cancel:
 * @self: the finder
 *
 * Ends the search in progress, if there is one.
 */
void
bp_favourite_finder_cancel (BpFavouriteFinder *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->sought, bp_network_unref);
}
