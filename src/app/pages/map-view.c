/* SPDX-License-Identifier: MIT */
#include "map-view.h"

#include "sample-name.h"

#include <math.h>

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

struct _BpMapView
{
  BpFigure parent_instance;

  BpProjection *projection; /* owned, nullable */
  int pointed;              /* an image of the projection, or NOTHING */
  gboolean has_pad_place;
  float pad_place[2]; /* along the axes of the projection */

  /* From the places of the images to the coordinates of the widget, as drawn last. */
  double width;
  double height;
  double x;
  double y;
  double scale;
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpMapView, bp_map_view, BP_TYPE_FIGURE)

static void
arrange (BpFigure *figure, PangoContext *context, double width, double height)
{
  BpMapView *self = BP_MAP_VIEW (figure);
  const BpProjection *projection = self->projection;
  double least[2] = { G_MAXDOUBLE, G_MAXDOUBLE };
  double largest[2] = { -G_MAXDOUBLE, -G_MAXDOUBLE };

  (void) context;
  if (projection == NULL)
    return;
  for (guint i = 0; i < projection->n_points; i++)
    for (guint axis = 0; axis < 2; axis++)
      {
        double place = (double) projection->places[2 * i + axis];

        least[axis] = MIN (least[axis], place);
        largest[axis] = MAX (largest[axis], place);
      }
  self->width = width;
  self->height = height;
  self->scale = MIN ((width - 2.0 * MARGIN) / MAX (largest[0] - least[0], LEAST_EXTENT),
                     (height - 2.0 * MARGIN) / MAX (largest[1] - least[1], LEAST_EXTENT));
  self->x = width / 2.0 - self->scale * (least[0] + largest[0]) / 2.0;
  self->y = height / 2.0 + self->scale * (least[1] + largest[1]) / 2.0;
}

static void
map_place (BpMapView *self, const float *place, double *x, double *y)
{
  *x = self->x + self->scale * (double) place[0];
  *y = self->y - self->scale * (double) place[1];
}

static void
map_point (BpMapView *self, guint point, double *x, double *y)
{
  map_place (self, self->projection->places + (gsize) 2 * point, x, y);
}

static BpSamples
get_samples (BpMapView *self)
{
  return bp_dataset_get_samples (self->projection->dataset, self->projection->split);
}

/* The first letter of the name of a class, or a dot for an image of no class. */
static PangoLayout *
create_letter (BpMapView *self, guint label)
{
  const BpDataset *dataset = self->projection->dataset;
  const char *name =
      label < bp_dataset_get_n_classes (dataset) ? bp_dataset_get_class_name (dataset, label) : "·";
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (LETTER_SCALE));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_text (layout, name, (int) (g_utf8_next_char (name) - name));
  return layout;
}

static void
draw (BpFigure *figure, const BpChartStyle *style, cairo_t *cr)
{
  BpMapView *self = BP_MAP_VIEW (figure);
  g_autoptr (GPtrArray) letters = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_classes;

  if (self->projection == NULL)
    return;
  n_classes = bp_dataset_get_n_classes (self->projection->dataset);
  for (guint label = 0; label <= n_classes; label++)
    g_ptr_array_add (letters, create_letter (self, label));
  for (guint i = 0; i < self->projection->n_points; i++)
    {
      guint label = MIN (get_samples (self).labels[self->projection->indices[i]], n_classes);
      PangoLayout *letter = g_ptr_array_index (letters, label);
      int width;
      int height;
      double x;
      double y;

      pango_layout_get_pixel_size (letter, &width, &height);
      map_point (self, i, &x, &y);
      bp_chart_color_set_source (bp_chart_color_from_hue ((double) label / MAX (n_classes, 1),
                                                          SATURATION,
                                                          style->is_dark ? ON_DARK : ON_LIGHT),
                                 cr);
      cairo_move_to (cr, x - width / 2.0, y - height / 2.0);
      pango_cairo_show_layout (cr, letter);
    }
}

static void
draw_ring (cairo_t *cr, double x, double y, double radius)
{
  cairo_set_line_width (cr, 2.0);
  cairo_new_sub_path (cr);
  cairo_arc (cr, x, y, radius, 0.0, 2.0 * G_PI);
  cairo_stroke (cr);
}

/* Draws the pixels of the image that is pointed at, in the corner that is farther from it. */
static void
draw_picture (BpMapView *self, double x, const BpChartStyle *style, cairo_t *cr)
{
  const BpDataset *dataset = self->projection->dataset;
  guint columns = bp_dataset_get_width (dataset);
  guint rows = bp_dataset_get_height (dataset);
  const guint8 *pixels =
      get_samples (self).images + (gsize) self->projection->indices[self->pointed] * columns * rows;
  double pixel = PICTURE / MAX (columns, rows);

  cairo_save (cr);
  cairo_translate (cr,
                   x > self->width / 2.0 ? PICTURE_MARGIN : self->width - PICTURE - PICTURE_MARGIN,
                   PICTURE_MARGIN);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  for (guint i = 0; i < columns * rows; i++)
    {
      guint column = i % columns;
      guint row = i / columns;
      BpChartColor ink = style->foreground;

      ink.alpha = (float) pixels[i] / 255.0F;
      bp_chart_color_set_source (ink, cr);
      cairo_rectangle (cr, pixel * column, pixel * row, pixel, pixel);
      cairo_fill (cr);
    }
  bp_chart_color_set_source (style->foreground, cr);
  cairo_set_line_width (cr, 1.0);
  cairo_rectangle (cr, 0.0, 0.0, pixel * columns, pixel * rows);
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
draw_pointed (BpFigure *figure, const BpChartStyle *style, cairo_t *cr)
{
  BpMapView *self = BP_MAP_VIEW (figure);
  double x;
  double y;

  if (self->projection == NULL)
    return;
  bp_chart_color_set_source (style->foreground, cr);
  if (self->has_pad_place)
    {
      map_place (self, self->pad_place, &x, &y);
      x = CLAMP (x, PAD_RING, self->width - PAD_RING);
      y = CLAMP (y, PAD_RING, self->height - PAD_RING);
      draw_ring (cr, x, y, PAD_RING);
      draw_ring (cr, x, y, PAD_RING / 3.0);
    }
  if (self->pointed != NOTHING)
    {
      map_point (self, (guint) self->pointed, &x, &y);
      draw_ring (cr, x, y, RING);
      draw_picture (self, x, style, cr);
    }
}

/* Finds the image nearest to a place; in a direction from there, where that is not 0. */
static int
find_nearest (BpMapView *self, double x, double y, double x_way, double y_way)
{
  double least = G_MAXDOUBLE;
  int nearest = NOTHING;

  for (guint i = 0; i < self->projection->n_points; i++)
    {
      double x_there;
      double y_there;
      double along;
      double distance;

      map_point (self, i, &x_there, &y_there);
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
point_at (BpFigure *figure, double x, double y)
{
  BpMapView *self = BP_MAP_VIEW (figure);
  double x_there;
  double y_there;

  self->pointed = NOTHING;
  if (self->projection == NULL)
    return;
  self->pointed = find_nearest (self, x, y, 0.0, 0.0);
  map_point (self, (guint) self->pointed, &x_there, &y_there);
  if (hypot (x_there - x, y_there - y) > REACH)
    self->pointed = NOTHING;
}

/* Moves to the nearest image in a direction; first, to the one in the middle. */
static void
step (BpMapView *self, double x_way, double y_way)
{
  double x;
  double y;
  int nearest;

  if (self->pointed == NOTHING)
    {
      self->pointed = find_nearest (self, self->width / 2.0, self->height / 2.0, 0.0, 0.0);
      return;
    }
  map_point (self, (guint) self->pointed, &x, &y);
  nearest = find_nearest (self, x, y, x_way, y_way);
  if (nearest != NOTHING)
    self->pointed = nearest;
}

static gboolean
point_by_key (BpFigure *figure, guint key)
{
  BpMapView *self = BP_MAP_VIEW (figure);

  if (self->projection == NULL)
    return FALSE;
  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      step (self, -1.0, 0.0);
      return TRUE;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      step (self, 1.0, 0.0);
      return TRUE;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      step (self, 0.0, -1.0);
      return TRUE;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      step (self, 0.0, 1.0);
      return TRUE;
    default:
      return FALSE;
    }
}

static void
point_at_nothing (BpFigure *figure)
{
  BP_MAP_VIEW (figure)->pointed = NOTHING;
}

static void
activate (BpFigure *figure)
{
  BpMapView *self = BP_MAP_VIEW (figure);

  if (self->pointed != NOTHING)
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, (guint) self->pointed);
}

static char *
describe (BpFigure *figure)
{
  BpMapView *self = BP_MAP_VIEW (figure);
  const BpProjection *projection = self->projection;

  return self->pointed != NOTHING ? bp_describe_sample (projection->dataset, projection->split,
                                                        projection->indices[self->pointed])
                                  : NULL;
}

static void
bp_map_view_finalize (GObject *object)
{
  g_clear_pointer (&BP_MAP_VIEW (object)->projection, bp_projection_unref);

  G_OBJECT_CLASS (bp_map_view_parent_class)->finalize (object);
}

static void
bp_map_view_class_init (BpMapViewClass *klass)
{
  BpFigureClass *figure_class = BP_FIGURE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = bp_map_view_finalize;
  figure_class->arrange = arrange;
  figure_class->draw = draw;
  figure_class->draw_pointed = draw_pointed;
  figure_class->point_at = point_at;
  figure_class->point_by_key = point_by_key;
  figure_class->point_at_nothing = point_at_nothing;
  figure_class->activate = activate;
  figure_class->describe = describe;

  /**
   * BpMapView::chosen:
   * @point: the index of an image of the projection
   */
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", BP_TYPE_MAP_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
bp_map_view_init (BpMapView *self)
{
  self->pointed = NOTHING;
}

/**
 * bp_map_view_set_projection:
 * @self: the view
 * @projection: (nullable): what to show; the image that is pointed at stays pointed at where the
 *   images are the same
 *
 * Forgets the place of the pad's image.
 */
void
bp_map_view_set_projection (BpMapView *self, BpProjection *projection)
{
  gboolean has_same_images = self->projection != NULL && projection != NULL &&
                             self->projection->dataset == projection->dataset &&
                             self->projection->split == projection->split;

  if (!has_same_images)
    self->pointed = NOTHING;
  g_clear_pointer (&self->projection, bp_projection_unref);
  self->projection = projection != NULL ? bp_projection_ref (projection) : NULL;
  self->has_pad_place = FALSE;
  bp_figure_redraw (BP_FIGURE (self));
}

/**
 * bp_map_view_set_pad_place:
 * @self: the view
 * @place: (2) (nullable): where the image of the pad is, see bp_projection_place()
 */
void
bp_map_view_set_pad_place (BpMapView *self, const float *place)
{
  self->has_pad_place = place != NULL;
  if (place != NULL)
    {
      self->pad_place[0] = place[0];
      self->pad_place[1] = place[1];
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
