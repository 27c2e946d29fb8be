/* SPDX-License-Identifier: MIT */
#include "image-view.h"

#include "list-item.h"

/* The side, in screen pixels: two for each pixel of a digit. */
#define SIDE 56

struct _BpImageView
{
  GtkWidget parent_instance;

  /* owned */
  BpInspectedImage *image; /* nullable */
  cairo_surface_t *ink;    /* nullable: its pixels, in A8 */
};

enum
{
  PROP_IMAGE = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BpImageView, bp_image_view, GTK_TYPE_WIDGET)

static cairo_surface_t *
make_ink (BpInspectedImage *image)
{
  const BpDataset *dataset = bp_inspected_image_get_dataset (image);
  const guint8 *pixels = bp_inspected_image_get_pixels (image);
  gsize width = bp_dataset_get_width (dataset);
  gsize height = bp_dataset_get_height (dataset);
  cairo_surface_t *ink = cairo_image_surface_create (CAIRO_FORMAT_A8, (int) width, (int) height);
  gsize row_stride;

  if (cairo_surface_status (ink) != CAIRO_STATUS_SUCCESS)
    {
      cairo_surface_destroy (ink);
      return NULL;
    }
  row_stride = (gsize) cairo_image_surface_get_stride (ink);
  for (gsize y = 0; y < height; y++)
    memcpy (cairo_image_surface_get_data (ink) + y * row_stride, pixels + y * width, width);
  cairo_surface_mark_dirty (ink);
  return ink;
}

static void
set_image (BpImageView *self, BpInspectedImage *image)
{
  if (!g_set_object (&self->image, image))
    return;
  g_clear_pointer (&self->ink, cairo_surface_destroy);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (image != NULL)
    {
      g_autofree char *title = bp_inspected_image_get_title (image);

      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                      -1);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IMAGE]);
}

/* As a click on the item of a list that it is in. */
static void
open_image (GtkWidget *widget, const char *name, GVariant *parameter)
{
  bp_list_item_activate (widget);
}

static void
bp_image_view_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  *minimum = SIDE;
  *natural = SIDE;
}

static void
bp_image_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BpImageView *self = BP_IMAGE_VIEW (widget);
  double width = gtk_widget_get_width (widget);
  double height = gtk_widget_get_height (widget);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height);
  cairo_pattern_t *pattern;
  GdkRGBA color;
  double zoom;
  cairo_t *cr;

  if (self->ink == NULL && self->image != NULL)
    self->ink = make_ink (self->image);
  if (self->ink == NULL)
    return;

  zoom = MIN (width / cairo_image_surface_get_width (self->ink),
              height / cairo_image_surface_get_height (self->ink));
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  cairo_translate (cr, (width - zoom * cairo_image_surface_get_width (self->ink)) / 2.0,
                   (height - zoom * cairo_image_surface_get_height (self->ink)) / 2.0);
  cairo_scale (cr, zoom, zoom);
  pattern = cairo_pattern_create_for_surface (self->ink);
  cairo_pattern_set_filter (pattern, zoom >= 1.0 ? CAIRO_FILTER_NEAREST : CAIRO_FILTER_GOOD);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  color.alpha = 1.0F;
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_mask (cr, pattern);
  cairo_pattern_destroy (pattern);
  cairo_destroy (cr);
}

static void
bp_image_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_IMAGE)
    g_value_set_object (value, BP_IMAGE_VIEW (object)->image);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
bp_image_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_IMAGE)
    set_image (BP_IMAGE_VIEW (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
bp_image_view_finalize (GObject *object)
{
  BpImageView *self = BP_IMAGE_VIEW (object);

  g_clear_object (&self->image);
  g_clear_pointer (&self->ink, cairo_surface_destroy);

  G_OBJECT_CLASS (bp_image_view_parent_class)->finalize (object);
}

static void
bp_image_view_class_init (BpImageViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = bp_image_view_get_property;
  object_class->set_property = bp_image_view_set_property;
  object_class->finalize = bp_image_view_finalize;
  widget_class->measure = bp_image_view_measure;
  widget_class->snapshot = bp_image_view_snapshot;

  properties[PROP_IMAGE] =
      g_param_spec_object ("image", NULL, NULL, BP_TYPE_INSPECTED_IMAGE,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "imageview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_install_action (widget_class, "image.open", NULL, open_image);
}

static void
bp_image_view_init (BpImageView *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}
