/* SPDX-License-Identifier: MIT */
#include "sample-pictures.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>
#include <webp/encode.h>

/* GIF's codes are 8 bits wide with 128 colours and at most this many pixels after the table was
 * cleared. */
#define N_GIF_RUN 100
#define GIF_CLEAR 0x80
#define GIF_END   0x81
#define MAX_BLOCK 255

static guint8 *
expand_to_rgb (const guint8 *grey, gsize n_pixels)
{
  guint8 *rgb = g_malloc (3 * n_pixels);

  for (gsize i = 0; i < n_pixels; i++)
    memset (rgb + 3 * i, grey[i], 3);
  return rgb;
}

static GBytes *
save_pixbuf (const char *type, const guint8 *grey, guint width, guint height)
{
  g_autofree guint8 *rgb = expand_to_rgb (grey, (gsize) width * height);
  g_autoptr (GdkPixbuf) picture =
      gdk_pixbuf_new_from_data (rgb, GDK_COLORSPACE_RGB, FALSE, 8, (int) width, (int) height,
                                3 * (int) width, NULL, NULL);
  g_autoptr (GError) error = NULL;
  char *bytes;
  gsize length;

  if (g_str_equal (type, "jpeg"))
    gdk_pixbuf_save_to_buffer (picture, &bytes, &length, type, &error, "quality", "100", NULL);
  else
    gdk_pixbuf_save_to_buffer (picture, &bytes, &length, type, &error, NULL);
  g_assert_no_error (error);
  return g_bytes_new_take (bytes, length);
}

static void
append_16 (GByteArray *bytes, guint number)
{
  guint8 pair[] = { number & 0xff, number >> 8 };

  g_byte_array_append (bytes, pair, sizeof pair);
}

static void
append_byte (GByteArray *bytes, guint8 byte)
{
  g_byte_array_append (bytes, &byte, 1);
}

static GBytes *
make_gif (const guint8 *grey, guint width, guint height)
{
  GByteArray *gif = g_byte_array_new ();
  g_autoptr (GByteArray) codes = g_byte_array_new ();

  g_byte_array_append (gif, (const guint8 *) "GIF89a", 6);
  append_16 (gif, width);
  append_16 (gif, height);
  g_byte_array_append (gif, (const guint8 *) "\xf6\0\0", 3);
  for (guint i = 0; i < 128; i++)
    for (guint channel = 0; channel < 3; channel++)
      append_byte (gif, (guint8) (i * 255 / 127));

  append_byte (gif, 0x2c);
  append_16 (gif, 0);
  append_16 (gif, 0);
  append_16 (gif, width);
  append_16 (gif, height);
  g_byte_array_append (gif, (const guint8 *) "\0\x07", 2);

  for (guint i = 0; i < width * height; i++)
    {
      if (i % N_GIF_RUN == 0)
        append_byte (codes, GIF_CLEAR);
      append_byte (codes, grey[i] / 2);
    }
  append_byte (codes, GIF_END);

  for (guint i = 0; i < codes->len; i += MAX_BLOCK)
    {
      guint n_block = MIN (MAX_BLOCK, codes->len - i);

      append_byte (gif, (guint8) n_block);
      g_byte_array_append (gif, codes->data + i, n_block);
    }
  g_byte_array_append (gif, (const guint8 *) "\0;", 2);
  return g_byte_array_free_to_bytes (gif);
}

static GBytes *
make_pgm (const guint8 *grey, guint width, guint height)
{
  GByteArray *pgm = g_byte_array_new ();
  g_autofree char *header = g_strdup_printf ("P5\n# a test\n%u %u\n255\n", width, height);

  g_byte_array_append (pgm, (const guint8 *) header, (guint) strlen (header));
  g_byte_array_append (pgm, grey, width * height);
  return g_byte_array_free_to_bytes (pgm);
}

static GBytes *
make_webp (const guint8 *grey, guint width, guint height)
{
  g_autofree guint8 *rgb = expand_to_rgb (grey, (gsize) width * height);
  guint8 *encoded;
  gsize length = WebPEncodeLosslessRGB (rgb, (int) width, (int) height, 3 * (int) width, &encoded);
  GBytes *bytes = g_bytes_new (encoded, length);

  g_assert_cmpuint (length, >, 0);
  WebPFree (encoded);
  return bytes;
}

/**
 * bp_sample_picture:
 * @kind: the format of the picture
 * @grey: (height, width) its pixels
 * @width: in pixels
 * @height: in pixels
 *
 * Returns: (transfer full): its file
 */
GBytes *
bp_sample_picture (BpFileKind kind, const guint8 *grey, guint width, guint height)
{
  switch (kind)
    {
    case BP_FILE_KIND_PNG:
      return save_pixbuf ("png", grey, width, height);
    case BP_FILE_KIND_JPEG:
      return save_pixbuf ("jpeg", grey, width, height);
    case BP_FILE_KIND_BMP:
      return save_pixbuf ("bmp", grey, width, height);
    case BP_FILE_KIND_TIFF:
      return save_pixbuf ("tiff", grey, width, height);
    case BP_FILE_KIND_GIF:
      return make_gif (grey, width, height);
    case BP_FILE_KIND_PNM:
      return make_pgm (grey, width, height);
    case BP_FILE_KIND_WEBP:
      return make_webp (grey, width, height);
    default:
      g_assert_not_reached ();
    }
}

/**
 * bp_sample_picture_draw_seven:
 * @size: of a side, in pixels
 *
 * Returns: (transfer full): (size, size) a 7, dark on light, which differs from all its rotations
 *   and reflections
 */
guint8 *
bp_sample_picture_draw_seven (guint size)
{
  guint8 *grey = g_malloc ((gsize) size * size);
  guint top = size / 5;
  guint bottom = size - size / 5;
  guint line = MAX (size / 12, 1);

  memset (grey, 250, (gsize) size * size);
  for (guint y = top; y < bottom; y++)
    for (guint x = size / 4; x < size - size / 4; x++)
      {
        guint slant = size - size / 4 - line - (y - top) / 3;

        if (y < top + line || (x >= slant && x < slant + line))
          grey[(gsize) y * size + x] = 10;
      }
  return grey;
}
