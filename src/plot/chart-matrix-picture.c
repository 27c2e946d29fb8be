/* SPDX-License-Identifier: MIT */
#include "chart-matrix-picture.h"

#include "chart-matrix-frame.h"
#include "chart-picture.h"

static void
draw (PangoContext *context,
      const BpChartStyle *style,
      double width,
      double height,
      cairo_t *cr,
      gpointer data)
{
  const BpChartMatrix *matrix = data;
  g_autoptr (BpChartMatrixFrame) frame = bp_chart_matrix_frame_new (matrix, context, width, height);

  bp_chart_matrix_frame_draw (frame, matrix, style, cr);
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
bp_chart_matrix_picture_save (BpChartMatrix *matrix,
                              const char *title,
                              const char *path,
                              GError **error)
{
  PangoContext *context = bp_chart_picture_create_context ();
  BpChartMatrixSize size;

  bp_chart_matrix_measure (matrix, context, &size);
  g_object_unref (context);
  return bp_chart_picture_save_titled (title, size.width, size.height, draw, matrix, path, error);
}
