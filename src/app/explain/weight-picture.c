/* SPDX-License-Identifier: MIT */
#include "weight-picture.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

/* The smallest and the preferred width on the screen. */
#define SMALLEST_SIDE 112
#define NATURAL_SIDE  196

/* Below this share of the largest, a weight is not drawn. */
#define WEAKEST 0.03F

/* The side, in pixels, of negative weights, so that their shape distinguishes them too. */
#define NEGATIVE_SIDE 0.6

struct _BpWeightPicture
{
  GtkWidget parent_instance;

  float *weights; /* owned, nullable: (height, width) */
  float largest;  /* of their magnitudes */
  guint width;
  guint height;
  guint pixel; /* the chosen one */
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpWeightPicture, bp_weight_picture, GTK_TYPE_WIDGET)

static GtkSizeRequestMode
bp_weight_picture_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
bp_weight_picture_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  BpWeightPicture *self = BP_WEIGHT_PICTURE (widget);
  double aspect = self->width > 0 ? (double) self->height / self->width : 1.0;

  *minimum = SMALLEST_SIDE;
  *natural = NATURAL_SIDE;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    return;
  *natural = (int) ceil (aspect * (for_size > 0 ? MIN (for_size, NATURAL_SIDE) : NATURAL_SIDE));
  *minimum = *natural;
}

/* Screen pixels for each pixel of the picture. */
static double
get_zoom (BpWeightPicture *self)
{
  return MIN ((double) gtk_widget_get_width (GTK_WIDGET (self)) / self->width,
              (double) gtk_widget_get_height (GTK_WIDGET (self)) / self->height);
}

static void
draw_sign (BpWeightPicture *self, cairo_t *cr, float sign, double side, const GdkRGBA *color)
{
  double margin = (1.0 - side) / 2.0;

  for (guint i = 0; i < self->width * self->height; i++)
    {
      float strength = sign * self->weights[i] / self->largest;
      guint column = i % self->width;
      guint row = i / self->width;

      if (strength < WEAKEST)
        continue;
      cairo_set_source_rgba (cr, (double) color->red, (double) color->green, (double) color->blue,
                             (double) strength);
      cairo_rectangle (cr, column + margin, row + margin, side, side);
      cairo_fill (cr);
    }
}

static void
draw_chosen (BpWeightPicture *self, cairo_t *cr, const GdkRGBA *color, double zoom)
{
  guint column = self->pixel % self->width;
  guint row = self->pixel / self->width;

  gdk_cairo_set_source_rgba (cr, color);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_DEFAULT);
  cairo_set_line_width (cr, 2.0 / zoom);
  cairo_rectangle (cr, column, row, 1.0, 1.0);
  cairo_stroke (cr);
}

static void
bp_weight_picture_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BpWeightPicture *self = BP_WEIGHT_PICTURE (widget);
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                               (float) gtk_widget_get_height (widget));
  GdkRGBA foreground;
  GdkRGBA positive;
  GdkRGBA negative;
  cairo_t *cr;

  if (self->weights == NULL)
    return;

  gtk_style_context_get_color (context, &foreground);
  positive = foreground;
  negative = foreground;
  gtk_style_context_lookup_color (context, "why_for_color", &positive);
  gtk_style_context_lookup_color (context, "why_against_color", &negative);
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  cairo_scale (cr, get_zoom (self), get_zoom (self));
  /* With antialiasing, the edges of adjacent squares would show as a grid. */
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  if (self->largest > 0.0F)
    {
      draw_sign (self, cr, 1.0F, 1.0, &positive);
      draw_sign (self, cr, -1.0F, NEGATIVE_SIDE, &negative);
    }
  if (self->pixel < self->width * self->height)
    draw_chosen (self, cr, &foreground, get_zoom (self));
  cairo_destroy (cr);
}

static void
choose (BpWeightPicture *self, int x, int y)
{
  if (x < 0 || y < 0 || x >= (int) self->width || y >= (int) self->height)
    return;
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, (guint) y * self->width + (guint) x);
}

static void
on_pressed (BpWeightPicture *self, int n_press, double x, double y)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (self->weights != NULL)
    choose (self, (int) floor (x / get_zoom (self)), (int) floor (y / get_zoom (self)));
}

static gboolean
on_key_pressed (BpWeightPicture *self, guint key)
{
  guint pixel = self->weights != NULL && self->pixel < self->width * self->height ? self->pixel : 0;
  int x = self->weights != NULL ? (int) (pixel % self->width) : 0;
  int y = self->weights != NULL ? (int) (pixel / self->width) : 0;

  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      choose (self, x - 1, y);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      choose (self, x + 1, y);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      choose (self, x, y - 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      choose (self, x, y + 1);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
bp_weight_picture_finalize (GObject *object)
{
  g_free (BP_WEIGHT_PICTURE (object)->weights);

  G_OBJECT_CLASS (bp_weight_picture_parent_class)->finalize (object);
}

static void
bp_weight_picture_class_init (BpWeightPictureClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = bp_weight_picture_finalize;
  widget_class->get_request_mode = bp_weight_picture_get_request_mode;
  widget_class->measure = bp_weight_picture_measure;
  widget_class->snapshot = bp_weight_picture_snapshot;

  /**
   * BpWeightPicture::chosen:
   * @pixel: its number, row by row from the top
   */
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", BP_TYPE_WEIGHT_PICTURE, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_css_name (widget_class, "weightpicture");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
bp_weight_picture_init (BpWeightPicture *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->pixel = G_MAXUINT;
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_pressed), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Weights from the pixels"), -1);
}

/**
 * bp_weight_picture_set:
 * @self: the picture
 * @weights: (height, width) the weights of a unit; copied
 * @width: in pixels, over 0
 * @height: likewise
 */
void
bp_weight_picture_set (BpWeightPicture *self, const float *weights, guint width, guint height)
{
  gsize n = (gsize) width * height;

  if (self->weights != NULL && self->width == width && self->height == height &&
      memcmp (self->weights, weights, n * sizeof (float)) == 0)
    return;

  if (self->width != width || self->height != height)
    gtk_widget_queue_resize (GTK_WIDGET (self));
  g_free (self->weights);
  self->weights = g_memdup2 (weights, n * sizeof (float));
  self->width = width;
  self->height = height;
  self->largest = 0.0F;
  for (gsize i = 0; i < n; i++)
    self->largest = MAX (self->largest, fabsf (weights[i]));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * bp_weight_picture_choose:
 * @self: the picture
 * @pixel: the pixel to mark, or %G_MAXUINT for none
 * @description: (nullable): its weight in words
 */
void
bp_weight_picture_choose (BpWeightPicture *self, guint pixel, const char *description)
{
  const char *text = description != NULL ? description : "";

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  if (self->pixel == pixel)
    return;
  self->pixel = pixel;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
