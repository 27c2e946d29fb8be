/* SPDX-License-Identifier: MIT */
#include "chart-matrix-picture.h"

#include "chart-matrix-frame.h"
#include "chart-picture.h"

#include <math.h>

/* Lengths, in units of 1/96 inch. */
#define MARGIN    12.0
#define TITLE_GAP 8.0

#define TITLE_SIZE 1.2

typedef struct
{
  const BpChartMatrix *matrix;
  PangoLayout *title;
  double title_height;
  BpChartMatrixSize size;
} Drawing;

static void
draw (PangoContext *context, const BpChartStyle *style, cairo_t *cr, gpointer data)
{
  const Drawing *drawing = data;
  g_autoptr (BpChartMatrixFrame) frame =
      bp_chart_matrix_frame_new (drawing->matrix, context, drawing->size.width,
                                 drawing->size.height);

  bp_chart_color_set_source (style->foreground, cr);
  cairo_move_to (cr, MARGIN, MARGIN);
  pango_cairo_update_layout (cr, drawing->title);
  pango_cairo_show_layout (cr, drawing->title);
  cairo_translate (cr, MARGIN, MARGIN + drawing->title_height + TITLE_GAP);
  bp_chart_matrix_frame_draw (frame, drawing->matrix, style, cr);
}

/* The title, broken into lines where it is wider than the matrix. */
static PangoLayout *
create_title (PangoContext *context, const char *text, double width)
{
  PangoLayout *title = pango_layout_new (context);
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (TITLE_SIZE));
  pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_layout_set_attributes (title, attributes);
  pango_layout_set_width (title, (int) (width * PANGO_SCALE));
  pango_layout_set_text (title, text, -1);
  pango_attr_list_unref (attributes);
  return title;
}

/**
 * bp_chart_matrix_picture_save:
 * @matrix: the matrix
 * @title: what stands over it
 * @path: (type filename): where to, in the format that its ending stands for
 * @error: return location for the errors of bp_chart_picture_save()
 *
 * Writes a picture of all cells, black on white, whole or not at all.
 *
 * Returns: whether it was written
 */
gboolean
bp_chart_matrix_picture_save (const BpChartMatrix *matrix,
                              const char *title,
                              const char *path,
                              GError **error)
{
  PangoContext *context = bp_chart_picture_create_context ();
  g_autoptr (PangoLayout) layout = NULL;
  Drawing drawing = { .matrix = matrix };
  int title_height;

  bp_chart_matrix_measure (matrix, context, &drawing.size);
  layout = create_title (context, title, drawing.size.width);
  pango_layout_get_pixel_size (layout, NULL, &title_height);
  g_object_unref (context);
  drawing.title = layout;
  drawing.title_height = title_height;
  return bp_chart_picture_save_drawing (title, ceil (drawing.size.width + 2.0 * MARGIN),
                                        ceil (drawing.size.height + drawing.title_height +
                                              TITLE_GAP + 2.0 * MARGIN),
                                        draw, &drawing, path, error);
}
