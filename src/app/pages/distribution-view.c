/* SPDX-License-Identifier: MIT */
#include "distribution-view.h"

#include "distribution-survey.h"
#include "epoch-slider.h"
#include "error.h"
#include "format.h"
#include "health-text.h"
#include "metrics.h"
#include "number.h"
#include "ridges-view.h"
#include "sample-name.h"
#include "widget-call.h"

#include <glib/gi18n.h>

/* The most ridges, which is also the most networks that are counted at once. */
#define MOST_RIDGES 30

/* Fewer networks are counted within moments, and need no progress bar. */
#define LEAST_WITH_PROGRESS 4

struct _BpDistributionView
{
  GtkWidget parent_instance;

  /* owned */
  BpNetwork *network;        /* nullable: the newest one */
  BpDataset *dataset;        /* nullable: of the images of split */
  BpTimeTravel *time_travel; /* nullable */
  BpHistory *history;        /* nullable: whose epochs were counted */
  BpNetwork *counted;        /* nullable: the newest network that was counted without a file */
  GHashTable *results;       /* of BpDistributions (nullable) by epoch */
  GArray *asked;             /* of guint: the epochs of the counting in progress */
  GCancellable *cancellable; /* nullable: of the counting in progress */

  BpSplit split;
  guint n_epochs;      /* of the network */
  gboolean has_files;  /* the results are of files of kept epochs */
  gboolean is_stopped; /* by Cancel, until something changes */

  /* template children */
  GtkWidget *box;
  GtkDropDown *kind_choice; /* its items are those of BpDistributionKind */
  GtkDropDown *layer_choice;
  GtkStringList *layer_names;
  GtkWidget *progress_box;
  GtkProgressBar *computing_bar;
  GtkButton *cancel_button;
  BpRidgesView *ridges_view;
  BpEpochSlider *epoch_slider;
  GtkLabel *status;
  GtkLabel *caption;
};

G_DEFINE_FINAL_TYPE (BpDistributionView, bp_distribution_view, GTK_TYPE_WIDGET)

static void request (BpDistributionView *self);

static BpDistributionKind
get_kind (BpDistributionView *self)
{
  return (BpDistributionKind) gtk_drop_down_get_selected (self->kind_choice);
}

static const guint *
get_kept (BpDistributionView *self, guint *n_kept)
{
  *n_kept = 0;
  return self->time_travel != NULL ? bp_time_travel_get_epochs (self->time_travel, n_kept) : NULL;
}

/* The kept epochs, or some that are spread over them, the first and the last included. */
static GArray *
choose_kept (BpDistributionView *self)
{
  GArray *chosen = g_array_new (FALSE, FALSE, sizeof (guint));
  guint n_kept;
  const guint *kept = get_kept (self, &n_kept);
  guint n_chosen = MIN (n_kept, MOST_RIDGES);

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
choose_counted (BpDistributionView *self)
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
  if (chosen->len > MOST_RIDGES)
    g_array_remove_range (chosen, 0, chosen->len - MOST_RIDGES);
  return chosen;
}

static const BpDistributions *
get_result (BpDistributionView *self, guint epoch)
{
  return g_hash_table_lookup (self->results, GUINT_TO_POINTER (epoch));
}

/* The epochs of the ridges, in order. */
static GArray *
choose_epochs (BpDistributionView *self)
{
  GArray *chosen = self->has_files ? choose_kept (self) : choose_counted (self);

  for (guint i = chosen->len; i > 0; i--)
    if (get_result (self, g_array_index (chosen, guint, i - 1)) == NULL)
      g_array_remove_index (chosen, i - 1);
  return chosen;
}

/* The epoch of the network that the window shows. */
static guint
get_current (BpDistributionView *self)
{
  guint shown;

  if (!self->has_files)
    return self->n_epochs;
  shown = bp_time_travel_get_shown (self->time_travel);
  return shown != 0 ? shown : bp_time_travel_get_present (self->time_travel);
}

/* The distribution of an epoch in words. */
static char *
describe_ridge (const BpDistribution *distribution, guint epoch)
{
  g_autofree char *mean = bp_number_format (distribution->mean);
  g_autofree char *deviation = bp_number_format (distribution->deviation);
  g_autofree char *zeros =
      bp_format_percent ((double) distribution->n_zeros / (double) MAX (distribution->n_values, 1));
  g_autofree char *outside = bp_format_percent ((double) distribution->n_outside /
                                                (double) MAX (distribution->n_values, 1));

  return g_strdup_printf (_ ("Epoch %u: mean %s, standard deviation %s, %s exactly 0, %s farther "
                             "out"),
                          epoch, mean, deviation, zeros, outside);
}

static guint
get_layer (BpDistributionView *self)
{
  guint selected = gtk_drop_down_get_selected (self->layer_choice);

  return selected != GTK_INVALID_LIST_POSITION ? selected : 0;
}

static const char *
get_kind_name (BpDistributionKind kind)
{
  switch (kind)
    {
    case BP_DISTRIBUTION_ACTIVATIONS:
      return _ ("Activations");
    case BP_DISTRIBUTION_GRADIENTS:
      return _ ("Gradients");
    case BP_DISTRIBUTION_WEIGHTS:
    default:
      return _ ("Weights");
    }
}

/* Returns: (transfer full) (nullable): the ridges, or NULL where nothing is counted */
static BpChartRidges *
make_ridges (BpDistributionView *self)
{
  g_autoptr (GArray) epochs = choose_epochs (self);
  guint current = get_current (self);
  BpChartRidges *ridges;

  if (epochs->len == 0)
    return NULL;
  ridges = bp_chart_ridges_new (get_kind_name (get_kind (self)), _ ("Epoch"));
  for (guint i = 0; i < epochs->len; i++)
    {
      guint epoch = g_array_index (epochs, guint, i);
      const BpDistribution *distribution =
          bp_distributions_get (get_result (self, epoch), get_layer (self), get_kind (self));
      g_autofree char *label = g_strdup_printf ("%u", epoch);
      g_autofree char *description = describe_ridge (distribution, epoch);

      bp_chart_ridges_add (ridges, label, description, distribution->begin, distribution->end,
                           distribution->counts, BP_DISTRIBUTION_N_BINS);
      if (epoch == current)
        ridges->current = (int) i;
    }
  return ridges;
}

static const char *
describe_kind (BpDistributionView *self)
{
  switch (get_kind (self))
    {
    case BP_DISTRIBUTION_ACTIVATIONS:
      return _ ("Each ridge is an epoch, the newest in front, all of the same height: where it is "
                "high, many units give that value for the images. A unit that is silent gives "
                "exactly 0, which is not drawn. Of the output layer, these are the sums before "
                "softmax.");
    case BP_DISTRIBUTION_GRADIENTS:
      return _ ("Each ridge is an epoch, the newest in front, all of the same height: where it is "
                "high, the loss changes that much with many weights. Ridges that become narrow "
                "tell that there is little left to learn, or that the error does not reach the "
                "layer. Gradients of exactly 0 are not drawn.");
    case BP_DISTRIBUTION_WEIGHTS:
    default:
      return _ ("Each ridge is an epoch, the newest in front, all of the same height: where it is "
                "high, many weights have that value. Weights spread while the network learns. What "
                "is more than four standard deviations from the mean is not drawn.");
    }
}

static void
show_ridges (BpDistributionView *self)
{
  BpChartRidges *ridges = make_ridges (self);
  const char *description = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->ridges_view), ridges != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->caption), ridges != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->epoch_slider), self->has_files);
  if (ridges != NULL)
    {
      description = bp_chart_ridges_get_description (ridges, ridges->current != BP_CHART_RIDGES_NONE
                                                                 ? ridges->current
                                                                 : (int) ridges->ridges->len - 1);
      gtk_label_set_text (self->status, description);
      gtk_label_set_text (self->caption, describe_kind (self));
    }
  bp_ridges_view_set_ridges (self->ridges_view, ridges);
}

/* Why nothing can be counted, or NULL. */
static const char *
find_obstacle (BpDistributionView *self)
{
  if (self->network == NULL || self->dataset == NULL)
    return _ ("Train a network or open weights to see how they are distributed.");
  if (!bp_network_check_fits (self->network, self->dataset, NULL))
    return _ ("The network and the data set do not fit each other.");
  return NULL;
}

static void
forget_results (BpDistributionView *self)
{
  bp_widget_call_forget (&self->cancellable);
  g_hash_table_remove_all (self->results);
  g_clear_pointer (&self->counted, bp_network_unref);
  self->is_stopped = FALSE;
}

static void
on_progress (double fraction, gpointer user_data)
{
  const BpWidgetCall *call = user_data;
  BpDistributionView *self = call->widget;

  if (call->cancellable == self->cancellable)
    gtk_progress_bar_set_fraction (self->computing_bar, MAX (fraction, 0.0));
}

static void
on_counted (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BpWidgetCall) call = user_data;
  BpDistributionView *self = call->widget;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = bp_distribution_survey_finish (result, &error);

  /* Out of sight, or of other data. */
  if (!bp_widget_call_end (call, &self->cancellable))
    return;
  gtk_widget_set_visible (self->progress_box, FALSE);
  if (results == NULL)
    {
      self->is_stopped = TRUE;
      gtk_label_set_text (self->status, g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
                                            ? _ ("The computation was cancelled.")
                                            : error->message);
      return;
    }
  /* A file that cannot be read is not asked for again. */
  for (guint i = 0; i < results->len; i++)
    g_hash_table_replace (self->results, GUINT_TO_POINTER (g_array_index (self->asked, guint, i)),
                          g_steal_pointer (&g_ptr_array_index (results, i)));
  show_ridges (self);
  request (self);
}

/* Fills @asked with the kept epochs that are not counted yet. Returns: their files */
static GStrv
list_missing (BpDistributionView *self)
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
count (BpDistributionView *self, GStrv paths)
{
  BpWidgetCall *call = bp_widget_call_begin (self, &self->cancellable);

  gtk_progress_bar_set_fraction (self->computing_bar, 0.0);
  gtk_widget_set_visible (self->progress_box, self->asked->len >= LEAST_WITH_PROGRESS);
  bp_distribution_survey_async (self->network, self->dataset, self->split,
                                (const char *const *) paths, on_progress, call, self->cancellable,
                                on_counted, call);
}

/* Results of another run, or of files after those of networks, do not belong on one axis. */
static void
follow_run (BpDistributionView *self)
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
request (BpDistributionView *self)
{
  const char *obstacle = find_obstacle (self);
  g_auto (GStrv) paths = NULL;

  if (self->cancellable != NULL || self->is_stopped || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  follow_run (self);
  if (obstacle != NULL)
    {
      forget_results (self);
      show_ridges (self);
      gtk_label_set_text (self->status, obstacle);
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

/* After a change: what is on the screen catches up. */
static void
update (BpDistributionView *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  follow_run (self);
  show_ridges (self);
  request (self);
}

/* The layers of the network, in place of those before. */
static void
fill_layers (BpDistributionView *self)
{
  guint n_layers = self->network != NULL ? self->network->n_layers : 0;
  guint n_before = g_list_model_get_n_items (G_LIST_MODEL (self->layer_names));
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (GStrv) added = NULL;

  if (n_layers == n_before)
    return;
  for (guint l = 0; l < n_layers; l++)
    {
      g_autofree char *name = bp_health_name_layer (l, n_layers);

      g_strv_builder_add (names, name);
    }
  added = g_strv_builder_end (names);
  gtk_string_list_splice (self->layer_names, 0, n_before, (const char *const *) added);
}

static void
on_choice_changed (BpDistributionView *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    show_ridges (self);
}

static void
on_cancel_clicked (BpDistributionView *self)
{
  g_cancellable_cancel (self->cancellable);
}

static void
on_time_travel_changed (BpDistributionView *self)
{
  self->is_stopped = FALSE;
  update (self);
}

static void
bp_distribution_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (bp_distribution_view_parent_class)->map (widget);

  on_time_travel_changed (BP_DISTRIBUTION_VIEW (widget));
}

static void
bp_distribution_view_unmap (GtkWidget *widget)
{
  BpDistributionView *self = BP_DISTRIBUTION_VIEW (widget);

  bp_widget_call_forget (&self->cancellable);
  g_clear_pointer (&self->counted, bp_network_unref);
  gtk_widget_set_visible (self->progress_box, FALSE);

  GTK_WIDGET_CLASS (bp_distribution_view_parent_class)->unmap (widget);
}

static void
bp_distribution_view_dispose (GObject *object)
{
  BpDistributionView *self = BP_DISTRIBUTION_VIEW (object);

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
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (bp_distribution_view_parent_class)->dispose (object);
}

static void
bp_distribution_view_class_init (BpDistributionViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bp_distribution_view_dispose;
  widget_class->map = bp_distribution_view_map;
  widget_class->unmap = bp_distribution_view_unmap;

  g_type_ensure (BP_TYPE_EPOCH_SLIDER);
  g_type_ensure (BP_TYPE_RIDGES_VIEW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/backprop/Backprop/pages/distribution-view.ui");
  gtk_widget_class_bind_template_child (widget_class, BpDistributionView, box);
  gtk_widget_class_bind_template_child (widget_class, BpDistributionView, kind_choice);
  gtk_widget_class_bind_template_child (widget_class, BpDistributionView, layer_choice);
  gtk_widget_class_bind_template_child (widget_class, BpDistributionView, layer_names);
  gtk_widget_class_bind_template_child (widget_class, BpDistributionView, progress_box);
  gtk_widget_class_bind_template_child (widget_class, BpDistributionView, computing_bar);
  gtk_widget_class_bind_template_child (widget_class, BpDistributionView, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, BpDistributionView, ridges_view);
  gtk_widget_class_bind_template_child (widget_class, BpDistributionView, epoch_slider);
  gtk_widget_class_bind_template_child (widget_class, BpDistributionView, status);
  gtk_widget_class_bind_template_child (widget_class, BpDistributionView, caption);
  gtk_widget_class_bind_template_callback (widget_class, on_choice_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_clicked);
  gtk_widget_class_set_css_name (widget_class, "distributions");
}

/* A network that could not be read has no distributions. */
static void
result_free (gpointer data)
{
  if (data != NULL)
    bp_distributions_free (data);
}

static void
bp_distribution_view_init (BpDistributionView *self)
{
  self->results = g_hash_table_new_full (NULL, NULL, NULL, result_free);
  self->asked = g_array_new (FALSE, FALSE, sizeof (guint));
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bp_distribution_view_set_dataset:
 * @self: the view
 * @dataset: (nullable): the data set for whose images activations and gradients are computed
 * @split: which of them; there is at least one
 */
void
bp_distribution_view_set_dataset (BpDistributionView *self, BpDataset *dataset, BpSplit split)
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
 * bp_distribution_view_set_network:
 * @self: the view
 * @network: (nullable): the network that the page is about; it must not change any more. One at
 *   each epoch's end is enough.
 * @n_epochs: the epochs that it was trained for
 */
void
bp_distribution_view_set_network (BpDistributionView *self, BpNetwork *network, guint n_epochs)
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
  fill_layers (self);
  update (self);
}

/**
 * bp_distribution_view_set_time_travel:
 * @self: the view
 * @time_travel: knows the networks of the run's epochs, and which of them is shown
 */
void
bp_distribution_view_set_time_travel (BpDistributionView *self, BpTimeTravel *time_travel)
{
  g_return_if_fail (self->time_travel == NULL);

  self->time_travel = g_object_ref (time_travel);
  bp_epoch_slider_set_time_travel (self->epoch_slider, time_travel);
  g_signal_connect_swapped (time_travel, "changed", G_CALLBACK (on_time_travel_changed), self);
}

/* Returns: (transfer full): the epochs that are counted, or NULL with @error set */
static GArray *
get_counted (BpDistributionView *self, GError **error)
{
  g_autoptr (GArray) epochs = choose_epochs (self);

  if (epochs->len > 0)
    return g_steal_pointer (&epochs);
  g_set_error_literal (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
                       _ ("The distributions were not counted yet: show them first"));
  return NULL;
}

static void
append_bin (GString *csv, double begin, double end, guint64 count)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (csv, ",%s", g_ascii_formatd (number, sizeof number, "%.9g", begin));
  g_string_append_printf (csv, ",%s", g_ascii_formatd (number, sizeof number, "%.9g", end));
  g_string_append_printf (csv, ",%" G_GUINT64_FORMAT "\r\n", count);
}

/**
 * bp_distribution_view_format:
 * @self: the view
 * @error: return location for %BP_ERROR_INVALID_VALUE where nothing was counted yet
 *
 * Returns: (transfer full): the bins of the chosen layer as CSV, those of each epoch after one
 *   another, the first one with the values that are exactly 0; or %NULL with @error set
 */
char *
bp_distribution_view_format (BpDistributionView *self, GError **error)
{
  g_autoptr (GArray) epochs = get_counted (self, error);
  GString *csv;

  if (epochs == NULL)
    return NULL;
  csv = g_string_new ("epoch,layer,begin,end,count\r\n");
  for (guint i = 0; i < epochs->len; i++)
    {
      guint epoch = g_array_index (epochs, guint, i);
      guint layer = get_layer (self);
      const BpDistribution *distribution =
          bp_distributions_get (get_result (self, epoch), layer, get_kind (self));
      double width = (distribution->end - distribution->begin) / BP_DISTRIBUTION_N_BINS;

      g_string_append_printf (csv, "%u,%u", epoch, layer + 1);
      append_bin (csv, 0.0, 0.0, distribution->n_zeros);
      for (guint bin = 0; bin < BP_DISTRIBUTION_N_BINS; bin++)
        {
          g_string_append_printf (csv, "%u,%u", epoch, layer + 1);
          append_bin (csv, distribution->begin + bin * width,
                      distribution->begin + (bin + 1) * width, distribution->counts[bin]);
        }
    }
  return g_string_free (csv, FALSE);
}

/**
 * bp_distribution_view_save_picture:
 * @self: the view
 * @path: (type filename): where to, in the format that its ending stands for
 * @error: return location for %BP_ERROR_INVALID_VALUE where nothing was counted yet, or the errors
 *   of bp_chart_picture_save()
 *
 * Returns: whether the drawing was written
 */
gboolean
bp_distribution_view_save_picture (BpDistributionView *self, const char *path, GError **error)
{
  g_autoptr (GArray) epochs = get_counted (self, error);
  g_autoptr (BpChartRidges) ridges = NULL;
  g_autofree char *layer = NULL;
  g_autofree char *shape = NULL;
  g_autofree char *images = NULL;
  g_autofree char *title = NULL;

  if (epochs == NULL)
    return FALSE;
  ridges = make_ridges (self);
  layer = bp_health_name_layer (get_layer (self), self->network->n_layers);
  shape = bp_network_describe (self->network);
  images = bp_describe_samples (self->dataset, self->split,
                                MIN (bp_dataset_get_samples (self->dataset, self->split).count,
                                     BP_DISTRIBUTIONS_MOST_IMAGES));
  title =
      g_strdup_printf ("%s · %s · %s · %s", get_kind_name (get_kind (self)), layer, shape, images);
  return bp_chart_ridges_save_picture (ridges, title, path, error);
}
