/* SPDX-License-Identifier: MIT */
#pragma once

#include "trainer-state.h"

gboolean bp_checkpoint_save (const BpTrainerState *state, const char *path, GError **error);
gboolean bp_checkpoint_load (BpTrainerState *state, const char *path, GError **error);
gboolean
bp_checkpoint_load_newest (BpTrainerState *state, const char *folder, guint *index, GError **error);
