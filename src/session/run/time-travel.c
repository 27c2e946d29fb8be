/* SPDX-License-Identifier: MIT */
/*
 * The networks of a history's epochs. The list of those that are stored is read again a moment
 * after an epoch has ended, because the run's writer stores its network on a thread of its own.
 */
#include "time-travel.h"

#include "job.h"
#include "run-networks.h"
#include "weights.h"

/* By then, a writer on a usual disk has stored the network of an epoch. */
#define LISTING_MILLISECONDS 400

struct _BpTimeTravel
{
  GObject parent_instance;

  /* owned */
  BpHistory *history;        /* nullable */
  GArray *epochs;            /* of guint, in order: those with a stored network */
  BpNetwork *network;        /* nullable: of the shown epoch; NULL in the present */
  GCancellable *cancellable; /* of everything that is being read for this history */

  gulong changed_handler;
  guint timer;           /* until the next listing, or 0 */
  guint n_epochs_before; /* of the history, when "changed" was emitted last */
  gsize n_folders_before;
  guint present;
  guint wanted;  /* the epoch that is asked for, or 0 for the present */
  guint shown;   /* the epoch of @network, or 0 */
  guint reading; /* the epoch that is being read, or 0 */
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpTimeTravel, bp_time_travel, G_TYPE_OBJECT)

static void
emit_changed (BpTimeTravel *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* A folder whose epochs are listed: those of a history between two numbers. */
typedef struct
{
  char *path;
  guint first; /* of the history */
  guint last;
  guint first_number;
} Part;

static void
clear_part (gpointer data)
{
  g_free (((Part *) data)->path);
}

/* The folders of the history, each with the epochs for which it is the newest. */
static GArray *
get_parts (BpTimeTravel *self)
{
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (Part));
  gsize n_folders;
  const BpHistoryFolder *folders = bp_history_get_folders (self->history, &n_folders);

  g_array_set_clear_func (parts, clear_part);
  for (gsize i = 0; i < n_folders; i++)
    {
      Part part = {
        .path = g_strdup (folders[i].path),
        .first = folders[i].n_epochs_before + 1,
        .last = i + 1 < n_folders ? folders[i + 1].n_epochs_before
                                  : bp_history_get_n_epochs (self->history),
        .first_number = folders[i].first_number,
      };

      g_array_append_val (parts, part);
    }
  return parts;
}

static void
list_part (const Part *part, GArray *epochs)
{
  g_autoptr (GArray) numbers = bp_run_networks_list (part->path, NULL);

  /* A folder that is gone has no networks. */
  for (guint i = 0; numbers != NULL && i < numbers->len; i++)
    {
      guint number = g_array_index (numbers, guint, i);
      guint epoch = part->first + number - part->first_number;

      if (number >= part->first_number && epoch <= part->last)
        g_array_append_val (epochs, epoch);
    }
}

/* The argument and the result of a listing. */
typedef struct
{
  GArray *parts;
  GArray *epochs;
} Listing;

static void
listing_free (gpointer data)
{
  Listing *listing = data;

  g_array_unref (listing->parts);
  g_array_unref (listing->epochs);
  g_free (listing);
}

static gboolean
list (gpointer data, BpProgress *progress G_GNUC_UNUSED, GError **error G_GNUC_UNUSED)
{
  Listing *listing = data;

  for (guint i = 0; i < listing->parts->len; i++)
    list_part (&g_array_index (listing->parts, Part, i), listing->epochs);
  return TRUE;
}

static void
on_listed (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  g_autoptr (BpTimeTravel) self = data;
  const Listing *listing = bp_job_finish (result, bp_time_travel_refresh, NULL);

  /* The history is another one. */
  if (listing == NULL)
    return;
  g_array_unref (self->epochs);
  self->epochs = g_array_ref (listing->epochs);
  emit_changed (self);
}

static gboolean
on_time_to_list (gpointer data)
{
  BpTimeTravel *self = data;

  self->timer = 0;
  bp_time_travel_refresh (self);
  return G_SOURCE_REMOVE;
}

static void
on_history_changed (BpTimeTravel *self)
{
  guint n_epochs = bp_history_get_n_epochs (self->history);
  gsize n_folders;

  bp_history_get_folders (self->history, &n_folders);
  if (n_epochs == self->n_epochs_before && n_folders == self->n_folders_before)
    return;
  self->n_epochs_before = n_epochs;
  self->n_folders_before = n_folders;
  if (self->timer == 0)
    self->timer = g_timeout_add (LISTING_MILLISECONDS, on_time_to_list, self);
  emit_changed (self);
}

/* Ends everything that is being read, and returns to the present. */
static void
forget (BpTimeTravel *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->timer, g_source_remove);
  g_array_set_size (self->epochs, 0);
  g_clear_pointer (&self->network, bp_network_unref);
  self->wanted = 0;
  self->shown = 0;
  self->reading = 0;
  if (self->history != NULL)
    g_clear_signal_handler (&self->changed_handler, self->history);
  g_clear_object (&self->history);
}

static void
bp_time_travel_dispose (GObject *object)
{
  forget (BP_TIME_TRAVEL (object));

  G_OBJECT_CLASS (bp_time_travel_parent_class)->dispose (object);
}

static void
bp_time_travel_finalize (GObject *object)
{
  g_array_unref (BP_TIME_TRAVEL (object)->epochs);

  G_OBJECT_CLASS (bp_time_travel_parent_class)->finalize (object);
}

static void
bp_time_travel_class_init (BpTimeTravelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = bp_time_travel_dispose;
  object_class->finalize = bp_time_travel_finalize;

  /**
   * BpTimeTravel::changed:
   *
   * The stored epochs, the present, the epoch that is wanted or the network that is shown are
   * others.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", BP_TYPE_TIME_TRAVEL, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * BpTimeTravel::failed:
   * @message: why the network of an epoch cannot be read
   */
  signals[SIGNAL_FAILED] = g_signal_new ("failed", BP_TYPE_TIME_TRAVEL, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
bp_time_travel_init (BpTimeTravel *self)
{
  self->epochs = g_array_new (FALSE, FALSE, sizeof (guint));
}

/**
 * bp_time_travel_new:
 *
 * Returns: (transfer full): without a history
 */
BpTimeTravel *
bp_time_travel_new (void)
{
  return g_object_new (BP_TYPE_TIME_TRAVEL, NULL);
}

/**
 * bp_time_travel_set_history:
 * @self: the time travel
 * @history: the history
 * @present: the epoch of the network that is in use, or one more than the last epoch where it has
 *   made further steps; 0 where it has made none
 *
 * Another history begins in the present. With the same one, the epoch that is shown stays.
 */
void
bp_time_travel_set_history (BpTimeTravel *self, BpHistory *history, guint present)
{
  if (history == self->history && present == self->present)
    return;

  self->present = present;
  if (history != self->history)
    {
      forget (self);
      self->history = g_object_ref (history);
      self->cancellable = g_cancellable_new ();
      self->changed_handler =
          g_signal_connect_swapped (history, "changed", G_CALLBACK (on_history_changed), self);
      self->n_epochs_before = bp_history_get_n_epochs (history);
      bp_history_get_folders (history, &self->n_folders_before);
      bp_time_travel_refresh (self);
    }
  emit_changed (self);
}

/**
 * bp_time_travel_get_history:
 * @self: the time travel
 *
 * Returns: (transfer none) (nullable): the history
 */
BpHistory *
bp_time_travel_get_history (BpTimeTravel *self)
{
  return self->history;
}

/**
 * bp_time_travel_get_present:
 * @self: the time travel
 *
 * Returns: the epoch of the network that is in use: see bp_time_travel_set_history()
 */
guint
bp_time_travel_get_present (BpTimeTravel *self)
{
  return self->present;
}

/**
 * bp_time_travel_get_last:
 * @self: the time travel
 *
 * Returns: the last epoch that there is a network of: of the history, or the present
 */
guint
bp_time_travel_get_last (BpTimeTravel *self)
{
  guint n_epochs = self->history != NULL ? bp_history_get_n_epochs (self->history) : 0;

  return MAX (n_epochs, self->present);
}

/**
 * bp_time_travel_get_epochs:
 * @self: the time travel
 * @n_epochs: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_epochs): (n_epochs) the epochs with a stored network, in
 *   order; valid until "changed"
 */
const guint *
bp_time_travel_get_epochs (BpTimeTravel *self, guint *n_epochs)
{
  *n_epochs = self->epochs->len;
  return (const guint *) self->epochs->data;
}

/**
 * bp_time_travel_refresh:
 * @self: the time travel
 *
 * Reads again which epochs have a stored network.
 */
void
bp_time_travel_refresh (BpTimeTravel *self)
{
  Listing *listing;
  BpJob job = { .work = list, .free_data = listing_free };

  if (self->history == NULL)
    return;
  listing = g_new (Listing, 1);
  *listing = (Listing){
    .parts = get_parts (self),
    .epochs = g_array_new (FALSE, FALSE, sizeof (guint)),
  };
  job.data = listing;
  bp_job_start (&job, bp_time_travel_refresh, self->cancellable, on_listed, g_object_ref (self));
}

/**
 * bp_time_travel_get_path:
 * @self: the time travel
 * @epoch: an epoch of the history, from 1
 *
 * Returns: (transfer full) (nullable) (type filename): the file of the epoch's network, which is
 *   there for bp_time_travel_get_epochs(); %NULL where the history has no folder for the epoch
 */
char *
bp_time_travel_get_path (BpTimeTravel *self, guint epoch)
{
  g_autoptr (GArray) parts = get_parts (self);

  for (guint i = parts->len; i > 0; i--)
    {
      const Part *part = &g_array_index (parts, Part, i - 1);

      if (epoch >= part->first)
        return bp_run_networks_get_path (part->path, part->first_number + epoch - part->first);
    }
  return NULL;
}

/* The argument and the result of a reading. */
typedef struct
{
  char *path;
  BpNetwork *network; /* nullable */
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_free (reading->path);
  g_clear_pointer (&reading->network, bp_network_unref);
  g_free (reading);
}

static gboolean
read_network (gpointer data, BpProgress *progress G_GNUC_UNUSED, GError **error)
{
  Reading *reading = data;
  g_auto (BpWeightsInfo) info = { 0 };

  bp_weights_info_init (&info);
  reading->network = bp_weights_load (reading->path, &info, error);
  return reading->network != NULL;
}

static void begin_reading (BpTimeTravel *self);

static void
fail (BpTimeTravel *self, const char *message)
{
  self->wanted = self->shown;
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, message);
  /* It may have been removed since the list was read. */
  bp_time_travel_refresh (self);
}

static void
on_read (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  g_autoptr (BpTimeTravel) self = data;
  g_autoptr (GError) error = NULL;
  const Reading *reading = bp_job_finish (result, bp_time_travel_go_to, &error);
  guint epoch = self->reading;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self->reading = 0;
  if (self->wanted != 0 && reading != NULL)
    {
      g_clear_pointer (&self->network, bp_network_unref);
      self->network = bp_network_ref (reading->network);
      self->shown = epoch;
    }
  if (self->wanted != epoch)
    begin_reading (self);
  else if (error != NULL)
    fail (self, error->message);
  emit_changed (self);
}

/* Reads the network that is wanted, unless it is shown already. */
static void
begin_reading (BpTimeTravel *self)
{
  Reading *reading;
  BpJob job = { .work = read_network, .free_data = reading_free };
  char *path;

  if (self->wanted == 0 || self->wanted == self->shown)
    return;
  path = bp_time_travel_get_path (self, self->wanted);
  g_return_if_fail (path != NULL);

  self->reading = self->wanted;
  reading = g_new0 (Reading, 1);
  reading->path = path;
  job.data = reading;
  bp_job_start (&job, bp_time_travel_go_to, self->cancellable, on_read, g_object_ref (self));
}

/**
 * bp_time_travel_go_to:
 * @self: the time travel
 * @epoch: an epoch with a stored network, or the present
 *
 * Shows the network of an epoch as soon as it is read. Where several are asked for meanwhile, the
 * last of them comes next.
 */
void
bp_time_travel_go_to (BpTimeTravel *self, guint epoch)
{
  if (epoch == self->present)
    {
      bp_time_travel_go_back (self);
      return;
    }
  if (epoch == self->wanted || bp_time_travel_find_nearest (self, epoch) != epoch)
    return;

  self->wanted = epoch;
  if (self->reading == 0)
    begin_reading (self);
  emit_changed (self);
}

/**
 * bp_time_travel_go_back:
 * @self: the time travel
 *
 * Goes back to the present.
 */
void
bp_time_travel_go_back (BpTimeTravel *self)
{
  if (self->wanted == 0 && self->shown == 0)
    return;

  self->wanted = 0;
  self->shown = 0;
  g_clear_pointer (&self->network, bp_network_unref);
  emit_changed (self);
}

/**
 * bp_time_travel_get_wanted:
 * @self: the time travel
 *
 * Returns: the epoch that was asked for last, or 0 for the present
 */
guint
bp_time_travel_get_wanted (BpTimeTravel *self)
{
  return self->wanted;
}

/**
 * bp_time_travel_get_shown:
 * @self: the time travel
 *
 * Returns: the epoch of bp_time_travel_get_network(), or 0 in the present
 */
guint
bp_time_travel_get_shown (BpTimeTravel *self)
{
  return self->shown;
}

/**
 * bp_time_travel_get_network:
 * @self: the time travel
 *
 * Returns: (transfer none) (nullable): the network to show, or %NULL in the present; immutable
 */
BpNetwork *
bp_time_travel_get_network (BpTimeTravel *self)
{
  return self->network;
}

static guint
get_distance (guint a, guint b)
{
  return a > b ? a - b : b - a;
}

/**
 * bp_time_travel_find_nearest:
 * @self: the time travel
 * @epoch: any number
 *
 * Returns: the epoch with a stored network, or the present, that is nearest to it
 */
guint
bp_time_travel_find_nearest (BpTimeTravel *self, guint epoch)
{
  guint nearest = self->present;

  for (guint i = 0; i < self->epochs->len; i++)
    {
      guint candidate = g_array_index (self->epochs, guint, i);

      if (get_distance (candidate, epoch) < get_distance (nearest, epoch))
        nearest = candidate;
    }
  return nearest;
}

/**
 * bp_time_travel_find_next:
 * @self: the time travel
 * @epoch: an epoch
 * @direction: 1 for a later epoch, -1 for an earlier one
 *
 * Returns: the next epoch with a stored network, or the present, in that direction; @epoch where
 *   there is none
 */
guint
bp_time_travel_find_next (BpTimeTravel *self, guint epoch, int direction)
{
  guint found = epoch;

  for (guint i = 0; i <= self->epochs->len; i++)
    {
      guint candidate =
          i < self->epochs->len ? g_array_index (self->epochs, guint, i) : self->present;
      gboolean is_ahead = direction > 0 ? candidate > epoch : candidate < epoch;

      if (is_ahead &&
          (found == epoch || get_distance (candidate, epoch) < get_distance (found, epoch)))
        found = candidate;
    }
  return found;
}
