/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

float bp_float_from_bits (guint32 bits);
guint32 bp_float_to_bits (float value);
float bp_float_from_half (guint16 half);
void bp_float_copy_little_endian (void *to, const void *from, gsize n_floats);
