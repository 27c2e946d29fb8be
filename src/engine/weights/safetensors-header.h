/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* The longest header that the definition of the format allows, in bytes. */
#define BP_SAFETENSORS_MAX_HEADER 100000000

/* Limits of this program, far above the 32 tensors and the dozen entries of the largest network. */
#define BP_SAFETENSORS_MAX_TENSORS    4096
#define BP_SAFETENSORS_MAX_METADATA   4096
#define BP_SAFETENSORS_MAX_DIMENSIONS 8

/**
 * BpTensor:
 * @name: as in "0.weight"
 * @dtype: the type of its elements in the format's spelling, as in "F32"
 * @n_dimensions: 0 is a single number
 * @shape: (n_dimensions) in C order: elements of the last dimension are adjacent
 * @n_elements: the product of @shape
 * @offset: the offset of its data from the end of the header, in bytes
 * @length: of its data, in bytes
 *
 * One tensor of a safetensors file, borrowed from the file.
 */
typedef struct
{
  const char *name;
  const char *dtype;
  guint n_dimensions;
  guint64 shape[BP_SAFETENSORS_MAX_DIMENSIONS];
  guint64 n_elements;
  guint64 offset;
  guint64 length;
} BpTensor;

/**
 * BpSafetensorsEntry:
 * @key: unique in its file
 * @value: any text
 *
 * One entry of a file's metadata.
 */
typedef struct
{
  const char *key;
  const char *value;
} BpSafetensorsEntry;

/**
 * BpSafetensorsHeader:
 * @tensors: (n_tensors): in the order of their data
 * @metadata: (n_metadata): sorted by key
 *
 * The header of a safetensors file. All strings are in @text.
 */
typedef struct
{
  BpTensor *tensors;
  guint n_tensors;
  BpSafetensorsEntry *metadata;
  guint n_metadata;
  /*< private >*/
  char *text;
} BpSafetensorsHeader;

BpSafetensorsHeader *
bp_safetensors_header_parse (char *text, gsize length, guint64 data_length, GError **error);
void bp_safetensors_header_free (BpSafetensorsHeader *header);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpSafetensorsHeader, bp_safetensors_header_free)

char *bp_tensor_describe_shape (const BpTensor *tensor);
