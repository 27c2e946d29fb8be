/* SPDX-License-Identifier: MIT */
#pragma once

#include "choices.h"
#include "run-settings.h"

#include <glib.h>

/**
 * BpRunState:
 * @BP_RUN_STATE_RUNNING: a program trains it at present
 * @BP_RUN_STATE_FINISHED: it went to its end
 * @BP_RUN_STATE_STOPPED: it was ended early by a person or a signal; it can be continued
 * @BP_RUN_STATE_DIVERGED: its loss or its weights were not finite numbers any more
 * @BP_RUN_STATE_FAILED: another error ended it; it can be continued
 * @BP_RUN_STATE_INTERRUPTED: its program ended without a word, as in a power cut; it can be
 *   continued
 *
 * What became of a run: a row of %bp_run_states.
 */
typedef enum
{
  BP_RUN_STATE_RUNNING,
  BP_RUN_STATE_FINISHED,
  BP_RUN_STATE_STOPPED,
  BP_RUN_STATE_DIVERGED,
  BP_RUN_STATE_FAILED,
  BP_RUN_STATE_INTERRUPTED,
} BpRunState;

extern const BpChoices bp_run_states;

/**
 * BpRunFigures:
 * @n_epochs: epochs that have ended
 * @n_steps: steps made
 * @seconds: time spent in the steps of those epochs
 * @train_loss: of the last epoch, or NaN
 * @train_accuracy: likewise
 * @held_out_loss: likewise
 * @held_out_accuracy: likewise, from 0 to 1
 * @best_epoch: the epoch with the best held-out accuracy, the first of several, or 0
 * @best_held_out_accuracy: its accuracy, or NaN
 *
 * How far a run is.
 */
typedef struct
{
  guint n_epochs;
  guint64 n_steps;
  double seconds;
  double train_loss;
  double train_accuracy;
  double held_out_loss;
  double held_out_accuracy;
  guint best_epoch;
  double best_held_out_accuracy;
} BpRunFigures;

/**
 * BpRunResult:
 * @n_tested: test images at the end, or 0 before
 * @test_loss: on them, or NaN
 * @test_accuracy: likewise, from 0 to 1
 * @weights_sha256: (nullable) (owned): the digest of the last network's weights, see
 *   bp_weights_sha256()
 *
 * What a run came to.
 */
typedef struct
{
  guint64 n_tested;
  double test_loss;
  double test_accuracy;
  char *weights_sha256;
} BpRunResult;

/**
 * BpRunRecord:
 * @folder: (type filename) (owned): where the run is kept; its base name is the run's id
 * @name: (nullable) (owned): the name that a person gave it
 * @is_pinned: whether a person pinned it, as a baseline
 * @created: when it was begun, in microseconds since 1970
 * @state: what became of it
 * @message: (nullable) (owned): the error that ended it, for people
 * @settings: what was set
 * @figures: how far it is
 * @result: what it came to
 *
 * A run as a list shows it: what its run.json and label.json say. Reference-counted and not changed
 * once it was loaded, so that any thread may read it.
 */
typedef struct
{
  char *folder;
  char *name;
  gboolean is_pinned;
  gint64 created;
  BpRunState state;
  char *message;
  BpRunSettings settings;
  BpRunFigures figures;
  BpRunResult result;
} BpRunRecord;

BpRunRecord *bp_run_record_new (const char *folder);
BpRunRecord *bp_run_record_load (const char *folder, GError **error);
BpRunRecord *bp_run_record_ref (BpRunRecord *record);
void bp_run_record_unref (BpRunRecord *record);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpRunRecord, bp_run_record_unref)

char *bp_run_record_get_id (const BpRunRecord *record);
gboolean bp_run_record_can_continue (const BpRunRecord *record);
void bp_run_record_write (const BpRunRecord *record, GString *json);
gboolean bp_run_record_save (const BpRunRecord *record, GError **error);
gboolean
bp_run_record_save_label (const char *folder, const char *name, gboolean is_pinned, GError **error);
