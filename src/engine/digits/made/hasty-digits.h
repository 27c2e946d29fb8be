/* SPDX-License-Identifier: MIT */
#pragma once

#include "allographs.h"
#include "digit-image.h"

guint bp_hasty_digit_draw (const BpAllographs *allographs,
                           guint64 seed,
                           guint64 index,
                           guint8 image[BP_DIGIT_N_PIXELS]);
