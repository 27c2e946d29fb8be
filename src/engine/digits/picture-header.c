/* SPDX-License-Identifier: MIT */

/* Recognises the permitted picture formats and estimates the cost of reading a file from its first
 * bytes and its header, before a loader sees it. Picture loaders have a history of attacks by
 * hostile files. The checks: the format is permitted, and neither the size nor the number of passes
 * is out of proportion. Pure; any thread. */
#include "picture-header.h"

#include "error.h"
#include "picture-exif.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <webp/decode.h>

/* Programs write a progressive JPEG in ten passes or so, each over all of its pixels. */
#define MAX_PASSES      100
#define MAX_PASS_PIXELS (G_GUINT64_CONSTANT (250) * 1000 * 1000)

/* The largest number of pixels that is read; larger numbers need not fit into an integer. */
#define MOST_PNM_PIXELS 100000000

/* Bytes of a PNG's section beside its content. */
#define PNG_SECTION_OVERHEAD 12

/* Bytes before the first chunk of a WebP, and of a chunk before its content. */
#define WEBP_HEADER       12
#define WEBP_CHUNK_HEADER 8

/* Bytes of a pixel in the loaders' output: red, green, blue and perhaps opacity. */
#define N_RGB  3
#define N_RGBA 4

/* The bytes of a file that the readers of headers look at. */
typedef struct
{
  const guint8 *bytes;
  gsize length;
} Bytes;

static guint
get_16_le (const guint8 *bytes)
{
  return bytes[0] | (guint) bytes[1] << 8;
}

static guint
get_16_be (const guint8 *bytes)
{
  return bytes[1] | (guint) bytes[0] << 8;
}

static guint
get_32_le (const guint8 *bytes)
{
  return get_16_le (bytes) | get_16_le (bytes + 2) << 16;
}

static guint
get_32_be (const guint8 *bytes)
{
  return get_16_be (bytes + 2) | get_16_be (bytes) << 16;
}

static gboolean
set_cut_off_error (GError **error)
{
  g_set_error_literal (error, BP_ERROR, BP_ERROR_DAMAGED,
                       _ ("it is a damaged picture: it ends too early"));
  return FALSE;
}

static guint64
count_pixels (const BpPictureHeader *header)
{
  return (guint64) header->width * header->height;
}

/* Sections of a length, a kind, so many bytes and a checksum, from "IHDR" to "IEND". */
static gboolean
read_png (Bytes file, BpPictureHeader *header, GError **error)
{
  gsize offset = 8;
  gboolean is_whole = FALSE;

  while (!is_whole && file.length - offset >= PNG_SECTION_OVERHEAD &&
         get_32_be (file.bytes + offset) <= file.length - offset - PNG_SECTION_OVERHEAD)
    {
      guint size = get_32_be (file.bytes + offset);

      is_whole = memcmp (file.bytes + offset + 4, "IEND", 4) == 0;
      if (memcmp (file.bytes + offset + 4, "eXIf", 4) == 0)
        header->orientation = bp_picture_exif_find_orientation (file.bytes + offset + 8, size);
      offset += (gsize) size + PNG_SECTION_OVERHEAD;
    }
  if (file.length < 24)
    return set_cut_off_error (error);

  header->length = offset;
  header->width = get_32_be (file.bytes + 16);
  header->height = get_32_be (file.bytes + 20);
  header->memory = count_pixels (header) * N_RGBA;
  header->is_whole = is_whole;
  return TRUE;
}

/* The memory for a picture in several passes: all coefficients are kept, two bytes each. @frame is
 * the section of the frame, after its length. */
static guint64
count_coefficient_bytes (const BpPictureHeader *header, const guint8 *frame, gsize length)
{
  guint n_components = frame[5];
  guint samples = 0;
  guint most_across = 1;
  guint most_down = 1;

  for (guint i = 0; i < n_components && 6 + 3 * i + 1 < length; i++)
    {
      guint across = frame[6 + 3 * i + 1] >> 4;
      guint down = frame[6 + 3 * i + 1] & 15;

      samples += across * down;
      most_across = MAX (most_across, across);
      most_down = MAX (most_down, down);
    }
  return 2 * count_pixels (header) * samples / (most_across * most_down);
}

/* Skips the data of a scan up to the next marker: a 0xff that neither stands for itself (followed
 * by 0) nor restarts the decoder. */
static gsize
find_marker (Bytes file, gsize offset)
{
  while (offset + 1 < file.length)
    {
      const guint8 *found = memchr (file.bytes + offset, 0xff, file.length - offset - 1);

      if (found == NULL)
        break;
      if (found[1] != 0 && found[1] != 0xff && (found[1] < 0xd0 || found[1] > 0xd7))
        return (gsize) (found - file.bytes);
      offset = (gsize) (found - file.bytes) + 1;
    }
  return file.length;
}

static gboolean
check_passes (const BpPictureHeader *header, guint n_passes, GError **error)
{
  if (n_passes <= MAX_PASSES && n_passes * count_pixels (header) <= MAX_PASS_PIXELS)
    return TRUE;

  g_set_error (
      error, BP_ERROR, BP_ERROR_TOO_LARGE,
      _ ("it is a JPEG of %u passes over %u × %u pixels, which takes too long to read: save "
         "it without “progressive”, or smaller"),
      n_passes, header->width, header->height);
  return FALSE;
}

/* ITU-T T.81, annex B: sections that begin with a marker and, except for the last, their length. */
static gboolean
read_jpeg (Bytes file, BpPictureHeader *header, GError **error)
{
  guint64 coefficient_bytes = 0;
  guint n_passes = 0;
  gsize offset = 2;

  while (offset + 2 <= file.length && file.bytes[offset] == 0xff && !header->is_whole)
    {
      guint marker = file.bytes[offset + 1];
      gboolean is_frame =
          marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
      gsize length;

      header->is_whole = marker == 0xd9;
      if (marker == 0xff || header->is_whole)
        {
          /* A filling byte, or the end. */
          offset++;
          continue;
        }
      if (offset + 4 > file.length)
        break;
      length = get_16_be (file.bytes + offset + 2);
      if (length < (is_frame ? 8 : 2) || length > file.length - offset - 2)
        break;
      if (is_frame)
        {
          header->height = get_16_be (file.bytes + offset + 5);
          header->width = get_16_be (file.bytes + offset + 7);
          coefficient_bytes = count_coefficient_bytes (header, file.bytes + offset + 4, length - 2);
        }
      offset += 2 + length;
      if (marker == 0xda)
        {
          n_passes++;
          offset = find_marker (file, offset);
        }
    }

  header->memory = count_pixels (header) * N_RGB + (n_passes > 1 ? coefficient_bytes : 0);
  return check_passes (header, n_passes, error);
}

/* The bytes of a table of colours, whose size is in the byte before it, or before its background.
 */
static gsize
get_colours_length (guint8 flags)
{
  return (flags & 0x80) != 0 ? (gsize) 3 << ((flags & 7) + 1) : 0;
}

/* Ends the file after its first frame, so that no loader keeps a thousand of them. */
static gboolean
read_gif (Bytes file, BpPictureHeader *header, GError **error)
{
  gsize offset = 13;

  if (file.length < offset)
    return set_cut_off_error (error);
  header->width = get_16_le (file.bytes + 6);
  header->height = get_16_le (file.bytes + 8);
  header->memory = count_pixels (header) * N_RGBA;
  offset += get_colours_length (file.bytes[10]);

  while (offset + 10 < file.length && !header->is_whole)
    {
      gboolean is_frame = file.bytes[offset] == 0x2c;

      if (!is_frame && file.bytes[offset] != 0x21)
        break;
      if (is_frame)
        {
          guint width = get_16_le (file.bytes + offset + 5);
          guint height = get_16_le (file.bytes + offset + 7);

          header->memory += (guint64) width * height * N_RGBA;
          offset += 11 + get_colours_length (file.bytes[offset + 9]);
        }
      else
        offset += 2;

      /* Blocks of up to 255 bytes, and an empty one at the end. */
      while (offset < file.length && file.bytes[offset] != 0)
        offset += 1U + file.bytes[offset];
      header->is_whole = is_frame && offset < file.length;
      offset++;
    }
  header->length = MIN (offset, file.length);
  return TRUE;
}

static gboolean
set_header_error (GError **error)
{
  g_set_error_literal (error, BP_ERROR, BP_ERROR_DAMAGED,
                       _ ("it is a damaged picture: its header is invalid"));
  return FALSE;
}

/* The header of OS/2 has 12 bytes, all others 40 or more. The loader makes room for as many colours
 * as the header claims, and for all bytes before the pixels. */
static gboolean
read_bmp (Bytes file, BpPictureHeader *header, GError **error)
{
  gboolean is_old = file.bytes[14] == 12;
  guint64 offset, row_length;
  guint64 n_colors = 0;
  gboolean is_packed;
  guint n_bits;

  if (file.length < 34)
    return set_cut_off_error (error);

  if (is_old)
    {
      header->width = get_16_le (file.bytes + 18);
      header->height = get_16_le (file.bytes + 20);
      n_bits = get_16_le (file.bytes + 24);
    }
  else
    {
      gint32 height = (gint32) get_32_le (file.bytes + 22);

      /* A negative height is that of a picture whose rows come from the top. */
      header->width = get_32_le (file.bytes + 18);
      header->height = height < 0 ? 0U - (guint) height : (guint) height;
      n_bits = get_16_le (file.bytes + 28);
      if (file.length >= 50)
        n_colors = get_32_le (file.bytes + 46);
    }
  header->memory = count_pixels (header) * N_RGBA;
  offset = get_32_le (file.bytes + 10);
  if (n_colors * N_RGBA > file.length)
    return set_header_error (error);

  /* Rows of whole words of four bytes, where they are not packed (methods 1 and 2). */
  row_length = ((guint64) header->width * n_bits + 31) / 32 * 4;
  is_packed = !is_old && (file.bytes[30] == 1 || file.bytes[30] == 2);
  header->is_whole = offset + (is_packed ? 0 : row_length * header->height) <= file.length;
  return TRUE;
}

/* The number of a field of one number, of 16 or 32 bits. */
static guint
get_tiff_number (Bytes file, gsize field, gboolean is_little_endian)
{
  gboolean is_short = (is_little_endian ? get_16_le : get_16_be) (file.bytes + field + 2) == 3;

  return (is_short ? (is_little_endian ? get_16_le : get_16_be)
                   : (is_little_endian ? get_32_le : get_32_be)) (file.bytes + field + 8);
}

/* TIFF 6.0, section 2: the fields of the first picture, twelve bytes each. */
static gboolean
read_tiff (Bytes file, BpPictureHeader *header, GError **error)
{
  gboolean is_little_endian = file.bytes[0] == 'I';
  guint tile_width = 0;
  guint tile_height = 0;
  gsize offset;
  guint n_fields;

  if (file.length < 8)
    return set_cut_off_error (error);
  offset = (is_little_endian ? get_32_le : get_32_be) (file.bytes + 4);
  if (offset > file.length - 2)
    return set_cut_off_error (error);
  n_fields = (is_little_endian ? get_16_le : get_16_be) (file.bytes + offset);
  if ((gsize) n_fields * 12 > file.length - offset - 2)
    return set_cut_off_error (error);

  for (gsize i = 0; i < n_fields; i++)
    {
      gsize field = offset + 2 + i * 12;
      guint number = get_tiff_number (file, field, is_little_endian);

      switch ((is_little_endian ? get_16_le : get_16_be) (file.bytes + field))
        {
        case 256:
          header->width = number;
          break;
        case 257:
          header->height = number;
          break;
        case 322:
          tile_width = number;
          break;
        case 323:
          tile_height = number;
          break;
        default:
          break;
        }
    }

  /* The loader keeps the file once more, and a tile, of up to 16 bytes a pixel. */
  header->memory = count_pixels (header) * N_RGBA + file.length +
                   (guint64) MIN (tile_width, G_MAXUINT16) * MIN (tile_height, G_MAXUINT16) * 16;
  return TRUE;
}

/* Reads a number with blanks and comments before it. */
static guint
read_pnm_number (Bytes file, gsize *offset)
{
  guint number = 0;

  for (; *offset < file.length && !g_ascii_isdigit (file.bytes[*offset]); ++*offset)
    if (file.bytes[*offset] == '#')
      while (*offset + 1 < file.length && file.bytes[*offset] != '\n')
        ++*offset;
  for (; *offset < file.length && g_ascii_isdigit (file.bytes[*offset]); ++*offset)
    {
      number = number * 10 + (guint) (file.bytes[*offset] - '0');
      number = MIN (number, MOST_PNM_PIXELS);
    }
  return number;
}

/* "P5", the width, the height and, but for black and white, the largest value as text; then the
 * pixels, as text too (1 to 3) or as bits, bytes or pairs of bytes (4 to 6). */
static gboolean
read_pnm (Bytes file, BpPictureHeader *header, GError **error G_GNUC_UNUSED)
{
  guint form = file.bytes[1] - '0';
  gsize offset = 2;
  guint largest;
  guint64 n_numbers;
  guint64 n_bytes;

  header->width = read_pnm_number (file, &offset);
  header->height = read_pnm_number (file, &offset);
  largest = form == 1 || form == 4 ? 1 : read_pnm_number (file, &offset);
  header->memory = count_pixels (header) * N_RGB;

  /* As text, the least that numbers of one digit take. */
  n_numbers = count_pixels (header) * (form == 3 || form == 6 ? 3 : 1);
  if (form == 4)
    n_bytes = ((guint64) header->width + 7) / 8 * header->height;
  else if (form == 1 || form > 4)
    n_bytes = n_numbers * (largest > 255 ? 2 : 1);
  else
    n_bytes = 2 * n_numbers - 1;
  header->is_whole = offset < file.length && n_bytes <= file.length - offset - 1;
  return TRUE;
}

/* The chunk "EXIF" of a WebP: chunks of a kind, a length and so many bytes, padded to an even
 * number, follow the 12 bytes of the file's header. */
static guint
find_webp_orientation (Bytes file)
{
  gsize offset = WEBP_HEADER;

  while (file.length - offset >= WEBP_CHUNK_HEADER)
    {
      gsize size = get_32_le (file.bytes + offset + 4);

      if (size > file.length - offset - WEBP_CHUNK_HEADER)
        break;
      if (memcmp (file.bytes + offset, "EXIF", 4) == 0)
        return bp_picture_exif_find_orientation (file.bytes + offset + WEBP_CHUNK_HEADER, size);
      offset = MIN (offset + WEBP_CHUNK_HEADER + size + size % 2, file.length);
    }
  return 1;
}

static gboolean
read_webp (Bytes file, BpPictureHeader *header, GError **error)
{
  WebPBitstreamFeatures features;

  if (WebPGetFeatures (file.bytes, file.length, &features) != VP8_STATUS_OK)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_DAMAGED,
                           _ ("it is a damaged picture: its header is invalid"));
      return FALSE;
    }
  if (features.has_animation)
    {
      g_set_error_literal (error, BP_ERROR, BP_ERROR_UNSUPPORTED,
                           _ ("it is a moving picture: save one of its frames"));
      return FALSE;
    }
  header->width = (guint) features.width;
  header->height = (guint) features.height;
  header->orientation = find_webp_orientation (file);
  /* The unpacked pixels; a lossless file needs as much again while it is unpacked. */
  header->memory = count_pixels (header) * 2 * N_RGBA;
  return TRUE;
}

/* The permitted formats and the readers of their headers. Some loaders accept a truncated file and
 * fill the rest with grey. */
static const struct
{
  gboolean (*read) (Bytes file, BpPictureHeader *header, GError **error);
  BpFileKind kind;
  gboolean loader_knows_its_end;
} forms[] = {
  { read_png, BP_FILE_KIND_PNG, FALSE },  { read_jpeg, BP_FILE_KIND_JPEG, FALSE },
  { read_gif, BP_FILE_KIND_GIF, FALSE },  { read_bmp, BP_FILE_KIND_BMP, FALSE },
  { read_tiff, BP_FILE_KIND_TIFF, TRUE }, { read_pnm, BP_FILE_KIND_PNM, FALSE },
  { read_webp, BP_FILE_KIND_WEBP, TRUE },
};

static gboolean
set_kind_error (BpFileKind kind, GError **error)
{
  const char *description = bp_file_kind_describe (kind);

  g_set_error (error, BP_ERROR, BP_ERROR_UNRECOGNISED, _ ("%s: %s"),
               description != NULL ? description : _ ("it is no picture"),
               bp_file_kind_get_advice (kind, BP_FILE_USE_PICTURE));
  return FALSE;
}

/**
 * bp_picture_header_read:
 * @bytes: (array length=length): a file
 * @length: its length in bytes
 * @header: (out caller-allocates): the claims of its header
 * @error: return location for %BP_ERROR_UNRECOGNISED where its format is not one of those above,
 *   %BP_ERROR_UNSUPPORTED, %BP_ERROR_DAMAGED, or %BP_ERROR_TOO_LARGE where it would take too long
 *
 * Returns: whether the header was read
 */
gboolean
bp_picture_header_read (const guint8 *bytes, gsize length, BpPictureHeader *header, GError **error)
{
  BpFileKind kind = bp_file_kind_guess (bytes, MIN (length, BP_FILE_KIND_HEAD_LENGTH));

  *header = (BpPictureHeader){ .kind = kind, .length = length, .orientation = 1 };
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    if (forms[i].kind == kind)
      {
        header->is_whole = forms[i].loader_knows_its_end;
        if (!forms[i].read ((Bytes){ bytes, length }, header, error))
          return FALSE;
        if (header->width > 0 && header->height > 0)
          return TRUE;
        return set_header_error (error);
      }
  return set_kind_error (kind, error);
}
