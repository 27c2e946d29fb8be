/* SPDX-License-Identifier: MIT */
#pragma once

#include "diagnosis.h"
#include "history-epoch.h"
#include "metrics.h"
#include "progress.h"
#include "trainer.h"

#include <glib.h>

/**
 * BpMailbox:
 *
 * The one object that a training thread and the main thread share. Results go one way (losses,
 * epochs, networks, metrics, the end), requests the other (stop, pause, learning rate). Plain C
 * over a POSIX mutex and C11 atomics. Neither side ever waits for the other, except that a paused
 * training thread sleeps in bp_mailbox_wait_for_change().
 *
 * The training thread posts; another one, the reader, calls bp_mailbox_read() now and then, as a
 * rule once a frame. Requests may come from any thread.
 */
typedef struct _BpMailbox BpMailbox;

/**
 * BpMailboxRequests:
 * @BP_MAILBOX_STOP: end the run and keep the network
 * @BP_MAILBOX_PAUSE: make no step until this is withdrawn
 * @BP_MAILBOX_LEARNING_RATE: bp_mailbox_take_learning_rate() has a new one
 * @BP_MAILBOX_N_EPOCHS: bp_mailbox_take_n_epochs() has a new one
 * @BP_MAILBOX_STEP_BATCH: with %BP_MAILBOX_PAUSE: still make one step
 * @BP_MAILBOX_STEP_EPOCH: with %BP_MAILBOX_PAUSE: still make the steps up to the epoch's end
 */
typedef enum
{
  BP_MAILBOX_STOP = 1 << 0,
  BP_MAILBOX_PAUSE = 1 << 1,
  BP_MAILBOX_LEARNING_RATE = 1 << 2,
  BP_MAILBOX_N_EPOCHS = 1 << 3,
  BP_MAILBOX_STEP_BATCH = 1 << 4,
  BP_MAILBOX_STEP_EPOCH = 1 << 5,
} BpMailboxRequests;

/**
 * BpMailboxNews:
 * @losses: (element-type float): the losses since the last read, in order
 * @epochs: (element-type BpHistoryEpoch): likewise, their steps counted from the beginning; the
 *   losses of all those steps are in, too
 * @network: (nullable): the newest published network, unless it was read before
 * @best_network: (nullable): the newest network published as the best, unless it was read before
 * @test_metrics: on the test samples, where @has_test_metrics
 * @has_test_metrics: whether @test_metrics came with this read
 * @n_images: samples of all steps so far
 * @step_seconds: time spent in all steps so far
 * @evaluation_seconds: time spent at the ends of epochs so far
 * @diagnosis: why the network does not learn, where @has_diagnosis
 * @has_diagnosis: whether @diagnosis came with this read
 * @requests: those that the training thread has not fulfilled yet
 * @has_made_last_step: no more losses and epochs will be posted; the newest network is still
 *   calibrated, tested and stored
 * @is_stopped_early: the held-out loss ended the run before its last epoch
 * @folder: (nullable) (type filename): where the run is stored, unless it was read before
 * @problem: (nullable): why the run cannot be stored, likewise
 * @has_ended: nothing more will be posted
 * @error: (nullable): with @has_ended, the error that ended the run early
 *
 * The result of bp_mailbox_read(). It is initialised with bp_mailbox_news_init(), used for all
 * reads, and owns its contents.
 */
typedef struct
{
  GArray *losses;
  GArray *epochs;
  BpNetwork *network;
  BpNetwork *best_network;
  BpMetrics test_metrics;
  gboolean has_test_metrics;
  guint64 n_images;
  double step_seconds;
  double evaluation_seconds;
  BpDiagnosis diagnosis;
  gboolean has_diagnosis;
  BpMailboxRequests requests;
  gboolean has_made_last_step;
  gboolean is_stopped_early;
  char *folder;
  char *problem;
  gboolean has_ended;
  GError *error;
} BpMailboxNews;

BpMailbox *bp_mailbox_new (void);
void bp_mailbox_free (BpMailbox *mailbox);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpMailbox, bp_mailbox_free)

/* The training thread's side. */
gboolean
bp_mailbox_post_step (BpMailbox *mailbox, const BpStep *step, gint64 microseconds, GError **error);
void bp_mailbox_post_epoch (BpMailbox *mailbox,
                            const BpEpoch *epoch,
                            gint64 microseconds,
                            BpNetwork *network,
                            gboolean is_best);
gboolean bp_mailbox_publish_network (BpMailbox *mailbox, const BpNetwork *network, GError **error);
void bp_mailbox_publish_best_network (BpMailbox *mailbox, BpNetwork *network);
void bp_mailbox_post_test_metrics (BpMailbox *mailbox, BpMetrics *metrics);
void bp_mailbox_post_diagnosis (BpMailbox *mailbox, const BpDiagnosis *diagnosis);
void bp_mailbox_post_last_step (BpMailbox *mailbox);
void bp_mailbox_post_stopped_early (BpMailbox *mailbox);
void bp_mailbox_post_folder (BpMailbox *mailbox, const char *folder);
void bp_mailbox_post_problem (BpMailbox *mailbox, char *problem);
void bp_mailbox_post_end (BpMailbox *mailbox, GError *error);
BpMailboxRequests bp_mailbox_get_requests (BpMailbox *mailbox);
float bp_mailbox_take_learning_rate (BpMailbox *mailbox);
guint bp_mailbox_take_n_epochs (BpMailbox *mailbox);
void bp_mailbox_clear_requests (BpMailbox *mailbox, BpMailboxRequests requests);
void bp_mailbox_wait_for_change (BpMailbox *mailbox, BpMailboxRequests requests);
gint64 bp_mailbox_get_step_time (BpMailbox *mailbox);
void bp_mailbox_wait_for_step (BpMailbox *mailbox, gint64 begin);
BpProgress *bp_mailbox_get_progress (BpMailbox *mailbox);
BpProgress *bp_mailbox_get_finishing (BpMailbox *mailbox);

/* The reader's side. */
void bp_mailbox_news_init (BpMailboxNews *news);
void bp_mailbox_news_clear (BpMailboxNews *news);
void bp_mailbox_read (BpMailbox *mailbox, BpMailboxNews *news);

/* Any thread. */
void bp_mailbox_request_stop (BpMailbox *mailbox);
void bp_mailbox_request_abandon (BpMailbox *mailbox);
void bp_mailbox_request_pause (BpMailbox *mailbox, gboolean is_paused);
void bp_mailbox_request_step (BpMailbox *mailbox, BpMailboxRequests step);
void bp_mailbox_request_learning_rate (BpMailbox *mailbox, float learning_rate);
void bp_mailbox_request_n_epochs (BpMailbox *mailbox, guint n_epochs);
void bp_mailbox_request_step_time (BpMailbox *mailbox, gint64 microseconds);
