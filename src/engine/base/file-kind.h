/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* As much of a file's beginning as bp_file_kind_guess() has a use for. */
#define BP_FILE_KIND_HEAD_LENGTH 512

/**
 * BpFileKind:
 *
 * What a file is by its first bytes, whatever its name says. It chooses readers and words
 * messages; a reader still has to check the whole file.
 */
typedef enum
{
  BP_FILE_KIND_UNKNOWN,
  BP_FILE_KIND_EMPTY,
  BP_FILE_KIND_SAFETENSORS,
  BP_FILE_KIND_TORCH_ZIP,
  BP_FILE_KIND_TORCH_PICKLE,
  BP_FILE_KIND_KERAS_ZIP,
  BP_FILE_KIND_PICKLE,
  BP_FILE_KIND_NPZ,
  BP_FILE_KIND_NPY,
  BP_FILE_KIND_ZIP,
  BP_FILE_KIND_SPREADSHEET,
  BP_FILE_KIND_GZIP,
  BP_FILE_KIND_OTHER_PACKED,
  BP_FILE_KIND_ZLIB,
  BP_FILE_KIND_RAR,
  BP_FILE_KIND_TAR,
  BP_FILE_KIND_IDX,
  BP_FILE_KIND_HDF5,
  BP_FILE_KIND_MATLAB,
  BP_FILE_KIND_MATLAB_HDF5,
  BP_FILE_KIND_PARQUET,
  BP_FILE_KIND_ARROW,
  BP_FILE_KIND_ONNX,
  BP_FILE_KIND_GGUF,
  /* Pictures that are read here. */
  BP_FILE_KIND_PNG,
  BP_FILE_KIND_JPEG,
  BP_FILE_KIND_GIF,
  BP_FILE_KIND_BMP,
  BP_FILE_KIND_TIFF,
  BP_FILE_KIND_PNM,
  BP_FILE_KIND_WEBP,
  /* Pictures that are not. */
  BP_FILE_KIND_SVG,
  BP_FILE_KIND_OTHER_PICTURE,
  BP_FILE_KIND_PDF,
  BP_FILE_KIND_HTML,
  BP_FILE_KIND_GIT_LFS_POINTER,
  BP_FILE_KIND_UTF_16,
  BP_FILE_KIND_LIBSVM,
  BP_FILE_KIND_JSON,
  BP_FILE_KIND_ARFF,
  BP_FILE_KIND_TEXT,
} BpFileKind;

/**
 * BpFileUse:
 * @BP_FILE_USE_NONE: for nothing here
 * @BP_FILE_USE_DATA: images with labels
 * @BP_FILE_USE_WEIGHTS: a network
 * @BP_FILE_USE_DATA_OR_WEIGHTS: one of these; its content has to tell
 * @BP_FILE_USE_PICTURE: one picture of one digit
 * @BP_FILE_USE_ARCHIVE: other files in it
 *
 * What a file is of use for here.
 */
typedef enum
{
  BP_FILE_USE_NONE,
  BP_FILE_USE_DATA,
  BP_FILE_USE_WEIGHTS,
  BP_FILE_USE_DATA_OR_WEIGHTS,
  BP_FILE_USE_PICTURE,
  BP_FILE_USE_ARCHIVE,
} BpFileUse;

BpFileKind bp_file_kind_guess (const guint8 *head, gsize length);
const char *bp_file_kind_describe (BpFileKind kind);
BpFileUse bp_file_kind_get_use (BpFileKind kind);
gboolean bp_file_kind_has_advice (BpFileKind kind);
const char *bp_file_kind_get_advice (BpFileKind kind, BpFileUse wanted);
