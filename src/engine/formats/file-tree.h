/* SPDX-License-Identifier: MIT */
#pragma once

#include "byte-stream.h"

/**
 * BpFileTree:
 *
 * The files of a folder and its subfolders, or of an archive: a zip file, or a tar file that is
 * plain or packed with gzip, bzip2 or xz. Both are a list of names, each of which can be read.
 * Hidden files are left out.
 */
typedef struct _BpFileTree BpFileTree;

BpFileTree *bp_file_tree_new_for_folder (const char *path, guint max_depth);
BpFileTree *bp_file_tree_open_archive (const char *path, BpProgress *progress, GError **error);
void bp_file_tree_free (BpFileTree *tree);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpFileTree, bp_file_tree_free)

const char *bp_file_tree_get_path (const BpFileTree *tree);
guint bp_file_tree_get_n_files (const BpFileTree *tree);
const char *bp_file_tree_get_name (const BpFileTree *tree, guint index);
guint64 bp_file_tree_get_size (const BpFileTree *tree, guint index);
gboolean bp_file_tree_find (const BpFileTree *tree, const char *name, guint *index);

BpByteStream *
bp_file_tree_open_file (BpFileTree *tree, guint index, BpProgress *progress, GError **error);
guint8 *bp_file_tree_read_file (BpFileTree *tree,
                                guint index,
                                gsize max_length,
                                gsize *length,
                                GError **error);
