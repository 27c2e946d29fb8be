/* SPDX-License-Identifier: MIT */
#include "app/digit-view.h"

#include <glib/gi18n.h>
#include <math.h>

/* Screen pixels a picture's pixel, at least. */
#define SMALLEST_ZOOM 3

/* How much of the ink is left under a gradient, which is to be read there too. */
#define INK_UNDER_GRADIENT 0.35F

/* Below this share of the largest, a gradient is not drawn. */
#define WEAKEST 0.06F

/* What speaks against is told apart by its shape too: the side of its squares, in pixels. */
#define SIDE_AGAINST 0.6

struct _BpDigitView
{
  GtkWidget parent_instance;

  cairo_surface_t *ink; /* owned; 28 x 28 of CAIRO_FORMAT_A8 */
  gboolean has_gradient;
  float strengths[BP_DIGIT_N_PIXELS]; /* the gradient, the largest magnitude being 1 */
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

/* Pixels that speak for the answer where @sign is 1, and against it where it is -1. */
static void
draw_strengths (BpDigitView *self, cairo_t *cr, float sign, double side, const GdkRGBA *color)
{
  double margin = (1.0 - side) / 2.0;

  for (int pixel = 0; pixel < BP_DIGIT_N_PIXELS; pixel++)
    {
      float strength = sign * self->strengths[pixel];
      int row = pixel / BP_DIGIT_SIZE;
      int column = pixel % BP_DIGIT_SIZE;

      if (strength < WEAKEST)
        continue;
      cairo_set_source_rgba (cr, (double) color->red, (double) color->green, (double) color->blue,
                             (double) strength);
      cairo_rectangle (cr, column + margin, row + margin, side, side);
      cairo_fill (cr);
    }
}

static void
draw_gradient (BpDigitView *self, cairo_t *cr, const GdkRGBA *foreground)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));
  GdkRGBA color_for;
  GdkRGBA color_against;

  if (!gtk_style_context_lookup_color (context, "why_for_color", &color_for))
    color_for = *foreground;
  if (!gtk_style_context_lookup_color (context, "why_against_color", &color_against))
    color_against = *foreground;
  draw_strengths (self, cr, 1.0F, 1.0, &color_for);
  draw_strengths (self, cr, -1.0F, SIDE_AGAINST, &color_against);
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
  color.alpha = self->has_gradient ? INK_UNDER_GRADIENT : 1.0F;
  cairo_translate (cr, (width - zoom * BP_DIGIT_SIZE) / 2.0, (height - zoom * BP_DIGIT_SIZE) / 2.0);
  cairo_scale (cr, zoom, zoom);
  cairo_pattern_set_filter (ink, CAIRO_FILTER_NEAREST);
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_mask (cr, ink);
  if (self->has_gradient)
    draw_gradient (self, cr, &color);
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
 * bp_digit_view_new:
 *
 * Returns: (transfer floating): a view of a blank picture
 */
GtkWidget *
bp_digit_view_new (void)
{
  return g_object_new (BP_TYPE_DIGIT_VIEW, NULL);
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

static float
find_largest_magnitude (const float *values)
{
  float largest = 0.0F;

  for (guint i = 0; i < BP_DIGIT_N_PIXELS; i++)
    largest = MAX (largest, fabsf (values[i]));
  return largest;
}

/**
 * bp_digit_view_set_gradient:
 * @self: the view
 * @gradient: (28, 28) (nullable): how the answer changes with the ink of each pixel, in any unit;
 *   copied; %NULL for none
 */
void
bp_digit_view_set_gradient (BpDigitView *self, const float *gradient)
{
  float largest = gradient != NULL ? find_largest_magnitude (gradient) : 0.0F;

  if (largest == 0.0F && !self->has_gradient)
    return;

  self->has_gradient = largest > 0.0F;
  for (guint i = 0; gradient != NULL && i < BP_DIGIT_N_PIXELS; i++)
    self->strengths[i] = self->has_gradient ? gradient[i] / largest : 0.0F;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * bp_digit_view_has_gradient:
 * @self: the view
 *
 * Returns: whether a gradient is shown
 */
gboolean
bp_digit_view_has_gradient (BpDigitView *self)
{
  return self->has_gradient;
}
