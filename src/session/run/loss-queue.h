/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/**
 * BpLossQueue:
 *
 * A queue of losses from the one thread that makes steps to the one thread that reads. Appending
 * takes no lock as long as the reader reads within %BP_LOSS_QUEUE_RING_SIZE losses. When the reader
 * is late (its window is being dragged, or the machine is busy), further losses go into an array
 * that grows under a mutex. So no loss is dropped, and the writer never waits for the reader.
 */
typedef struct _BpLossQueue BpLossQueue;

/* About ten frames of the quickest steps (10 µs). */
#define BP_LOSS_QUEUE_RING_SIZE 16384

BpLossQueue *bp_loss_queue_new (void);
void bp_loss_queue_free (BpLossQueue *queue);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpLossQueue, bp_loss_queue_free)

gboolean bp_loss_queue_append (BpLossQueue *queue, float loss, GError **error);
void bp_loss_queue_read (BpLossQueue *queue, GArray *losses);
