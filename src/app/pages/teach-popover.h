/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#define BP_TYPE_TEACH_POPOVER (bp_teach_popover_get_type ())

/**
 * BpTeachPopover:
 *
 * What can be taught with the drawing on the pad: a button for each class keeps it with the right
 * answer, and others learn from the kept drawings, ask for more and show them. They activate
 * "win.keep-drawing" with the name of a class, "win.show-drawings", and for digits
 * "win.learn-drawings" and "win.begin-prompts", for other classes "win.draw-classes" and
 * "win.train-classes".
 */
G_DECLARE_FINAL_TYPE (BpTeachPopover, bp_teach_popover, BP, TEACH_POPOVER, GtkPopover)

void bp_teach_popover_set_class_names (BpTeachPopover *self, const char *const *names);
