/* SPDX-License-Identifier: MIT */
#pragma once

#include "byte-stream.h"

/* The fewest columns that a table of images has: 4 x 4 pixels. */
#define BP_TABLE_MIN_COLUMNS 16

/**
 * BpTableLabels:
 * @BP_TABLE_LABELS_NONE: there is no label
 * @BP_TABLE_LABELS_NUMBERS: a column of numbers
 * @BP_TABLE_LABELS_WORDS: a column of words or letters
 * @BP_TABLE_LABELS_ONE_HOT: a column for each class, with a 1 in one of them
 */
typedef enum
{
  BP_TABLE_LABELS_NONE,
  BP_TABLE_LABELS_NUMBERS,
  BP_TABLE_LABELS_WORDS,
  BP_TABLE_LABELS_ONE_HOT,
} BpTableLabels;

/**
 * BpTableLayout:
 * @has_header: the first row has the names of the columns
 * @n_columns: how many columns each row has
 * @labels: what the labels are
 * @first_label: the column of the label, or the first of them
 * @n_labels: how many columns the label takes
 * @is_pixel: (n_columns): whether a column is a pixel
 * @n_pixels: how many are
 * @n_ignored: how many are neither pixels nor labels, such as the number of the row
 *
 * What the columns of a table are.
 */
typedef struct
{
  gboolean has_header;
  guint n_columns;
  BpTableLabels labels;
  guint first_label;
  guint n_labels;
  gboolean *is_pixel;
  guint n_pixels;
  guint n_ignored;
} BpTableLayout;

gboolean bp_table_layout_find (BpTableLayout *layout, BpByteStream *stream, GError **error);
void bp_table_layout_clear (BpTableLayout *layout);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BpTableLayout, bp_table_layout_clear)
