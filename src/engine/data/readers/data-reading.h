/* SPDX-License-Identifier: MIT */
#pragma once

#include "number-array.h"
#include "progress.h"

/**
 * BpDataReading:
 * @arrays: (element-type BpNumberArray): the arrays of numbers that were found, in their order
 * @left_out: (element-type BpLeftOut): what was found and could not be read
 * @notes: (element-type utf8): what a person should know of the data, a sentence each
 * @has_several_files: the arrays come from more than one file
 * @progress: (nullable): told how far it is; borrowed
 *
 * What comes of the files of a data set while they are read, one after the other.
 */
typedef struct
{
  GPtrArray *arrays;
  GPtrArray *left_out;
  GPtrArray *notes;
  gboolean has_several_files;
  BpProgress *progress;
} BpDataReading;

/**
 * BpLeftOut:
 * @name: what was left out
 * @error: why
 */
typedef struct
{
  char *name;
  GError *error;
} BpLeftOut;

void bp_data_reading_init (BpDataReading *reading, BpProgress *progress);
void bp_data_reading_clear (BpDataReading *reading);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BpDataReading, bp_data_reading_clear)

void bp_data_reading_note (BpDataReading *reading, const char *format, ...) G_GNUC_PRINTF (2, 3);
gboolean bp_data_reading_leave_out (BpDataReading *reading,
                                    const char *name,
                                    GError **cause,
                                    GError **error);
