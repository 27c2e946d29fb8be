/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "drawing.h"
#include "network.h"
#include "progress.h"

/* The most drawings that a lesson takes; of more, the newest. */
#define BP_DRAWING_LESSON_MOST 2000

/**
 * BpDrawingLesson:
 * @n_learnt: the drawings that the network has learnt from
 * @n_held_out: the drawings that it has not: every fifth. Where there are fewer than five, none is
 *   held out, and the accuracy is measured on those that were learnt.
 * @own_accuracy_before: the share of the held-out drawings that was right before
 * @own_accuracy_after: the share that is right now
 * @test_accuracy_before: the accuracy on the test images before; NaN where there are none
 * @test_accuracy_after: the same now
 * @seconds: how long it took
 *
 * What a network has learnt from drawings.
 */
typedef struct
{
  guint n_learnt;
  guint n_held_out;
  double own_accuracy_before;
  double own_accuracy_after;
  double test_accuracy_before;
  double test_accuracy_after;
  double seconds;
} BpDrawingLesson;

BpNetwork *bp_learn_drawings (BpNetwork *network,
                              BpDataset *dataset,
                              const GPtrArray *drawings,
                              guint64 seed,
                              guint n_threads,
                              BpProgress *progress,
                              BpDrawingLesson *lesson,
                              GError **error);
