/* SPDX-License-Identifier: MIT */
#include "sheet-view.h"

#include "format.h"

#include <glib/gi18n.h>

/* Between two samples, in their pixels. */
#define GAP 2

/* The smallest and the preferred size of a sample in screen pixels. */
#define SMALLEST_CELL 20
#define NATURAL_CELL  32

struct _BpSheetView
{
  GtkWidget parent_instance;

  cairo_surface_t *ink; /* owned, nullable; all cells and the gaps between them, in A8 */
  double aspect;        /* the height of it by its width */

  guint32 indices[BP_SHEET_N_CELLS];
  guint8 labels[BP_SHEET_N_CELLS];
  GStrv class_names; /* owned, nullable */
};

G_DEFINE_FINAL_TYPE (BpSheetView, bp_sheet_view, GTK_TYPE_WIDGET)

static void
bp_sheet_view_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  double aspect = BP_SHEET_VIEW (widget)->aspect;

  *minimum = SMALLEST_CELL * BP_SHEET_SIDE;
  *natural = NATURAL_CELL * BP_SHEET_SIDE;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    return;
  *natural = (int) (aspect * (for_size > 0 ? for_size : *natural));
  *minimum = for_size > 0 ? *natural : (int) (aspect * *minimum);
}

static GtkSizeRequestMode
bp_sheet_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* The position of the sheet in the widget, and its scale: screen pixels for each pixel of the
 * sheet. */
static double
get_frame (BpSheetView *self, double *x, double *y)
{
  double width = cairo_image_surface_get_width (self->ink);
  double height = cairo_image_surface_get_height (self->ink);
  int widget_width = gtk_widget_get_width (GTK_WIDGET (self));
  int widget_height = gtk_widget_get_height (GTK_WIDGET (self));
  double zoom = MIN (widget_width / width, widget_height / height);

  *x = (widget_width - zoom * width) / 2.0;
  *y = (widget_height - zoom * height) / 2.0;
  return zoom;
}

static void
bp_sheet_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BpSheetView *self = BP_SHEET_VIEW (widget);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                               (float) gtk_widget_get_height (widget));
  double x;
  double y;
  double zoom;
  GdkRGBA color;
  cairo_t *cr;

  if (self->ink == NULL)
    return;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  color.alpha = 1.0F;
  zoom = get_frame (self, &x, &y);
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  cairo_translate (cr, x, y);
  cairo_scale (cr, zoom, zoom);
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_mask_surface (cr, self->ink, 0.0, 0.0);
  cairo_destroy (cr);
}

static gboolean
on_query_tooltip (BpSheetView *self, int x, int y, gboolean is_keyboard, GtkTooltip *tooltip)
{
  int cell = bp_sheet_view_find_cell (self, x, y);
  g_autofree char *text = NULL;

  if (is_keyboard || cell < 0)
    return FALSE;
  text = bp_sheet_view_describe_cell (self, (guint) cell);
  gtk_tooltip_set_text (tooltip, text);
  return text != NULL;
}

static void
bp_sheet_view_finalize (GObject *object)
{
  BpSheetView *self = BP_SHEET_VIEW (object);

  g_clear_pointer (&self->ink, cairo_surface_destroy);
  g_strfreev (self->class_names);

  G_OBJECT_CLASS (bp_sheet_view_parent_class)->finalize (object);
}

static void
bp_sheet_view_class_init (BpSheetViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = bp_sheet_view_finalize;
  widget_class->measure = bp_sheet_view_measure;
  widget_class->get_request_mode = bp_sheet_view_get_request_mode;
  widget_class->snapshot = bp_sheet_view_snapshot;

  gtk_widget_class_set_css_name (widget_class, "sheet");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
bp_sheet_view_init (BpSheetView *self)
{
  self->aspect = 1.0;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (on_query_tooltip), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Samples"), -1);
}

/* The pixels of the sheet with gaps around all cells. */
static cairo_surface_t *
make_ink (const BpDatasetSheet *sheet)
{
  gsize cell_width = sheet->cell_width;
  gsize cell_height = sheet->cell_height;
  cairo_surface_t *ink =
      cairo_image_surface_create (CAIRO_FORMAT_A8, (int) (BP_SHEET_SIDE * (cell_width + GAP) + GAP),
                                  (int) (BP_SHEET_SIDE * (cell_height + GAP) + GAP));
  guint8 *pixels = cairo_image_surface_get_data (ink);
  gsize row_stride = (gsize) cairo_image_surface_get_stride (ink);

  if (cairo_surface_status (ink) != CAIRO_STATUS_SUCCESS)
    {
      cairo_surface_destroy (ink);
      return NULL;
    }
  for (gsize y = 0; y < BP_SHEET_SIDE * cell_height; y++)
    for (gsize column = 0; column < BP_SHEET_SIDE; column++)
      memcpy (pixels + (y + (y / cell_height + 1) * GAP) * row_stride +
                  column * (cell_width + GAP) + GAP,
              sheet->pixels + (y * BP_SHEET_SIDE + column) * cell_width, cell_width);
  cairo_surface_mark_dirty (ink);
  return ink;
}

static GStrv
dup_class_names (const BpDataset *dataset)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < bp_dataset_get_n_classes (dataset); i++)
    g_strv_builder_add (builder, bp_dataset_get_class_name (dataset, i));
  return g_strv_builder_end (builder);
}

/**
 * bp_sheet_view_set_sheet:
 * @self: the view
 * @sheet: the sheet to show; copied
 * @dataset: the data set of the samples
 */
void
bp_sheet_view_set_sheet (BpSheetView *self, const BpDatasetSheet *sheet, const BpDataset *dataset)
{
  g_clear_pointer (&self->ink, cairo_surface_destroy);
  self->ink = make_ink (sheet);
  self->aspect = (double) sheet->cell_height / sheet->cell_width;
  memcpy (self->indices, sheet->indices, sizeof self->indices);
  memcpy (self->labels, sheet->labels, sizeof self->labels);
  g_strfreev (self->class_names);
  self->class_names = dup_class_names (dataset);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * bp_sheet_view_find_cell:
 * @self: the view
 * @x: in the widget's coordinates
 * @y: likewise
 *
 * Returns: the cell at that position, or -1 outside of all cells
 */
int
bp_sheet_view_find_cell (BpSheetView *self, double x, double y)
{
  double left;
  double top;
  double side;

  if (self->ink == NULL)
    return -1;

  side = get_frame (self, &left, &top);
  x = (x - left) / (side * cairo_image_surface_get_width (self->ink)) * BP_SHEET_SIDE;
  y = (y - top) / (side * cairo_image_surface_get_height (self->ink)) * BP_SHEET_SIDE;
  if (x < 0.0 || y < 0.0 || x >= BP_SHEET_SIDE || y >= BP_SHEET_SIDE)
    return -1;
  return (int) y * BP_SHEET_SIDE + (int) x;
}

/**
 * bp_sheet_view_describe_cell:
 * @self: the view
 * @cell: one of its cells, 0 to %BP_SHEET_N_CELLS - 1
 *
 * Returns: (transfer full) (nullable): the class of the sample and its number in its split, from 1;
 *   %NULL where the cell is blank
 */
char *
bp_sheet_view_describe_cell (BpSheetView *self, guint cell)
{
  g_autofree char *number = NULL;

  g_return_val_if_fail (cell < BP_SHEET_N_CELLS, NULL);

  if (self->class_names == NULL || self->indices[cell] == BP_SHEET_BLANK)
    return NULL;
  number = bp_format_count ((guint64) self->indices[cell] + 1);
  /* Translators: the class of an image and its number, as in "7: image 1,234" */
  return g_strdup_printf (_ ("%s: image %s"), self->class_names[self->labels[cell]], number);
}
