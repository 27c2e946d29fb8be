/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

guint bp_picture_exif_find_orientation (const guint8 *exif, gsize length);
