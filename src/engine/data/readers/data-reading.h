/* SPDX-License-Identifier: MIT */
#pragma once

#include "number-array.h"
#include "progress.h"

/**
 * BpDataReading:
 * @arrays: (element-type BpNumberArray): the arrays of numbers, in the order of the files
 * @drawings: (nullable) (element-type BpDrawing): the drawings of classes with a name, which are
 * the whole data set; there are no arrays then
 * @left_out: (element-type BpLeftOut): the arrays that could not be read
 * @notes: (element-type utf8): notes about the data for users, one sentence each
 * @has_several_files: the arrays come from more than one file
 * @progress: (nullable) (borrowed): updated while reading; cancels
 *
 * The arrays and notes that are collected from the files of a data set.
 */
typedef struct
{
  GPtrArray *arrays;
  GPtrArray *drawings;
  GPtrArray *left_out;
  GPtrArray *notes;
  gboolean has_several_files;
  BpProgress *progress;
} BpDataReading;

/**
 * BpLeftOut:
 * @name: of the array that was left out
 * @error: the reason
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
