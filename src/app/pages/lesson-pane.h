/* SPDX-License-Identifier: MIT */
#pragma once

#include "lesson.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define BP_TYPE_LESSON_PANE (bp_lesson_pane_get_type ())

/**
 * BpLessonPane:
 *
 * The step of a lesson: its text, its question, and after a run the answer. Hidden without a
 * lesson.
 */
G_DECLARE_FINAL_TYPE (BpLessonPane, bp_lesson_pane, BP, LESSON_PANE, AdwBin)

void bp_lesson_pane_set_lesson (BpLessonPane *self, const BpLesson *lesson);
const BpLessonStep *bp_lesson_pane_get_step (BpLessonPane *self);
void bp_lesson_pane_begin_run (BpLessonPane *self);
void bp_lesson_pane_end_run (BpLessonPane *self, const BpLessonFigures *figures);

G_END_DECLS
