/* SPDX-License-Identifier: MIT */

/* Pictures of digits, unpacked: the first three bytes are how wide they are, less one, how many
 * bytes there are beyond each row, and whether they are grey, coloured or see-through. */
#include "fuzz-input.h"

#include "digit-image.h"
#include "grey-pixels.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  guint8 image[BP_DIGIT_N_PIXELS];
  guint width;
  guint n_channels;
  gsize row_stride;
  guint height;

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
