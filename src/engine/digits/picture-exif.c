/* SPDX-License-Identifier: MIT */

/* The orientation in the Exif data of a PNG or a WebP, whose loaders do not read it. Exif data is a
 * TIFF file without pixels. (Exif 2.32, sections 4.5 and 4.6.) Pure; any thread. */
#include "picture-exif.h"

#include <string.h>

#define TAG_ORIENTATION 0x0112
#define TYPE_SHORT      3

#define HEADER_LENGTH 8
#define ENTRY_LENGTH  12

/* A prefix that some programs write before the TIFF header, as in a JPEG. */
#define JPEG_MARK   "Exif\0\0"
#define MARK_LENGTH 6

static guint
get_16 (const guint8 *bytes, gboolean is_big_endian)
{
  return bytes[is_big_endian ? 0 : 1] * 256U + bytes[is_big_endian ? 1 : 0];
}

static guint32
get_32 (const guint8 *bytes, gboolean is_big_endian)
{
  guint first = get_16 (bytes, is_big_endian);
  guint second = get_16 (bytes + 2, is_big_endian);

  return is_big_endian ? first << 16 | second : second << 16 | first;
}

/**
 * bp_picture_exif_find_orientation:
 * @exif: (array length=length): Exif data
 * @length: of @exif, in bytes
 *
 * Returns: the orientation, 1 to 8, by which the picture is turned upright; 1 where the data has
 *   none or is damaged
 */
guint
bp_picture_exif_find_orientation (const guint8 *exif, gsize length)
{
  gboolean is_big_endian;
  guint32 offset;
  guint n_entries;

  if (length >= MARK_LENGTH && memcmp (exif, JPEG_MARK, MARK_LENGTH) == 0)
    {
      exif += MARK_LENGTH;
      length -= MARK_LENGTH;
    }
  if (length < HEADER_LENGTH || (memcmp (exif, "II*\0", 4) != 0 && memcmp (exif, "MM\0*", 4) != 0))
    return 1;

  is_big_endian = exif[0] == 'M';
  offset = get_32 (exif + 4, is_big_endian);
  if (offset > length - 2)
    return 1;
  n_entries = get_16 (exif + offset, is_big_endian);
  for (gsize at = (gsize) offset + 2; n_entries > 0 && length - at >= ENTRY_LENGTH;
       at += ENTRY_LENGTH, n_entries--)
    if (get_16 (exif + at, is_big_endian) == TAG_ORIENTATION &&
        get_16 (exif + at + 2, is_big_endian) == TYPE_SHORT)
      {
        guint orientation = get_16 (exif + at + 8, is_big_endian);

        return orientation >= 1 && orientation <= 8 ? orientation : 1;
      }
  return 1;
}
