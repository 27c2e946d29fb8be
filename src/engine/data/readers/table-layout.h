/* SPDX-License-Identifier: MIT */
#pragma once

#include "byte-stream.h"

/* The fewest columns of a table of images: 4 x 4 pixels. */
#define BP_TABLE_MIN_COLUMNS 16

/**
 * BpTableLabels:
 * @BP_TABLE_LABELS_NONE: there is no label
 * @BP_TABLE_LABELS_NUMBERS: a column of numbers
 * @BP_TABLE_LABELS_WORDS: a column of words or letters
 * @BP_TABLE_LABELS_ONE_HOT: a column for each class, with a single 1
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
 * @has_header: whether the first row has the names of the columns
 * @n_columns: the number of columns
 * @labels: the form of the labels
 * @first_label: the first column of the label
 * @n_labels: the number of columns of the label
 * @is_pixel: (n_columns): whether a column is a pixel
 * @n_pixels: the number of pixels
 * @n_ignored: the number of columns that are neither pixels nor labels, such as row numbers
 *
 * The roles of a table's columns.
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
