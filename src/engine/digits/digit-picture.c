/* SPDX-License-Identifier: MIT */

/* Converts a grey picture of a digit, drawn, printed or photographed, to a picture like MNIST's.
 * Pure functions; any thread. */
#include "digit-frame.h"
#include "digit-image.h"
#include "ink-plane.h"
#include "stroke-raster.h"

#include <math.h>
#include <string.h>

/* Lines thinner than this many pixels after scaling (MNIST's 5th percentile) are redrawn with the
 * width of pen strokes. Averaged like thicker ones, they would fade away. */
#define THIN_LINE  1.6
#define THIN_INK   0.4 /* the least ink of a pixel that belongs to such a line */
#define DRAWN_LINE 2.0
#define SOFTNESS   1.2f

/* The centre of mass of a digit of MNIST lies this near to BP_DIGIT_CENTRE: half a pixel, and a
 * little for rounding. */
#define CENTRE_TOLERANCE 0.52

/* The strongest ink of a digit of MNIST is clearly over half of 255. */
#define FAINT_INK 128

/* The box around the ink; @right and @bottom are the first column and row after it. @line_width is
 * the mean width of the ink's lines in pixels of the picture. */
typedef struct
{
  guint left;
  guint top;
  guint right;
  guint bottom;
  double line_width;
} InkBox;

/* Whether 28 x 28 bytes are a digit in MNIST's form already, which is not converted. */
static gboolean
is_digit_image (const guint8 image[BP_DIGIT_N_PIXELS])
{
  guint64 total = 0;
  guint64 moment_x = 0;
  guint64 moment_y = 0;
  int left = BP_DIGIT_SIZE;
  int right = -1;
  int top = BP_DIGIT_SIZE;
  int bottom = -1;

  for (int y = 0; y < BP_DIGIT_SIZE; y++)
    for (int x = 0; x < BP_DIGIT_SIZE; x++)
      {
        guint value = image[y * BP_DIGIT_SIZE + x];

        if (value == 0)
          continue;
        total += value;
        moment_x += (guint64) x * value;
        moment_y += (guint64) y * value;
        left = MIN (left, x);
        right = MAX (right, x);
        top = MIN (top, y);
        bottom = MAX (bottom, y);
      }
  if (total == 0)
    return FALSE;

  int longer = MAX (right - left, bottom - top) + 1;
  double off_x = (double) moment_x / (double) total - BP_DIGIT_CENTRE;
  double off_y = (double) moment_y / (double) total - BP_DIGIT_CENTRE;

  return (longer == BP_DIGIT_INK_SIZE || longer == BP_DIGIT_INK_SIZE - 1) &&
         fabs (off_x) <= CENTRE_TOLERANCE && fabs (off_y) <= CENTRE_TOLERANCE;
}

/* Faint ink, such as that of 12 bits in a picture of 16 bits, becomes full ink. */
static void
strengthen_ink (guint8 image[BP_DIGIT_N_PIXELS])
{
  guint highest = 0;

  for (int i = 0; i < BP_DIGIT_N_PIXELS; i++)
    highest = MAX (highest, image[i]);
  for (int i = 0; highest < FAINT_INK && i < BP_DIGIT_N_PIXELS; i++)
    image[i] = (guint8) ((image[i] * 255U + highest / 2) / highest);
}

/* Copies a picture that is a digit in MNIST's form, or the negative of one. */
static gboolean
copy_digit_image (const guint8 *pixels, gsize row_stride, guint8 image[BP_DIGIT_N_PIXELS])
{
  gboolean is_digit;

  for (gsize y = 0; y < BP_DIGIT_SIZE; y++)
    memcpy (image + y * BP_DIGIT_SIZE, pixels + y * row_stride, BP_DIGIT_SIZE);
  is_digit = is_digit_image (image);
  if (!is_digit)
    {
      for (int i = 0; i < BP_DIGIT_N_PIXELS; i++)
        image[i] = 255 - image[i];
      is_digit = is_digit_image (image);
    }
  if (is_digit)
    strengthen_ink (image);
  return is_digit;
}

static double
get_ink (const BpInkPlane *plane, guint x, guint y)
{
  return plane->ink[(gsize) y * plane->width + x] / 255.0;
}

/* The ink with doubled contrast, which removes noise both on paper and in ink. */
static double
get_firm_ink (const BpInkPlane *plane, guint x, guint y)
{
  return CLAMP (2.0 * get_ink (plane, x, y) - 0.5, 0.0, 1.0);
}

/* Finds the box around the ink, and how wide its lines are in pixels of the picture: a line is
 * twice its area through its outline. The outline is measured along the edges of pixels, which is
 * 4/pi times too long on average over all directions. */
static gboolean
find_ink_box (const BpInkPlane *plane, InkBox *box)
{
  double area = 0.0;
  double outline = 0.0;

  *box = (InkBox){ .left = plane->width, .top = plane->height };
  for (guint y = 0; y < plane->height; y++)
    {
      double left_of_it = 0.0;

      for (guint x = 0; x < plane->width; x++)
        {
          double value = get_firm_ink (plane, x, y);
          double above = y > 0 ? get_firm_ink (plane, x, y - 1) : 0.0;

          area += value;
          outline += fabs (value - left_of_it) + fabs (value - above);
          left_of_it = value;
          if (get_ink (plane, x, y) > 0.0)
            {
              box->left = MIN (box->left, x);
              box->right = MAX (box->right, x + 1);
              box->top = MIN (box->top, y);
              box->bottom = y + 1;
            }
        }
    }
  if (box->bottom == 0)
    return FALSE;

  box->line_width = 2.0 * area / (outline * G_PI / 4.0);
  return TRUE;
}

/* The mean ink over a rectangle of the picture whose sides may cut through pixels; pixels outside
 * of the ink's box count as background. */
static double
average_ink (const BpInkPlane *plane,
             const InkBox *box,
             double left,
             double top,
             double right,
             double bottom)
{
  double area = (right - left) * (bottom - top);
  double sum = 0.0;

  left = MAX (left, (double) box->left);
  right = MIN (right, (double) box->right);
  top = MAX (top, (double) box->top);
  bottom = MIN (bottom, (double) box->bottom);

  for (guint y = (guint) MAX (top, 0.0); (double) y < bottom; y++)
    {
      double height = MIN (bottom, y + 1.0) - MAX (top, (double) y);
      double row_sum = 0.0;

      for (guint x = (guint) MAX (left, 0.0); (double) x < right; x++)
        row_sum += get_ink (plane, x, y) * (MIN (right, x + 1.0) - MAX (left, (double) x));
      sum += row_sum * height;
    }
  return sum / area;
}

/* Scales a picture whose lines are thick enough. */
static void
scale_ink (const BpInkPlane *plane, const InkBox *box, guint8 drawn[BP_DIGIT_N_PIXELS])
{
  BpInkBounds bounds = { box->left, box->top, box->right, box->bottom };
  BpDigitFit fit = bp_digit_fit (&bounds, 0.0);

  for (int y = 0; y < BP_DIGIT_SIZE; y++)
    for (int x = 0; x < BP_DIGIT_SIZE; x++)
      {
        double left = (x - fit.x_offset) / fit.scale + fit.x_origin;
        double top = (y - fit.y_offset) / fit.scale + fit.y_origin;
        double value =
            average_ink (plane, box, left, top, left + 1.0 / fit.scale, top + 1.0 / fit.scale);

        drawn[y * BP_DIGIT_SIZE + x] = (guint8) lround (255.0 * CLAMP (value, 0.0, 1.0));
      }
}

/* Redraws lines that are too thin: each run of ink in a row of the picture becomes a line of the
 * pen, which is wider by as much as the lines are too thin. */
static void
redraw_ink (const BpInkPlane *plane, const InkBox *box, guint8 drawn[BP_DIGIT_N_PIXELS])
{
  double longer = MAX (box->right - box->left, box->bottom - box->top);
  double pixel_size = BP_DIGIT_INK_SIZE / longer;
  BpPen pen = { (float) (DRAWN_LINE - (box->line_width - 1.0) * pixel_size), SOFTNESS, 1.0f };
  BpInkBounds bounds = { box->left + 0.5, box->top + 0.5, box->right - 0.5, box->bottom - 0.5 };
  BpDigitFit fit = bp_digit_fit (&bounds, bp_pen_get_ink_width (&pen));
  BpStrokeRaster raster;

  bp_stroke_raster_init (&raster, &pen);
  for (guint y = box->top; y < box->bottom; y++)
    {
      guint first = 0;
      gboolean is_in_run = FALSE;

      for (guint x = box->left; x <= box->right; x++)
        {
          gboolean is_ink = x < box->right && get_ink (plane, x, y) >= THIN_INK;

          if (is_ink && !is_in_run)
            first = x;
          if (!is_ink && is_in_run)
            {
              BpPoint from = { (float) first + 0.5f, (float) y + 0.5f };
              BpPoint to = { (float) x - 0.5f, (float) y + 0.5f };

              bp_stroke_raster_add_line (&raster, bp_digit_fit_point (&fit, from), 1.0f,
                                         bp_digit_fit_point (&fit, to), 1.0f);
            }
          is_in_run = is_ink;
        }
    }
  bp_stroke_raster_finish (&raster, drawn);
}

/**
 * bp_digit_image_from_picture:
 * @pixels: (height, row_stride) grey levels, rows from the top; dark ink on light or light on dark
 * @width: in pixels, at least 1
 * @height: in pixels, at least 1
 * @row_stride: bytes from one row to the next, at least @width
 * @image: (out caller-allocates): (28, 28) the digit in the form of MNIST
 *
 * Finds the background and the ink, brings the longer side of the ink to 20 pixels, its aspect
 * kept, by averaging over areas, and its centre of mass to the middle of the picture. Lines that
 * would become too thin to be seen are redrawn with the width of bp_digit_image_from_strokes(). A
 * picture that is a digit of MNIST already, or the negative of one, comes out byte for byte.
 *
 * Returns: %FALSE, and a zeroed @image, where the picture is flat
 */
gboolean
bp_digit_image_from_picture (const guint8 *pixels,
                             guint width,
                             guint height,
                             gsize row_stride,
                             guint8 image[BP_DIGIT_N_PIXELS])
{
  g_autoptr (BpInkPlane) plane = NULL;
  guint8 drawn[BP_DIGIT_N_PIXELS];
  InkBox box;

  g_return_val_if_fail (pixels != NULL, FALSE);
  g_return_val_if_fail (width > 0 && height > 0, FALSE);
  g_return_val_if_fail (row_stride >= width, FALSE);
  g_return_val_if_fail (image != NULL, FALSE);

  if (width == BP_DIGIT_SIZE && height == BP_DIGIT_SIZE &&
      copy_digit_image (pixels, row_stride, image))
    return TRUE;

  memset (image, 0, BP_DIGIT_N_PIXELS);
  plane = bp_ink_plane_new (pixels, width, height, row_stride);
  if (plane == NULL || !find_ink_box (plane, &box))
    return FALSE;

  double longer = MAX (box.right - box.left, box.bottom - box.top);

  if (box.line_width * BP_DIGIT_INK_SIZE / longer < THIN_LINE)
    redraw_ink (plane, &box, drawn);
  else
    scale_ink (plane, &box, drawn);
  return bp_digit_centre (drawn, image);
}
