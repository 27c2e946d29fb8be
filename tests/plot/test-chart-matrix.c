/* SPDX-License-Identifier: MIT */

/* The numbers, colours and layout of a matrix, without a display. */
#include "chart-matrix-frame.h"
#include "chart-matrix-picture.h"
#include "chart-picture.h"
#include "error.h"
#include "ink.h"
#include "test-file.h"
#include "test-files.h"

#include <math.h>

#define N 3

static const guint32 counts[N * N] = {
  980, 1,  19, /**/
  0,   50, 0,  /**/
  0,   0,  0,
};
static const char *const digits[] = { "0", "1", "2" };
static const char *const clothes[] = { "T-shirt/top", "Trouser", "Ankle boot" };

static BpChartMatrix *
make_matrix (const char *const *names)
{
  BpChartMatrix *matrix = bp_chart_matrix_new (N, counts, names);

  bp_chart_matrix_set_axes (matrix, "Label", "Answer");
  return matrix;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PangoContext, g_object_unref)

static void
test_numbers (void)
{
  g_autoptr (BpChartMatrix) matrix = make_matrix (digits);

  g_assert_cmpuint (bp_chart_matrix_get_count (matrix, 0, 2), ==, 19);
  g_assert_cmpfloat (bp_chart_matrix_get_share (matrix, 0, 2), ==, 0.019);
  g_assert_cmpfloat (bp_chart_matrix_get_share (matrix, 1, 1), ==, 1.0);
  g_assert_true (isnan (bp_chart_matrix_get_share (matrix, 2, 2)));
  g_assert_cmpfloat (matrix->largest_error, ==, 0.019);
}

static void
assert_text (const BpChartMatrix *matrix, guint row, guint column, const char *expected)
{
  g_autofree char *text = bp_chart_matrix_format_cell (matrix, row, column);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_texts (void)
{
  g_autoptr (BpChartMatrix) matrix = make_matrix (digits);

  assert_text (matrix, 0, 0, "980");
  assert_text (matrix, 1, 0, "");
  matrix->shows_shares = TRUE;
  assert_text (matrix, 0, 0, "98.0");
  assert_text (matrix, 0, 1, "0.1");
  assert_text (matrix, 1, 1, "100.0");
  assert_text (matrix, 1, 0, "");
  assert_text (matrix, 2, 2, "");
}

/* The largest error is stronger than the diagonal, and a single error is seen. */
static void
test_errors_stand_out (void)
{
  g_autoptr (BpChartMatrix) matrix = make_matrix (digits);
  BpChartColor white;
  BpChartStyle style;
  double of_largest;
  double of_single;
  double of_diagonal;

  bp_chart_style_init_for_paper (&style);
  white = style.background;
  of_largest =
      bp_chart_color_get_contrast (bp_chart_matrix_get_color (matrix, &style, 0, 2), white);
  of_single = bp_chart_color_get_contrast (bp_chart_matrix_get_color (matrix, &style, 0, 1), white);
  of_diagonal =
      bp_chart_color_get_contrast (bp_chart_matrix_get_color (matrix, &style, 0, 0), white);
  g_assert_cmpfloat (of_largest, >, 2.0 * of_diagonal);
  g_assert_cmpfloat (of_single, >, 1.2);
  g_assert_cmpfloat (of_largest, >, of_single);
  g_assert_cmpfloat (bp_chart_matrix_get_strength (matrix, 1, 0), ==, 0.0);
  g_assert_cmpfloat (bp_chart_matrix_get_strength (matrix, 2, 2), ==, 0.0);
  g_assert_cmpfloat (bp_chart_matrix_get_strength (matrix, 0, 2), ==, 1.0);
}

/* The cell in whose middle a point is, and no cell beside all. */
static void
test_finds_cells (void)
{
  g_autoptr (BpChartMatrix) matrix = make_matrix (digits);
  g_autoptr (PangoContext) context = bp_chart_picture_create_context ();
  g_autoptr (BpChartMatrixFrame) frame = bp_chart_matrix_frame_new (matrix, context, 200.0, 300.0);
  guint row;
  guint column;

  for (guint i = 0; i < N * N; i++)
    {
      cairo_rectangle_t cell;

      bp_chart_matrix_frame_get_cell (frame, i / N, i % N, &cell);
      g_assert_true (bp_chart_matrix_frame_find_cell (frame, matrix, cell.x + cell.width / 2.0,
                                                      cell.y + cell.height / 2.0, &row, &column));
      g_assert_cmpuint (row, ==, i / N);
      g_assert_cmpuint (column, ==, i % N);
      g_assert_cmpfloat (cell.x + cell.width, <=, 200.0);
    }
  g_assert_false (bp_chart_matrix_frame_find_cell (frame, matrix, frame->left - 1.0,
                                                   frame->top + 1.0, &row, &column));
  g_assert_false (bp_chart_matrix_frame_find_cell (frame, matrix, frame->left + 1.0,
                                                   frame->top - 1.0, &row, &column));
  g_assert_false (bp_chart_matrix_frame_find_cell (frame, matrix,
                                                   frame->left + N * frame->cell + 1.0,
                                                   frame->top + 1.0, &row, &column));
  frame->scroll_x = frame->cell;
  g_assert_true (bp_chart_matrix_frame_find_cell (frame, matrix, frame->left + 1.0,
                                                  frame->top + 1.0, &row, &column));
  g_assert_cmpuint (column, ==, 1);
}

/* Long names are written upwards, and cut off rather than taking the room of the cells. */
static void
test_names (void)
{
  const char *const long_names[] = {
    "1",
    "2",
    "A class of images with a very long name that nobody would want to read as a whole",
  };
  g_autoptr (PangoContext) context = bp_chart_picture_create_context ();
  g_autoptr (BpChartMatrix) of_digits = make_matrix (digits);
  g_autoptr (BpChartMatrix) of_clothes = make_matrix (clothes);
  g_autoptr (BpChartMatrix) of_long = make_matrix (long_names);
  g_autoptr (BpChartMatrixFrame) frame =
      bp_chart_matrix_frame_new (of_digits, context, 200.0, 300.0);
  g_autoptr (BpChartMatrixFrame) upright =
      bp_chart_matrix_frame_new (of_clothes, context, 200.0, 300.0);
  g_autoptr (BpChartMatrixFrame) cut = bp_chart_matrix_frame_new (of_long, context, 1000.0, 1000.0);

  g_assert_false (frame->are_names_upright);
  g_assert_true (upright->are_names_upright);
  g_assert_cmpfloat (upright->left - upright->begin, >, frame->left - frame->begin);
  g_assert_cmpfloat (cut->left - cut->begin, <, 200.0);
}

/* Fifty classes: cells stay as large as their numbers, whatever the room. */
static void
test_fifty_classes (void)
{
  g_autofree guint32 *many = g_new0 (guint32, (gsize) 50 * 50);
  const char *names[50];
  g_autoptr (BpChartMatrix) matrix = NULL;
  g_autoptr (PangoContext) context = bp_chart_picture_create_context ();
  g_autoptr (BpChartMatrixFrame) frame = NULL;
  BpChartMatrixSize size;

  for (guint i = 0; i < 50; i++)
    {
      names[i] = "class";
      many[i * 51] = 1000;
    }
  matrix = bp_chart_matrix_new (50, many, names);
  frame = bp_chart_matrix_frame_new (matrix, context, 300.0, 300.0);
  bp_chart_matrix_measure (matrix, context, &size);
  g_assert_cmpfloat (frame->cell, >, 20.0);
  g_assert_cmpfloat (size.smallest_width, <, 200.0);
  g_assert_cmpfloat (size.width, >=, frame->left + 50 * frame->cell);
}

/* In the smallest height for all rows, none is scrolled away, so that the wheel moves the page. */
static void
test_all_rows_are_seen (void)
{
  const char *const *names[] = { digits, clothes };
  g_autoptr (PangoContext) context = bp_chart_picture_create_context ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (BpChartMatrix) matrix = make_matrix (names[i]);
      g_autoptr (BpChartMatrixFrame) frame = NULL;
      BpChartMatrixSize size;

      bp_chart_matrix_measure (matrix, context, &size);
      frame = bp_chart_matrix_frame_new (matrix, context, size.smallest_width,
                                         size.smallest_height + (N - 1) * size.smallest_cell);
      g_assert_cmpfloat (frame->top + N * frame->cell, <=, frame->height);
    }
}

static void
test_picture (void)
{
  g_autoptr (BpChartMatrix) matrix = make_matrix (clothes);
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree char *svg = g_build_filename (folder->path, "matrix.svg", NULL);
  g_autofree char *png = g_build_filename (folder->path, "matrix.png", NULL);
  g_autofree char *other = g_build_filename (folder->path, "matrix.txt", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  cairo_surface_t *surface;

  g_assert_true (bp_chart_matrix_picture_save (matrix, "Confusion matrix", svg, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (svg, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "<?xml"));

  g_assert_true (bp_chart_matrix_picture_save (matrix, "Confusion matrix", png, &error));
  surface = cairo_image_surface_create_from_png (png);
  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpint (cairo_image_surface_get_width (surface), >, 400);
  cairo_surface_destroy (surface);

  g_assert_false (bp_chart_matrix_picture_save (matrix, "Confusion matrix", other, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_UNRECOGNISED);
}

static cairo_surface_t *
draw (BpChartMatrix *matrix, BpChartMatrixFrame *frame, const BpChartStyle *style)
{
  cairo_surface_t *image =
      cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) frame->width, (int) frame->height);
  cairo_t *cr = cairo_create (image);

  bp_chart_matrix_frame_draw (frame, matrix, style, cr);
  cairo_destroy (cr);
  cairo_surface_flush (image);
  return image;
}

/* Each row and each column has its own name. */
static void
test_own_names (void)
{
  static const char *const names[] = { "", "W", "" };
  g_autoptr (BpChartMatrix) matrix = bp_chart_matrix_new (N, counts, names);
  g_autoptr (PangoContext) context = bp_chart_picture_create_context ();
  g_autoptr (BpChartMatrixFrame) frame = bp_chart_matrix_frame_new (matrix, context, 300.0, 300.0);
  cairo_surface_t *image;
  BpChartStyle style;

  bp_chart_style_init_for_paper (&style);
  image = draw (matrix, frame, &style);
  for (guint i = 0; i < N; i++)
    {
      cairo_rectangle_t cell;

      bp_chart_matrix_frame_get_cell (frame, i, i, &cell);
      g_assert_cmpint (bp_ink_is_in (image, 0.0, cell.y, frame->left - 2.0, cell.y + cell.height),
                       ==, i == 1);
      g_assert_cmpint (bp_ink_is_in (image, cell.x, 0.0, cell.x + cell.width, frame->top - 2.0), ==,
                       i == 1);
    }
  cairo_surface_destroy (image);
}

static BpChartColor
get_color (cairo_surface_t *image, int x, int y)
{
  return bp_chart_color_from_rgb (bp_ink_get_pixel (image, x, y) & 0xFFFFFFU);
}

/* The number in a cell stands out from the cell's ground. */
static void
test_readable_numbers (void)
{
  g_autoptr (BpChartMatrix) matrix = make_matrix (digits);
  g_autoptr (PangoContext) context = bp_chart_picture_create_context ();
  g_autoptr (BpChartMatrixFrame) frame = bp_chart_matrix_frame_new (matrix, context, 300.0, 300.0);
  cairo_surface_t *image;
  BpChartStyle style;

  bp_chart_style_init_for_paper (&style);
  image = draw (matrix, frame, &style);
  for (guint column = 0; column < N; column++)
    {
      BpChartColor ground = bp_chart_matrix_get_color (matrix, &style, 0, column);
      double contrast = 0.0;
      cairo_rectangle_t cell;

      bp_chart_matrix_frame_get_cell (frame, 0, column, &cell);
      for (int y = (int) cell.y + 2; y < (int) (cell.y + cell.height) - 2; y++)
        for (int x = (int) cell.x + 2; x < (int) (cell.x + cell.width) - 2; x++)
          contrast = MAX (contrast, bp_chart_color_get_contrast (get_color (image, x, y), ground));
      g_assert_cmpfloat (contrast, >, 4.0);
    }
  cairo_surface_destroy (image);
}

BP_TEST_FILE (chart_matrix)
{
  g_test_add_func ("/chart-matrix/numbers", test_numbers);
  g_test_add_func ("/chart-matrix/texts", test_texts);
  g_test_add_func ("/chart-matrix/errors-stand-out", test_errors_stand_out);
  g_test_add_func ("/chart-matrix/finds-cells", test_finds_cells);
  g_test_add_func ("/chart-matrix/names", test_names);
  g_test_add_func ("/chart-matrix/fifty-classes", test_fifty_classes);
  g_test_add_func ("/chart-matrix/all-rows-are-seen", test_all_rows_are_seen);
  g_test_add_func ("/chart-matrix/picture", test_picture);
  g_test_add_func ("/chart-matrix/own-names", test_own_names);
  g_test_add_func ("/chart-matrix/readable-numbers", test_readable_numbers);
}
