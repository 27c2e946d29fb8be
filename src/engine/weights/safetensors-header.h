/* SPDX-License-Identifier: MIT */
#pragma once

#include "safetensors.h"

/**
 * BpSafetensorsHeader:
 * @tensors: (n_tensors): in the order of their data
 * @metadata: (n_metadata): sorted by key
 *
 * What the JSON text at the beginning of a safetensors file says. All strings are in @text.
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
