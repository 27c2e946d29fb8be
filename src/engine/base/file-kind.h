/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* As much of a file's beginning as bp_file_kind_guess() has a use for. */
#define BP_FILE_KIND_HEAD_LENGTH 512

/**
 * BpFileKind:
 *
 * What a file is by its first bytes, whatever its name says. It is for messages: whoever reads a
 * kind still has to check all of it.
 */
typedef enum
{
  BP_FILE_KIND_UNKNOWN,
  BP_FILE_KIND_EMPTY,
  BP_FILE_KIND_SAFETENSORS,
  BP_FILE_KIND_TORCH_ZIP,
  BP_FILE_KIND_TORCH_PICKLE,
  BP_FILE_KIND_PICKLE,
  BP_FILE_KIND_NPZ,
  BP_FILE_KIND_NPY,
  BP_FILE_KIND_ZIP,
  BP_FILE_KIND_GZIP,
  BP_FILE_KIND_OTHER_PACKED,
  BP_FILE_KIND_TAR,
  BP_FILE_KIND_IDX,
  BP_FILE_KIND_HDF5,
  BP_FILE_KIND_ONNX,
  BP_FILE_KIND_GGUF,
  BP_FILE_KIND_PICTURE,
  BP_FILE_KIND_PDF,
  BP_FILE_KIND_HTML,
  BP_FILE_KIND_GIT_LFS_POINTER,
  BP_FILE_KIND_JSON,
  BP_FILE_KIND_TEXT,
} BpFileKind;

BpFileKind bp_file_kind_guess (const guint8 *head, gsize length);
const char *bp_file_kind_describe (BpFileKind kind);
