/* SPDX-License-Identifier: MIT */
#pragma once

#include "trainer.h"

gboolean bp_train_check_save_path (const char *path, GError **error);
gboolean bp_train_save (const BpTrainer *trainer,
                        guint n_epochs_before,
                        const char *command,
                        const char *path,
                        char **saved_path,
                        GError **error);
gboolean bp_train_save_again (const char *run_folder, const char *path, GError **error);
