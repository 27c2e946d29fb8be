/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* The contents of a run's folder. ARCHITECTURE.md describes the files. */
#define BP_RUN_FILE_RECORD   "run.json"          /* settings, state and figures */
#define BP_RUN_FILE_LABEL    "label.json"        /* name, pin and colour that the user set */
#define BP_RUN_FILE_LOG      "log.jsonl"         /* one line for each epoch or other event */
#define BP_RUN_FILE_LOSSES   "losses.f32"        /* every step's loss */
#define BP_RUN_FILE_BEST     "best.safetensors"  /* the best epoch's network, at the end */
#define BP_RUN_FILE_FINAL    "final.safetensors" /* the last network, at the end */
#define BP_RUN_FOLDER_EPOCHS "epochs"            /* networks of epochs */
#define BP_RUN_FILE_LOCK     "lock"              /* locked while a program writes the run */
#define BP_RUN_N_CHECKPOINTS 2

extern const char *const bp_run_checkpoint_files[BP_RUN_N_CHECKPOINTS];

int bp_run_folder_lock (const char *folder, GError **error);
void bp_run_folder_unlock (int lock);
gboolean bp_run_folder_is_locked (const char *folder);
gboolean bp_run_folder_has_run (const char *folder);
gboolean bp_run_folder_check_new (const char *folder, GError **error);
gboolean bp_run_folder_make (const char *folder, GError **error);
gboolean bp_run_folder_clear_start (const char *folder, GError **error);
gboolean bp_run_folder_remove (const char *folder, GError **error);
