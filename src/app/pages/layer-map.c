/* SPDX-License-Identifier: MIT */
#include "layer-map.h"

#include "digit-image.h"
#include "format.h"
#include "map-view.h"
#include "metrics.h"
#include "sample-name.h"
#include "store-projection.h"
#include "widget-call.h"

#include <glib/gi18n.h>
#include <string.h>

struct _BpLayerMap
{
  GtkWidget parent_instance;

  /* owned */
  BpNetwork *network;        /* nullable: the newest one */
  BpDataset *dataset;        /* nullable: of the images of split */
  BpProjection *projection;  /* nullable: as shown */
  BpWorkspace *workspace;    /* nullable: for the network of the projection */
  GCancellable *cancellable; /* nullable: of the computation in progress */

  BpSplit split;
  gboolean has_pad_image;
  guint8 pad_image[BP_DIGIT_N_PIXELS];

  /* template children */
  GtkWidget *box;
  BpMapView *view;
  GtkLabel *caption;
};

enum
{
  SIGNAL_IMAGE_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpLayerMap, bp_layer_map, GTK_TYPE_WIDGET)

static void request (BpLayerMap *self);

static void
on_chosen (BpLayerMap *self, guint point)
{
  const BpProjection *projection = self->projection;
  const BpDataset *dataset = projection->dataset;
  BpSamples samples = bp_dataset_get_samples (dataset, projection->split);
  gsize n_pixels = bp_dataset_get_n_pixels (dataset);
  gsize index = projection->indices[point];
  g_autoptr (GBytes) pixels = g_bytes_new (samples.images + index * n_pixels, n_pixels);
  g_autofree char *title = bp_describe_sample (dataset, projection->split, index);

  g_signal_emit (self, signals[SIGNAL_IMAGE_CHOSEN], 0, pixels, bp_dataset_get_width (dataset),
                 bp_dataset_get_height (dataset), title, samples.labels[index]);
}

/* Marks the image of the pad, where the network reads such images. */
static void
update_pad_place (BpLayerMap *self)
{
  gboolean has_place = self->projection != NULL && self->has_pad_image && self->workspace != NULL &&
                       bp_network_get_n_inputs (self->projection->network) == BP_DIGIT_N_PIXELS;
  float place[2];

  if (has_place)
    bp_projection_place (self->projection, self->workspace, self->pad_image, place);
  bp_map_view_set_pad_place (self->view, has_place ? place : NULL);
}

static void
show_caption (BpLayerMap *self)
{
  const BpProjection *projection = self->projection;
  gboolean has_hidden = projection->network->n_layers > 1;
  g_autofree char *percent = bp_format_percent (projection->share);
  g_autofree char *text =
      has_hidden
          ? g_strdup_printf (_ ("Each letter is an image, where the %u activations of the last "
                                "hidden layer put it; alike images lie together. The two "
                                "directions of the map (principal components) hold %s of the "
                                "variance. The double ring is what is on the pad."),
                             projection->n_units, percent)
          : g_strdup_printf (_ ("Each letter is an image, where its %u pixels put it, as the "
                                "network has no hidden layer. The two directions of the map "
                                "(principal components) hold %s of the variance. The double ring "
                                "is what is on the pad."),
                             projection->n_units, percent);

  gtk_label_set_text (self->caption, text);
}

static void
drop_projection (BpLayerMap *self, const char *reason)
{
  g_clear_pointer (&self->projection, bp_projection_unref);
  g_clear_pointer (&self->workspace, bp_workspace_free);
  bp_map_view_set_projection (self->view, NULL);
  gtk_label_set_text (self->caption, reason);
}

/* Takes @projection. */
static void
show_projection (BpLayerMap *self, BpProjection *projection)
{
  g_clear_pointer (&self->workspace, bp_workspace_free);
  g_clear_pointer (&self->projection, bp_projection_unref);
  self->projection = projection;
  self->workspace = bp_workspace_new (projection->network, 1, NULL);
  show_caption (self);
  bp_map_view_set_projection (self->view, projection);
  update_pad_place (self);
}

static void
on_projected (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BpWidgetCall) call = user_data;
  BpLayerMap *self = call->widget;
  g_autoptr (GError) error = NULL;
  BpProjection *projection = bp_store_project_finish (result, &error);

  /* Out of sight, or of other data. */
  if (!bp_widget_call_end (call, &self->cancellable))
    {
      g_clear_pointer (&projection, bp_projection_unref);
      return;
    }
  if (projection == NULL)
    {
      drop_projection (self, error->message);
      return;
    }
  show_projection (self, projection);
  request (self);
}

static gboolean
is_up_to_date (BpLayerMap *self)
{
  return self->projection != NULL && self->projection->network == self->network &&
         self->projection->dataset == self->dataset && self->projection->split == self->split;
}

/* Computes the map of the newest network, unless a computation is in progress, which ends with
 * another request. */
static void
request (BpLayerMap *self)
{
  BpWidgetCall *call;

  if (self->cancellable != NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)) ||
      is_up_to_date (self))
    return;
  if (self->network == NULL || self->dataset == NULL)
    {
      drop_projection (self, _ ("Train a network or open weights to see a map of it."));
      return;
    }
  if (!bp_network_check_fits (self->network, self->dataset, NULL))
    {
      drop_projection (self, _ ("The network and the data set do not fit each other."));
      return;
    }
  call = bp_widget_call_begin (self, &self->cancellable);
  bp_store_project_async (self->network, self->dataset, self->split, self->projection,
                          self->cancellable, on_projected, call);
}

static void
bp_layer_map_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (bp_layer_map_parent_class)->map (widget);

  request (BP_LAYER_MAP (widget));
}

static void
bp_layer_map_unmap (GtkWidget *widget)
{
  bp_widget_call_forget (&BP_LAYER_MAP (widget)->cancellable);

  GTK_WIDGET_CLASS (bp_layer_map_parent_class)->unmap (widget);
}

static void
bp_layer_map_dispose (GObject *object)
{
  BpLayerMap *self = BP_LAYER_MAP (object);

  bp_widget_call_forget (&self->cancellable);
  g_clear_pointer (&self->network, bp_network_unref);
  g_clear_pointer (&self->dataset, bp_dataset_unref);
  g_clear_pointer (&self->projection, bp_projection_unref);
  g_clear_pointer (&self->workspace, bp_workspace_free);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (bp_layer_map_parent_class)->dispose (object);
}

static void
bp_layer_map_class_init (BpLayerMapClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bp_layer_map_dispose;
  widget_class->map = bp_layer_map_map;
  widget_class->unmap = bp_layer_map_unmap;

  /**
   * BpLayerMap::image-chosen:
   * @pixels: (height, width) bytes
   * @width: in pixels
   * @height: likewise
   * @title: what the image is, in words
   * @label: its class
   */
  signals[SIGNAL_IMAGE_CHOSEN] =
      g_signal_new ("image-chosen", BP_TYPE_LAYER_MAP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 5, G_TYPE_BYTES, G_TYPE_UINT, G_TYPE_UINT, G_TYPE_STRING,
                    G_TYPE_UINT);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/backprop/Backprop/pages/layer-map.ui");
  gtk_widget_class_bind_template_child (widget_class, BpLayerMap, box);
  gtk_widget_class_bind_template_child (widget_class, BpLayerMap, view);
  gtk_widget_class_bind_template_child (widget_class, BpLayerMap, caption);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen);
  gtk_widget_class_set_css_name (widget_class, "layermap");
}

static void
bp_layer_map_init (BpLayerMap *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bp_layer_map_set_network:
 * @self: the map
 * @network: (nullable): the network to show; it must not change any more. One at each epoch's end
 *   is enough.
 */
void
bp_layer_map_set_network (BpLayerMap *self, BpNetwork *network)
{
  if (self->network == network)
    return;
  g_clear_pointer (&self->network, bp_network_unref);
  self->network = network != NULL ? bp_network_ref (network) : NULL;
  request (self);
}

/**
 * bp_layer_map_set_dataset:
 * @self: the map
 * @dataset: (nullable): the data set whose images are shown
 * @split: which of them; there is at least one
 */
void
bp_layer_map_set_dataset (BpLayerMap *self, BpDataset *dataset, BpSplit split)
{
  if (self->dataset == dataset && self->split == split)
    return;
  bp_widget_call_forget (&self->cancellable);
  g_clear_pointer (&self->dataset, bp_dataset_unref);
  self->dataset = dataset != NULL ? bp_dataset_ref (dataset) : NULL;
  self->split = split;
  request (self);
}

/**
 * bp_layer_map_set_pad_image:
 * @self: the map
 * @image: (28, 28) (nullable): what is on the pad, which is marked; %NULL for nothing
 */
void
bp_layer_map_set_pad_image (BpLayerMap *self, const guint8 *image)
{
  self->has_pad_image = image != NULL;
  if (image != NULL)
    memcpy (self->pad_image, image, sizeof self->pad_image);
  update_pad_place (self);
}
