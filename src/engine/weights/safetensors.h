/* SPDX-License-Identifier: MIT */
#pragma once

#include "metadata.h"
#include "safetensors-header.h"
#include "weights-source.h"

#include <glib.h>

/**
 * BpSafetensors:
 *
 * An open safetensors file: bp_safetensors_open() reads and checks the header;
 * bp_safetensors_read_floats() reads the data of a tensor.
 */
typedef struct _BpSafetensors BpSafetensors;

BpSafetensors *bp_safetensors_open (const BpWeightsSource *source, GError **error);
void bp_safetensors_free (BpSafetensors *safetensors);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpSafetensors, bp_safetensors_free)

guint bp_safetensors_get_n_tensors (const BpSafetensors *safetensors);
const BpTensor *bp_safetensors_get_tensor (const BpSafetensors *safetensors, guint index);
BpMetadata *bp_safetensors_copy_metadata (const BpSafetensors *safetensors);
gboolean bp_tensor_is_float (const BpTensor *tensor);
gboolean bp_safetensors_read_floats (const BpSafetensors *safetensors,
                                     const BpTensor *tensor,
                                     float *values,
                                     GError **error);
