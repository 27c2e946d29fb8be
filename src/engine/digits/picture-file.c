/* SPDX-License-Identifier: MIT */

/* Reads picture files and converts them for the network. The first bytes of a file choose the one
 * GdkPixbuf loader that gets it, so that no other installed loader can claim it. WebP, for which
 * Debian's GdkPixbuf has no loader, goes to libwebp, which GTK depends on. Any thread. */
#include "picture-file.h"

#include "error.h"
#include "grey-pixels.h"
#include "picture-header.h"
#include "regular-file.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gi18n-lib.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>
#include <webp/decode.h>

/* The memory limit of a picture: its file, its loader's needs, and a byte for each pixel. */
#define MAX_MEMORY (G_GUINT64_CONSTANT (256) << 20)

/* Bytes of a PNG's section beside its content: its length, its kind and its checksum. */
#define PNG_SECTION_OVERHEAD 12

/* GdkPixbuf's names of the permitted loaders. */
static const struct
{
  BpFileKind kind;
  const char *name;
} loader_names[] = {
  { BP_FILE_KIND_PNG, "png" }, { BP_FILE_KIND_JPEG, "jpeg" }, { BP_FILE_KIND_GIF, "gif" },
  { BP_FILE_KIND_BMP, "bmp" }, { BP_FILE_KIND_TIFF, "tiff" }, { BP_FILE_KIND_PNM, "pnm" },
};

/* Grey levels, rows from the top without gaps. */
typedef struct
{
  guint width;
  guint height;
  guint8 *pixels; /* (height, width), owned */
} GreyPicture;

static void
grey_picture_clear (GreyPicture *grey)
{
  g_clear_pointer (&grey->pixels, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GreyPicture, grey_picture_clear)

static gboolean
set_memory_error (GError **error)
{
  g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                       _ ("there is not enough memory for the picture"));
  return FALSE;
}

static gboolean
set_damaged_error (const char *what, GError **error)
{
  g_set_error (error, BP_ERROR, BP_ERROR_DAMAGED, _ ("it is a damaged picture: %s"), what);
  return FALSE;
}

static gboolean
check_size (const BpPictureHeader *header, guint max_pixels, GError **error)
{
  guint64 n_pixels = (guint64) header->width * header->height;

  if (n_pixels <= max_pixels && header->length + header->memory + n_pixels <= MAX_MEMORY)
    return TRUE;

  g_set_error (error, BP_ERROR, BP_ERROR_TOO_LARGE,
               _ ("it has %u × %u pixels, which is more than a drawn digit needs: make it smaller"),
               header->width, header->height);
  return FALSE;
}

static gboolean
take_grey (GreyPicture *grey,
           const guint8 *pixels,
           guint width,
           guint height,
           gsize row_stride,
           gboolean has_alpha,
           GError **error)
{
  grey->width = width;
  grey->height = height;
  grey->pixels = g_try_malloc ((gsize) width * height);
  if (grey->pixels == NULL)
    return set_memory_error (error);

  bp_grey_pixels_from_rgb (pixels, width, height, row_stride, has_alpha, grey->pixels);
  return TRUE;
}

static gboolean
make_digit (const GreyPicture *grey, guint8 image[BP_DIGIT_N_PIXELS], gboolean *is_blank)
{
  *is_blank =
      !bp_digit_image_from_picture (grey->pixels, grey->width, grey->height, grey->width, image);
  return TRUE;
}

/* Makes a loader fail that finds another size than the header's, before it allocates memory for
 * it. */
static void
on_size_prepared (GdkPixbufLoader *loader, int width, int height, gpointer user_data)
{
  const BpPictureHeader *header = user_data;

  if ((guint) width != header->width || (guint) height != header->height)
    gdk_pixbuf_loader_set_size (loader, 0, 0);
}

/* Passes a PNG on without the sections beyond its pixels: texts and colour profiles may unpack to a
 * thousand times their size. */
static gboolean
write_png (GdkPixbufLoader *loader, const guint8 *bytes, gsize length, GError **error)
{
  static const char *const kinds[] = { "IHDR", "PLTE", "tRNS", "IDAT", "IEND" };
  gsize offset = 8;

  if (!gdk_pixbuf_loader_write (loader, bytes, offset, error))
    return FALSE;

  while (offset < length)
    {
      guint32 size;
      gsize n_section;

      memcpy (&size, bytes + offset, sizeof size);
      n_section = (gsize) GUINT32_FROM_BE (size) + PNG_SECTION_OVERHEAD;
      for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
        if (memcmp (bytes + offset + 4, kinds[i], 4) == 0 &&
            !gdk_pixbuf_loader_write (loader, bytes + offset, n_section, error))
          return FALSE;
      offset += n_section;
    }
  return TRUE;
}

static gboolean
write_picture (GdkPixbufLoader *loader,
               const guint8 *bytes,
               const BpPictureHeader *header,
               GError **error)
{
  static const guint8 gif_end[] = { 0x3b };

  if (header->kind == BP_FILE_KIND_PNG)
    return write_png (loader, bytes, header->length, error);
  return gdk_pixbuf_loader_write (loader, bytes, header->length, error) &&
         (header->kind != BP_FILE_KIND_GIF ||
          gdk_pixbuf_loader_write (loader, gif_end, sizeof gif_end, error));
}

/* Replaces a loader's error by the program's own message, because GdkPixbuf's may name another
 * file. */
static gboolean
set_loader_error (GError *cause, GError **error)
{
  if (g_error_matches (cause, GDK_PIXBUF_ERROR, GDK_PIXBUF_ERROR_INSUFFICIENT_MEMORY))
    return set_memory_error (error);
  if (g_error_matches (cause, GDK_PIXBUF_ERROR, GDK_PIXBUF_ERROR_UNKNOWN_TYPE))
    {
      g_set_error_literal (
          error, BP_ERROR, BP_ERROR_UNSUPPORTED,
          _ ("it is a picture that no program on this computer reads: save it as a PNG"));
      return FALSE;
    }
  return set_damaged_error (cause != NULL ? cause->message : _ ("it ends too early"), error);
}

/* The orientation of a picture as the Exif standard counts it: 1 to 8. */
static guint
get_orientation (GdkPixbuf *picture, const BpPictureHeader *header)
{
  const char *orientation = gdk_pixbuf_get_option (picture, "orientation");

  return orientation != NULL ? (guint) g_ascii_strtoull (orientation, NULL, 10)
                             : header->orientation;
}

static gboolean
turn_upright (GreyPicture *grey, guint orientation, GError **error)
{
  g_auto (GreyPicture) stored = *grey;

  if (orientation < 2 || orientation > 8)
    {
      stored.pixels = NULL;
      return TRUE;
    }
  grey->pixels = g_try_malloc ((gsize) stored.width * stored.height);
  if (grey->pixels == NULL)
    return set_memory_error (error);
  if (orientation >= 5)
    {
      grey->width = stored.height;
      grey->height = stored.width;
    }
  bp_grey_pixels_turn (stored.pixels, stored.width, stored.height, orientation, grey->pixels);
  return TRUE;
}

/* Runs the loader of GdkPixbuf for a picture. */
static GdkPixbuf *
decode_pixbuf (const guint8 *bytes, BpPictureHeader *header, GError **error)
{
  g_autoptr (GdkPixbufLoader) loader = NULL;
  g_autoptr (GError) cause = NULL;
  GdkPixbuf *picture;
  gboolean is_written;

  for (guint i = 0; i < G_N_ELEMENTS (loader_names) && loader == NULL; i++)
    if (loader_names[i].kind == header->kind)
      loader = gdk_pixbuf_loader_new_with_type (loader_names[i].name, &cause);
  if (loader == NULL)
    {
      set_loader_error (cause, error);
      return NULL;
    }

  g_signal_connect (loader, "size-prepared", G_CALLBACK (on_size_prepared), header);
  is_written = write_picture (loader, bytes, header, &cause);
  /* A loader has to be closed even after a failure. */
  if (!gdk_pixbuf_loader_close (loader, is_written ? &cause : NULL))
    is_written = FALSE;

  picture = gdk_pixbuf_loader_get_pixbuf (loader);
  if (!is_written || picture == NULL || (guint) gdk_pixbuf_get_width (picture) != header->width ||
      (guint) gdk_pixbuf_get_height (picture) != header->height)
    {
      set_loader_error (cause, error);
      return NULL;
    }
  return g_object_ref (picture);
}

static gboolean
decode_with_loader (const guint8 *bytes, BpPictureHeader *header, GreyPicture *grey, GError **error)
{
  g_autoptr (GdkPixbuf) picture = decode_pixbuf (bytes, header, error);
  guint orientation;

  if (picture == NULL || !take_grey (grey, gdk_pixbuf_read_pixels (picture), header->width,
                                     header->height, (gsize) gdk_pixbuf_get_rowstride (picture),
                                     gdk_pixbuf_get_has_alpha (picture), error))
    return FALSE;

  orientation = get_orientation (picture, header);
  g_clear_object (&picture);
  return turn_upright (grey, orientation, error);
}

static gboolean
decode_webp (const guint8 *bytes, const BpPictureHeader *header, GreyPicture *grey, GError **error)
{
  gsize row_stride = (gsize) header->width * 4;
  gsize size = row_stride * header->height;
  g_autofree guint8 *pixels = g_try_malloc (size);

  if (pixels == NULL)
    return set_memory_error (error);
  if (WebPDecodeRGBAInto (bytes, header->length, pixels, size, (int) row_stride) == NULL)
    return set_damaged_error (_ ("its data are invalid"), error);
  return take_grey (grey, pixels, header->width, header->height, row_stride, TRUE, error) &&
         turn_upright (grey, header->orientation, error);
}

/**
 * bp_picture_make_digit:
 * @pixels: (height, row_stride) red, green, blue and, where @has_alpha, opacity, a byte each; rows
 *   from the top
 * @width: in pixels
 * @height: in pixels
 * @row_stride: bytes from one row to the next
 * @has_alpha: a pixel has four bytes rather than three
 * @image: (out caller-allocates): (28, 28) the digit in the form of MNIST, zeroed where
 *   @is_blank
 * @is_blank: (out): whether nothing is drawn on the picture
 * @error: return location for %BP_ERROR_NO_MEMORY
 *
 * Converts a coloured picture to a digit as bp_digit_image_from_picture() does.
 *
 * Returns: whether the memory was allocated
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
  g_auto (GreyPicture) grey = { 0 };

  return take_grey (&grey, pixels, width, height, row_stride, has_alpha, error) &&
         make_digit (&grey, image, is_blank);
}

/**
 * bp_picture_bytes_read:
 * @bytes: (array length=length): the file of a picture of one digit
 * @length: its length in bytes
 * @max_pixels: the largest number of its pixels, such as %BP_PICTURE_MAX_PIXELS
 * @image: (out caller-allocates): (28, 28) the digit in the form of MNIST, zeroed where
 *   @is_blank
 * @is_blank: (out): whether nothing is drawn on the picture
 * @error: return location for a #BpError whose message begins with "it" or "there"
 *
 * Reads a picture, turns it upright by its Exif orientation, and converts it to a digit as
 * bp_digit_image_from_picture() does. Its first bytes have to be those of a PNG, a JPEG, a GIF (its
 * first frame), a BMP, a TIFF, a PNM or a WebP; anything else is refused. Memory is limited by the
 * picture's own header, and to 256 MB.
 *
 * Returns: whether the picture was read
 */
gboolean
bp_picture_bytes_read (const guint8 *bytes,
                       gsize length,
                       guint max_pixels,
                       guint8 image[BP_DIGIT_N_PIXELS],
                       gboolean *is_blank,
                       GError **error)
{
  g_auto (GreyPicture) grey = { 0 };
  BpPictureHeader header;

  if (!bp_picture_header_read (bytes, length, &header, error) ||
      !check_size (&header, max_pixels, error))
    return FALSE;
  if (!header.is_whole)
    return set_damaged_error (_ ("it ends too early"), error);
  if (header.kind == BP_FILE_KIND_WEBP ? !decode_webp (bytes, &header, &grey, error)
                                       : !decode_with_loader (bytes, &header, &grey, error))
    return FALSE;
  return make_digit (&grey, image, is_blank);
}

/* Sets the error for a file that is no picture, or too large a one. */
static gboolean
set_length_error (int fd, const char *path, guint64 length, GError **error)
{
  guint8 head[BP_FILE_KIND_HEAD_LENGTH];
  BpPictureHeader header;

  if (!bp_regular_file_read_at (fd, path, head, sizeof head, 0, error))
    return FALSE;
  if (bp_file_kind_get_use (bp_file_kind_guess (head, sizeof head)) != BP_FILE_USE_PICTURE)
    return bp_picture_header_read (head, sizeof head, &header, error);

  g_set_error (
      error, BP_ERROR, BP_ERROR_TOO_LARGE,
      _ ("it is a picture of %ju MB, which is more than a drawn digit needs: make it smaller"),
      (uintmax_t) (length / 1000000));
  return FALSE;
}

/**
 * bp_picture_file_read:
 * @path: (type filename): a picture of one digit
 * @max_pixels: as of bp_picture_bytes_read()
 * @image: (out caller-allocates): (28, 28) as of bp_picture_bytes_read()
 * @is_blank: (out): as of bp_picture_bytes_read()
 * @error: return location for a %G_FILE_ERROR, or an error of bp_picture_bytes_read()
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
  g_autofree guint8 *bytes = NULL;
  guint64 length;
  gboolean is_read;
  int fd;

  g_return_val_if_fail (path != NULL, FALSE);

  fd = bp_regular_file_open (path, &length, error);
  if (fd < 0)
    return FALSE;
  if (length > BP_PICTURE_MAX_LENGTH)
    {
      set_length_error (fd, path, length, error);
      close (fd);
      return FALSE;
    }

  bytes = g_try_malloc (MAX (length, 1));
  is_read = bytes != NULL ? bp_regular_file_read_at (fd, path, bytes, length, 0, error)
                          : set_memory_error (error);
  close (fd);
  return is_read && bp_picture_bytes_read (bytes, length, max_pixels, image, is_blank, error);
}
