/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

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
