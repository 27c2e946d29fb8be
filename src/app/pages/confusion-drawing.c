/* SPDX-License-Identifier: MIT */
#include "confusion-drawing.h"

#include "chart-matrix-frame.h"
#include "widget-style.h"

/* Where there is room, so many rows are seen without scrolling. */
#define NATURAL_ROWS 12

struct _BpConfusionDrawing
{
  GtkWidget *widget; /* borrowed: owns the drawing */

  /* owned */
  BpChartMatrix *matrix;         /* nullable */
  BpChartMatrixFrame *frame;     /* NULL until the next layout */
  GskRenderNode *node;           /* NULL until the next drawing */
  GtkAdjustment *adjustments[2]; /* by orientation; nullable */

  BpChartStyle style; /* of @frame */
};

static void
drop_node (BpConfusionDrawing *drawing)
{
  g_clear_pointer (&drawing->node, gsk_render_node_unref);
  gtk_widget_queue_draw (drawing->widget);
}

/* A new layout: the size of the cells depends on the numbers and the font. */
static void
drop_frame (BpConfusionDrawing *drawing)
{
  g_clear_pointer (&drawing->frame, bp_chart_matrix_frame_free);
  drop_node (drawing);
  gtk_widget_queue_resize (drawing->widget);
}

static double
get_scroll (const BpConfusionDrawing *drawing, GtkOrientation orientation)
{
  GtkAdjustment *adjustment = drawing->adjustments[orientation];

  return adjustment != NULL ? gtk_adjustment_get_value (adjustment) : 0.0;
}

static void
set_scroll (BpConfusionDrawing *drawing)
{
  drawing->frame->scroll_x = get_scroll (drawing, GTK_ORIENTATION_HORIZONTAL);
  drawing->frame->scroll_y = get_scroll (drawing, GTK_ORIENTATION_VERTICAL);
}

/* @extent is the length of all cells, @room that of the part which is seen. */
static void
configure (BpConfusionDrawing *drawing, GtkOrientation orientation, double extent, double room)
{
  GtkAdjustment *adjustment = drawing->adjustments[orientation];

  if (adjustment == NULL)
    return;
  gtk_adjustment_configure (adjustment, gtk_adjustment_get_value (adjustment), 0.0,
                            MAX (extent, room), drawing->frame->cell, room, room);
}

static void
prepare (BpConfusionDrawing *drawing)
{
  GtkWidget *widget = drawing->widget;
  BpChartMatrixFrame *frame;
  double extent;

  if (drawing->frame != NULL || drawing->matrix == NULL)
    return;
  bp_chart_style_init_from_widget (&drawing->style, widget);
  frame = bp_chart_matrix_frame_new (drawing->matrix, gtk_widget_get_pango_context (widget),
                                     gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  drawing->frame = frame;
  extent = drawing->matrix->n * frame->cell;
  configure (drawing, GTK_ORIENTATION_HORIZONTAL, extent, frame->width - frame->left);
  configure (drawing, GTK_ORIENTATION_VERTICAL, extent, frame->height - frame->top);
  set_scroll (drawing);
}

static void
on_scrolled (BpConfusionDrawing *drawing)
{
  if (drawing->frame == NULL)
    return;
  set_scroll (drawing);
  drop_node (drawing);
}

static void
replace_adjustment (BpConfusionDrawing *drawing,
                    GtkOrientation orientation,
                    GtkAdjustment *adjustment)
{
  GtkAdjustment **kept = &drawing->adjustments[orientation];

  if (*kept != NULL)
    g_signal_handlers_disconnect_by_data (*kept, drawing);
  g_set_object (kept, adjustment);
  if (adjustment != NULL)
    g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (on_scrolled), drawing);
}

/* Scrolls along one axis until a row or a column is seen. */
static void
reveal (BpConfusionDrawing *drawing, GtkOrientation orientation, guint index)
{
  GtkAdjustment *adjustment = drawing->adjustments[orientation];

  if (adjustment != NULL)
    gtk_adjustment_clamp_page (adjustment, index * drawing->frame->cell,
                               (index + 1) * drawing->frame->cell);
}

static GskRenderNode *
draw (const BpConfusionDrawing *drawing)
{
  const BpChartMatrixFrame *frame = drawing->frame;
  GskRenderNode *node = gsk_cairo_node_new (
      &GRAPHENE_RECT_INIT (0.0F, 0.0F, (float) frame->width, (float) frame->height));
  cairo_t *cr = gsk_cairo_node_get_draw_context (node);

  bp_chart_matrix_frame_draw (frame, drawing->matrix, &drawing->style, cr);
  cairo_destroy (cr);
  return node;
}

/**
 * bp_confusion_drawing_new:
 * @widget: what is drawn on; it frees the drawing before its own end
 *
 * Returns: (transfer full): a drawing without a matrix
 */
BpConfusionDrawing *
bp_confusion_drawing_new (GtkWidget *widget)
{
  BpConfusionDrawing *drawing = g_new0 (BpConfusionDrawing, 1);

  drawing->widget = widget;
  return drawing;
}

/**
 * bp_confusion_drawing_free:
 * @drawing: (transfer full): the drawing
 */
void
bp_confusion_drawing_free (BpConfusionDrawing *drawing)
{
  replace_adjustment (drawing, GTK_ORIENTATION_HORIZONTAL, NULL);
  replace_adjustment (drawing, GTK_ORIENTATION_VERTICAL, NULL);
  g_clear_pointer (&drawing->node, gsk_render_node_unref);
  g_clear_pointer (&drawing->frame, bp_chart_matrix_frame_free);
  g_clear_pointer (&drawing->matrix, bp_chart_matrix_free);
  g_free (drawing);
}

/**
 * bp_confusion_drawing_set_matrix:
 * @drawing: the drawing
 * @matrix: (transfer full) (nullable): the matrix to draw, labels by answers
 */
void
bp_confusion_drawing_set_matrix (BpConfusionDrawing *drawing, BpChartMatrix *matrix)
{
  g_clear_pointer (&drawing->matrix, bp_chart_matrix_free);
  drawing->matrix = matrix;
  drop_frame (drawing);
}

/**
 * bp_confusion_drawing_get_matrix:
 * @drawing: the drawing
 *
 * Returns: (transfer none) (nullable): the matrix that is drawn
 */
const BpChartMatrix *
bp_confusion_drawing_get_matrix (const BpConfusionDrawing *drawing)
{
  return drawing->matrix;
}

/**
 * bp_confusion_drawing_set_shows_shares:
 * @drawing: the drawing
 * @shows_shares: whether the cells of its matrix show their shares of the row, instead of counts
 */
void
bp_confusion_drawing_set_shows_shares (BpConfusionDrawing *drawing, gboolean shows_shares)
{
  if (drawing->matrix != NULL)
    drawing->matrix->shows_shares = shows_shares;
  drop_frame (drawing);
}

/**
 * bp_confusion_drawing_set_adjustment:
 * @drawing: the drawing
 * @orientation: along which it scrolls the cells
 * @adjustment: (nullable): in pixels, the end of the cells included; %NULL does not scroll; a
 *   reference is taken
 */
void
bp_confusion_drawing_set_adjustment (BpConfusionDrawing *drawing,
                                     GtkOrientation orientation,
                                     GtkAdjustment *adjustment)
{
  replace_adjustment (drawing, orientation, adjustment);
  drop_frame (drawing);
}

/**
 * bp_confusion_drawing_get_adjustment:
 * @drawing: the drawing
 * @orientation: along which it scrolls the cells
 *
 * Returns: (transfer none) (nullable): the adjustment
 */
GtkAdjustment *
bp_confusion_drawing_get_adjustment (const BpConfusionDrawing *drawing, GtkOrientation orientation)
{
  return drawing->adjustments[orientation];
}

/**
 * bp_confusion_drawing_measure:
 * @drawing: the drawing
 * @orientation: width or height
 * @minimum: (out): pixels for the names and one cell; 0 without a matrix
 * @natural: (out): pixels for cells as wide as they get, or for so many rows that a large matrix is
 *   scrolled
 */
void
bp_confusion_drawing_measure (const BpConfusionDrawing *drawing,
                              GtkOrientation orientation,
                              int *minimum,
                              int *natural)
{
  BpChartMatrixSize size;

  if (drawing->matrix == NULL)
    {
      *minimum = 0;
      *natural = 0;
      return;
    }
  bp_chart_matrix_measure (drawing->matrix, gtk_widget_get_pango_context (drawing->widget), &size);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = (int) size.smallest_width;
      *natural = (int) size.width;
      return;
    }
  *minimum = (int) size.smallest_height;
  *natural = *minimum + (int) ((MIN (drawing->matrix->n, NATURAL_ROWS) - 1) * size.smallest_cell);
}

/**
 * bp_confusion_drawing_allocate:
 * @drawing: the drawing, whose widget has another size
 */
void
bp_confusion_drawing_allocate (BpConfusionDrawing *drawing)
{
  g_clear_pointer (&drawing->frame, bp_chart_matrix_frame_free);
  drop_node (drawing);
  prepare (drawing);
}

/**
 * bp_confusion_drawing_restyle:
 * @drawing: the drawing, whose widget has other colours or another font
 */
void
bp_confusion_drawing_restyle (BpConfusionDrawing *drawing)
{
  drop_frame (drawing);
}

/**
 * bp_confusion_drawing_find_cell:
 * @drawing: the drawing
 * @x: in the widget
 * @y: likewise
 * @label: (out): the row of the cell there
 * @answer: (out): its column
 *
 * Returns: whether there is a cell
 */
gboolean
bp_confusion_drawing_find_cell (BpConfusionDrawing *drawing,
                                double x,
                                double y,
                                guint *label,
                                guint *answer)
{
  prepare (drawing);
  return drawing->frame != NULL &&
         bp_chart_matrix_frame_find_cell (drawing->frame, drawing->matrix, x, y, label, answer);
}

/**
 * bp_confusion_drawing_reveal:
 * @drawing: the drawing, which has a matrix
 * @label: the row of a cell
 * @answer: its column
 *
 * Scrolls until the cell is seen.
 */
void
bp_confusion_drawing_reveal (BpConfusionDrawing *drawing, guint label, guint answer)
{
  prepare (drawing);
  reveal (drawing, GTK_ORIENTATION_HORIZONTAL, answer);
  reveal (drawing, GTK_ORIENTATION_VERTICAL, label);
}

/**
 * bp_confusion_drawing_snapshot:
 * @drawing: the drawing, which has a matrix
 * @snapshot: what to draw on
 */
void
bp_confusion_drawing_snapshot (BpConfusionDrawing *drawing, GtkSnapshot *snapshot)
{
  prepare (drawing);
  if (drawing->node == NULL)
    drawing->node = draw (drawing);
  gtk_snapshot_append_node (snapshot, drawing->node);
}

/**
 * bp_confusion_drawing_outline:
 * @drawing: the drawing, after bp_confusion_drawing_snapshot()
 * @snapshot: what to draw on
 * @label: the row of a cell
 * @answer: its column
 * @width: of the line, in pixels
 *
 * Draws a line around a cell, as far as the cell is seen.
 */
void
bp_confusion_drawing_outline (const BpConfusionDrawing *drawing,
                              GtkSnapshot *snapshot,
                              guint label,
                              guint answer,
                              float width)
{
  const BpChartMatrixFrame *frame = drawing->frame;
  const BpChartColor *color = &drawing->style.foreground;
  GdkRGBA line = { color->red, color->green, color->blue, 1.0F };
  cairo_rectangle_t cell;
  GskRoundedRect border;

  bp_chart_matrix_frame_get_cell (frame, label, answer, &cell);
  gsk_rounded_rect_init_from_rect (&border,
                                   &GRAPHENE_RECT_INIT ((float) cell.x, (float) cell.y,
                                                        (float) cell.width, (float) cell.height),
                                   0.0F);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT ((float) frame->left, (float) frame->top,
                                                         (float) (frame->width - frame->left),
                                                         (float) (frame->height - frame->top)));
  gtk_snapshot_append_border (snapshot, &border, (float[4]){ width, width, width, width },
                              (GdkRGBA[4]){ line, line, line, line });
  gtk_snapshot_pop (snapshot);
}
