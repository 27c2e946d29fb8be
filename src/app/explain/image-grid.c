/* SPDX-License-Identifier: MIT */
#include "image-grid.h"

#include "format.h"
#include "unit-text.h"

#include <glib/gi18n.h>

/* Images in a row, and between two of them, in their pixels. */
#define SIDE 3
#define GAP  2

/* The smallest and the preferred size of an image on the screen. */
#define SMALLEST_CELL 36
#define NATURAL_CELL  56

struct _BpImageGrid
{
  GtkWidget parent_instance;

  cairo_surface_t *ink;                /* owned, nullable: all images, in A8 */
  double aspect;                       /* the height of it by its width */
  char *texts[BP_FAVOURITES_PER_UNIT]; /* owned, nullable: a description of each */
};

G_DEFINE_FINAL_TYPE (BpImageGrid, bp_image_grid, GTK_TYPE_WIDGET)

static GtkSizeRequestMode
bp_image_grid_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
bp_image_grid_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  double aspect = BP_IMAGE_GRID (widget)->aspect;
  int most = NATURAL_CELL * SIDE;

  *minimum = SMALLEST_CELL * SIDE;
  *natural = most;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    return;
  *natural = (int) (aspect * (for_size > 0 ? MIN (for_size, most) : most));
  *minimum = *natural;
}

/* Screen pixels for each pixel of the images. */
static double
get_zoom (BpImageGrid *self)
{
  double width = cairo_image_surface_get_width (self->ink);
  double height = cairo_image_surface_get_height (self->ink);

  return MIN (gtk_widget_get_width (GTK_WIDGET (self)) / width,
              gtk_widget_get_height (GTK_WIDGET (self)) / height);
}

static void
bp_image_grid_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BpImageGrid *self = BP_IMAGE_GRID (widget);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                               (float) gtk_widget_get_height (widget));
  GdkRGBA color;
  cairo_t *cr;

  if (self->ink == NULL)
    return;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  cairo_scale (cr, get_zoom (self), get_zoom (self));
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_mask_surface (cr, self->ink, 0.0, 0.0);
  cairo_destroy (cr);
}

static gboolean
on_query_tooltip (BpImageGrid *self, int x, int y, gboolean is_keyboard, GtkTooltip *tooltip)
{
  int column;
  int row;

  if (self->ink == NULL || is_keyboard)
    return FALSE;
  column = (int) (x / get_zoom (self)) * SIDE / cairo_image_surface_get_width (self->ink);
  row = (int) (y / get_zoom (self)) * SIDE / cairo_image_surface_get_height (self->ink);
  if (column < 0 || column >= SIDE || row < 0 || row >= SIDE ||
      self->texts[row * SIDE + column] == NULL)
    return FALSE;
  gtk_tooltip_set_text (tooltip, self->texts[row * SIDE + column]);
  return TRUE;
}

static void
drop_texts (BpImageGrid *self)
{
  for (guint i = 0; i < BP_FAVOURITES_PER_UNIT; i++)
    g_clear_pointer (&self->texts[i], g_free);
}

static void
bp_image_grid_finalize (GObject *object)
{
  BpImageGrid *self = BP_IMAGE_GRID (object);

  g_clear_pointer (&self->ink, cairo_surface_destroy);
  drop_texts (self);

  G_OBJECT_CLASS (bp_image_grid_parent_class)->finalize (object);
}

static void
bp_image_grid_class_init (BpImageGridClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = bp_image_grid_finalize;
  widget_class->get_request_mode = bp_image_grid_get_request_mode;
  widget_class->measure = bp_image_grid_measure;
  widget_class->snapshot = bp_image_grid_snapshot;

  gtk_widget_class_set_css_name (widget_class, "imagegrid");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
bp_image_grid_init (BpImageGrid *self)
{
  self->aspect = 1.0;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (on_query_tooltip), NULL);
}

static void
draw_image (BpImageGrid *self, const BpDataset *dataset, guint place, gsize index)
{
  gsize width = bp_dataset_get_width (dataset);
  gsize height = bp_dataset_get_height (dataset);
  gsize stride = (gsize) cairo_image_surface_get_stride (self->ink);
  gsize left = GAP + place % SIDE * (width + GAP);
  gsize top = GAP + place / SIDE * (height + GAP);
  const guint8 *pixels =
      bp_dataset_get_samples (dataset, BP_SPLIT_TRAIN).images + index * width * height;

  for (gsize y = 0; y < height; y++)
    memcpy (cairo_image_surface_get_data (self->ink) + (top + y) * stride + left,
            pixels + y * width, width);
}

static char *
describe_image (const BpDataset *dataset, const BpFavourite *favourite)
{
  guint label = bp_dataset_get_samples (dataset, BP_SPLIT_TRAIN).labels[favourite->index];
  const char *name = label < bp_dataset_get_n_classes (dataset)
                         ? bp_dataset_get_class_name (dataset, label)
                         : _ ("No digit");
  g_autofree char *number = bp_format_count ((guint64) favourite->index + 1);
  g_autofree char *value = bp_format_value ((double) favourite->value);

  /* Translators: the number of a training image, its class, and how much it excites a unit, as in
   * "Training image 1,234 (7): 3.365" */
  return g_strdup_printf (_ ("Training image %s (%s): %s"), number, name, value);
}

/* The images in words. */
static void
describe (BpImageGrid *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < BP_FAVOURITES_PER_UNIT && self->texts[i] != NULL; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", self->texts[i]);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text->str, -1);
}

/**
 * bp_image_grid_set:
 * @self: the grid
 * @dataset: the data set
 * @favourites: (array length=n): training images
 * @n: how many, %BP_FAVOURITES_PER_UNIT at most
 */
void
bp_image_grid_set (BpImageGrid *self,
                   const BpDataset *dataset,
                   const BpFavourite *favourites,
                   guint n)
{
  int width = (int) (SIDE * (bp_dataset_get_width (dataset) + GAP) + GAP);
  int height = (int) (SIDE * (bp_dataset_get_height (dataset) + GAP) + GAP);

  g_clear_pointer (&self->ink, cairo_surface_destroy);
  self->ink = cairo_image_surface_create (CAIRO_FORMAT_A8, width, height);
  self->aspect = (double) height / width;
  drop_texts (self);
  for (guint i = 0; i < n; i++)
    {
      draw_image (self, dataset, i, favourites[i].index);
      self->texts[i] = describe_image (dataset, &favourites[i]);
    }
  cairo_surface_mark_dirty (self->ink);
  describe (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
