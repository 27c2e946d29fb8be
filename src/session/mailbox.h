/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/metrics.h"
#include "engine/progress.h"
#include "engine/trainer.h"
#include "session/history.h"

#include <glib.h>

/**
 * BpMailbox:
 *
 * The one object that a training thread and the main thread share. Results go one way (losses,
 * counters, epochs, networks, metrics, an error), requests the other (stop, pause, learning rate).
 * Plain C over a POSIX mutex and C11 atomics.
 *
 * Posting a step takes no lock as long as the reader comes within %BP_MAILBOX_RING_SIZE steps. When
 * it does not (its window is being dragged, its machine is short of time), losses go on into an
 * array that grows under the mutex, so that none is lost and training waits for nobody.
 */
typedef struct _BpMailbox BpMailbox;

/* Some ten frames' worth of the quickest steps there are (about 10 µs for a batch of one). */
#define BP_MAILBOX_RING_SIZE 16384

/**
 * BpMailboxCounters:
 * @n_steps: steps of this run
 * @n_images: samples in them
 * @step_microseconds: time spent in steps
 * @evaluation_microseconds: time spent in evaluations at the ends of epochs
 * @epoch: the epoch of the newest step, from 1; 0 before the first
 *
 * Where a run has got to. Each figure is one that was true a moment ago; they are not a snapshot.
 */
typedef struct
{
  guint64 n_steps;
  guint64 n_images;
  guint64 step_microseconds;
  guint64 evaluation_microseconds;
  guint epoch;
} BpMailboxCounters;

BpMailbox *bp_mailbox_new (GError **error);
void bp_mailbox_free (BpMailbox *mailbox);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpMailbox, bp_mailbox_free)

/* The training thread's side. */
gboolean
bp_mailbox_post_step (BpMailbox *mailbox, const BpStep *step, guint64 microseconds, GError **error);
void bp_mailbox_post_epoch (BpMailbox *mailbox, const BpEpoch *epoch, guint64 microseconds);
gboolean bp_mailbox_publish_network (BpMailbox *mailbox,
                                     const BpNetwork *network,
                                     gboolean is_best,
                                     GError **error);
void bp_mailbox_post_test_metrics (BpMailbox *mailbox, BpMetrics *metrics);
void bp_mailbox_post_end (BpMailbox *mailbox, GError *error);
BpProgress *bp_mailbox_get_progress (BpMailbox *mailbox);
gboolean bp_mailbox_has_requests (BpMailbox *mailbox);
gboolean bp_mailbox_should_pause (BpMailbox *mailbox);
gboolean bp_mailbox_should_stop (BpMailbox *mailbox);
gboolean bp_mailbox_take_learning_rate (BpMailbox *mailbox, float *learning_rate);
void bp_mailbox_wait_for_request (BpMailbox *mailbox);

/* The reader's side. */
gsize bp_mailbox_take_losses (BpMailbox *mailbox, GArray *losses);
void bp_mailbox_take_epochs (BpMailbox *mailbox, GArray *epochs);
BpNetwork *bp_mailbox_take_network (BpMailbox *mailbox);
BpNetwork *bp_mailbox_take_best_network (BpMailbox *mailbox);
gboolean bp_mailbox_take_test_metrics (BpMailbox *mailbox, BpMetrics *metrics);
gboolean bp_mailbox_has_ended (BpMailbox *mailbox);
GError *bp_mailbox_take_error (BpMailbox *mailbox);
void bp_mailbox_get_counters (BpMailbox *mailbox, BpMailboxCounters *counters);

/* Requests: any thread. */
void bp_mailbox_request_stop (BpMailbox *mailbox);
void bp_mailbox_request_pause (BpMailbox *mailbox, gboolean is_paused);
void bp_mailbox_request_learning_rate (BpMailbox *mailbox, float learning_rate);
