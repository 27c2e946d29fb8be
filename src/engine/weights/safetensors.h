/* SPDX-License-Identifier: MIT */
#pragma once

#include "metadata.h"

#include <glib.h>

/* The limit of the format's own definition on the JSON text at a file's beginning, in bytes. */
#define BP_SAFETENSORS_MAX_HEADER 100000000

/* Limits of this program, far over the 32 tensors and the dozen entries of the largest network. */
#define BP_SAFETENSORS_MAX_TENSORS    4096
#define BP_SAFETENSORS_MAX_METADATA   4096
#define BP_SAFETENSORS_MAX_DIMENSIONS 8

/**
 * BpTensor:
 * @name: as in "0.weight"
 * @dtype: the type of its elements as the format spells it, as in "F32"
 * @n_dimensions: 0 is a single number
 * @shape: (n_dimensions) the last dimension is the one whose elements are next to each other
 * @n_elements: the product of @shape
 * @offset: where its bytes begin, counted from the end of the header
 * @length: how many bytes it has
 *
 * One entry of a safetensors file, borrowed from the file.
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
 * BpSafetensors:
 *
 * An open safetensors file: bp_safetensors_open() reads and checks everything but the numbers,
 * which bp_safetensors_read_floats() reads on demand.
 */
typedef struct _BpSafetensors BpSafetensors;

BpSafetensors *bp_safetensors_open (const char *path, GError **error);
void bp_safetensors_free (BpSafetensors *safetensors);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpSafetensors, bp_safetensors_free)

guint bp_safetensors_get_n_tensors (const BpSafetensors *safetensors);
const BpTensor *bp_safetensors_get_tensor (const BpSafetensors *safetensors, guint index);
const char *bp_safetensors_get_metadata (const BpSafetensors *safetensors, const char *key);
BpMetadata *bp_safetensors_copy_metadata (const BpSafetensors *safetensors);
gboolean bp_safetensors_read_floats (const BpSafetensors *safetensors,
                                     const BpTensor *tensor,
                                     float *values,
                                     GError **error);

char *bp_tensor_describe_shape (const BpTensor *tensor);

/**
 * BpSafetensorsWriter:
 *
 * Makes what comes before the numbers of a safetensors file: the metadata are added first, then the
 * tensors in the order in which their numbers will follow.
 */
typedef struct
{
  /*< private >*/
  GString *bytes;
  guint64 offset; /* where the next tensor begins */
  guint n_metadata;
  guint n_tensors;
} BpSafetensorsWriter;

void bp_safetensors_writer_begin (BpSafetensorsWriter *writer);
void bp_safetensors_writer_add_metadata (BpSafetensorsWriter *writer,
                                         const char *key,
                                         const char *value);
void bp_safetensors_writer_add_floats (BpSafetensorsWriter *writer,
                                       const char *name,
                                       const guint64 *shape,
                                       guint n_dimensions);
GString *bp_safetensors_writer_end (BpSafetensorsWriter *writer);
