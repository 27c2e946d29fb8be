/* SPDX-License-Identifier: MIT */
#include "collection-editor.h"

#include "collection-jobs.h"

struct _BpCollectionEditor
{
  GObject parent_instance;

  /* owned */
  char *path;          /* of the collection */
  BpDrawingEdit *edit; /* nullable: what is undone next */

  BpCollectionChange change; /* in progress, or the last one */
  gboolean is_busy;
};

enum
{
  SIGNAL_ENDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BpCollectionEditor, bp_collection_editor, G_TYPE_OBJECT)

/* Returns: (transfer full): the editor, which stays until the end of the change */
static BpCollectionEditor *
begin (BpCollectionEditor *self, BpCollectionChange change)
{
  self->change = change;
  self->is_busy = TRUE;
  return g_object_ref (self);
}

static void
end (BpCollectionEditor *self, const GError *error)
{
  self->is_busy = FALSE;
  g_signal_emit (self, signals[SIGNAL_ENDED], 0, self->change, error);
}

static void
on_edited (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BpCollectionEditor) self = user_data;
  g_autoptr (GError) error = NULL;
  BpDrawingEdit *edit = bp_drawing_edit_finish (result, &error);

  if (edit != NULL)
    {
      g_clear_pointer (&self->edit, bp_drawing_edit_free);
      self->edit = edit;
    }
  end (self, error);
}

static void
on_undone (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BpCollectionEditor) self = user_data;
  g_autoptr (GError) error = NULL;

  bp_drawing_undo_finish (result, &error);
  end (self, error);
}

static void
bp_collection_editor_finalize (GObject *object)
{
  BpCollectionEditor *self = BP_COLLECTION_EDITOR (object);

  g_free (self->path);
  g_clear_pointer (&self->edit, bp_drawing_edit_free);

  G_OBJECT_CLASS (bp_collection_editor_parent_class)->finalize (object);
}

static void
bp_collection_editor_class_init (BpCollectionEditorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bp_collection_editor_finalize;

  /**
   * BpCollectionEditor::ended:
   * @change: (type BpCollectionChange): the change that has ended
   * @error: (nullable): why the collection is as before; %NULL where it is changed
   */
  signals[SIGNAL_ENDED] =
      g_signal_new ("ended", BP_TYPE_COLLECTION_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_ERROR);
}

static void
bp_collection_editor_init (BpCollectionEditor *self G_GNUC_UNUSED)
{
}

/**
 * bp_collection_editor_new:
 * @path: (type filename): the collection
 *
 * Returns: (transfer full): an editor of it
 */
BpCollectionEditor *
bp_collection_editor_new (const char *path)
{
  BpCollectionEditor *self = g_object_new (BP_TYPE_COLLECTION_EDITOR, NULL);

  self->path = g_strdup (path);
  return self;
}

/**
 * bp_collection_editor_relabel:
 * @self: an editor that is not busy
 * @line: the line of a drawing
 * @label: its new label: see bp_own_class_check()
 */
void
bp_collection_editor_relabel (BpCollectionEditor *self, const char *line, const char *label)
{
  g_return_if_fail (!self->is_busy);

  bp_drawing_relabel_async (self->path, line, label, on_edited,
                            begin (self, BP_COLLECTION_RELABEL));
}

/**
 * bp_collection_editor_remove:
 * @self: an editor that is not busy
 * @line: the line of a drawing
 */
void
bp_collection_editor_remove (BpCollectionEditor *self, const char *line)
{
  g_return_if_fail (!self->is_busy);

  bp_drawing_remove_async (self->path, line, on_edited, begin (self, BP_COLLECTION_REMOVE));
}

/**
 * bp_collection_editor_clear:
 * @self: an editor that is not busy
 *
 * Deletes all drawings.
 */
void
bp_collection_editor_clear (BpCollectionEditor *self)
{
  g_return_if_fail (!self->is_busy);

  bp_drawings_clear_async (self->path, on_edited, begin (self, BP_COLLECTION_CLEAR));
}

/**
 * bp_collection_editor_undo:
 * @self: an editor that can undo
 *
 * Undoes the last change; only one can be undone.
 */
void
bp_collection_editor_undo (BpCollectionEditor *self)
{
  g_return_if_fail (bp_collection_editor_can_undo (self));

  bp_drawing_undo_async (g_steal_pointer (&self->edit), self->path, on_undone,
                         begin (self, BP_COLLECTION_UNDO));
}

/**
 * bp_collection_editor_is_busy:
 * @self: an editor
 *
 * Returns: whether a change is in progress
 */
gboolean
bp_collection_editor_is_busy (BpCollectionEditor *self)
{
  return self->is_busy;
}

/**
 * bp_collection_editor_can_undo:
 * @self: an editor
 *
 * Returns: whether there is a change to undo, and none in progress
 */
gboolean
bp_collection_editor_can_undo (BpCollectionEditor *self)
{
  return self->edit != NULL && !self->is_busy;
}
