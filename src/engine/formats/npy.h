/* SPDX-License-Identifier: MIT */
#pragma once

#include "number-array.h"

/**
 * BpByteSource:
 * @read: reads exactly so many bytes into the buffer, or fails
 * @source: the argument of @read
 *
 * The source of an array's bytes: a file, or a member of an archive.
 */
typedef struct
{
  gboolean (*read) (gpointer source, guint8 *buffer, gsize length, GError **error);
  gpointer source;
} BpByteSource;

/**
 * BpNpyHeader:
 * @type: of the numbers
 * @is_fortran: whether the first index varies fastest
 * @n_dims: 0 to %BP_NUMBER_ARRAY_MAX_DIMS
 * @dims: (n_dims): the shape
 * @count: the product of @dims
 *
 * The header of a NumPy array.
 */
typedef struct
{
  BpNumberType type;
  gboolean is_fortran;
  guint n_dims;
  gsize dims[BP_NUMBER_ARRAY_MAX_DIMS];
  gsize count;
} BpNpyHeader;

gboolean bp_npy_recognise (const guint8 *head, gsize length);
gboolean bp_npy_read_header (const BpByteSource *source, BpNpyHeader *header, GError **error);
BpNumberArray *bp_npy_read_levels (const BpByteSource *source,
                                   const BpNpyHeader *header,
                                   const char *name,
                                   GError **error);
gboolean bp_npy_read_numbers (const BpByteSource *source,
                              const BpNpyHeader *header,
                              double *numbers,
                              GError **error);
