/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/**
 * BpDrawingEdit:
 *
 * A change of a collection that can be undone, also after drawings were added to it.
 */
typedef struct _BpDrawingEdit BpDrawingEdit;

BpDrawingEdit *
bp_drawing_edit_relabel (const char *path, const char *line, const char *label, GError **error);
BpDrawingEdit *bp_drawing_edit_remove (const char *path, const char *line, GError **error);
BpDrawingEdit *bp_drawing_edit_clear (const char *path, GError **error);
gboolean bp_drawing_edit_undo (const BpDrawingEdit *edit, const char *path, GError **error);
void bp_drawing_edit_free (BpDrawingEdit *edit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpDrawingEdit, bp_drawing_edit_free)
