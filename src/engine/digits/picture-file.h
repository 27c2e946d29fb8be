/* SPDX-License-Identifier: MIT */
#pragma once

#include "digit-image.h"

/* A photograph of one digit may be large; one of thousands of pictures of a data set is not. */
#define BP_PICTURE_MAX_PIXELS       (50 * 1000 * 1000)
#define BP_PICTURE_MAX_SMALL_PIXELS (4 * 1000 * 1000)

/* The most bytes of a file that are read as a picture. */
#define BP_PICTURE_MAX_LENGTH (64 << 20)

gboolean bp_picture_make_digit (const guint8 *pixels,
                                guint width,
                                guint height,
                                gsize row_stride,
                                gboolean has_alpha,
                                guint8 image[BP_DIGIT_N_PIXELS],
                                gboolean *is_blank,
                                GError **error);
gboolean bp_picture_bytes_read (const guint8 *bytes,
                                gsize length,
                                guint max_pixels,
                                guint8 image[BP_DIGIT_N_PIXELS],
                                gboolean *is_blank,
                                GError **error);
gboolean bp_picture_file_read (const char *path,
                               guint max_pixels,
                               guint8 image[BP_DIGIT_N_PIXELS],
                               gboolean *is_blank,
                               GError **error);
