/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/**
 * BpLossQueue:
 *
 * The loss of every step on its way from the one thread that makes steps to the one that reads.
 * Appending takes no lock as long as the reader comes within %BP_LOSS_QUEUE_RING_SIZE losses. When
 * it does not (its window is being dragged, its machine is short of time), losses go on into an
 * array that grows under a mutex, so that none is lost and the writer waits for nobody.
 */
typedef struct _BpLossQueue BpLossQueue;

/* Some ten frames' worth of the quickest steps there are (10 µs). */
#define BP_LOSS_QUEUE_RING_SIZE 16384

BpLossQueue *bp_loss_queue_new (void);
void bp_loss_queue_free (BpLossQueue *queue);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpLossQueue, bp_loss_queue_free)

gboolean bp_loss_queue_append (BpLossQueue *queue, float loss, GError **error);
void bp_loss_queue_read (BpLossQueue *queue, GArray *losses);
