/* SPDX-License-Identifier: MIT */

/* Pictures of digits: files of every supported format. Other inputs are raw pixels after three
 * bytes: the width less one, the padding of a row in bytes, and the kind of pixels (grey, coloured
 * or transparent). */
#include "fuzz-input.h"

#include "digit-image.h"
#include "file-kind.h"
#include "grey-pixels.h"
#include "picture-file.h"

/* The most pixels of a file: slow inputs are useless for fuzzing. */
#define MAX_PIXELS (256 * 256)

static void
read_file (const uint8_t *data, size_t size)
{
  guint8 image[BP_DIGIT_N_PIXELS];
  gboolean is_blank;

  bp_picture_bytes_read (data, size, MAX_PIXELS, image, &is_blank, NULL);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  guint8 image[BP_DIGIT_N_PIXELS];
  guint width;
  guint n_channels;
  gsize row_stride;
  guint height;

  if (bp_file_kind_get_use (bp_file_kind_guess (data, MIN (size, BP_FILE_KIND_HEAD_LENGTH))) ==
      BP_FILE_USE_PICTURE)
    {
      read_file (data, size);
      return 0;
    }
  if (size < 3)
    return 0;
  width = data[0] + 1U;
  n_channels = data[2] % 3 == 0 ? 1 : data[2] % 3 + 2;
  row_stride = (gsize) width * n_channels + data[1] % 8;
  height = (guint) ((size - 3) / row_stride);
  if (height == 0)
    return 0;

  if (n_channels == 1)
    bp_digit_image_from_picture (data + 3, width, height, row_stride, image);
  else
    {
      g_autofree guint8 *grey = g_malloc ((gsize) width * height);

      bp_grey_pixels_from_rgb (data + 3, width, height, row_stride, n_channels == 4, grey);
      bp_digit_image_from_picture (grey, width, height, width, image);
    }
  return 0;
}
