/* SPDX-License-Identifier: MIT */
#pragma once

#include "chart-matrix.h"

#include <pango/pangocairo.h>

/**
 * BpChartMatrixSize:
 * @smallest_width: with room for the names and one cell
 * @smallest_height: likewise
 * @width: with cells as large as they get
 * @height: likewise
 * @smallest_cell: the side of a cell that is as small as its number allows
 *
 * The sizes that suit a matrix.
 */
typedef struct
{
  double smallest_width;
  double smallest_height;
  double width;
  double height;
  double smallest_cell;
} BpChartMatrixSize;

/**
 * BpChartMatrixFrame:
 * @width: of the whole drawing
 * @height: likewise
 * @begin: where the names of the rows begin: cells that do not fill the room are in its middle
 * @left: where the cells begin; left of it are the names of the rows
 * @top: likewise, and above the names of the columns
 * @cell: the side of a cell
 * @are_names_upright: the names of the columns are written upwards, because they are too wide for a
 *   cell
 * @scroll_x: by how much the cells are scrolled beneath the names
 * @scroll_y: likewise
 *
 * The layout of a matrix in a given room. Cells are as large as the room allows, but never smaller
 * than their numbers: where they do not fit, they can be scrolled, and the names stay.
 */
typedef struct
{
  double width;
  double height;
  double begin;
  double left;
  double top;
  double cell;
  gboolean are_names_upright;
  double scroll_x;
  double scroll_y;
  /*< private >*/
  PangoLayout *layout;
  double line_height;
  double name_width;
} BpChartMatrixFrame;

void bp_chart_matrix_measure (const BpChartMatrix *matrix,
                              PangoContext *context,
                              BpChartMatrixSize *size);

BpChartMatrixFrame *bp_chart_matrix_frame_new (const BpChartMatrix *matrix,
                                               PangoContext *context,
                                               double width,
                                               double height);
void bp_chart_matrix_frame_free (BpChartMatrixFrame *frame);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpChartMatrixFrame, bp_chart_matrix_frame_free)

gboolean bp_chart_matrix_frame_find_cell (const BpChartMatrixFrame *frame,
                                          const BpChartMatrix *matrix,
                                          double x,
                                          double y,
                                          guint *row,
                                          guint *column);
void bp_chart_matrix_frame_get_cell (const BpChartMatrixFrame *frame,
                                     guint row,
                                     guint column,
                                     cairo_rectangle_t *rectangle);
void bp_chart_matrix_frame_clip (const BpChartMatrixFrame *frame, cairo_t *cr);
void bp_chart_matrix_frame_draw (const BpChartMatrixFrame *frame,
                                 const BpChartMatrix *matrix,
                                 const BpChartStyle *style,
                                 cairo_t *cr);
