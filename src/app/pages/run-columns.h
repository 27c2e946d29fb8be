/* SPDX-License-Identifier: MIT */
#pragma once

#include "choices.h"
#include "run-record.h"

/**
 * BpRunColumn:
 * @BP_RUN_COLUMN_NAME: the name, or the time of the start
 * @BP_RUN_COLUMN_CURVE: a little curve of the accuracy, without a text
 * @BP_RUN_COLUMN_DATA: the data set
 * @BP_RUN_COLUMN_NETWORK: the units of all layers
 * @BP_RUN_COLUMN_STATE: running, finished, …
 * @BP_RUN_COLUMN_BEST: the best held-out accuracy
 * @BP_RUN_COLUMN_FINAL: that of the last epoch
 * @BP_RUN_COLUMN_TEST: the test accuracy
 * @BP_RUN_COLUMN_EPOCHS: how many have ended
 * @BP_RUN_COLUMN_TIME: of all steps
 *
 * The columns of a list of runs: rows of %bp_run_columns.
 */
typedef enum
{
  BP_RUN_COLUMN_NAME,
  BP_RUN_COLUMN_CURVE,
  BP_RUN_COLUMN_DATA,
  BP_RUN_COLUMN_NETWORK,
  BP_RUN_COLUMN_STATE,
  BP_RUN_COLUMN_BEST,
  BP_RUN_COLUMN_FINAL,
  BP_RUN_COLUMN_TEST,
  BP_RUN_COLUMN_EPOCHS,
  BP_RUN_COLUMN_TIME,
} BpRunColumn;

#define BP_RUN_N_COLUMNS (BP_RUN_COLUMN_TIME + 1)

/* The names and titles of the columns. */
extern const BpChoices bp_run_columns;

/**
 * BpRunPlace:
 * @x: where a column begins
 * @width: its width; 0 where it is not shown
 */
typedef struct
{
  double x;
  double width;
} BpRunPlace;

/**
 * BpRunLayout:
 * @places: of the columns
 * @has_details: the name has the details of hidden columns below it
 *
 * The columns that a list has room for.
 */
typedef struct
{
  BpRunPlace places[BP_RUN_N_COLUMNS];
  gboolean has_details;
} BpRunLayout;

void bp_run_layout_init (BpRunLayout *layout, double width, double char_width);
gboolean bp_run_column_is_number (BpRunColumn column);
char *bp_run_column_describe (BpRunColumn column, const BpRunRecord *record);
int bp_run_column_compare (BpRunColumn column, const BpRunRecord *a, const BpRunRecord *b);
char *bp_run_describe_details (const BpRunRecord *record);
