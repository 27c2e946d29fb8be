/* SPDX-License-Identifier: MIT */
#include "distribution-counter.h"

#include "distribution-survey.h"
#include "metrics.h"
#include "sample-name.h"
#include "widget-call.h"

#include <glib/gi18n.h>

/* The most epochs, which is also the most networks that are counted at once. */
#define MOST_EPOCHS 30

/* Fewer networks are counted within moments, and need no progress bar. */
#define LEAST_WITH_PROGRESS 4

#define NO_PROGRESS -1.0

struct _BpDistributionCounter
{
  GObject parent_instance;

  /* owned */
  BpNetwork *network;        /* nullable: the newest one */
  BpDataset *dataset;        /* nullable: of the images of split */
  BpTimeTravel *time_travel; /* nullable */
  BpHistory *history;        /* nullable: whose epochs were counted */
  BpNetwork *counted;        /* nullable: the newest network that was counted without a file */
  GHashTable *results;       /* of BpDistributions (nullable) by epoch */
  GArray *asked;             /* of guint: the epochs of the counting in progress */
  GCancellable *cancellable; /* nullable: of the counting in progress */
  char *message;             /* nullable */

  BpSplit split;
  guint n_epochs;  /* of the network */
  double progress; /* from 0 to 1, or NO_PROGRESS */
  gboolean is_active;
  gboolean has_files;  /* the results are of files of kept epochs */
  gboolean is_stopped; /* by a cancel or a failure, until something changes */
};

enum
{
  CHANGED,
  PROGRESSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpDistributionCounter, bp_distribution_counter, G_TYPE_OBJECT)

static void request (BpDistributionCounter *self);

static const guint *
get_kept (BpDistributionCounter *self, guint *n_kept)
{
  *n_kept = 0;
  return self->time_travel != NULL ? bp_time_travel_get_epochs (self->time_travel, n_kept) : NULL;
}

/* The kept epochs, or some that are spread over them, the first and the last included. */
static GArray *
choose_kept (BpDistributionCounter *self)
{
  GArray *chosen = g_array_new (FALSE, FALSE, sizeof (guint));
  guint n_kept;
  const guint *kept = get_kept (self, &n_kept);
  guint n_chosen = MIN (n_kept, MOST_EPOCHS);

  for (guint i = 0; i < n_chosen; i++)
    g_array_append_val (chosen, kept[n_chosen > 1 ? i * (n_kept - 1) / (n_chosen - 1) : 0]);
  return chosen;
}

static int
compare_epochs (gconstpointer a, gconstpointer b)
{
  guint first = *(const guint *) a;
  guint second = *(const guint *) b;

  return first < second ? -1 : first > second;
}

/* The newest of the networks that were counted without files. */
static GArray *
choose_counted (BpDistributionCounter *self)
{
  GArray *chosen = g_array_new (FALSE, FALSE, sizeof (guint));
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->results);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      guint epoch = GPOINTER_TO_UINT (key);

      g_array_append_val (chosen, epoch);
    }
  g_array_sort (chosen, compare_epochs);
  if (chosen->len > MOST_EPOCHS)
    g_array_remove_range (chosen, 0, chosen->len - MOST_EPOCHS);
  return chosen;
}

/* Why nothing can be counted, or NULL. */
static const char *
find_obstacle (BpDistributionCounter *self)
{
  if (self->network == NULL || self->dataset == NULL)
    return _ ("Train a network or open weights to see how they are distributed.");
  if (!bp_network_check_fits (self->network, self->dataset, NULL))
    return _ ("The network and the data set do not fit each other.");
  return NULL;
}

static void
forget_results (BpDistributionCounter *self)
{
  bp_widget_call_forget (&self->cancellable);
  g_hash_table_remove_all (self->results);
  g_clear_pointer (&self->counted, bp_network_unref);
  self->is_stopped = FALSE;
}

/* Sets the message and tells about it and the results. */
static void
set_message (BpDistributionCounter *self, const char *message)
{
  g_free (self->message);
  self->message = g_strdup (message);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
set_progress (BpDistributionCounter *self, double progress)
{
  if (self->progress == progress)
    return;
  self->progress = progress;
  g_signal_emit (self, signals[PROGRESSED], 0);
}

static void
on_progress (double fraction, gpointer user_data)
{
  const BpWidgetCall *call = user_data;
  BpDistributionCounter *self = call->widget;

  if (call->cancellable == self->cancellable && self->progress >= 0.0)
    set_progress (self, MAX (fraction, 0.0));
}

static void
on_counted (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BpWidgetCall) call = user_data;
  BpDistributionCounter *self = call->widget;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = bp_distribution_survey_finish (result, &error);

  /* Not active any more, or of other data. */
  if (!bp_widget_call_end (call, &self->cancellable))
    return;
  set_progress (self, NO_PROGRESS);
  if (results == NULL)
    {
      self->is_stopped = TRUE;
      set_message (self, g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
                             ? _ ("The computation was cancelled.")
                             : error->message);
      return;
    }
  /* A file that cannot be read is not asked for again. */
  for (guint i = 0; i < results->len; i++)
    g_hash_table_replace (self->results, GUINT_TO_POINTER (g_array_index (self->asked, guint, i)),
                          g_steal_pointer (&g_ptr_array_index (results, i)));
  set_message (self, NULL);
  request (self);
}

/* Fills @asked with the kept epochs that are not counted yet. Returns: their files */
static GStrv
list_missing (BpDistributionCounter *self)
{
  g_autoptr (GArray) kept = choose_kept (self);
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();

  g_array_set_size (self->asked, 0);
  for (guint i = 0; i < kept->len; i++)
    {
      guint epoch = g_array_index (kept, guint, i);
      g_autofree char *path = NULL;

      if (g_hash_table_contains (self->results, GUINT_TO_POINTER (epoch)))
        continue;
      path = bp_time_travel_get_path (self->time_travel, epoch);
      if (path == NULL)
        continue;
      g_array_append_val (self->asked, epoch);
      g_strv_builder_add (paths, path);
    }
  return g_strv_builder_end (paths);
}

static void
count (BpDistributionCounter *self, GStrv paths)
{
  BpWidgetCall *call = bp_widget_call_begin (self, &self->cancellable);

  set_progress (self, self->asked->len >= LEAST_WITH_PROGRESS ? 0.0 : NO_PROGRESS);
  bp_distribution_survey_async (self->network, self->dataset, self->split,
                                (const char *const *) paths, on_progress, call, self->cancellable,
                                on_counted, call);
}

/* Results of another run, or of files after those of networks, do not belong on one axis. */
static void
follow_run (BpDistributionCounter *self)
{
  BpHistory *history =
      self->time_travel != NULL ? bp_time_travel_get_history (self->time_travel) : NULL;
  gboolean has_files;
  guint n_kept;

  get_kept (self, &n_kept);
  has_files = n_kept > 0;
  if (history == self->history && has_files == self->has_files)
    return;
  forget_results (self);
  g_set_object (&self->history, history);
  self->has_files = has_files;
}

/* Counts what is missing, unless a counting is in progress, which ends with another request. */
static void
request (BpDistributionCounter *self)
{
  const char *obstacle = find_obstacle (self);
  g_auto (GStrv) paths = NULL;

  if (self->cancellable != NULL || self->is_stopped || !self->is_active)
    return;
  follow_run (self);
  if (obstacle != NULL)
    {
      forget_results (self);
      set_message (self, obstacle);
      return;
    }
  if (self->has_files)
    {
      paths = list_missing (self);
      if (self->asked->len > 0)
        count (self, paths);
      return;
    }
  if (self->network == self->counted)
    return;
  g_clear_pointer (&self->counted, bp_network_unref);
  self->counted = bp_network_ref (self->network);
  g_array_set_size (self->asked, 0);
  g_array_append_val (self->asked, self->n_epochs);
  count (self, NULL);
}

/* After a change: an active counter catches up. */
static void
update (BpDistributionCounter *self)
{
  if (!self->is_active)
    return;
  follow_run (self);
  set_message (self, NULL);
  request (self);
}

static void
on_time_travel_changed (BpDistributionCounter *self)
{
  self->is_stopped = FALSE;
  update (self);
}

static void
bp_distribution_counter_dispose (GObject *object)
{
  BpDistributionCounter *self = BP_DISTRIBUTION_COUNTER (object);

  bp_widget_call_forget (&self->cancellable);
  if (self->time_travel != NULL)
    g_signal_handlers_disconnect_by_data (self->time_travel, self);
  g_clear_object (&self->time_travel);
  g_clear_object (&self->history);
  g_clear_pointer (&self->network, bp_network_unref);
  g_clear_pointer (&self->counted, bp_network_unref);
  g_clear_pointer (&self->dataset, bp_dataset_unref);
  g_clear_pointer (&self->results, g_hash_table_unref);
  g_clear_pointer (&self->asked, g_array_unref);
  g_clear_pointer (&self->message, g_free);

  G_OBJECT_CLASS (bp_distribution_counter_parent_class)->dispose (object);
}

static void
bp_distribution_counter_class_init (BpDistributionCounterClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bp_distribution_counter_dispose;

  signals[CHANGED] = g_signal_new ("changed", BP_TYPE_DISTRIBUTION_COUNTER, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[PROGRESSED] = g_signal_new ("progressed", BP_TYPE_DISTRIBUTION_COUNTER, G_SIGNAL_RUN_LAST,
                                      0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

/* A network that could not be read has no distributions. */
static void
result_free (gpointer data)
{
  if (data != NULL)
    bp_distributions_free (data);
}

static void
bp_distribution_counter_init (BpDistributionCounter *self)
{
  self->results = g_hash_table_new_full (NULL, NULL, NULL, result_free);
  self->asked = g_array_new (FALSE, FALSE, sizeof (guint));
  self->progress = NO_PROGRESS;
}

/**
 * bp_distribution_counter_new:
 *
 * Returns: (transfer full): a counter that is not active
 */
BpDistributionCounter *
bp_distribution_counter_new (void)
{
  return g_object_new (BP_TYPE_DISTRIBUTION_COUNTER, NULL);
}

/**
 * bp_distribution_counter_set_dataset:
 * @self: the counter
 * @dataset: (nullable): the data set for whose images activations and gradients are computed
 * @split: which of them; there is at least one
 */
void
bp_distribution_counter_set_dataset (BpDistributionCounter *self, BpDataset *dataset, BpSplit split)
{
  if (self->dataset == dataset && self->split == split)
    return;
  forget_results (self);
  g_clear_pointer (&self->dataset, bp_dataset_unref);
  self->dataset = dataset != NULL ? bp_dataset_ref (dataset) : NULL;
  self->split = split;
  update (self);
}

/**
 * bp_distribution_counter_set_network:
 * @self: the counter
 * @network: (nullable): the newest network; it must not change any more. One at each epoch's end is
 *   enough.
 * @n_epochs: the epochs that it was trained for
 */
void
bp_distribution_counter_set_network (BpDistributionCounter *self,
                                     BpNetwork *network,
                                     guint n_epochs)
{
  gboolean has_same_shape =
      self->network != NULL && network != NULL && bp_network_has_shape_of (self->network, network);

  if (self->network == network)
    return;
  if (!has_same_shape || (!self->has_files && n_epochs < self->n_epochs))
    forget_results (self);
  g_clear_pointer (&self->network, bp_network_unref);
  self->network = network != NULL ? bp_network_ref (network) : NULL;
  self->n_epochs = n_epochs;
  update (self);
}

/**
 * bp_distribution_counter_set_time_travel:
 * @self: the counter
 * @time_travel: knows the networks of the run's epochs, and which of them is shown
 */
void
bp_distribution_counter_set_time_travel (BpDistributionCounter *self, BpTimeTravel *time_travel)
{
  g_return_if_fail (self->time_travel == NULL);

  self->time_travel = g_object_ref (time_travel);
  g_signal_connect_swapped (time_travel, "changed", G_CALLBACK (on_time_travel_changed), self);
}

/**
 * bp_distribution_counter_set_is_active:
 * @self: the counter
 * @is_active: whether the results are wanted; a counter that becomes active catches up, and one
 *   that is not any more ends the counting in progress
 */
void
bp_distribution_counter_set_is_active (BpDistributionCounter *self, gboolean is_active)
{
  self->is_active = is_active;
  if (is_active)
    {
      self->is_stopped = FALSE;
      update (self);
      return;
    }
  bp_widget_call_forget (&self->cancellable);
  g_clear_pointer (&self->counted, bp_network_unref);
  set_progress (self, NO_PROGRESS);
}

/**
 * bp_distribution_counter_cancel:
 * @self: the counter
 *
 * Ends the counting in progress, if any; the next change begins another one.
 */
void
bp_distribution_counter_cancel (BpDistributionCounter *self)
{
  g_cancellable_cancel (self->cancellable);
}

/**
 * bp_distribution_counter_has_files:
 * @self: the counter
 *
 * Returns: whether the epochs are the kept ones of a run
 */
gboolean
bp_distribution_counter_has_files (BpDistributionCounter *self)
{
  return self->has_files;
}

/**
 * bp_distribution_counter_list_epochs:
 * @self: the counter
 *
 * Returns: (transfer full) (element-type guint): the epochs that are counted, in order, at most 30;
 *   of more kept ones, some that are spread over them
 */
GArray *
bp_distribution_counter_list_epochs (BpDistributionCounter *self)
{
  GArray *chosen = self->has_files ? choose_kept (self) : choose_counted (self);

  for (guint i = chosen->len; i > 0; i--)
    if (bp_distribution_counter_get (self, g_array_index (chosen, guint, i - 1)) == NULL)
      g_array_remove_index (chosen, i - 1);
  return chosen;
}

/**
 * bp_distribution_counter_get_current:
 * @self: the counter
 *
 * Returns: the epoch of the network that the window shows
 */
guint
bp_distribution_counter_get_current (BpDistributionCounter *self)
{
  guint shown;

  if (!self->has_files)
    return self->n_epochs;
  shown = bp_time_travel_get_shown (self->time_travel);
  return shown != 0 ? shown : bp_time_travel_get_present (self->time_travel);
}

/**
 * bp_distribution_counter_get:
 * @self: the counter
 * @epoch: an epoch
 *
 * Returns: (transfer none) (nullable): the distributions of its network, or %NULL where it was not
 *   counted or could not be read
 */
const BpDistributions *
bp_distribution_counter_get (BpDistributionCounter *self, guint epoch)
{
  return g_hash_table_lookup (self->results, GUINT_TO_POINTER (epoch));
}

/**
 * bp_distribution_counter_get_progress:
 * @self: the counter
 *
 * Returns: the progress of a counting that takes more than moments, from 0 to 1, or a negative
 *   number where there is none
 */
double
bp_distribution_counter_get_progress (BpDistributionCounter *self)
{
  return self->progress;
}

/**
 * bp_distribution_counter_get_message:
 * @self: the counter
 *
 * Returns: (nullable): why nothing more is counted, or %NULL where there is no obstacle
 */
const char *
bp_distribution_counter_get_message (BpDistributionCounter *self)
{
  return self->message;
}

/**
 * bp_distribution_counter_describe:
 * @self: the counter, which has counted something
 *
 * Returns: (transfer full): the shape of the networks, and the images, for a title
 */
char *
bp_distribution_counter_describe (BpDistributionCounter *self)
{
  g_autofree char *shape = bp_network_describe (self->network);
  g_autofree char *images =
      bp_describe_samples (self->dataset, self->split,
                           MIN (bp_dataset_get_samples (self->dataset, self->split).count,
                                BP_DISTRIBUTIONS_MOST_IMAGES));

  return g_strdup_printf ("%s · %s", shape, images);
}
