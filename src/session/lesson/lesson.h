/* SPDX-License-Identifier: MIT */
#pragma once

#include "choices.h"

#include <glib.h>

/**
 * BpLessonMeasure:
 * @BP_LESSON_TRAIN_LOSS: of the last epoch
 * @BP_LESSON_HELD_OUT_LOSS: likewise
 * @BP_LESSON_TRAIN_ACCURACY: likewise, in percent
 * @BP_LESSON_HELD_OUT_ACCURACY: likewise, in percent
 * @BP_LESSON_GAP: the training accuracy minus the held-out accuracy, in percentage points
 *
 * What a question is about: a row of %bp_lesson_measures.
 */
typedef enum
{
  BP_LESSON_TRAIN_LOSS,
  BP_LESSON_HELD_OUT_LOSS,
  BP_LESSON_TRAIN_ACCURACY,
  BP_LESSON_HELD_OUT_ACCURACY,
  BP_LESSON_GAP,
} BpLessonMeasure;

extern const BpChoices bp_lesson_measures;

/**
 * BpLessonFigures:
 * @train_loss: of the last epoch, or NaN
 * @held_out_loss: likewise
 * @train_accuracy: likewise, from 0 to 1
 * @held_out_accuracy: likewise
 * @has_diverged: whether the run ended because its loss was no finite number any more
 *
 * The end of a run.
 */
typedef struct
{
  double train_loss;
  double held_out_loss;
  double train_accuracy;
  double held_out_accuracy;
  gboolean has_diverged;
} BpLessonFigures;

/**
 * BpLessonStep:
 * @title: (owned): a few words
 * @text: (owned): what to do and to look at
 * @keys: (owned) (array zero-terminated=1): the settings that the step sets, by their keys
 * @values: (owned) (array zero-terminated=1): the value of each of @keys, as text
 * @locked: (owned) (array zero-terminated=1): the settings that cannot be changed meanwhile
 * @question: (owned) (nullable): asked before a run
 * @choices: (owned) (array zero-terminated=1): its answers, two or more
 * @measure: what the answer depends on
 * @bounds: (owned): ascending; one less than there are choices
 * @explanation: (owned) (nullable): said after the run
 */
typedef struct
{
  char *title;
  char *text;
  char **keys;
  char **values;
  char **locked;
  char *question;
  char **choices;
  BpLessonMeasure measure;
  double *bounds;
  char *explanation;
} BpLessonStep;

/**
 * BpLesson:
 * @title: (owned): as in a menu
 * @needs_builtin: whether its runs are made with the built-in digits
 * @keys: (owned) (array zero-terminated=1): the settings of all steps, before those of the step
 * @values: (owned) (array zero-terminated=1): the value of each of @keys
 * @steps: (owned) (element-type BpLessonStep): one or more
 *
 * A lesson, in the user's language as far as the file has it. Immutable after loading.
 */
typedef struct
{
  char *title;
  gboolean needs_builtin;
  char **keys;
  char **values;
  GPtrArray *steps;
} BpLesson;

BpLesson *bp_lesson_parse (const char *text, gsize length, GError **error);
void bp_lesson_free (BpLesson *lesson);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BpLesson, bp_lesson_free)

double bp_lesson_step_measure (const BpLessonStep *step, const BpLessonFigures *figures);
guint bp_lesson_step_judge (const BpLessonStep *step, const BpLessonFigures *figures);
