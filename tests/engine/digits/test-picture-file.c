/* SPDX-License-Identifier: MIT */

/* Picture files: every supported format, and files that are refused before a loader reads them. */
#include "error.h"
#include "picture-exif.h"
#include "picture-file.h"
#include "picture-header.h"
#include "sample-pictures.h"
#include "test-file.h"
#include "test-files.h"

#include <string.h>

#define SIZE 60

static const BpFileKind kinds[] = {
  BP_FILE_KIND_PNG,  BP_FILE_KIND_JPEG, BP_FILE_KIND_GIF,  BP_FILE_KIND_BMP,
  BP_FILE_KIND_TIFF, BP_FILE_KIND_PNM,  BP_FILE_KIND_WEBP,
};

static int
find_largest_difference (const guint8 *a, const guint8 *b)
{
  int largest = 0;

  for (guint i = 0; i < BP_DIGIT_N_PIXELS; i++)
    largest = MAX (largest, ABS (a[i] - b[i]));
  return largest;
}

static void
read_bytes (GBytes *bytes, guint8 image[BP_DIGIT_N_PIXELS])
{
  g_autoptr (GError) error = NULL;
  gboolean is_blank;

  bp_picture_bytes_read (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                         BP_PICTURE_MAX_PIXELS, image, &is_blank, &error);
  g_assert_no_error (error);
  g_assert_false (is_blank);
}

static void
assert_refused (const guint8 *bytes, gsize length, BpError code, const char *message)
{
  g_autofree guint8 *copy = g_memdup2 (bytes, length);
  guint8 image[BP_DIGIT_N_PIXELS];
  g_autoptr (GError) error = NULL;
  gboolean is_blank;

  g_assert_false (
      bp_picture_bytes_read (copy, length, BP_PICTURE_MAX_PIXELS, image, &is_blank, &error));
  g_assert_cmpstr (error->message, ==, message);
  g_assert_error (error, BP_ERROR, (int) code);
}

static void
test_forms (void)
{
  g_autofree guint8 *grey = bp_sample_picture_draw_seven (SIZE);
  guint8 expected[BP_DIGIT_N_PIXELS];

  g_assert_true (bp_digit_image_from_picture (grey, SIZE, SIZE, SIZE, expected));
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GBytes) bytes = bp_sample_picture (kinds[i], grey, SIZE, SIZE);
      guint8 image[BP_DIGIT_N_PIXELS];
      BpPictureHeader header;

      g_test_message ("form %u", i);
      g_assert_true (bp_picture_header_read (g_bytes_get_data (bytes, NULL),
                                             g_bytes_get_size (bytes), &header, NULL));
      g_assert_cmpuint (header.kind, ==, kinds[i]);
      g_assert_cmpuint (header.width, ==, SIZE);
      g_assert_cmpuint (header.height, ==, SIZE);
      read_bytes (bytes, image);
      /* JPEG is lossy, and the GIF here has half of the levels. */
      g_assert_cmpint (find_largest_difference (image, expected), <=,
                       kinds[i] == BP_FILE_KIND_JPEG ? 40 : 4);
    }
}

/* Inserts a section with an orientation after the first marker of a JPEG, after the first section
 * of a PNG, or behind the pixels of a WebP. */
static GBytes *
orient (GBytes *picture, BpFileKind kind, guint8 orientation)
{
  const guint8 exif[] = { 'M', 'M', 0, '*', 0, 0, 0,           8, 0, 1, 1, 0x12, 0,
                          3,   0,   0, 0,   1, 0, orientation, 0, 0, 0, 0, 0,    0 };
  const guint8 jpeg[] = { 0xff, 0xe1, 0, 34, 'E', 'x', 'i', 'f', 0, 0 };
  const guint8 png[] = { 0, 0, 0, sizeof exif, 'e', 'X', 'I', 'f' };
  const guint8 png_checksum[4] = { 0 };
  const guint8 webp[] = { 'E', 'X', 'I', 'F', sizeof exif, 0, 0, 0 };
  GByteArray *bytes = g_byte_array_new ();
  const guint8 *data = g_bytes_get_data (picture, NULL);
  guint length = (guint) g_bytes_get_size (picture);
  guint before = kind == BP_FILE_KIND_JPEG ? 2 : kind == BP_FILE_KIND_PNG ? 33 : length;

  g_byte_array_append (bytes, data, before);
  if (kind == BP_FILE_KIND_JPEG)
    g_byte_array_append (bytes, jpeg, sizeof jpeg);
  else
    g_byte_array_append (bytes, kind == BP_FILE_KIND_PNG ? png : webp, sizeof png);
  g_byte_array_append (bytes, exif, sizeof exif);
  if (kind == BP_FILE_KIND_PNG)
    g_byte_array_append (bytes, png_checksum, sizeof png_checksum);
  g_byte_array_append (bytes, data + before, length - before);
  if (kind == BP_FILE_KIND_WEBP)
    {
      guint32 size = GUINT32_TO_LE (bytes->len - 8);

      memcpy (bytes->data + 4, &size, sizeof size);
    }
  return g_byte_array_free_to_bytes (bytes);
}

/* The pixels that a camera in an orientation stores of an upright picture: the inverse of the
 * viewer's transform in the standard. */
static guint8 *
store_as_camera (const guint8 *upright, guint size, guint orientation)
{
  guint8 *stored = g_malloc ((gsize) size * size);

  for (guint y = 0; y < size; y++)
    for (guint x = 0; x < size; x++)
      {
        guint last = size - 1;
        const guint places[][2] = {
          { y, x }, { y, last - x }, { last - y, last - x }, { last - y, x },
          { x, y }, { x, last - y }, { last - x, last - y }, { last - x, y }
        };
        const guint *place = places[orientation - 1];

        stored[y * size + x] = upright[place[0] * size + place[1]];
      }
  return stored;
}

static void
test_orientations (void)
{
  static const BpFileKind with_exif[] = { BP_FILE_KIND_JPEG, BP_FILE_KIND_PNG, BP_FILE_KIND_WEBP };
  g_autofree guint8 *grey = bp_sample_picture_draw_seven (SIZE);
  guint8 expected[BP_DIGIT_N_PIXELS];

  g_assert_true (bp_digit_image_from_picture (grey, SIZE, SIZE, SIZE, expected));
  for (guint i = 0; i < G_N_ELEMENTS (with_exif); i++)
    for (guint8 orientation = 1; orientation <= 8; orientation++)
      {
        g_autofree guint8 *stored = store_as_camera (grey, SIZE, orientation);
        g_autoptr (GBytes) plain = bp_sample_picture (with_exif[i], stored, SIZE, SIZE);
        g_autoptr (GBytes) oriented = orient (plain, with_exif[i], orientation);
        guint8 image[BP_DIGIT_N_PIXELS];

        g_test_message ("form %u, orientation %u", i, orientation);
        read_bytes (oriented, image);
        g_assert_cmpint (find_largest_difference (image, expected), <=, 40);
      }
}

/* Exif data of any length is read within its bounds. */
static void
test_damaged_exif (void)
{
  static const guint8 exif[] = { 'I', 'I', '*', 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3,
                                 0,   1,   0,   0, 0, 6, 0, 0, 0, 0, 0,    0, 0 };

  for (gsize length = 0; length <= sizeof exif; length++)
    {
      g_autofree guint8 *cut = g_memdup2 (exif, length);

      g_assert_cmpuint (bp_picture_exif_find_orientation (cut, length), ==, length < 22 ? 1 : 6);
    }
  for (guint i = 4; i < 8; i++)
    {
      guint8 far[sizeof exif];

      memcpy (far, exif, sizeof exif);
      far[i] = 0xff;
      g_assert_cmpuint (bp_picture_exif_find_orientation (far, sizeof far), ==, 1);
    }
}

/* The format is found by the content, not by the name. */
static void
test_name_does_not_matter (void)
{
  g_autofree guint8 *grey = bp_sample_picture_draw_seven (SIZE);
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autoptr (GBytes) bytes = bp_sample_picture (BP_FILE_KIND_WEBP, grey, SIZE, SIZE);
  g_autofree char *path = bp_test_folder_write (folder, "seven.svg", g_bytes_get_data (bytes, NULL),
                                                g_bytes_get_size (bytes));
  guint8 image[BP_DIGIT_N_PIXELS];
  g_autoptr (GError) error = NULL;
  gboolean is_blank = TRUE;

  bp_picture_file_read (path, BP_PICTURE_MAX_PIXELS, image, &is_blank, &error);
  g_assert_no_error (error);
  g_assert_false (is_blank);
}

#define BYTES(literal) (const guint8 *) literal, sizeof (literal) - 1

static void
test_refuses_other_forms (void)
{
  static const struct
  {
    const guint8 *bytes;
    gsize length;
    const char *message;
  } cases[] = {
    { BYTES ("<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"28\"/>"),
      "it is a drawing in SVG, which is not supported: save it as a PNG" },
    { BYTES ("\0\0\1\0\1\0\x20\x20\0\0\1\0\x20\0"),
      "it is a picture of an unsupported format: save it as a PNG or a JPEG" },
    { BYTES ("/* XPM */\nstatic char *x[] = {\n\"1 1 1 1\",\n"),
      "it is a picture of an unsupported format: save it as a PNG or a JPEG" },
    { BYTES ("\0\0\0\x18"
             "ftypheic\0\0\0\0mif1heic"),
      "it is a picture of an unsupported format: save it as a PNG or a JPEG" },
    { BYTES ("#define x_width 8\n#define x_height 8\nstatic char x_bits[] = {0};\n"),
      "it is a text file: choose a picture, such as a PNG or a JPEG" },
    { BYTES ("BM, a brand of cars, is no picture"),
      "it is a text file: choose a picture, such as a PNG or a JPEG" },
    { BYTES ("\x1f\x8b\x08\0\0\0\0\0\0\x03\x03\0"), "it is a gzip file: unpack it first" },
    { BYTES (""), "it is empty: it was not downloaded or copied whole" },
    { BYTES ("\x02\x03\xff\xfe\x91"),
      "it is no picture: choose a picture, such as a PNG or a JPEG" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_refused (cases[i].bytes, cases[i].length, BP_ERROR_UNRECOGNISED, cases[i].message);
}

/* Headers with sizes beyond those of a digit's picture are refused before an allocation. */
/* The limit of the caller, which a data set sets lower than the pad. */
static void
test_limit_of_pixels (void)
{
  g_autofree guint8 *grey = bp_sample_picture_draw_seven (SIZE);
  g_autoptr (GBytes) picture = bp_sample_picture (BP_FILE_KIND_PNG, grey, SIZE, SIZE);
  const guint8 *bytes = g_bytes_get_data (picture, NULL);
  gsize length = g_bytes_get_size (picture);
  guint8 image[BP_DIGIT_N_PIXELS];
  g_autoptr (GError) error = NULL;
  gboolean is_blank;

  g_assert_true (bp_picture_bytes_read (bytes, length, SIZE * SIZE, image, &is_blank, &error));
  g_assert_no_error (error);
  g_assert_false (bp_picture_bytes_read (bytes, length, SIZE * SIZE - 1, image, &is_blank, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_TOO_LARGE);
}

static void
test_refuses_sizes (void)
{
  static const struct
  {
    const guint8 *bytes;
    gsize length;
    const char *size;
  } cases[] = {
    { BYTES ("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x27\x10\0\0\x27\x10\x08\x02\0\0\0\0\0\0\0"),
      "10000 × 10000" },
    { BYTES ("GIF89a\xff\xff\xff\xff\0\0\0,\0\0\0\0\1\0\1\0\0\x02\x02\x44\x01\0;"),
      "65535 × 65535" },
    /* A frame larger than its picture. */
    { BYTES ("GIF89a\x1c\0\x1c\0\0\0\0,\0\0\0\0\xff\xff\xff\xff\0\x02\x02\x44\x01\0;"), "28 × 28" },
    { BYTES ("BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x10\x27\0\0\xf0\xd8\xff\xff\1\0\x18\0\0\0\0\0"
             "\0\0"),
      "10000 × 10000" },
    { BYTES ("P6 100000 1000 255\n"), "100000 × 1000" },
    { BYTES ("P5 9999999999999999 1 255\n"), "100000000 × 1" },
    { BYTES (
          "II*\0\x08\0\0\0\x02\0\0\1\4\0\1\0\0\0\x10\x27\0\0\1\1\3\0\1\0\0\0\x10\x27\0\0\0\0\0\0"),
      "10000 × 10000" },
    { BYTES ("II*\0\x08\0\0\0\x04\0\0\1\4\0\1\0\0\0\x1c\0\0\0\1\1\3\0\1\0\0\0\x1c\0\0\0"
             "\x42\1\4\0\1\0\0\0\xf0\xff\0\0\x43\1\4\0\1\0\0\0\xf0\xff\0\0\0\0\0\0"),
      "28 × 28" },
    { BYTES ("\xff\xd8\xff\xc0\0\x11\x08\x27\x10\x27\x10\3\1\x11\0\2\x11\0\3\x11\0\xff\xda\0\x08"),
      "10000 × 10000" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *message = g_strdup_printf (
          "it has %s pixels, which is more than a drawn digit needs: make it smaller",
          cases[i].size);

      g_test_message ("case %u", i);
      assert_refused (cases[i].bytes, cases[i].length, BP_ERROR_TOO_LARGE, message);
    }
}

/* The loader would make room for 4,294,901,760 colours. */
static void
test_refuses_colors (void)
{
  g_autofree guint8 *grey = bp_sample_picture_draw_seven (SIZE);
  g_autoptr (GBytes) bmp = bp_sample_picture (BP_FILE_KIND_BMP, grey, SIZE, SIZE);
  gsize length = g_bytes_get_size (bmp);
  g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (bmp, NULL), length);

  memcpy (bytes + 46, "\0\0\xff\xff", 4);
  assert_refused (bytes, length, BP_ERROR_DAMAGED,
                  "it is a damaged picture: its header is invalid");
}

static void
test_refuses_passes (void)
{
  static const guint8 frame[] = { 0xff, 0xd8, 0xff, 0xc2, 0, 11, 8, 0, 28, 0, 28, 1, 1, 0x11, 0 };
  static const guint8 pass[] = { 0xff, 0xda, 0, 8, 1, 1, 0, 0, 0, 0x10, 0x55, 0xff, 0, 0xff, 0xd0 };
  g_autoptr (GByteArray) jpeg = g_byte_array_new ();

  g_byte_array_append (jpeg, frame, sizeof frame);
  for (guint i = 0; i < 101; i++)
    g_byte_array_append (jpeg, pass, sizeof pass);
  assert_refused (jpeg->data, jpeg->len, BP_ERROR_TOO_LARGE,
                  "it is a JPEG of 101 passes over 28 × 28 pixels, which takes too long to read: "
                  "save it without “progressive”, or smaller");
}

/* Only the first frame of an animation is given to the loader. */
static void
test_first_frame (void)
{
  g_autofree guint8 *grey = bp_sample_picture_draw_seven (SIZE);
  g_autoptr (GBytes) bytes = bp_sample_picture (BP_FILE_KIND_GIF, grey, SIZE, SIZE);
  gsize length = g_bytes_get_size (bytes) - 1;
  g_autoptr (GByteArray) moving = g_byte_array_new ();
  BpPictureHeader header;
  guint8 expected[BP_DIGIT_N_PIXELS];
  guint8 image[BP_DIGIT_N_PIXELS];
  gboolean is_blank;

  g_byte_array_append (moving, g_bytes_get_data (bytes, NULL), (guint) length);
  /* A truncated frame, at which a loader would fail. */
  g_byte_array_append (moving, BYTES (",\0\0\0\0\x3c\0\x3c\0\0\x07\xff"));

  g_assert_true (bp_picture_header_read (moving->data, moving->len, &header, NULL));
  g_assert_cmpuint (header.length, ==, length);
  read_bytes (bytes, expected);
  g_assert_true (bp_picture_bytes_read (moving->data, moving->len, BP_PICTURE_MAX_PIXELS, image,
                                        &is_blank, NULL));
  g_assert_cmpmem (image, sizeof image, expected, sizeof expected);
}

/* A picture that is cut off in its pixels is refused, not read as the upper half of a digit. */
static void
test_cut_off (void)
{
  g_autofree guint8 *grey = bp_sample_picture_draw_seven (SIZE);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GBytes) bytes = bp_sample_picture (kinds[i], grey, SIZE, SIZE);
      gsize length = g_bytes_get_size (bytes);

      for (gsize n_missing = 3; n_missing < length / 2; n_missing += 20)
        {
          guint8 image[BP_DIGIT_N_PIXELS];
          g_autoptr (GError) error = NULL;
          gboolean is_blank;

          g_test_message ("form %u without %" G_GSIZE_FORMAT " bytes", i, n_missing);
          g_assert_false (bp_picture_bytes_read (g_bytes_get_data (bytes, NULL), length - n_missing,
                                                 BP_PICTURE_MAX_PIXELS, image, &is_blank, &error));
          g_assert_error (error, BP_ERROR, BP_ERROR_DAMAGED);
        }
    }
}

/* A file of each format that is cut or changed at any byte is read, or refused with a message. */
static void
test_damage (void)
{
  g_autofree guint8 *grey = bp_sample_picture_draw_seven (SIZE / 2);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GBytes) bytes = bp_sample_picture (kinds[i], grey, SIZE / 2, SIZE / 2);
      gsize length = g_bytes_get_size (bytes);

      for (gsize k = 0; k < length; k += k < 64 ? 1 : 37)
        for (guint change = 0; change < 2; change++)
          {
            g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), length);
            guint8 image[BP_DIGIT_N_PIXELS];
            g_autoptr (GError) error = NULL;
            gboolean is_blank;

            copy[k] ^= change == 1 ? 0x81 : 0;
            if (!bp_picture_bytes_read (copy, change == 1 ? length : k, 10000, image, &is_blank,
                                        &error))
              g_assert_true (g_str_has_prefix (error->message, "it ") ||
                             g_str_has_prefix (error->message, "there "));
          }
    }
}

static void
test_too_long (void)
{
  g_autoptr (BpTestFolder) folder = bp_test_folder_new ();
  g_autofree guint8 *bytes = g_malloc0 (BP_PICTURE_MAX_LENGTH + 1);
  guint8 image[BP_DIGIT_N_PIXELS];
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  gboolean is_blank;

  memcpy (bytes, "\xff\xd8\xff\xe0", 4);
  path = bp_test_folder_write (folder, "photograph.jpg", bytes, BP_PICTURE_MAX_LENGTH + 1);
  g_assert_false (bp_picture_file_read (path, BP_PICTURE_MAX_PIXELS, image, &is_blank, &error));
  g_assert_error (error, BP_ERROR, BP_ERROR_TOO_LARGE);
  g_assert_cmpstr (error->message, ==,
                   "it is a picture of 67 MB, which is more than a drawn digit needs: make it "
                   "smaller");
}

BP_TEST_FILE (picture_file)
{
  g_test_add_func ("/picture-file/forms", test_forms);
  g_test_add_func ("/picture-file/orientations", test_orientations);
  g_test_add_func ("/picture-file/damaged-exif", test_damaged_exif);
  g_test_add_func ("/picture-file/name-does-not-matter", test_name_does_not_matter);
  g_test_add_func ("/picture-file/refuses-other-forms", test_refuses_other_forms);
  g_test_add_func ("/picture-file/limit-of-pixels", test_limit_of_pixels);
  g_test_add_func ("/picture-file/refuses-sizes", test_refuses_sizes);
  g_test_add_func ("/picture-file/refuses-colors", test_refuses_colors);
  g_test_add_func ("/picture-file/refuses-passes", test_refuses_passes);
  g_test_add_func ("/picture-file/first-frame", test_first_frame);
  g_test_add_func ("/picture-file/cut-off", test_cut_off);
  g_test_add_func ("/picture-file/damage", test_damage);
  g_test_add_func ("/picture-file/too-long", test_too_long);
}
