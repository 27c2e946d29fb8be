/* SPDX-License-Identifier: MIT */
#pragma once

#include "pickle.h"

/**
 * BpTorchFile:
 *
 * A file of torch.save() since PyTorch 1.6: a zip archive with a pickle and the storages of its
 * tensors.
 */
typedef struct _BpTorchFile BpTorchFile;

BpTorchFile *bp_torch_file_open (const char *path, GError **error);
BpTorchFile *bp_torch_file_open_fd (int fd, GError **error);
BpTorchFile *bp_torch_file_open_bytes (GBytes *bytes, GError **error);
void bp_torch_file_close (BpTorchFile *file);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpTorchFile, bp_torch_file_close)

const BpPickleValue *bp_torch_file_get_root (const BpTorchFile *file);
gboolean bp_torch_file_check (BpTorchFile *file, const BpPickleTensor *tensor, GError **error);
gboolean bp_torch_file_read_numbers (BpTorchFile *file,
                                     const BpPickleTensor *tensor,
                                     double *numbers,
                                     GError **error);
gboolean bp_torch_file_read_levels (BpTorchFile *file,
                                    const BpPickleTensor *tensor,
                                    BpByteLevels *levels,
                                    GError **error);
guint64 bp_pickle_tensor_count (const BpPickleTensor *tensor);
