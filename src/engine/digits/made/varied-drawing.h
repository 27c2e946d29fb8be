/* SPDX-License-Identifier: MIT */
#pragma once

#include "digit-image.h"

gboolean bp_varied_drawing_draw (const BpStroke *strokes,
                                 gsize n_strokes,
                                 guint64 seed,
                                 guint64 index,
                                 guint8 image[BP_DIGIT_N_PIXELS]);
