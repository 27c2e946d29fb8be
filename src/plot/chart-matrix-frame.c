/* SPDX-License-Identifier: MIT */
#include "chart-matrix-frame.h"

#include <math.h>

/* The size of the text, as a share of the font's. */
#define SMALL_TEXT 0.85

/* Lengths, in units of 1/96 inch. */
#define CELL_PADDING 3.0
#define CELL_GAP     1.0
#define NAME_GAP     6.0
#define EDGE         4.0

/* In lines of text: the height of the largest cell, and the width that names get at most. */
#define LARGEST_CELL 3.6
#define WIDEST_NAME  6.5

static PangoLayout *
create_layout (PangoContext *context)
{
  PangoLayout *layout = pango_layout_new (context);
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (SMALL_TEXT));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_attr_list_unref (attributes);
  return layout;
}

/* The size of a text without a limit to its width. */
static void
measure_text (PangoLayout *layout, const char *text, double *width, double *height)
{
  int pixel_width;
  int pixel_height;

  pango_layout_set_width (layout, -1);
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_pixel_size (layout, &pixel_width, &pixel_height);
  if (width != NULL)
    *width = pixel_width;
  if (height != NULL)
    *height = pixel_height;
}

/* The width of the widest number. Digits are equally wide, so that the longest text counts. */
static double
measure_numbers (const BpChartMatrix *matrix, PangoLayout *layout)
{
  g_autofree char *longest = g_strdup ("");
  double width;

  for (guint row = 0; row < matrix->n; row++)
    for (guint column = 0; column < matrix->n; column++)
      {
        g_autofree char *text = bp_chart_matrix_format_cell (matrix, row, column);

        if (strlen (text) > strlen (longest))
          {
            g_free (longest);
            longest = g_steal_pointer (&text);
          }
      }
  measure_text (layout, longest, &width, NULL);
  return width;
}

static double
measure_names (const BpChartMatrix *matrix, PangoLayout *layout)
{
  double widest = 0.0;

  for (guint i = 0; i < matrix->n; i++)
    {
      double width;

      measure_text (layout, matrix->names[i], &width, NULL);
      widest = MAX (widest, width);
    }
  return widest;
}

/* The parts of the layout that do not depend on the room. */
typedef struct
{
  double line_height;
  double name_width;
  double smallest_cell;
  double largest_cell;
  double left;
} Parts;

static void
find_parts (const BpChartMatrix *matrix, PangoLayout *layout, Parts *parts)
{
  measure_text (layout, "0", NULL, &parts->line_height);
  parts->name_width = MIN (measure_names (matrix, layout), WIDEST_NAME * parts->line_height);
  parts->smallest_cell =
      ceil (MAX (measure_numbers (matrix, layout), parts->line_height) + 2.0 * CELL_PADDING);
  parts->largest_cell = MAX (parts->smallest_cell, ceil (LARGEST_CELL * parts->line_height));
  parts->left = ceil (EDGE + parts->line_height + NAME_GAP + parts->name_width + NAME_GAP);
}

static gboolean
are_names_upright (const Parts *parts, double cell)
{
  return parts->name_width > cell - 2.0 * CELL_PADDING;
}

/* The axis's name, then the names of the columns. */
static double
get_top (const Parts *parts, gboolean is_upright)
{
  return ceil (EDGE + parts->line_height + NAME_GAP +
               (is_upright ? parts->name_width : parts->line_height) + NAME_GAP);
}

/**
 * bp_chart_matrix_measure:
 * @matrix: the matrix
 * @context: with the font
 * @size: (out caller-allocates): the sizes that suit it
 */
void
bp_chart_matrix_measure (const BpChartMatrix *matrix,
                         PangoContext *context,
                         BpChartMatrixSize *size)
{
  g_autoptr (PangoLayout) layout = create_layout (context);
  double extent;
  Parts parts;

  find_parts (matrix, layout, &parts);
  extent = matrix->n * parts.largest_cell + EDGE;
  size->smallest_cell = parts.smallest_cell;
  size->smallest_width = parts.left + parts.smallest_cell + EDGE;
  size->smallest_height = get_top (&parts, are_names_upright (&parts, parts.smallest_cell)) +
                          parts.smallest_cell + EDGE;
  size->width = parts.left + extent;
  size->height = get_top (&parts, are_names_upright (&parts, parts.largest_cell)) + extent;
}

/**
 * bp_chart_matrix_frame_new:
 * @matrix: the matrix
 * @context: with the font
 * @width: of the room
 * @height: likewise
 *
 * Returns: (transfer full): the layout, which is not scrolled
 */
BpChartMatrixFrame *
bp_chart_matrix_frame_new (const BpChartMatrix *matrix,
                           PangoContext *context,
                           double width,
                           double height)
{
  BpChartMatrixFrame *frame = g_new0 (BpChartMatrixFrame, 1);
  double room;
  Parts parts;

  frame->layout = create_layout (context);
  find_parts (matrix, frame->layout, &parts);
  frame->width = width;
  frame->height = height;
  frame->line_height = parts.line_height;
  frame->name_width = parts.name_width;
  frame->left = parts.left;
  frame->top = get_top (&parts, FALSE);
  room = MIN (width - frame->left, height - frame->top) - EDGE;
  frame->cell = CLAMP (floor (room / matrix->n), parts.smallest_cell, parts.largest_cell);
  frame->are_names_upright = are_names_upright (&parts, frame->cell);
  if (frame->are_names_upright)
    {
      frame->top = get_top (&parts, TRUE);
      room = MIN (width - frame->left, height - frame->top) - EDGE;
      frame->cell = CLAMP (floor (room / matrix->n), parts.smallest_cell, frame->cell);
    }
  frame->begin = MAX (0.0, floor ((width - frame->left - matrix->n * frame->cell - EDGE) / 2.0));
  frame->left += frame->begin;
  return frame;
}

/**
 * bp_chart_matrix_frame_free:
 * @frame: (transfer full): a layout
 */
void
bp_chart_matrix_frame_free (BpChartMatrixFrame *frame)
{
  g_object_unref (frame->layout);
  g_free (frame);
}

/**
 * bp_chart_matrix_frame_find_cell:
 * @frame: the layout of @matrix
 * @matrix: the matrix
 * @x: in the drawing
 * @y: likewise
 * @row: (out): the row there
 * @column: (out): the column there
 *
 * Returns: whether there is a cell
 */
gboolean
bp_chart_matrix_frame_find_cell (const BpChartMatrixFrame *frame,
                                 const BpChartMatrix *matrix,
                                 double x,
                                 double y,
                                 guint *row,
                                 guint *column)
{
  double across = (x - frame->left + frame->scroll_x) / frame->cell;
  double down = (y - frame->top + frame->scroll_y) / frame->cell;

  if (x < frame->left || y < frame->top || across >= matrix->n || down >= matrix->n)
    return FALSE;
  *row = (guint) down;
  *column = (guint) across;
  return TRUE;
}

/**
 * bp_chart_matrix_frame_get_cell:
 * @frame: the layout
 * @row: a row
 * @column: a column
 * @rectangle: (out): the place of the cell, perhaps beneath the names or outside of the room
 */
void
bp_chart_matrix_frame_get_cell (const BpChartMatrixFrame *frame,
                                guint row,
                                guint column,
                                cairo_rectangle_t *rectangle)
{
  *rectangle = (cairo_rectangle_t){
    .x = frame->left + column * frame->cell - frame->scroll_x,
    .y = frame->top + row * frame->cell - frame->scroll_y,
    .width = frame->cell,
    .height = frame->cell,
  };
}

/**
 * bp_chart_matrix_frame_clip:
 * @frame: the layout
 * @cr: drawing is limited to the part in which cells are seen
 */
void
bp_chart_matrix_frame_clip (const BpChartMatrixFrame *frame, cairo_t *cr)
{
  cairo_rectangle (cr, frame->left, frame->top, frame->width - frame->left,
                   frame->height - frame->top);
  cairo_clip (cr);
}

/* Sets the text of the layout, cut off at @room. */
static void
set_text (const BpChartMatrixFrame *frame,
          const char *text,
          double room,
          double *width,
          double *height)
{
  int pixel_width;
  int pixel_height;

  pango_layout_set_width (frame->layout, (int) (room * PANGO_SCALE));
  pango_layout_set_text (frame->layout, text, -1);
  pango_layout_get_pixel_size (frame->layout, &pixel_width, &pixel_height);
  *width = pixel_width;
  *height = pixel_height;
}

/* Shows the text of the layout, written upwards where @is_upright; x and y are its upper left
 * corner, although Pango puts a text that is read from right to left at the right of its room. */
static void
show_text (const BpChartMatrixFrame *frame, cairo_t *cr, double x, double y, gboolean is_upright)
{
  PangoRectangle extents;

  cairo_save (cr);
  cairo_move_to (cr, round (x), round (y));
  if (is_upright)
    cairo_rotate (cr, -G_PI_2);
  pango_cairo_update_layout (cr, frame->layout);
  pango_layout_get_pixel_extents (frame->layout, NULL, &extents);
  cairo_rel_move_to (cr, -extents.x, 0.0);
  pango_cairo_show_layout (cr, frame->layout);
  cairo_restore (cr);
}

static void
draw_row_names (const BpChartMatrixFrame *frame, const BpChartMatrix *matrix, cairo_t *cr)
{
  cairo_save (cr);
  cairo_rectangle (cr, 0.0, frame->top, frame->left, frame->height - frame->top);
  cairo_clip (cr);
  for (guint row = 0; row < matrix->n; row++)
    {
      cairo_rectangle_t cell;
      double width;
      double height;

      bp_chart_matrix_frame_get_cell (frame, row, 0, &cell);
      set_text (frame, matrix->names[row], frame->name_width, &width, &height);
      show_text (frame, cr, frame->left - NAME_GAP - width, cell.y + (cell.height - height) / 2.0,
                 FALSE);
    }
  cairo_restore (cr);
}

static void
draw_column_names (const BpChartMatrixFrame *frame, const BpChartMatrix *matrix, cairo_t *cr)
{
  cairo_save (cr);
  cairo_rectangle (cr, frame->left, 0.0, frame->width - frame->left, frame->top);
  cairo_clip (cr);
  for (guint column = 0; column < matrix->n; column++)
    {
      cairo_rectangle_t cell;
      double width;
      double height;

      bp_chart_matrix_frame_get_cell (frame, 0, column, &cell);
      set_text (frame, matrix->names[column], frame->name_width, &width, &height);
      if (frame->are_names_upright)
        show_text (frame, cr, cell.x + (cell.width - height) / 2.0, frame->top - NAME_GAP, TRUE);
      else
        show_text (frame, cr, cell.x + (cell.width - width) / 2.0, frame->top - NAME_GAP - height,
                   FALSE);
    }
  cairo_restore (cr);
}

/* The names of the axes, in the middle of what is seen of the cells. */
static void
draw_axis_names (const BpChartMatrixFrame *frame, const BpChartMatrix *matrix, cairo_t *cr)
{
  double columns_width = MIN (matrix->n * frame->cell, frame->width - frame->left);
  double rows_height = MIN (matrix->n * frame->cell, frame->height - frame->top);
  double width;
  double height;

  set_text (frame, matrix->column_name, columns_width, &width, &height);
  show_text (frame, cr, frame->left + (columns_width - width) / 2.0, EDGE, FALSE);
  set_text (frame, matrix->row_name, rows_height, &width, &height);
  show_text (frame, cr, frame->begin + EDGE, frame->top + (rows_height + width) / 2.0, TRUE);
}

/* The number stands out from its ground, which may be strong. */
static BpChartColor
choose_text_color (const BpChartStyle *style, BpChartColor ground)
{
  return bp_chart_color_get_contrast (style->foreground, ground) >=
                 bp_chart_color_get_contrast (style->background, ground)
             ? style->foreground
             : style->background;
}

static void
draw_cell (const BpChartMatrixFrame *frame,
           const BpChartMatrix *matrix,
           const BpChartStyle *style,
           guint row,
           guint column,
           cairo_t *cr)
{
  g_autofree char *text = bp_chart_matrix_format_cell (matrix, row, column);
  BpChartColor ground = bp_chart_matrix_get_color (matrix, style, row, column);
  cairo_rectangle_t cell;
  double width;
  double height;

  bp_chart_matrix_frame_get_cell (frame, row, column, &cell);
  if (cell.x + cell.width < frame->left || cell.x > frame->width ||
      cell.y + cell.height < frame->top || cell.y > frame->height)
    return;

  bp_chart_color_set_source (ground, cr);
  cairo_rectangle (cr, cell.x, cell.y, cell.width - CELL_GAP, cell.height - CELL_GAP);
  cairo_fill (cr);
  if (*text == '\0')
    return;
  set_text (frame, text, cell.width, &width, &height);
  bp_chart_color_set_source (choose_text_color (style, ground), cr);
  show_text (frame, cr, cell.x + (cell.width - CELL_GAP - width) / 2.0,
             cell.y + (cell.height - CELL_GAP - height) / 2.0, FALSE);
}

/**
 * bp_chart_matrix_frame_draw:
 * @frame: the layout of @matrix
 * @matrix: the matrix
 * @style: the colours; the background is not filled
 * @cr: the context to draw to
 *
 * Draws names and cells. Empty cells have no number.
 */
void
bp_chart_matrix_frame_draw (const BpChartMatrixFrame *frame,
                            const BpChartMatrix *matrix,
                            const BpChartStyle *style,
                            cairo_t *cr)
{
  double extent = matrix->n * frame->cell;

  bp_chart_color_set_source (style->dim, cr);
  draw_axis_names (frame, matrix, cr);
  bp_chart_color_set_source (style->foreground, cr);
  draw_row_names (frame, matrix, cr);
  draw_column_names (frame, matrix, cr);

  cairo_save (cr);
  bp_chart_matrix_frame_clip (frame, cr);
  /* The grid is the ground that is seen between the cells. */
  bp_chart_color_set_source (style->grid, cr);
  cairo_rectangle (cr, frame->left - CELL_GAP - frame->scroll_x,
                   frame->top - CELL_GAP - frame->scroll_y, extent + CELL_GAP, extent + CELL_GAP);
  cairo_fill (cr);
  for (guint row = 0; row < matrix->n; row++)
    for (guint column = 0; column < matrix->n; column++)
      draw_cell (frame, matrix, style, row, column, cr);
  cairo_restore (cr);
}
