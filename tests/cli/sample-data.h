/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* The numbers of images in a sample data set. */
#define BP_SAMPLE_N_TRAIN 600
#define BP_SAMPLE_N_TEST  100

char *bp_sample_folder_new (void);
void bp_sample_folder_remove (char *folder);
char *bp_sample_data_new (const char *folder, const char *name, guint size, guint n_classes);
