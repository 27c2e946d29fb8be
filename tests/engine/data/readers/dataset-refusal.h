/* SPDX-License-Identifier: MIT */
#pragma once

#include "error.h"

/* Files that are no data set, or none that is sound. */
void bp_assert_dataset_refused (const char *path, BpError code, const char *message);
void bp_assert_data_refused (const char *name,
                             gconstpointer bytes,
                             gsize length,
                             BpError code,
                             const char *message);
