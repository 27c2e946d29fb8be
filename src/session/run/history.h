/* SPDX-License-Identifier: MIT */
#pragma once

#include "history-epoch.h"
#include "history-rate.h"
#include "network.h"

#include <gio/gio.h>

#define BP_TYPE_HISTORY (bp_history_get_type ())

/**
 * BpHistory:
 *
 * Everything that was measured while a network learned: the loss of every step and the figures of
 * every epoch, over one run or over several that continue each other. It keeps every point; charts
 * reduce them for drawing. Used on the main thread.
 *
 * The signal "changed" is emitted once for all additions of one frame.
 *
 * Steps are counted from 0 and epochs from 1 over all runs. A run that was stopped in the middle of
 * an epoch leaves steps that belong to no epoch; #BpHistoryEpoch therefore says where its epoch
 * ends.
 */
G_DECLARE_FINAL_TYPE (BpHistory, bp_history, BP, HISTORY, GObject)

/**
 * BpHistoryFolder:
 * @path: (type filename): the folder of a stored run
 * @n_epochs_before: the epochs of the history before those of that run
 * @first_number: the number by which the folder calls the first of its epochs
 *
 * Where a part of a history is stored.
 */
typedef struct
{
  char *path;
  guint n_epochs_before;
  guint first_number;
} BpHistoryFolder;

BpHistory *bp_history_new (void);

gsize bp_history_get_n_steps (BpHistory *self);
const float *bp_history_get_step_losses (BpHistory *self, gsize *n_steps);
guint64 bp_history_get_steps_per_epoch (BpHistory *self);
void bp_history_get_epoch_of (BpHistory *self, guint64 step, guint64 *first_step, guint64 *end);

guint bp_history_get_n_epochs (BpHistory *self);
const BpHistoryEpoch *bp_history_get_epochs (BpHistory *self, gsize *n_epochs);

const BpHistoryRate *bp_history_get_rates (BpHistory *self, gsize *n_rates);
double bp_history_get_learning_rate (BpHistory *self, guint64 step);
double bp_history_get_seconds (BpHistory *self, guint64 n_steps);

const BpHistoryEpoch *bp_history_get_best_epoch (BpHistory *self);
BpNetwork *bp_history_get_best_network (BpHistory *self);
const guint64 *bp_history_get_divergences (BpHistory *self, gsize *n_divergences);
const BpHistoryFolder *bp_history_get_folders (BpHistory *self, gsize *n_folders);

/* For the training run that fills the history. */
void bp_history_begin_run (BpHistory *self, guint64 steps_per_epoch);
void bp_history_add_folder (BpHistory *self,
                            const char *path,
                            guint n_epochs_before,
                            guint first_number);
void bp_history_add_divergence (BpHistory *self, guint64 n_steps);
void bp_history_append_rate (BpHistory *self, const BpHistoryRate *rate);
void bp_history_set_seconds (BpHistory *self, guint64 n_steps, double seconds);
void bp_history_append (BpHistory *self,
                        const float *losses,
                        gsize n_losses,
                        const BpHistoryEpoch *epochs,
                        gsize n_epochs,
                        BpNetwork *best_network);
