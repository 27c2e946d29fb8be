/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/digit-image.h"

gboolean bp_picture_file_read (const char *path,
                               guint8 image[BP_DIGIT_N_PIXELS],
                               gboolean *is_blank,
                               GError **error);
