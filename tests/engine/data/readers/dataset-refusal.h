/* SPDX-License-Identifier: MIT */
#pragma once

#include "error.h"

/* Assertions on files that are not a data set, or a damaged one. */
void bp_assert_dataset_refused (const char *path, BpError code, const char *message);
void bp_assert_data_refused (const char *name,
                             gconstpointer bytes,
                             gsize length,
                             BpError code,
                             const char *message);
