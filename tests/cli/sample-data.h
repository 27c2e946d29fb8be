/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* The numbers of images in a sample data set. */
#define BP_SAMPLE_N_TRAIN 600
#define BP_SAMPLE_N_TEST  100

/**
 * BpSample:
 * @folder: (owned): the folder of the test
 * @data: (owned): a sample data set in it, of 28 x 28 pixels in ten classes
 * @weights: (owned): the path of a new file in it
 *
 * The fixture of most tests of the command line.
 */
typedef struct
{
  char *folder;
  char *data;
  char *weights;
} BpSample;

void bp_sample_set_up (BpSample *sample, gconstpointer user_data);
void bp_sample_tear_down (BpSample *sample, gconstpointer user_data);

char *bp_sample_folder_new (void);
void bp_sample_folder_remove (char *folder);
char *bp_sample_data_new (const char *folder, const char *name, guint size, guint n_classes);
