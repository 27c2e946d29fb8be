/* SPDX-License-Identifier: MIT */
#pragma once

#include "document.h"

/* How many documents can be gone back to. */
#define BP_DOCUMENT_TRAIL_MAX 20

/**
 * BpDocumentTrail:
 *
 * The documents before the present one, and those that were gone back from: Undo and Redo. The
 * oldest are dropped where they are too many or their networks are too large.
 */
typedef struct _BpDocumentTrail BpDocumentTrail;

BpDocumentTrail *bp_document_trail_new (void);
void bp_document_trail_free (BpDocumentTrail *trail);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpDocumentTrail, bp_document_trail_free)

void bp_document_trail_leave (BpDocumentTrail *trail, BpDocument *present);
BpDocument *bp_document_trail_undo (BpDocumentTrail *trail, BpDocument *present);
BpDocument *bp_document_trail_redo (BpDocumentTrail *trail, BpDocument *present);
gboolean bp_document_trail_can_undo (const BpDocumentTrail *trail);
gboolean bp_document_trail_can_redo (const BpDocumentTrail *trail);
