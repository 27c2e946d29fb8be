/* SPDX-License-Identifier: MIT */
/*
 * A ring with one writer and one reader, and an array that takes over while the ring is full. A
 * training thread posts steps far more often than anything else; for a step, the ring takes two
 * loads and a store.
 *
 * A POSIX mutex, not GLib's, because Thread Sanitizer knows it.
 */
#include "loss-queue.h"

#include "error.h"

#include <glib/gi18n.h>
#include <pthread.h>
#include <stdatomic.h>

struct _BpLossQueue
{
  /* Totals of losses written to the ring and read from it; the index in the ring is the
   * remainder. */
  _Atomic guint64 n_written; /* by the writer alone */
  _Atomic guint64 n_read;    /* by the reader alone */
  float ring[BP_LOSS_QUEUE_RING_SIZE];

  pthread_mutex_t mutex;

  /* Under the mutex: losses for which the ring had no room, newer than all in it. The overflow is
   * empty unless the ring is full, as the reader empties both together. */
  float *overflow;
  gsize overflow_length;
  gsize overflow_capacity;
};

/**
 * bp_loss_queue_new:
 *
 * Returns: (transfer full): an empty queue
 */
BpLossQueue *
bp_loss_queue_new (void)
{
  BpLossQueue *queue = g_new0 (BpLossQueue, 1);

  pthread_mutex_init (&queue->mutex, NULL);
  return queue;
}

/**
 * bp_loss_queue_free:
 * @queue: (transfer full): a queue that no thread uses any more
 */
void
bp_loss_queue_free (BpLossQueue *queue)
{
  pthread_mutex_destroy (&queue->mutex);
  g_free (queue->overflow);
  g_free (queue);
}

static gboolean
ring_has_room (BpLossQueue *queue)
{
  guint64 n_written = atomic_load_explicit (&queue->n_written, memory_order_relaxed);
  guint64 n_read = atomic_load_explicit (&queue->n_read, memory_order_acquire);

  return n_written - n_read < BP_LOSS_QUEUE_RING_SIZE;
}

static void
append_to_ring (BpLossQueue *queue, float loss)
{
  guint64 n_written = atomic_load_explicit (&queue->n_written, memory_order_relaxed);

  queue->ring[n_written % BP_LOSS_QUEUE_RING_SIZE] = loss;
  atomic_store_explicit (&queue->n_written, n_written + 1, memory_order_release);
}

static gboolean
append_to_overflow (BpLossQueue *queue, float loss, GError **error)
{
  if (queue->overflow_length == queue->overflow_capacity)
    {
      gsize capacity = MAX (2 * queue->overflow_capacity, BP_LOSS_QUEUE_RING_SIZE);
      float *overflow = g_try_renew (float, queue->overflow, capacity);

      if (overflow == NULL)
        {
          g_set_error_literal (error, BP_ERROR, BP_ERROR_NO_MEMORY,
                               _ ("There is no memory left to keep the loss of every step"));
          return FALSE;
        }
      queue->overflow = overflow;
      queue->overflow_capacity = capacity;
    }

  queue->overflow[queue->overflow_length++] = loss;
  return TRUE;
}

/* Appends to the ring or to the overflow, under the mutex. The ring is checked again, because the
 * reader may have emptied it meanwhile: a loss must not go into the overflow when the next one
 * could go into the ring. */
static gboolean
append_under_mutex (BpLossQueue *queue, float loss, GError **error)
{
  gboolean is_appended = TRUE;

  pthread_mutex_lock (&queue->mutex);
  if (ring_has_room (queue))
    append_to_ring (queue, loss);
  else
    is_appended = append_to_overflow (queue, loss, error);
  pthread_mutex_unlock (&queue->mutex);

  return is_appended;
}

/**
 * bp_loss_queue_append:
 * @queue: the queue, on the writer's thread
 * @loss: the newest loss
 * @error: return location for %BP_ERROR_NO_MEMORY, possible only while the reader stays away
 *
 * Returns: whether @loss is in the queue
 */
gboolean
bp_loss_queue_append (BpLossQueue *queue, float loss, GError **error)
{
  if (!ring_has_room (queue))
    return append_under_mutex (queue, loss, error);

  append_to_ring (queue, loss);
  return TRUE;
}

/**
 * bp_loss_queue_read:
 * @queue: the queue, on the reader's thread
 * @losses: (element-type float): the content of the queue is appended to it, oldest first
 */
void
bp_loss_queue_read (BpLossQueue *queue, GArray *losses)
{
  pthread_mutex_lock (&queue->mutex);

  guint64 n_read = atomic_load_explicit (&queue->n_read, memory_order_relaxed);
  guint64 n_written = atomic_load_explicit (&queue->n_written, memory_order_acquire);

  while (n_read < n_written)
    {
      gsize place = n_read % BP_LOSS_QUEUE_RING_SIZE;
      gsize n_losses = MIN (n_written - n_read, BP_LOSS_QUEUE_RING_SIZE - place);

      g_array_append_vals (losses, queue->ring + place, n_losses);
      n_read += n_losses;
    }
  atomic_store_explicit (&queue->n_read, n_read, memory_order_release);

  if (queue->overflow_length > 0)
    g_array_append_vals (losses, queue->overflow, queue->overflow_length);
  queue->overflow_length = 0;
  queue->overflow_capacity = 0;
  g_clear_pointer (&queue->overflow, g_free);

  pthread_mutex_unlock (&queue->mutex);
}
