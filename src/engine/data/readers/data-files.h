/* SPDX-License-Identifier: MIT */
#pragma once

#include "data-formats.h"
#include "file-tree.h"

/**
 * BpDataFile:
 * @index: of the file in its tree
 * @format: of the file
 * @stream: (owned): the file at its beginning
 */
typedef struct
{
  guint index;
  const BpDataFormat *format;
  BpByteStream *stream;
} BpDataFile;

/**
 * BpDataFiles:
 * @files: (element-type BpDataFile): the files with arrays; empty for a data set of pictures
 * @picture_base: (nullable): the folder in the tree ("" for the tree itself) with a folder of
 *   pictures for each class, possibly inside a folder for each split
 *
 * The files of one data set in a tree of files.
 */
typedef struct
{
  GArray *files;
  char *picture_base;
} BpDataFiles;

gboolean
bp_data_files_choose (BpDataFiles *chosen, BpFileTree *tree, BpProgress *progress, GError **error);
gboolean bp_data_files_choose_with (BpDataFiles *chosen,
                                    BpFileTree *tree,
                                    const char *file_name,
                                    BpProgress *progress,
                                    GError **error);
void bp_data_files_clear (BpDataFiles *chosen);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BpDataFiles, bp_data_files_clear)
