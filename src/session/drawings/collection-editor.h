/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

#define BP_TYPE_COLLECTION_EDITOR (bp_collection_editor_get_type ())

/**
 * BpCollectionChange:
 * @BP_COLLECTION_RELABEL: the label of a drawing is corrected
 * @BP_COLLECTION_REMOVE: a drawing is deleted
 * @BP_COLLECTION_CLEAR: all drawings are deleted
 * @BP_COLLECTION_UNDO: the change before is undone
 *
 * The changes of a collection.
 */
typedef enum
{
  BP_COLLECTION_RELABEL,
  BP_COLLECTION_REMOVE,
  BP_COLLECTION_CLEAR,
  BP_COLLECTION_UNDO,
} BpCollectionChange;

/**
 * BpCollectionEditor:
 *
 * Changes the user's collection of drawings on a thread, one change at a time, and undoes the last
 * one. The signal "ended" comes at the end of every change. A change goes on where the editor is
 * given up meanwhile.
 */
G_DECLARE_FINAL_TYPE (BpCollectionEditor, bp_collection_editor, BP, COLLECTION_EDITOR, GObject)

BpCollectionEditor *bp_collection_editor_new (const char *path);
void bp_collection_editor_relabel (BpCollectionEditor *self, const char *line, const char *label);
void bp_collection_editor_remove (BpCollectionEditor *self, const char *line);
void bp_collection_editor_clear (BpCollectionEditor *self);
void bp_collection_editor_undo (BpCollectionEditor *self);
gboolean bp_collection_editor_is_busy (BpCollectionEditor *self);
gboolean bp_collection_editor_can_undo (BpCollectionEditor *self);
