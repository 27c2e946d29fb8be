/* SPDX-License-Identifier: MIT */
#include "layer-map.h"

#include "chart-color.h"
#include "digit-image.h"
#include "format.h"
#include "metrics.h"
#include "sample-name.h"
#include "store-projection.h"
#include "widget-call.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* The distance of the outermost images from the edge, the size of a letter by that of the text, and
 * the radius of the rings around the image that is pointed at and that of the pad. */
#define MARGIN       14.0
#define LETTER_SCALE 0.8
#define RING         8.0
#define PAD_RING     10.0

/* Where all images lie on one spot, as with dead units, the map has this extent. */
#define LEAST_EXTENT 1e-6

/* Farther from the pointer, no image is meant. */
#define REACH 12.0

/* The side of the picture of an image, and its distance from the corner. */
#define PICTURE        56.0
#define PICTURE_MARGIN 6.0

/* The colours of the classes: their saturation, and their lightness on a light and on a dark
 * ground. */
#define SATURATION 0.7
#define ON_LIGHT   0.38
#define ON_DARK    0.68

#define NOTHING (-1)

struct _BpLayerMap
{
  GtkWidget parent_instance;

  /* owned */
  BpNetwork *network;        /* nullable: the newest one */
  BpDataset *dataset;        /* nullable: of the images of split */
  BpProjection *projection;  /* nullable: as shown */
  BpWorkspace *workspace;    /* nullable: for the network of the projection */
  GCancellable *cancellable; /* nullable: of the computation in progress */
  cairo_surface_t *letters;  /* nullable: all images, as drawn last */

  BpSplit split;
  int pointed; /* an image of the projection, or NOTHING */
  gboolean has_pad_image;
  gboolean has_pad_place; /* and the network reads such images */
  guint8 pad_image[BP_DIGIT_N_PIXELS];
  float pad_place[2];

  /* template children */
  GtkWidget *box;
  GtkDrawingArea *area;
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

/* From the places of the images to the coordinates of the area. */
typedef struct
{
  double x;
  double y;
  double scale;
} Frame;

static Frame
get_frame (BpLayerMap *self, double width, double height)
{
  const BpProjection *projection = self->projection;
  double least[2] = { G_MAXDOUBLE, G_MAXDOUBLE };
  double largest[2] = { -G_MAXDOUBLE, -G_MAXDOUBLE };
  Frame frame;

  for (guint i = 0; i < projection->n_points; i++)
    for (guint axis = 0; axis < 2; axis++)
      {
        double place = (double) projection->places[2 * i + axis];

        least[axis] = MIN (least[axis], place);
        largest[axis] = MAX (largest[axis], place);
      }
  frame.scale = MIN ((width - 2.0 * MARGIN) / MAX (largest[0] - least[0], LEAST_EXTENT),
                     (height - 2.0 * MARGIN) / MAX (largest[1] - least[1], LEAST_EXTENT));
  frame.x = width / 2.0 - frame.scale * (least[0] + largest[0]) / 2.0;
  frame.y = height / 2.0 + frame.scale * (least[1] + largest[1]) / 2.0;
  return frame;
}

static Frame
get_area_frame (BpLayerMap *self)
{
  return get_frame (self, gtk_widget_get_width (GTK_WIDGET (self->area)),
                    gtk_widget_get_height (GTK_WIDGET (self->area)));
}

static void
map_place (const Frame *frame, const float *place, double *x, double *y)
{
  *x = frame->x + frame->scale * (double) place[0];
  *y = frame->y - frame->scale * (double) place[1];
}

static void
map_point (BpLayerMap *self, const Frame *frame, guint point, double *x, double *y)
{
  map_place (frame, self->projection->places + (gsize) 2 * point, x, y);
}

static BpSamples
get_samples (BpLayerMap *self)
{
  return bp_dataset_get_samples (self->projection->dataset, self->projection->split);
}

static guint
get_label (BpLayerMap *self, guint point)
{
  return get_samples (self).labels[self->projection->indices[point]];
}

static const guint8 *
get_pixels (BpLayerMap *self, guint point)
{
  return get_samples (self).images + (gsize) self->projection->indices[point] *
                                         bp_dataset_get_n_pixels (self->projection->dataset);
}

static char *
describe_point (BpLayerMap *self, guint point)
{
  const BpProjection *projection = self->projection;

  return bp_describe_sample (projection->dataset, projection->split, projection->indices[point]);
}

static void
point_at (BpLayerMap *self, int point)
{
  g_autofree char *text = point != NOTHING ? describe_point (self, (guint) point) : NULL;

  if (self->pointed == point)
    return;
  self->pointed = point;
  gtk_widget_queue_draw (GTK_WIDGET (self->area));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->area), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  text != NULL ? text : "", -1);
}

static BpChartColor
get_class_color (BpLayerMap *self, guint label)
{
  guint n_classes = bp_dataset_get_n_classes (self->projection->dataset);
  gboolean is_dark = adw_style_manager_get_dark (
      adw_style_manager_get_for_display (gtk_widget_get_display (GTK_WIDGET (self))));

  return bp_chart_color_from_hue ((double) label / MAX (n_classes, 1), SATURATION,
                                  is_dark ? ON_DARK : ON_LIGHT);
}

/* The first letter of the name of a class, or a dot for an image of no class. */
static PangoLayout *
create_letter (BpLayerMap *self, guint label)
{
  const BpDataset *dataset = self->projection->dataset;
  const char *name =
      label < bp_dataset_get_n_classes (dataset) ? bp_dataset_get_class_name (dataset, label) : "·";
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self->area), NULL);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (LETTER_SCALE));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_text (layout, name, (int) (g_utf8_next_char (name) - name));
  return layout;
}

static void
draw_letters (BpLayerMap *self, cairo_t *cr, const Frame *frame)
{
  g_autoptr (GPtrArray) letters = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_classes = bp_dataset_get_n_classes (self->projection->dataset);

  for (guint label = 0; label <= n_classes; label++)
    g_ptr_array_add (letters, create_letter (self, label));
  for (guint i = 0; i < self->projection->n_points; i++)
    {
      guint label = MIN (get_label (self, i), n_classes);
      PangoLayout *letter = g_ptr_array_index (letters, label);
      int width;
      int height;
      double x;
      double y;

      pango_layout_get_pixel_size (letter, &width, &height);
      map_point (self, frame, i, &x, &y);
      bp_chart_color_set_source (get_class_color (self, label), cr);
      cairo_move_to (cr, x - width / 2.0, y - height / 2.0);
      pango_cairo_show_layout (cr, letter);
    }
}

/* Paints all letters, which are drawn anew only after a change. */
static void
paint_letters (BpLayerMap *self, cairo_t *cr, const Frame *frame, int width, int height)
{
  if (self->letters == NULL)
    {
      cairo_t *letters_cr;

      self->letters = cairo_surface_create_similar (cairo_get_target (cr),
                                                    CAIRO_CONTENT_COLOR_ALPHA, width, height);
      letters_cr = cairo_create (self->letters);
      draw_letters (self, letters_cr, frame);
      cairo_destroy (letters_cr);
    }
  cairo_set_source_surface (cr, self->letters, 0.0, 0.0);
  cairo_paint (cr);
}

static void
forget_letters (BpLayerMap *self)
{
  g_clear_pointer (&self->letters, cairo_surface_destroy);
  gtk_widget_queue_draw (GTK_WIDGET (self->area));
}

static void
draw_ring (cairo_t *cr, double x, double y, double radius, const GdkRGBA *color)
{
  gdk_cairo_set_source_rgba (cr, color);
  cairo_set_line_width (cr, 2.0);
  cairo_new_sub_path (cr);
  cairo_arc (cr, x, y, radius, 0.0, 2.0 * G_PI);
  cairo_stroke (cr);
}

/* Draws the pixels of the image that is pointed at, in the corner that is farther from it. */
static void
draw_picture (BpLayerMap *self, cairo_t *cr, double x, int width, const GdkRGBA *color)
{
  const BpDataset *dataset = self->projection->dataset;
  const guint8 *pixels = get_pixels (self, (guint) self->pointed);
  guint columns = bp_dataset_get_width (dataset);
  guint rows = bp_dataset_get_height (dataset);
  double pixel = PICTURE / MAX (columns, rows);

  cairo_save (cr);
  cairo_translate (cr, x > width / 2.0 ? PICTURE_MARGIN : width - PICTURE - PICTURE_MARGIN,
                   PICTURE_MARGIN);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  for (guint i = 0; i < columns * rows; i++)
    {
      guint column = i % columns;
      guint row = i / columns;

      cairo_set_source_rgba (cr, (double) color->red, (double) color->green, (double) color->blue,
                             pixels[i] / 255.0);
      cairo_rectangle (cr, pixel * column, pixel * row, pixel, pixel);
      cairo_fill (cr);
    }
  gdk_cairo_set_source_rgba (cr, color);
  cairo_set_line_width (cr, 1.0);
  cairo_rectangle (cr, 0.0, 0.0, pixel * columns, pixel * rows);
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
draw (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  BpLayerMap *self = BP_LAYER_MAP (user_data);
  GdkRGBA color;
  Frame frame;
  double x;
  double y;

  if (self->projection == NULL)
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (area)), &color);
  color.alpha = 1.0F;
  frame = get_frame (self, width, height);
  paint_letters (self, cr, &frame, width, height);
  if (self->has_pad_place)
    {
      map_place (&frame, self->pad_place, &x, &y);
      x = CLAMP (x, PAD_RING, width - PAD_RING);
      y = CLAMP (y, PAD_RING, height - PAD_RING);
      draw_ring (cr, x, y, PAD_RING, &color);
      draw_ring (cr, x, y, PAD_RING / 3.0, &color);
    }
  if (self->pointed != NOTHING)
    {
      map_point (self, &frame, (guint) self->pointed, &x, &y);
      draw_ring (cr, x, y, RING, &color);
      draw_picture (self, cr, x, width, &color);
    }
}

/* Finds the image nearest to a place; in a direction from there, where that is not 0. */
static int
find_nearest (BpLayerMap *self, double x, double y, double x_way, double y_way)
{
  Frame frame = get_area_frame (self);
  double least = G_MAXDOUBLE;
  int nearest = NOTHING;

  for (guint i = 0; i < self->projection->n_points; i++)
    {
      double x_there;
      double y_there;
      double along;
      double distance;

      map_point (self, &frame, i, &x_there, &y_there);
      x_there -= x;
      y_there -= y;
      along = x_there * x_way + y_there * y_way;
      if ((x_way != 0.0 || y_way != 0.0) &&
          along <= MAX (fabs (x_there * y_way - y_there * x_way), 0.5))
        continue;
      distance = hypot (x_there, y_there);
      if (distance < least)
        {
          least = distance;
          nearest = (int) i;
        }
    }
  return nearest;
}

static void
on_motion (BpLayerMap *self, double x, double y)
{
  Frame frame;
  double x_there;
  double y_there;
  int nearest;

  if (self->projection == NULL)
    return;
  nearest = find_nearest (self, x, y, 0.0, 0.0);
  frame = get_area_frame (self);
  map_point (self, &frame, (guint) nearest, &x_there, &y_there);
  point_at (self, hypot (x_there - x, y_there - y) <= REACH ? nearest : NOTHING);
}

static void
on_leave (BpLayerMap *self)
{
  if (!gtk_widget_has_focus (GTK_WIDGET (self->area)))
    point_at (self, NOTHING);
}

static void
choose (BpLayerMap *self)
{
  const BpDataset *dataset;
  g_autoptr (GBytes) pixels = NULL;
  g_autofree char *title = NULL;

  if (self->pointed == NOTHING)
    return;
  dataset = self->projection->dataset;
  pixels =
      g_bytes_new (get_pixels (self, (guint) self->pointed), bp_dataset_get_n_pixels (dataset));
  title = describe_point (self, (guint) self->pointed);
  g_signal_emit (self, signals[SIGNAL_IMAGE_CHOSEN], 0, pixels, bp_dataset_get_width (dataset),
                 bp_dataset_get_height (dataset), title,
                 get_samples (self).labels[self->projection->indices[self->pointed]]);
}

static void
on_pressed (BpLayerMap *self, int n_pressed G_GNUC_UNUSED, double x, double y)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->area));
  on_motion (self, x, y);
  choose (self);
}

/* Moves to the nearest image in a direction, or to the one in the middle. */
static void
step (BpLayerMap *self, double x_way, double y_way)
{
  Frame frame = get_area_frame (self);
  double x = gtk_widget_get_width (GTK_WIDGET (self->area)) / 2.0;
  double y = gtk_widget_get_height (GTK_WIDGET (self->area)) / 2.0;
  int nearest;

  if (self->pointed != NOTHING)
    map_point (self, &frame, (guint) self->pointed, &x, &y);
  nearest = self->pointed != NOTHING ? find_nearest (self, x, y, x_way, y_way)
                                     : find_nearest (self, x, y, 0.0, 0.0);
  if (nearest != NOTHING)
    point_at (self, nearest);
}

static gboolean
on_key_pressed (BpLayerMap *self, guint key)
{
  if (self->projection == NULL)
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Left:
      step (self, -1.0, 0.0);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
      step (self, 1.0, 0.0);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
      step (self, 0.0, -1.0);
      return GDK_EVENT_STOP;
    case GDK_KEY_Down:
      step (self, 0.0, 1.0);
      return GDK_EVENT_STOP;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      choose (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      if (self->pointed == NOTHING)
        return GDK_EVENT_PROPAGATE;
      point_at (self, NOTHING);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
update_pad_place (BpLayerMap *self)
{
  self->has_pad_place = self->projection != NULL && self->has_pad_image &&
                        self->workspace != NULL &&
                        bp_network_get_n_inputs (self->projection->network) == BP_DIGIT_N_PIXELS;

  if (self->has_pad_place)
    bp_projection_place (self->projection, self->workspace, self->pad_image, self->pad_place);
  gtk_widget_queue_draw (GTK_WIDGET (self->area));
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
  point_at (self, NOTHING);
  g_clear_pointer (&self->projection, bp_projection_unref);
  g_clear_pointer (&self->workspace, bp_workspace_free);
  forget_letters (self);
  gtk_label_set_text (self->caption, reason);
}

/* Takes @projection. */
static void
show_projection (BpLayerMap *self, BpProjection *projection)
{
  gboolean is_same_data = self->projection != NULL &&
                          self->projection->dataset == projection->dataset &&
                          self->projection->split == projection->split;

  if (!is_same_data)
    point_at (self, NOTHING);
  g_clear_pointer (&self->workspace, bp_workspace_free);
  g_clear_pointer (&self->projection, bp_projection_unref);
  self->projection = projection;
  self->workspace = bp_workspace_new (projection->network, 1, NULL);
  show_caption (self);
  forget_letters (self);
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
  g_clear_pointer (&self->letters, cairo_surface_destroy);
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
  gtk_widget_class_bind_template_child (widget_class, BpLayerMap, area);
  gtk_widget_class_bind_template_child (widget_class, BpLayerMap, caption);
  gtk_widget_class_bind_template_callback (widget_class, forget_letters);
  gtk_widget_class_bind_template_callback (widget_class, on_motion);
  gtk_widget_class_bind_template_callback (widget_class, on_leave);
  gtk_widget_class_bind_template_callback (widget_class, on_pressed);
  gtk_widget_class_bind_template_callback (widget_class, on_key_pressed);
  gtk_widget_class_set_css_name (widget_class, "layermap");
}

static void
bp_layer_map_init (BpLayerMap *self)
{
  self->pointed = NOTHING;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drawing_area_set_draw_func (self->area, draw, self, NULL);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (forget_letters), self, G_CONNECT_SWAPPED);
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
