/* SPDX-License-Identifier: MIT */
#pragma once

#include "dataset.h"
#include "progress.h"

/* Folders of pictures: one folder in them for each class. */
gboolean bp_dataset_folder_recognise (const char *path);
BpDataset *bp_dataset_folder_load (const char *path, BpProgress *progress, GError **error);
