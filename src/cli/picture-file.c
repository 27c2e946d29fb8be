/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "cli/picture-file.h"

#include "engine/error.h"
#include "engine/grey-pixels.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gi18n.h>

/* More pixels than cameras make, and what their memory is bounded by. */
#define MAX_PIXELS (50 * 1000 * 1000)

/* Finds out about a picture what can be known before it is unpacked. */
static gboolean
check_picture (const char *path, GError **error)
{
  g_autofree char *display_name = g_filename_display_name (path);
  int width = 0;
  int height = 0;

  /* A pipe or a device could block for ever; what is not there has an error of its own later. */
  if (g_file_test (path, G_FILE_TEST_EXISTS) && !g_file_test (path, G_FILE_TEST_IS_REGULAR))
    {
      g_set_error (error, BP_ERROR, BP_ERROR_UNRECOGNISED,
                   _ ("“%s” is a folder or a device, not a picture"), display_name);
      return FALSE;
    }
  if (gdk_pixbuf_get_file_info (path, &width, &height) != NULL &&
      (gint64) width * height > MAX_PIXELS)
    {
      g_set_error (error, BP_ERROR, BP_ERROR_TOO_LARGE,
                   _ ("“%s” has %d × %d pixels, which is more than a drawn digit needs: make it "
                      "smaller"),
                   display_name, width, height);
      return FALSE;
    }
  return TRUE;
}

/**
 * bp_picture_file_read:
 * @path: (type filename): a picture of one digit
 * @image: (out caller-allocates): (28, 28) the digit as the network wants it
 * @is_blank: (out): nothing is drawn on the picture
 * @error: return location for a #GdkPixbufError, a %G_FILE_ERROR or a #BpError
 *
 * Returns: whether the picture was read
 */
gboolean
bp_picture_file_read (const char *path,
                      guint8 image[BP_DIGIT_N_PIXELS],
                      gboolean *is_blank,
                      GError **error)
{
  g_autoptr (GdkPixbuf) stored = NULL;
  g_autoptr (GdkPixbuf) upright = NULL;
  g_autofree guint8 *grey = NULL;
  guint width;
  guint height;

  if (!check_picture (path, error))
    return FALSE;
  stored = gdk_pixbuf_new_from_file (path, error);
  if (stored == NULL)
    return FALSE;

  /* As the camera was held. */
  upright = gdk_pixbuf_apply_embedded_orientation (stored);
  width = (guint) gdk_pixbuf_get_width (upright);
  height = (guint) gdk_pixbuf_get_height (upright);
  grey = g_try_malloc ((gsize) width * height);
  if (grey == NULL)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                           _ ("There is no memory for the picture"));
      return FALSE;
    }

  bp_grey_pixels_from_rgb (gdk_pixbuf_read_pixels (upright), width, height,
                           (gsize) gdk_pixbuf_get_rowstride (upright),
                           gdk_pixbuf_get_has_alpha (upright), grey);
  *is_blank = !bp_digit_image_from_picture (grey, width, height, width, image);
  return TRUE;
}
