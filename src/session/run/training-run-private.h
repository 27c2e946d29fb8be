/* SPDX-License-Identifier: MIT */
#pragma once

#include "mailbox.h"
#include "pace.h"
#include "training-run.h"
#include "training-thread.h"

/* What training-run.c (the object and its properties) and training-run-life.c (what happens between
 * start and finish) share. */

/* Stands for a figure that is not known, as a property cannot be NaN. */
#define BP_TRAINING_UNKNOWN (-1.0)

/**
 * BpTrainingFigures:
 *
 * The properties of the same names, as one value.
 */
typedef struct
{
  guint epoch;
  guint n_epochs;
  guint best_epoch;
  double best_held_out_accuracy;
  double fraction;
  double images_per_second;
  double seconds_left;
  double learning_rate;
} BpTrainingFigures;

struct _BpTrainingRun
{
  GObject parent_instance;

  /* Behind the properties, owned; changed through the functions below. */
  BpHistory *history;
  BpNetwork *network;      /* (nullable) */
  BpMetrics *test_metrics; /* (nullable) */
  BpTrainingState state;
  BpTrainingFigures figures;

  /* While active, owned. The task of the run, which the timer holds, holds the run meanwhile. */
  BpTrainingThread *thread;
  BpMailboxNews news;
  gulong cancelled_handler;
  BpPace pace;

  /* Since the start: what the trainer is about to do, and where the history was. */
  guint n_run_epochs;
  guint64 steps_per_epoch;
  double n_train;
  double n_held_out;
  double n_test;
  gsize n_steps_before;
  guint n_epochs_before;
};

void bp_training_run_set_state (BpTrainingRun *self, BpTrainingState state);
void bp_training_run_set_figures (BpTrainingRun *self, const BpTrainingFigures *figures);
void bp_training_run_set_network (BpTrainingRun *self, BpNetwork *network);
void bp_training_run_set_test_metrics (BpTrainingRun *self, const BpMetrics *metrics);
