/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* The number of first bytes that bp_file_kind_guess() reads. */
#define BP_FILE_KIND_HEAD_LENGTH 512

/**
 * BpFileKind:
 *
 * The kind of a file by its first bytes, independent of its name. It selects a reader and the texts
 * of messages; the reader still checks the whole file.
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
  /* Supported pictures. */
  BP_FILE_KIND_PNG,
  BP_FILE_KIND_JPEG,
  BP_FILE_KIND_GIF,
  BP_FILE_KIND_BMP,
  BP_FILE_KIND_TIFF,
  BP_FILE_KIND_PNM,
  BP_FILE_KIND_WEBP,
  /* Unsupported pictures. */
  BP_FILE_KIND_SVG,
  BP_FILE_KIND_OTHER_PICTURE,
  BP_FILE_KIND_PDF,
  BP_FILE_KIND_HTML,
  BP_FILE_KIND_GIT_LFS_POINTER,
  BP_FILE_KIND_UTF_16,
  BP_FILE_KIND_LIBSVM,
  BP_FILE_KIND_DRAWINGS,
  BP_FILE_KIND_JSON,
  BP_FILE_KIND_ARFF,
  BP_FILE_KIND_TEXT,
} BpFileKind;

/**
 * BpFileUse:
 * @BP_FILE_USE_NONE: none
 * @BP_FILE_USE_DATA: images with labels
 * @BP_FILE_USE_WEIGHTS: a network
 * @BP_FILE_USE_DATA_OR_WEIGHTS: one of these, depending on its content
 * @BP_FILE_USE_PICTURE: one picture of one digit
 * @BP_FILE_USE_ARCHIVE: an archive of other files
 *
 * The use of a file in this program.
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
