/* SPDX-License-Identifier: MIT */
#pragma once

#include "data-formats.h"
#include "file-tree.h"

/**
 * BpDataFile:
 * @index: the file in its tree
 * @format: what it is of
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
 * @files: (element-type BpDataFile): the files with the arrays of a data set; none where it is made
 *   of pictures
 * @picture_base: (nullable): the folder in the tree, "" for the tree itself, that has a folder of
 *   pictures for each class, or such folders in one for each split
 *
 * What of a tree of files is one data set.
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
