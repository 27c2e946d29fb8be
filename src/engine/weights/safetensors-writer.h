/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/**
 * BpSafetensorsWriter:
 *
 * Builds the header of a safetensors file: the metadata are added first, then the tensors in the
 * order of their data.
 */
typedef struct
{
  /*< private >*/
  GString *bytes;
  guint64 offset; /* of the next tensor */
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
