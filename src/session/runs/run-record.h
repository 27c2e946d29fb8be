/* SPDX-License-Identifier: MIT */
#pragma once

#include "choices.h"
#include "run-settings.h"

#include <glib.h>

/**
 * BpRunState:
 * @BP_RUN_STATE_RUNNING: a program trains it at present
 * @BP_RUN_STATE_FINISHED: it was trained to its end
 * @BP_RUN_STATE_STOPPED: it was ended early by the user or a signal; it can be continued
 * @BP_RUN_STATE_DIVERGED: its loss or its weights were not finite numbers any more
 * @BP_RUN_STATE_FAILED: another error ended it; it can be continued
 * @BP_RUN_STATE_INTERRUPTED: its program ended abruptly, as in a power cut; it can be continued
 *
 * The state of a run: a row of %bp_run_states.
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
 * @n_epochs: the number of finished epochs
 * @n_steps: the number of steps
 * @seconds: the time of the steps of those epochs
 * @train_loss: of the last epoch, or NaN
 * @train_accuracy: likewise
 * @held_out_loss: likewise
 * @held_out_accuracy: likewise, from 0 to 1
 * @best_epoch: the epoch with the best held-out accuracy, the first of several, or 0
 * @best_held_out_accuracy: its accuracy, or NaN
 *
 * The progress of a run.
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
 * The result of a run.
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
 * @folder: (type filename) (owned): of the run; its base name is the run's id
 * @name: (nullable) (owned): the name that the user gave it
 * @is_pinned: whether the user pinned it, as a baseline
 * @color: (nullable) (owned): the colour of its curves that the user chose, as in "#1c71d8"
 * @created: the time of its start, in microseconds since 1970
 * @state: its state
 * @message: (nullable) (owned): the error that ended it, for users
 * @settings: its settings
 * @figures: its progress
 * @result: its result
 *
 * A run in a list: the contents of its run.json and label.json. Reference-counted and immutable
 * after loading, so that any thread may read it.
 */
typedef struct
{
  char *folder;
  char *name;
  gboolean is_pinned;
  char *color;
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
gboolean bp_run_record_save_label (const char *folder,
                                   const char *name,
                                   gboolean is_pinned,
                                   const char *color,
                                   GError **error);
