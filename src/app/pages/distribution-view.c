/* SPDX-License-Identifier: MIT */
#include "distribution-view.h"

#include "distribution-counter.h"
#include "epoch-slider.h"
#include "error.h"
#include "format.h"
#include "health-text.h"
#include "number.h"
#include "ridges-view.h"

#include <glib/gi18n.h>

struct _BpDistributionView
{
  GtkWidget parent_instance;

  BpDistributionCounter *counter; /* owned */

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

static BpDistributionKind
get_kind (BpDistributionView *self)
{
  return (BpDistributionKind) gtk_drop_down_get_selected (self->kind_choice);
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
  g_autoptr (GArray) epochs = bp_distribution_counter_list_epochs (self->counter);
  guint current = bp_distribution_counter_get_current (self->counter);
  BpChartRidges *ridges;

  if (epochs->len == 0)
    return NULL;
  ridges = bp_chart_ridges_new (get_kind_name (get_kind (self)), _ ("Epoch"));
  for (guint i = 0; i < epochs->len; i++)
    {
      guint epoch = g_array_index (epochs, guint, i);
      const BpDistribution *distribution =
          bp_distributions_get (bp_distribution_counter_get (self->counter, epoch),
                                get_layer (self), get_kind (self));
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
  gtk_widget_set_visible (GTK_WIDGET (self->epoch_slider),
                          bp_distribution_counter_has_files (self->counter));
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

static void
on_counter_changed (BpDistributionView *self)
{
  const char *message = bp_distribution_counter_get_message (self->counter);

  show_ridges (self);
  if (message != NULL)
    gtk_label_set_text (self->status, message);
}

static void
show_progress (BpDistributionView *self)
{
  double progress = bp_distribution_counter_get_progress (self->counter);

  gtk_widget_set_visible (self->progress_box, progress >= 0.0);
  gtk_progress_bar_set_fraction (self->computing_bar, MAX (progress, 0.0));
}

/* The layers of the network, in place of those before. */
static void
fill_layers (BpDistributionView *self, const BpNetwork *network)
{
  guint n_layers = network != NULL ? network->n_layers : 0;
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
  bp_distribution_counter_cancel (self->counter);
}

static void
bp_distribution_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (bp_distribution_view_parent_class)->map (widget);

  bp_distribution_counter_set_is_active (BP_DISTRIBUTION_VIEW (widget)->counter, TRUE);
}

static void
bp_distribution_view_unmap (GtkWidget *widget)
{
  bp_distribution_counter_set_is_active (BP_DISTRIBUTION_VIEW (widget)->counter, FALSE);

  GTK_WIDGET_CLASS (bp_distribution_view_parent_class)->unmap (widget);
}

static void
bp_distribution_view_dispose (GObject *object)
{
  BpDistributionView *self = BP_DISTRIBUTION_VIEW (object);

  g_signal_handlers_disconnect_by_data (self->counter, self);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (bp_distribution_view_parent_class)->dispose (object);
}

static void
bp_distribution_view_finalize (GObject *object)
{
  g_clear_object (&BP_DISTRIBUTION_VIEW (object)->counter);

  G_OBJECT_CLASS (bp_distribution_view_parent_class)->finalize (object);
}

static void
bp_distribution_view_class_init (BpDistributionViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bp_distribution_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = bp_distribution_view_finalize;
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

static void
bp_distribution_view_init (BpDistributionView *self)
{
  self->counter = bp_distribution_counter_new ();
  g_signal_connect_swapped (self->counter, "changed", G_CALLBACK (on_counter_changed), self);
  g_signal_connect_swapped (self->counter, "progressed", G_CALLBACK (show_progress), self);
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
  bp_distribution_counter_set_dataset (self->counter, dataset, split);
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
  bp_distribution_counter_set_network (self->counter, network, n_epochs);
  fill_layers (self, network);
}

/**
 * bp_distribution_view_set_time_travel:
 * @self: the view
 * @time_travel: knows the networks of the run's epochs, and which of them is shown
 */
void
bp_distribution_view_set_time_travel (BpDistributionView *self, BpTimeTravel *time_travel)
{
  bp_distribution_counter_set_time_travel (self->counter, time_travel);
  bp_epoch_slider_set_time_travel (self->epoch_slider, time_travel);
}

/* Returns: (transfer full): the epochs that are counted, or NULL with @error set */
static GArray *
get_counted (BpDistributionView *self, GError **error)
{
  g_autoptr (GArray) epochs = bp_distribution_counter_list_epochs (self->counter);

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
          bp_distributions_get (bp_distribution_counter_get (self->counter, epoch), layer,
                                get_kind (self));
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
  g_autofree char *counted = NULL;
  g_autofree char *title = NULL;

  if (epochs == NULL)
    return FALSE;
  ridges = make_ridges (self);
  counted = bp_distribution_counter_describe (self->counter);
  title =
      g_strdup_printf ("%s · %s · %s", get_kind_name (get_kind (self)),
                       gtk_string_list_get_string (self->layer_names, get_layer (self)), counted);
  return bp_chart_ridges_save_picture (ridges, title, path, error);
}
