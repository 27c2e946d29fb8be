/* SPDX-License-Identifier: MIT */
#pragma once

#include "unit-text.h"

#include <adwaita.h>

#define BP_TYPE_CLASS_CHOOSER (bp_class_chooser_get_type ())

/**
 * BpClassChooser:
 *
 * Tells, after the words "It is a", which class a picture has, or lets the user choose it. The
 * signal "chosen" is emitted when the user has chosen; bp_class_chooser_set_label() emits nothing.
 */
G_DECLARE_FINAL_TYPE (BpClassChooser, bp_class_chooser, BP, CLASS_CHOOSER, AdwBin)

void bp_class_chooser_set_classes (BpClassChooser *self, const BpUnitNames *names, guint n_outputs);
void bp_class_chooser_set_label (BpClassChooser *self, guint label);
guint bp_class_chooser_get_label (BpClassChooser *self);
