/* SPDX-License-Identifier: MIT */
#include "loss-curve.h"

#include "unit-text.h"

#include <glib/gi18n.h>

/* The size of the curve, in lines of text, and the room around it, in pixels. */
#define LINES         4.5
#define NATURAL_WIDTH 320
#define MARGIN        6.0

/* Of a point; of more points than this, only the line is drawn. */
#define RADIUS      2.5
#define MOST_POINTS 60

#define LINE_WIDTH   2.0
#define GROUND_ALPHA 0.3F

struct _BpLossCurve
{
  GtkWidget parent_instance;

  GArray *losses; /* owned, of double */
};

G_DEFINE_FINAL_TYPE (BpLossCurve, bp_loss_curve, GTK_TYPE_WIDGET)

static double
find_largest (const double *losses, guint n)
{
  double largest = 0.0;

  for (guint i = 0; i < n; i++)
    largest = MAX (largest, losses[i]);
  return largest;
}

/**
 * bp_loss_curve_place:
 * @losses: (array length=n): losses, of which none is negative
 * @n: how many, at least 2
 * @i: one of them
 * @width: of the curve, in pixels
 * @height: likewise
 * @x: (out): its place, from 0 at the left
 * @y: (out): from 0 at the top, where the largest loss is, to @height, where 0 is
 */
void
bp_loss_curve_place (const double *losses,
                     guint n,
                     guint i,
                     double width,
                     double height,
                     double *x,
                     double *y)
{
  double largest = find_largest (losses, n);

  *x = width * i / (n - 1);
  *y = largest > 0.0 ? height * (1.0 - losses[i] / largest) : height;
}

static int
get_line_height (BpLossCurve *self)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), "0");
  int height;

  pango_layout_get_pixel_size (layout, NULL, &height);
  return height;
}

static void
bp_loss_curve_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  int height = (int) (LINES * get_line_height (BP_LOSS_CURVE (widget)));

  *minimum = height;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? MAX (NATURAL_WIDTH, height) : height;
}

/* Draws the largest loss at the top and 0 at the bottom, at the left. Returns: the room they take.
 */
static double
append_scale (BpLossCurve *self, GtkSnapshot *snapshot, double largest, const GdkRGBA *color)
{
  g_autofree char *text = bp_format_value (largest);
  g_autoptr (PangoLayout) top = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  g_autoptr (PangoLayout) bottom = gtk_widget_create_pango_layout (GTK_WIDGET (self), "0");
  int width;
  int zero_width;
  int height;

  pango_layout_get_pixel_size (top, &width, &height);
  pango_layout_get_pixel_size (bottom, &zero_width, NULL);
  gtk_snapshot_append_layout (snapshot, top, color);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT ((float) (width - zero_width),
                                                (float) (gtk_widget_get_height (GTK_WIDGET (self)) -
                                                         height)));
  gtk_snapshot_append_layout (snapshot, bottom, color);
  gtk_snapshot_restore (snapshot);
  return width + MARGIN;
}

static void
draw_curve (BpLossCurve *self, cairo_t *cr, double width, double height)
{
  const double *losses = (const double *) (gpointer) self->losses->data;
  guint n = self->losses->len;
  double x;
  double y;

  for (guint i = 0; i < n; i++)
    {
      bp_loss_curve_place (losses, n, i, width, height, &x, &y);
      cairo_line_to (cr, x, y);
    }
  cairo_set_line_width (cr, LINE_WIDTH);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (cr);
  for (guint i = 0; i < n && n <= MOST_POINTS; i++)
    {
      bp_loss_curve_place (losses, n, i, width, height, &x, &y);
      cairo_new_sub_path (cr);
      cairo_arc (cr, x, y, RADIUS, 0.0, 2.0 * G_PI);
    }
  cairo_fill (cr);
}

static void
bp_loss_curve_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BpLossCurve *self = BP_LOSS_CURVE (widget);
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  float width = (float) gtk_widget_get_width (widget);
  float height = (float) gtk_widget_get_height (widget);
  GdkRGBA color;
  GdkRGBA accent;
  double left;
  cairo_t *cr;

  if (self->losses->len < 2)
    return;
  gtk_style_context_get_color (context, &color);
  if (!gtk_style_context_lookup_color (context, "accent_color", &accent))
    accent = color;
  left = append_scale (self, snapshot,
                       find_largest ((const double *) (gpointer) self->losses->data,
                                     self->losses->len),
                       &color);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0.0F, 0.0F, width, height));
  cairo_translate (cr, left + RADIUS, MARGIN);
  color.alpha *= GROUND_ALPHA;
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_rectangle (cr, 0.0, (double) height - 2.0 * MARGIN, (double) width - left, 1.0);
  cairo_fill (cr);
  gdk_cairo_set_source_rgba (cr, &accent);
  draw_curve (self, cr, (double) width - left - 2.0 * RADIUS, (double) height - 2.0 * MARGIN);
  cairo_destroy (cr);
}

static void
bp_loss_curve_finalize (GObject *object)
{
  g_array_unref (BP_LOSS_CURVE (object)->losses);

  G_OBJECT_CLASS (bp_loss_curve_parent_class)->finalize (object);
}

static void
bp_loss_curve_class_init (BpLossCurveClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = bp_loss_curve_finalize;
  widget_class->measure = bp_loss_curve_measure;
  widget_class->snapshot = bp_loss_curve_snapshot;

  gtk_widget_class_set_css_name (widget_class, "losscurve");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
bp_loss_curve_init (BpLossCurve *self)
{
  self->losses = g_array_new (FALSE, FALSE, sizeof (double));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Curve of the loss of this picture"), -1);
}

/**
 * bp_loss_curve_set:
 * @self: the curve
 * @losses: (array length=n): losses, of which none is negative; copied
 * @n: how many
 * @description: (nullable): the losses in words, for screen readers
 */
void
bp_loss_curve_set (BpLossCurve *self, const double *losses, guint n, const char *description)
{
  g_array_set_size (self->losses, 0);
  g_array_append_vals (self->losses, losses, n);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  description != NULL ? description : "",
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description != NULL ? description : "", -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
