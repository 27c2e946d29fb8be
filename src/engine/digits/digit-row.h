/* SPDX-License-Identifier: MIT */
#pragma once

#include "digit-image.h"

/* The most digits of a row; more are no row. */
#define BP_DIGIT_ROW_MAX 6

guint bp_digit_row_split (const BpStroke *strokes, gsize n_strokes, guint *digits);
