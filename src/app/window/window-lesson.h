/* SPDX-License-Identifier: MIT */
#pragma once

#include "lesson-pane.h"
#include "settings-pane.h"
#include "window.h"

void bp_window_lesson_attach (BpWindow *self,
                              BpLessonPane *pane,
                              BpSettingsPane *settings_pane,
                              GMenu *menu);
gboolean bp_window_lesson_is_lesson (GFile *file);
void bp_window_lesson_open (BpWindow *self, GFile *file);
