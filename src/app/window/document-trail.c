/* SPDX-License-Identifier: MIT */
#include "document-trail.h"

/* For the networks of all documents, in bytes. The newest document is kept in any case. */
#define BUDGET (G_GUINT64_CONSTANT (256) * 1024 * 1024)

struct _BpDocumentTrail
{
  /* owned; of BpDocument, the newest first */
  GQueue before;
  GQueue after;
};

/**
 * bp_document_trail_new:
 *
 * Returns: (transfer full): an empty trail
 */
BpDocumentTrail *
bp_document_trail_new (void)
{
  return g_new0 (BpDocumentTrail, 1);
}

/**
 * bp_document_trail_free:
 * @trail: (transfer full): the trail
 */
void
bp_document_trail_free (BpDocumentTrail *trail)
{
  g_queue_clear_full (&trail->before, (GDestroyNotify) bp_document_unref);
  g_queue_clear_full (&trail->after, (GDestroyNotify) bp_document_unref);
  g_free (trail);
}

static guint64
get_size (const BpDocument *document)
{
  return (guint64) document->network->n_parameters * sizeof (float);
}

static void
drop_oldest (GQueue *documents)
{
  guint64 size = 0;
  guint n_kept = 0;

  for (GList *link = documents->head; link != NULL; link = link->next)
    {
      size += get_size (link->data);
      if (n_kept > 0 && (n_kept == BP_DOCUMENT_TRAIL_MAX || size > BUDGET))
        break;
      n_kept++;
    }
  while (documents->length > n_kept)
    bp_document_unref (g_queue_pop_tail (documents));
}

/* Without a network, there is nothing to come back to. */
static void
push (GQueue *documents, BpDocument *document)
{
  if (document->network == NULL)
    {
      bp_document_unref (document);
      return;
    }
  g_queue_push_head (documents, document);
  drop_oldest (documents);
}

/**
 * bp_document_trail_leave:
 * @trail: the trail
 * @present: (transfer full): the document that another one replaces
 *
 * Undo comes back to @present. There is nothing to redo then.
 */
void
bp_document_trail_leave (BpDocumentTrail *trail, BpDocument *present)
{
  g_queue_clear_full (&trail->after, (GDestroyNotify) bp_document_unref);
  push (&trail->before, present);
}

/**
 * bp_document_trail_undo:
 * @trail: a trail that can undo
 * @present: (transfer full): the present document, which Redo comes back to
 *
 * Returns: (transfer full): the one before it
 */
BpDocument *
bp_document_trail_undo (BpDocumentTrail *trail, BpDocument *present)
{
  BpDocument *document = g_queue_pop_head (&trail->before);

  push (&trail->after, present);
  return document;
}

/**
 * bp_document_trail_redo:
 * @trail: a trail that can redo
 * @present: (transfer full): the present document, which Undo comes back to
 *
 * Returns: (transfer full): the one that was gone back from
 */
BpDocument *
bp_document_trail_redo (BpDocumentTrail *trail, BpDocument *present)
{
  BpDocument *document = g_queue_pop_head (&trail->after);

  push (&trail->before, present);
  return document;
}

/**
 * bp_document_trail_can_undo:
 * @trail: the trail
 *
 * Returns: whether there is a document before the present one
 */
gboolean
bp_document_trail_can_undo (const BpDocumentTrail *trail)
{
  return trail->before.length > 0;
}

/**
 * bp_document_trail_can_redo:
 * @trail: the trail
 *
 * Returns: whether there is a document that was gone back from
 */
gboolean
bp_document_trail_can_redo (const BpDocumentTrail *trail)
{
  return trail->after.length > 0;
}
