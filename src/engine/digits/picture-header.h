/* SPDX-License-Identifier: MIT */
#pragma once

#include "file-kind.h"

#include <glib.h>

/**
 * BpPictureHeader:
 * @kind: the form of the picture, %BP_FILE_KIND_PNG to %BP_FILE_KIND_WEBP
 * @width: in pixels, at least 1
 * @height: in pixels, at least 1
 * @length: bytes of the file that are the picture; of a moving GIF, its first frame
 * @is_whole: whether the end of the file is present, or the loader detects a missing one
 * @orientation: of a PNG or a WebP by its Exif data, 1 to 8; 1 for other forms, whose loaders apply
 *   it
 * @memory: the most bytes that unpacking takes, according to the header
 *
 * The claims of a picture file's header, before anything is unpacked.
 */
typedef struct
{
  BpFileKind kind;
  guint width;
  guint height;
  gsize length;
  gboolean is_whole;
  guint orientation;
  guint64 memory;
} BpPictureHeader;

gboolean
bp_picture_header_read (const guint8 *bytes, gsize length, BpPictureHeader *header, GError **error);
