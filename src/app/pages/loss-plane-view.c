/* SPDX-License-Identifier: MIT */
#include "loss-plane-view.h"

#include "error.h"
#include "format.h"
#include "loss-survey.h"
#include "metrics.h"
#include "number.h"
#include "sample-name.h"
#include "surface-view.h"
#include "widget-call.h"

#include <glib/gi18n.h>
#include <math.h>

/* The networks of a path that are read at most. */
#define MOST_PATH 40

/* The items of the drop-down. */
typedef enum
{
  DIRECTIONS_RANDOM,
  DIRECTIONS_PATH,
} Directions;

/* The items of the other one. */
static const guint SIDES[] = { 25, 41, 61 };

struct _BpLossPlaneView
{
  GtkWidget parent_instance;

  /* owned */
  BpNetwork *network;        /* nullable: the shown one */
  BpDataset *dataset;        /* nullable: of the images of split */
  BpTimeTravel *time_travel; /* nullable */
  BpLossPlane *plane;        /* nullable: as shown */
  GCancellable *cancellable; /* nullable: of the computation in progress */

  BpSplit split;
  guint n_epochs;           /* of the shown network */
  guint n_computing_epochs; /* of the network of the computation in progress */
  guint n_plane_epochs;     /* of the network of the plane */

  /* template children */
  GtkWidget *box;
  GtkDropDown *directions_choice;
  GtkDropDown *side_choice;
  GtkSpinButton *seed_entry;
  GtkWidget *seed_box;
  GtkButton *compute_button;
  GtkWidget *progress_box;
  GtkProgressBar *computing_bar;
  GtkButton *cancel_button;
  BpSurfaceView *surface_view;
  GtkLabel *status;
  GtkLabel *caption;
};

G_DEFINE_FINAL_TYPE (BpLossPlaneView, bp_loss_plane_view, GTK_TYPE_WIDGET)

static Directions
get_directions (BpLossPlaneView *self)
{
  return (Directions) gtk_drop_down_get_selected (self->directions_choice);
}

static guint
count_kept (BpLossPlaneView *self)
{
  guint n_epochs = 0;

  if (self->time_travel != NULL)
    bp_time_travel_get_epochs (self->time_travel, &n_epochs);
  return n_epochs;
}

/* Why the loss cannot be computed now, or NULL. */
static const char *
find_obstacle (BpLossPlaneView *self)
{
  if (self->network == NULL || self->dataset == NULL)
    return _ ("Train a network or open weights to see the loss around them.");
  if (!bp_network_check_fits (self->network, self->dataset, NULL))
    return _ ("The network and the data set do not fit each other.");
  if (get_directions (self) == DIRECTIONS_PATH && count_kept (self) < BP_LOSS_PLANE_LEAST_PATH)
    return _ ("A path needs a run of which at least three epochs are kept. Train one, or choose "
              "random directions.");
  return NULL;
}

static char *
format_loss (double loss)
{
  return isnan (loss) ? g_strdup (_ ("not finite")) : bp_number_format (loss);
}

static char *
describe_directions (const BpLossPlane *plane)
{
  g_autofree char *percent = NULL;

  if (plane->n_path == 0)
    return g_strdup_printf (_ ("random directions of seed %u"), (guint) plane->settings.seed);
  percent = bp_format_percent (plane->path_share);
  /* Translators: %s is a percentage */
  return g_strdup_printf (
      ngettext ("main directions of the path of %u kept epoch, which hold %s of "
                "its distances",
                "main directions of the path of %u kept epochs, which hold %s "
                "of its distances",
                plane->n_path),
      plane->n_path, percent);
}

/* What the plane is about, as in "784-128-10 after 7 epochs · 1,000 held-out images of MNIST ·
 * random directions of seed 1 · loss 0.0812, least 0.0801". */
static char *
describe_plane (BpLossPlaneView *self)
{
  const BpLossPlane *plane = self->plane;
  g_autofree char *shape = bp_network_describe (plane->network);
  g_autofree char *images =
      bp_describe_samples (plane->dataset, plane->settings.split, plane->n_images);
  g_autofree char *directions = describe_directions (plane);
  g_autofree char *loss = format_loss (plane->loss);
  g_autofree char *least = NULL;
  guint column;
  guint row;

  bp_loss_plane_find_least (plane, &column, &row);
  least = format_loss (plane->losses[row * plane->settings.n_side + column]);
  /* Translators: a network, its epochs, images, directions, and two losses */
  return g_strdup_printf (ngettext ("%s after %u epoch · %s · %s · loss %s, least of the grid %s",
                                    "%s after %u epochs · %s · %s · loss %s, least of the grid %s",
                                    self->n_plane_epochs),
                          shape, self->n_plane_epochs, images, directions, loss, least);
}

static void
update_status (BpLossPlaneView *self)
{
  const char *obstacle = find_obstacle (self);
  g_autofree char *text = NULL;

  gtk_widget_set_sensitive (GTK_WIDGET (self->compute_button),
                            obstacle == NULL && self->cancellable == NULL);
  gtk_widget_set_visible (self->progress_box, self->cancellable != NULL);
  gtk_widget_set_visible (self->seed_box, get_directions (self) == DIRECTIONS_RANDOM);
  if (self->plane != NULL)
    text = describe_plane (self);
  if (text != NULL && self->plane->network != self->network)
    {
      g_autofree char *about = g_steal_pointer (&text);

      /* Translators: %s says of which network the drawing is */
      text = g_strdup_printf (_ ("%s. The network has changed since."), about);
    }
  if (text == NULL)
    text = g_strdup (obstacle != NULL ? obstacle : _ ("Choose directions, and compute the loss."));
  else if (obstacle != NULL && get_directions (self) == DIRECTIONS_PATH)
    {
      g_free (text);
      text = g_strdup (obstacle);
    }
  gtk_label_set_text (self->status, text);
}

static void
add_marks (const BpLossPlane *plane, BpChartSurface *surface)
{
  guint column;
  guint row;

  bp_chart_surface_add_mark (surface, BP_CHART_SURFACE_CIRCLE, 0.0, 0.0, _ ("This network"));
  if (plane->n_path > 0)
    {
      bp_chart_surface_set_path (surface, plane->path, plane->n_path);
      /* Translators: where the path of a run begins */
      bp_chart_surface_add_mark (surface, BP_CHART_SURFACE_DOT, plane->path[0], plane->path[1],
                                 _ ("First epoch"));
    }
  if (bp_loss_plane_find_least (plane, &column, &row))
    /* Translators: the place with the smallest loss */
    bp_chart_surface_add_mark (surface, BP_CHART_SURFACE_CROSS,
                               bp_loss_plane_get_place (plane, 0, column),
                               bp_loss_plane_get_place (plane, 1, row), _ ("Minimum"));
}

static BpChartSurface *
make_surface (const BpLossPlane *plane)
{
  BpChartSurface *surface = bp_chart_surface_new (plane->settings.n_side, plane->settings.n_side,
                                                  plane->losses, plane->least, plane->most);

  bp_chart_surface_set_axis_names (surface, _ ("First direction"), _ ("Second direction"));
  add_marks (plane, surface);
  return surface;
}

/* Says how far the axes reach, which differs between the two kinds of directions. */
static const char *
describe_axes (const BpLossPlane *plane)
{
  if (plane->n_path == 0)
    return _ ("Lines join weights with the same loss. At 1, the weights into each unit have been "
              "moved by a random change as large as they are (filter-normalised: Li et al., 2018). "
              "It shows how wide the valley is in two directions out of very many: another seed "
              "shows others, and there can be ways out of it that no plane shows.");
  return _ ("Lines join weights with the same loss. The dashed line is the path of the run, a dot "
            "for each kept epoch; the axes are the two directions in which it moved most, in the "
            "unit of the weights. It shows the way that training took, seen from one side: the "
            "networks of the path lie beside the plane, so that their own losses can differ.");
}

static void
show_plane (BpLossPlaneView *self, BpLossPlane *plane)
{
  g_clear_pointer (&self->plane, bp_loss_plane_unref);
  self->plane = plane;
  if (plane == NULL)
    {
      bp_surface_view_set_surface (self->surface_view, NULL, NULL);
      gtk_label_set_text (self->caption, "");
    }
  else
    {
      bp_surface_view_set_surface (self->surface_view, make_surface (plane), _ ("Loss"));
      gtk_label_set_text (self->caption, describe_axes (plane));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->surface_view), plane != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->caption), plane != NULL);
}

static void
on_progress (double fraction, gpointer user_data)
{
  const BpWidgetCall *call = user_data;
  BpLossPlaneView *self = call->widget;

  if (call->cancellable == self->cancellable)
    gtk_progress_bar_set_fraction (self->computing_bar, MAX (fraction, 0.0));
}

static void
on_surveyed (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BpWidgetCall) call = user_data;
  BpLossPlaneView *self = call->widget;
  g_autoptr (GError) error = NULL;
  g_autoptr (BpLossPlane) plane = bp_loss_survey_finish (result, &error);

  /* Out of sight, or of other data. */
  if (!bp_widget_call_end (call, &self->cancellable))
    return;
  if (plane != NULL)
    {
      self->n_plane_epochs = self->n_computing_epochs;
      show_plane (self, g_steal_pointer (&plane));
    }
  update_status (self);
  if (error != NULL)
    gtk_label_set_text (self->status, g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
                                          ? _ ("The computation was cancelled.")
                                          : error->message);
}

/* The files of the kept epochs, or of some that are spread over them, the first and the last
 * included. */
static GStrv
list_path (BpLossPlaneView *self)
{
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();
  guint n_epochs;
  const guint *epochs = bp_time_travel_get_epochs (self->time_travel, &n_epochs);
  guint n_taken = MIN (n_epochs, MOST_PATH);

  for (guint i = 0; i < n_taken; i++)
    {
      guint epoch = epochs[i * (n_epochs - 1) / (n_taken - 1)];
      g_autofree char *path = bp_time_travel_get_path (self->time_travel, epoch);

      if (path != NULL)
        g_strv_builder_add (paths, path);
    }
  return g_strv_builder_end (paths);
}

static void
on_compute_clicked (BpLossPlaneView *self)
{
  const BpLossPlaneSettings settings = {
    .split = self->split,
    .n_side = SIDES[gtk_drop_down_get_selected (self->side_choice)],
    .seed = (guint64) gtk_spin_button_get_value_as_int (self->seed_entry),
  };
  g_auto (GStrv) path = NULL;
  BpWidgetCall *call;

  g_return_if_fail (find_obstacle (self) == NULL);

  if (get_directions (self) == DIRECTIONS_PATH)
    path = list_path (self);
  self->n_computing_epochs = self->n_epochs;
  call = bp_widget_call_begin (self, &self->cancellable);
  gtk_progress_bar_set_fraction (self->computing_bar, 0.0);
  bp_loss_survey_async (self->network, self->dataset, &settings, (const char *const *) path,
                        on_progress, call, self->cancellable, on_surveyed, call);
  update_status (self);
}

static void
on_cancel_clicked (BpLossPlaneView *self)
{
  g_cancellable_cancel (self->cancellable);
}

/* Out of sight, nothing is computed. */
static void
bp_loss_plane_view_unmap (GtkWidget *widget)
{
  BpLossPlaneView *self = BP_LOSS_PLANE_VIEW (widget);

  bp_widget_call_forget (&self->cancellable);

  GTK_WIDGET_CLASS (bp_loss_plane_view_parent_class)->unmap (widget);
}

static void
bp_loss_plane_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (bp_loss_plane_view_parent_class)->map (widget);

  update_status (BP_LOSS_PLANE_VIEW (widget));
}

/* A list of epochs or a network that comes while nobody looks is taken up by map(). */
static void
update_if_seen (BpLossPlaneView *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    update_status (self);
}

static void
bp_loss_plane_view_dispose (GObject *object)
{
  BpLossPlaneView *self = BP_LOSS_PLANE_VIEW (object);

  bp_widget_call_forget (&self->cancellable);
  if (self->time_travel != NULL)
    g_signal_handlers_disconnect_by_data (self->time_travel, self);
  g_clear_object (&self->time_travel);
  g_clear_pointer (&self->network, bp_network_unref);
  g_clear_pointer (&self->dataset, bp_dataset_unref);
  g_clear_pointer (&self->plane, bp_loss_plane_unref);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (bp_loss_plane_view_parent_class)->dispose (object);
}

static void
bp_loss_plane_view_class_init (BpLossPlaneViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bp_loss_plane_view_dispose;
  widget_class->map = bp_loss_plane_view_map;
  widget_class->unmap = bp_loss_plane_view_unmap;

  g_type_ensure (BP_TYPE_SURFACE_VIEW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/backprop/Backprop/pages/loss-plane-view.ui");
  gtk_widget_class_bind_template_child (widget_class, BpLossPlaneView, box);
  gtk_widget_class_bind_template_child (widget_class, BpLossPlaneView, directions_choice);
  gtk_widget_class_bind_template_child (widget_class, BpLossPlaneView, side_choice);
  gtk_widget_class_bind_template_child (widget_class, BpLossPlaneView, seed_entry);
  gtk_widget_class_bind_template_child (widget_class, BpLossPlaneView, seed_box);
  gtk_widget_class_bind_template_child (widget_class, BpLossPlaneView, compute_button);
  gtk_widget_class_bind_template_child (widget_class, BpLossPlaneView, progress_box);
  gtk_widget_class_bind_template_child (widget_class, BpLossPlaneView, computing_bar);
  gtk_widget_class_bind_template_child (widget_class, BpLossPlaneView, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, BpLossPlaneView, surface_view);
  gtk_widget_class_bind_template_child (widget_class, BpLossPlaneView, status);
  gtk_widget_class_bind_template_child (widget_class, BpLossPlaneView, caption);
  gtk_widget_class_bind_template_callback (widget_class, on_compute_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_clicked);
  gtk_widget_class_bind_template_callback (widget_class, update_status);
  gtk_widget_class_set_css_name (widget_class, "lossplane");
}

static void
bp_loss_plane_view_init (BpLossPlaneView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show_plane (self, NULL);
}

/**
 * bp_loss_plane_view_set_dataset:
 * @self: the view
 * @dataset: (nullable): the data set on whose images the loss is measured
 * @split: which of them; there is at least one
 */
void
bp_loss_plane_view_set_dataset (BpLossPlaneView *self, BpDataset *dataset, BpSplit split)
{
  if (self->dataset == dataset && self->split == split)
    return;
  bp_widget_call_forget (&self->cancellable);
  g_clear_pointer (&self->dataset, bp_dataset_unref);
  self->dataset = dataset != NULL ? bp_dataset_ref (dataset) : NULL;
  self->split = split;
  show_plane (self, NULL);
  update_if_seen (self);
}

/**
 * bp_loss_plane_view_set_network:
 * @self: the view
 * @network: (nullable): the network that the page is about; it must not change any more
 * @n_epochs: the epochs that it was trained for
 */
void
bp_loss_plane_view_set_network (BpLossPlaneView *self, BpNetwork *network, guint n_epochs)
{
  if (self->network == network)
    return;
  g_clear_pointer (&self->network, bp_network_unref);
  self->network = network != NULL ? bp_network_ref (network) : NULL;
  self->n_epochs = n_epochs;
  update_if_seen (self);
}

/**
 * bp_loss_plane_view_set_time_travel:
 * @self: the view
 * @time_travel: knows the networks of the run's epochs
 */
void
bp_loss_plane_view_set_time_travel (BpLossPlaneView *self, BpTimeTravel *time_travel)
{
  g_return_if_fail (self->time_travel == NULL);

  self->time_travel = g_object_ref (time_travel);
  g_signal_connect_swapped (time_travel, "changed", G_CALLBACK (update_if_seen), self);
}

/* Returns: FALSE with @error set where nothing was computed yet */
static gboolean
check_plane (BpLossPlaneView *self, GError **error)
{
  if (self->plane != NULL)
    return TRUE;
  g_set_error_literal (error, BP_ERROR, BP_ERROR_INVALID_VALUE,
                       _ ("The loss around the network was not computed yet: do that first"));
  return FALSE;
}

/**
 * bp_loss_plane_view_format:
 * @self: the view
 * @error: return location for %BP_ERROR_INVALID_VALUE where nothing was computed yet
 *
 * Returns: (transfer full): the losses of the grid as CSV, or %NULL with @error set
 */
char *
bp_loss_plane_view_format (BpLossPlaneView *self, GError **error)
{
  return check_plane (self, error) ? bp_loss_plane_format (self->plane) : NULL;
}

/**
 * bp_loss_plane_view_save_picture:
 * @self: the view
 * @path: (type filename): where to, in the format that its ending stands for
 * @error: return location for %BP_ERROR_INVALID_VALUE where nothing was computed yet, or the errors
 *   of bp_chart_picture_save()
 *
 * Returns: whether the drawing was written
 */
gboolean
bp_loss_plane_view_save_picture (BpLossPlaneView *self, const char *path, GError **error)
{
  g_autoptr (BpChartSurface) surface = NULL;
  g_autofree char *title = NULL;

  if (!check_plane (self, error))
    return FALSE;
  surface = make_surface (self->plane);
  title = describe_plane (self);
  return bp_chart_surface_save_picture (surface, title, path, error);
}
