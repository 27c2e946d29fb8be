/* SPDX-License-Identifier: MIT */

/* Pictures as files: any format that GdkPixbuf reads, to what the network wants. Any thread. */
#include "picture-file.h"

#include "error.h"
#include "grey-pixels.h"

#include <errno.h>
#include <gdk-pixbuf/gdk-pixbuf.h>

/* Finds out about a picture what can be known before it is unpacked. */
static gboolean
check_picture (const char *path, guint max_pixels, GError **error)
{
  int width = 0;
  int height = 0;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return bp_set_errno_error (error, errno, "open", path);
  /* A pipe or a device could block for ever. */
  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_UNRECOGNISED,
                           "it is a folder or a device, not a picture");
      return FALSE;
    }
  if (gdk_pixbuf_get_file_info (path, &width, &height) == NULL)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_UNRECOGNISED,
                           "it is no picture: choose a PNG or a JPEG");
      return FALSE;
    }
  if ((gint64) width * height > max_pixels)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_TOO_LARGE,
                   "it has %d × %d pixels, which is more than a drawn digit needs: make it smaller",
                   width, height);
      return FALSE;
    }
  return TRUE;
}

static GdkPixbuf *
decode (const char *path, GError **error)
{
  g_autoptr (GError) cause = NULL;
  GdkPixbuf *picture = gdk_pixbuf_new_from_file (path, &cause);

  if (picture == NULL && cause->domain == G_FILE_ERROR)
    g_propagate_error (error, g_steal_pointer (&cause));
  else if (picture == NULL)
    g_set_error (error, BP_ERROR, BP_ERROR_DAMAGED, "it is a damaged picture: %s", cause->message);
  return picture;
}

static gboolean
fail_for_memory (GError **error)
{
  g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                       "there is not enough memory for the picture");
  return FALSE;
}

/**
 * bp_picture_make_digit:
 * @pixels: (height, row_stride) red, green, blue and, where @has_alpha, opacity, a byte each; rows
 *   from the top
 * @width: in pixels
 * @height: in pixels
 * @row_stride: bytes from one row to the next
 * @has_alpha: a pixel has four bytes rather than three
 * @image: (out caller-allocates): (28, 28) the digit as the network wants it, zeroed where
 *   @is_blank
 * @is_blank: (out): nothing is drawn on the picture
 * @error: return location for %BP_ERROR_NO_MEMORY
 *
 * Makes of a coloured picture what bp_digit_image_from_picture() says.
 *
 * Returns: whether there was the memory for it
 */
gboolean
bp_picture_make_digit (const guint8 *pixels,
                       guint width,
                       guint height,
                       gsize row_stride,
                       gboolean has_alpha,
                       guint8 image[BP_DIGIT_N_PIXELS],
                       gboolean *is_blank,
                       GError **error)
{
  g_autofree guint8 *grey = g_try_malloc ((gsize) width * height);

  if (grey == NULL)
    return fail_for_memory (error);
  bp_grey_pixels_from_rgb (pixels, width, height, row_stride, has_alpha, grey);
  *is_blank = !bp_digit_image_from_picture (grey, width, height, width, image);
  return TRUE;
}

/**
 * bp_picture_file_read:
 * @path: (type filename): a picture of one digit
 * @max_pixels: of how many pixels it may be, such as %BP_PICTURE_MAX_PIXELS
 * @image: (out caller-allocates): (28, 28) the digit as the network wants it, zeroed where
 * @is_blank
 * @is_blank: (out): nothing is drawn on the picture
 * @error: return location for a %G_FILE_ERROR, or a #BpError whose message begins with "it"
 *
 * Reads a picture the way its camera was held, and makes of it what bp_digit_image_from_picture()
 * says.
 *
 * Returns: whether the picture was read
 */
gboolean
bp_picture_file_read (const char *path,
                      guint max_pixels,
                      guint8 image[BP_DIGIT_N_PIXELS],
                      gboolean *is_blank,
                      GError **error)
{
  g_autoptr (GdkPixbuf) stored = NULL;
  g_autoptr (GdkPixbuf) upright = NULL;

  g_return_val_if_fail (path != NULL, FALSE);

  if (!check_picture (path, max_pixels, error))
    return FALSE;
  stored = decode (path, error);
  if (stored == NULL)
    return FALSE;

  upright = gdk_pixbuf_apply_embedded_orientation (stored);
  if (upright == NULL)
    return fail_for_memory (error);
  return bp_picture_make_digit (gdk_pixbuf_read_pixels (upright),
                                (guint) gdk_pixbuf_get_width (upright),
                                (guint) gdk_pixbuf_get_height (upright),
                                (gsize) gdk_pixbuf_get_rowstride (upright),
                                gdk_pixbuf_get_has_alpha (upright), image, is_blank, error);
}
