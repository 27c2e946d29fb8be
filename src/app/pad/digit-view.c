/* SPDX-License-Identifier: MIT */
#include "digit-view.h"

#include "attribution-map.h"

#include <glib/gi18n.h>

/* The least number of screen pixels for each pixel of the picture. */
#define SMALLEST_ZOOM 3

struct _BpDigitView
{
  GtkWidget parent_instance;

  cairo_surface_t *ink; /* owned; 28 x 28 of CAIRO_FORMAT_A8 */
  BpAttributionMap attributions;
};

G_DEFINE_FINAL_TYPE (BpDigitView, bp_digit_view, GTK_TYPE_WIDGET)

static void
bp_digit_view_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  *minimum = BP_DIGIT_SIZE * SMALLEST_ZOOM;
  *natural = *minimum;
}

static void
bp_digit_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BpDigitView *self = BP_DIGIT_VIEW (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  double zoom = (double) MIN (width, height) / BP_DIGIT_SIZE;
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  cairo_pattern_t *ink = cairo_pattern_create_for_surface (self->ink);
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  color.alpha = self->attributions.is_shown ? BP_INK_UNDER_ATTRIBUTIONS : 1.0F;
  cairo_translate (cr, (width - zoom * BP_DIGIT_SIZE) / 2.0, (height - zoom * BP_DIGIT_SIZE) / 2.0);
  cairo_scale (cr, zoom, zoom);
  cairo_pattern_set_filter (ink, CAIRO_FILTER_NEAREST);
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_mask (cr, ink);
  bp_attribution_map_draw (&self->attributions, cr, gtk_widget_get_style_context (widget));
  cairo_pattern_destroy (ink);
  cairo_destroy (cr);
}

static void
bp_digit_view_finalize (GObject *object)
{
  BpDigitView *self = BP_DIGIT_VIEW (object);

  cairo_surface_destroy (self->ink);

  G_OBJECT_CLASS (bp_digit_view_parent_class)->finalize (object);
}

static void
bp_digit_view_class_init (BpDigitViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = bp_digit_view_finalize;
  widget_class->measure = bp_digit_view_measure;
  widget_class->snapshot = bp_digit_view_snapshot;

  gtk_widget_class_set_css_name (widget_class, "digitview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
bp_digit_view_init (BpDigitView *self)
{
  self->ink = cairo_image_surface_create (CAIRO_FORMAT_A8, BP_DIGIT_SIZE, BP_DIGIT_SIZE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What the network sees"), -1);
}

/**
 * bp_digit_view_set_image:
 * @self: the view
 * @image: (28, 28) 0 is paper, 255 is ink; copied
 */
void
bp_digit_view_set_image (BpDigitView *self, const guint8 image[BP_DIGIT_N_PIXELS])
{
  gsize row_stride = (gsize) cairo_image_surface_get_stride (self->ink);
  guint8 *pixels;

  cairo_surface_flush (self->ink);
  pixels = cairo_image_surface_get_data (self->ink);
  for (gsize row = 0; row < BP_DIGIT_SIZE; row++)
    memcpy (pixels + row * row_stride, image + row * BP_DIGIT_SIZE, BP_DIGIT_SIZE);
  cairo_surface_mark_dirty (self->ink);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * bp_digit_view_set_attributions:
 * @self: the view
 * @attributions: (28, 28) (nullable): the share of each pixel in the answer, in any
 *   unit; copied; %NULL for none
 */
void
bp_digit_view_set_attributions (BpDigitView *self, const float *attributions)
{
  if (bp_attribution_map_set (&self->attributions, attributions))
    gtk_widget_queue_draw (GTK_WIDGET (self));
}
